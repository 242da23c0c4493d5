import {
  drawPoster,
  type PosterPen,
  posterHeightPx,
  posterWidthPx,
  posterWords,
} from '../../../miniprogram/fund/poster-drawing'
import type { FundDetail } from '../../../typings/funds'

const words = posterWords({
  ...{ streetName: '古南街道', communityName: '新山村社区', name: '新山村社区治理专项基金' },
  purpose:
    '用在居民最急的小事上：照看独居老人、帮扶困难家庭、陪伴孩子、修补楼道，还有许许多多别的说不完的事情要一件一件办。'.repeat(
      4,
    ),
  campaign: {
    ...{ organisation: '綦江区慈善会', filingNumber: '51500110010001A26001', closedBecause: null },
    ...{ opensAtMs: Date.parse('2026-01-07T00:00:00Z'), closesAtMs: Date.parse('2028-01-07T00:00:00Z') },
  },
} as FundDetail)

/** Every letter as wide as it is tall, which is the widest that Chinese gets. */
function dryPen() {
  const written: { text: string; left: number; right: number; y: number }[] = []
  const images: number[][] = []
  let font = 10
  const pen = {
    ...{ fillStyle: '', strokeStyle: '', lineWidth: 0, textAlign: 'left', textBaseline: 'top', globalAlpha: 1 },
    set font(value: string) {
      font = Number(/(\d+)px/.exec(value)?.[1])
    },
    measureText: (text: string) => ({ width: [...text].length * font }),
    fillText: (text: string, x: number, y: number) => {
      const half = ([...text].length * font) / 2
      written.push({ text, left: x - half, right: x + half, y })
    },
    drawImage: (_: unknown, ...place: number[]) => images.push(place),
    fillRect() {},
    strokeRect() {},
  }
  return { pen: pen as unknown as PosterPen, written, images }
}

test('the poster is A4 to the dot at 200 dots an inch', () => {
  expect([posterWidthPx / 200, posterHeightPx / 200].map((inches) => Math.round(inches * 25.4))).toEqual([210, 297])
})

test('every word stays on the paper, however long the purpose, and nothing lies over the code', () => {
  const { pen, written, images } = dryPen()
  drawPoster(pen, words, 'code')
  expect(images).toHaveLength(1)
  const [[left = 0, top = 0, width = 0, height = 0] = []] = images
  expect([left >= 0, left + width <= posterWidthPx, top + height <= posterHeightPx]).toEqual([true, true, true])
  // At least 10 cm, so that a phone reads it across a counter.
  expect((width / 200) * 2.54).toBeGreaterThan(10)
  for (const line of written) {
    expect([line.text, line.left >= 0 && line.right <= posterWidthPx, line.y < posterHeightPx]).toEqual([
      line.text,
      true,
      true,
    ])
    expect([line.text, line.y <= top || line.y > top + height]).toEqual([line.text, true])
  }
})

test('the filing number, who gets the money and the dates are on it: public fundraising has to name them', () => {
  expect(words.facts.join()).toContain('51500110010001A26001')
  expect(words.facts.join()).toContain('綦江区慈善会')
  expect(words.facts.join()).toContain('2026年1月7日 至 2028年1月7日')
})
