/** Two ways to write one door: 三栋2单元501室 and 3-2-501. */

const digits: Readonly<Record<string, number>> = {
  〇: 0,
  零: 0,
  一: 1,
  二: 2,
  两: 2,
  三: 3,
  四: 4,
  五: 5,
  六: 6,
  七: 7,
  八: 8,
  九: 9,
}

/**
 * An address as it is compared: figures in one script, without blanks and marks, and without what is said of the place
 * anyway (its community). It need not be read by anybody.
 */
export function normalAddress(address: string, communityName: string): string {
  const plain = address.normalize('NFKC').toLowerCase().replace(/\s+/g, '')
  const short = communityName.replace(/社区|村$/g, '')
  return withFigures(plain)
    .replaceAll(communityName, '')
    .replaceAll(short === '' ? communityName : `${short}社区`, '')
    .replace(/号楼|栋|幢|座|单元|梯|楼|层/g, '-')
    .replace(/室|户|号|房/g, '')
    .replace(/[^\p{Letter}\p{Number}-]/gu, '-')
    .replace(/-+/g, '-')
    .replace(/^-|-$/g, '')
}

/** 十二 → 12, 三 → 3, 二十 → 20; a figure by figure run (五零一) stays one. */
function withFigures(text: string): string {
  return text.replace(/[〇零一二两三四五六七八九十]+/g, (run) => {
    if (!run.includes('十')) return [...run].map((each) => digits[each] ?? each).join('')
    const [tens = '', ones = ''] = run.split('十')
    const tensFigure = tens === '' ? 1 : (digits[tens] ?? 0)
    const onesFigure = ones === '' ? 0 : (digits[ones] ?? 0)
    return String(tensFigure * 10 + onesFigure)
  })
}
