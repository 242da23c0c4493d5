/**
 * What can't be seen on a screen and yet makes two texts differ: joiners, zero-width blanks, marks of direction, fillers,
 * signs that choose a letter's shape.
 */
const invisible = /[\p{Default_Ignorable_Code_Point}\p{Cf}\u2800]/gu
/** What of it has no business in a text: the joiner between two pictures stays, and so do signs that choose a letter's shape. */
const invisibleInText =
  /(?!(?<=[\p{Extended_Pictographic}\p{Emoji_Modifier}]\uFE0F?)\u200D(?=\p{Extended_Pictographic}))[\p{Cf}\u115F\u1160\u2800\u3164\uFFA0]/gu
const blanks = /\s+/gu
const notOfName = /[^\p{L}\p{N}]+/gu

/** A text without signs that nobody can see; emoji stay whole. What it says to a reader does not change. */
export function withoutInvisible(text: string): string {
  return text.replace(invisibleInText, '')
}

/** For comparing what texts say, whatever blanks, widths, cases and invisible signs they are written with. */
export function plainText(text: string): string {
  return text.normalize('NFKC').replace(invisible, '').replace(blanks, '').toLowerCase()
}

/** The same of a name, of which only letters and digits count: 买买提·艾力 is 买买提艾力. Empty when there are none. */
export function plainName(name: string): string {
  return plainText(name).replace(notOfName, '')
}
