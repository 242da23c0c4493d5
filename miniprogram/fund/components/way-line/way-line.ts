/** A gift's money as one line, cut where it became different things; each stretch as long as its share. */
Component({
  properties: {
    /** `{ key, percent, tone }`; the tone is a state or a field. */
    parts: { type: Array, value: [] as { key: string; percent: number; tone: string }[] },
    words: { type: String, value: '' },
  },
})
