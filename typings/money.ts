/** A whole number of fen (分), the hundredth of a yuan. Never a fraction, never a float of yuan. */
export type Fen = number & { readonly unit: 'fen' }
