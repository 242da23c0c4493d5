/** How long a territory's statistical code is: the national bureau's 12 digits, of which a prefix is the place around it. */
export const districtDigits = 6
export const streetDigits = 9
export const communityDigits = 12
