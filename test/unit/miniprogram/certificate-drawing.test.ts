import fc from 'fast-check'
import { sealLetters } from '../../../miniprogram/format/seal-letters'
import {
  certificateHeightPx,
  certificateWidthPx,
  drawCertificate,
  type Pen,
} from '../../../miniprogram/fund/certificate-drawing'
import type { CertificateWords } from '../../../miniprogram/fund/certificate-words'

const words: CertificateWords = {
  number: 'WS20261123-C1C0-3321-83C4',
  donor: '林女士',
  sentence: '感谢您向新山村社区治理专项基金捐赠善款：',
  amount: '¥50.00',
  capitals: '人民币伍拾元整',
  purpose: '定向用于养老服务',
  wish: ['“愿老人们都有热饭吃，', '孩子们都有人陪。”'],
  organisation: '綦江区慈善会',
  date: '2026年11月23日',
  entry: '公开账本第 128 笔',
}

test('everything of the certificate is on the picture', () => {
  const written = drawn(words)
    .lines.map(({ text }) => text)
    .join('')
  for (const part of [words.number, `${words.donor}：`, words.sentence, words.amount, words.capitals, words.purpose]) {
    expect(written).toContain(part)
  }
  for (const part of [...words.wish, words.organisation, words.date, words.entry]) expect(written).toContain(part)
})

test('names of any length, the largest amount and the longest wish stay inside the frame, line under line', () => {
  const name = (most: number) =>
    fc.string({
      unit: fc.constantFrom('綦', '江', 'a', 'M', '1', '，', ' '),
      minLength: 1,
      maxLength: most,
      size: 'max',
    })
  const wish = fc.array(name(50), { maxLength: 1 })
  fc.assert(
    fc.property(name(20), name(40), wish, name(24), (donor, fund, wish, organisation) => {
      const sentence = `感谢您向${fund}捐赠善款：`
      expectInOrder({ ...words, donor, sentence, wish, organisation, amount: '¥50,000.00' })
    }),
    { numRuns: 200 },
  )
})

test('the most that can stand on it makes the paper longer, not the lines closer', () => {
  const most = {
    ...words,
    donor: '綦'.repeat(20),
    sentence: `感谢您向${'江'.repeat(60)}捐赠善款：`,
    wish: [`“${'愿'.repeat(50)}”`],
  }
  const { heightPx } = expectInOrder(most)
  expect(heightPx).toBeGreaterThan(expectInOrder(words).heightPx)
})

test('a line never begins with a closing mark', () => {
  const sentence = `感谢您向${'很'.repeat(9)}长的基金捐赠善款，谢谢，谢谢。`
  for (let extra = 0; extra < 20; extra += 1) {
    const { lines } = drawn({ ...words, sentence: '长'.repeat(extra) + sentence })
    expect(lines.length).toBeGreaterThan(8)
    for (const { text } of lines) expect(text).not.toMatch(/^[，。：；！？、”）]/)
  }
})

test('the letters of a seal stand evenly, symmetric, and leave its foot free', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('綦', '江', '会'), minLength: 1, maxLength: 30 }), (name) => {
      const degrees = sealLetters(name).map((letter) => letter.degrees)
      const [first = 0] = degrees
      expect(first + (degrees[degrees.length - 1] ?? 0)).toBeCloseTo(0, 0)
      expect(Math.max(...degrees.map(Math.abs))).toBeLessThanOrEqual(118.1)
    }),
  )
})

function expectInOrder(certificate: CertificateWords): { heightPx: number } {
  const { lines, heightPx } = drawn(certificate)
  expect(lines.length).toBeGreaterThan(8)
  let above = 0
  for (const { left, right, y } of [...lines].sort((one, other) => one.y - other.y)) {
    expect(left).toBeGreaterThanOrEqual(70)
    expect(right).toBeLessThanOrEqual(certificateWidthPx - 70)
    expect(y - above).toBeGreaterThanOrEqual(40)
    above = y
  }
  expect(above).toBeLessThanOrEqual(heightPx - 80)
  return { heightPx }
}

interface Line {
  text: string
  left: number
  right: number
  y: number
}

/** Draws with a pen that measures as a CJK face does, and gives the lines that were written outside the seal. */
function drawn(certificate: CertificateWords): { lines: Line[]; heightPx: number } {
  const lines: Line[] = []
  let turned = 0
  const measure = (text: string, font: string) => {
    const sizePx = Number(/(\d+)px/.exec(font)?.[1])
    return [...text].reduce((width, sign) => width + (sign < '\u0080' ? 0.56 : 1) * sizePx, 0)
  }
  const nothing = () => {}
  const pen: Pen = {
    fillStyle: '',
    strokeStyle: '',
    lineWidth: 1,
    font: '',
    textAlign: 'left',
    textBaseline: 'alphabetic',
    globalAlpha: 1,
    fillRect: nothing,
    strokeRect: nothing,
    beginPath: nothing,
    closePath: nothing,
    moveTo: nothing,
    lineTo: nothing,
    arc: nothing,
    fill: nothing,
    stroke: nothing,
    translate: nothing,
    rotate: nothing,
    save() {
      turned += 1
    },
    restore() {
      turned -= 1
    },
    measureText: (text) => ({ width: measure(text, pen.font) }),
    fillText(text, x, y) {
      if (turned > 0) return
      const width = measure(text, pen.font)
      const left = pen.textAlign === 'left' ? x : pen.textAlign === 'right' ? x - width : x - width / 2
      lines.push({ text, left, right: left + width, y })
    },
  }
  const heightPx = certificateHeightPx(pen, certificate)
  expect(lines).toEqual([])
  drawCertificate(pen, certificate, heightPx)
  return { lines, heightPx }
}
