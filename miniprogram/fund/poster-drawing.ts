import type { FundDetail } from '../../typings/funds'
import { fullDate } from '../format/time'
import { type Pen, wrap } from './certificate-drawing'

/** A4 at 200 dots an inch: 8.27 × 11.69 inches. */
export const posterWidthPx = 1654
export const posterHeightPx = 2339

export interface PosterPen extends Pen {
  drawImage(image: unknown, x: number, y: number, width: number, height: number): void
}

/** Everything that stands on a poster; the page says the same to a screen reader. */
export interface PosterWords {
  place: string
  fund: string
  purpose: string
  invitation: string
  how: readonly string[]
  facts: readonly string[]
}

export function posterWords(fund: FundDetail): PosterWords {
  const { organisation, filingNumber, opensAtMs, closesAtMs } = fund.campaign
  return {
    place: `${fund.streetName} · ${fund.communityName}`,
    fund: fund.name,
    purpose: fund.purpose,
    invitation: '微信扫一扫，帮帮身边的人',
    how: ['1 元起捐', '入账就有证书', '每一笔都看得见'],
    facts: [
      `收款单位：${organisation}`,
      `公开募捐备案编号：${filingNumber}`,
      `募捐时间：${fullDate(opensAtMs)} 至 ${fullDate(closesAtMs)}`,
    ],
  }
}

const sans = '"PingFang SC", "Noto Sans CJK SC", "Microsoft YaHei", sans-serif'
const middle = posterWidthPx / 2
const edge = 140
const bandHeight = 640
const codeSide = 1000
const codeTop = bandHeight + 190

/** Draws the poster with the fund's code on a canvas of `posterWidthPx` × `posterHeightPx`. */
export function drawPoster(pen: PosterPen, words: PosterWords, code: unknown): void {
  pen.fillStyle = '#FFFFFF'
  pen.fillRect(0, 0, posterWidthPx, posterHeightPx)
  pen.fillStyle = '#0B7A75'
  pen.fillRect(0, 0, posterWidthPx, bandHeight)
  line(pen, words.place, { y: 150, sizePx: 48, color: '#D5ECEA' })
  line(pen, words.fund, { y: 270, sizePx: 96, color: '#FFFFFF', weight: 700 })
  paragraph(pen, words.purpose, { y: 390, sizePx: 50, color: '#FFFFFF' }, 3)
  line(pen, words.invitation, { y: bandHeight + 130, sizePx: 76, color: '#C2410C', weight: 700 })
  // A quiet frame: a code needs white around it.
  pen.strokeStyle = '#E5EAE8'
  pen.lineWidth = 4
  pen.strokeRect(middle - codeSide / 2 - 24, codeTop - 24, codeSide + 48, codeSide + 48)
  pen.drawImage(code, middle - codeSide / 2, codeTop, codeSide, codeSide)
  const below = codeTop + codeSide
  line(pen, words.how.join('　·　'), { y: below + 130, sizePx: 56, color: '#1A1F1E', weight: 600 })
  words.facts.forEach((fact, index) => {
    line(pen, fact, { y: below + 240 + index * 70, sizePx: 42, color: '#4B5553' })
  })
}

interface Letters {
  y: number
  sizePx: number
  color: string
  weight?: number
}

/** One line in the middle, set smaller when it would leave the paper. */
function line(pen: PosterPen, text: string, { y, sizePx, color, weight = 400 }: Letters): void {
  let size = sizePx
  pen.fillStyle = color
  pen.textAlign = 'center'
  pen.textBaseline = 'alphabetic'
  pen.font = `${weight} ${size}px ${sans}`
  while (size > 24 && pen.measureText(text).width > posterWidthPx - edge * 2) {
    size -= 2
    pen.font = `${weight} ${size}px ${sans}`
  }
  pen.fillText(text, middle, y)
}

function paragraph(pen: PosterPen, text: string, letters: Letters, mostLines: number): void {
  pen.font = `400 ${letters.sizePx}px ${sans}`
  const lines = wrap(pen, text.match(/[^，。；、]+[，。；、]*/g) ?? [text], posterWidthPx - edge * 2)
  lines.slice(0, mostLines).forEach((each, index) => {
    const last = index === mostLines - 1 && lines.length > mostLines
    line(pen, last ? `${each}…` : each, { ...letters, y: letters.y + index * Math.round(letters.sizePx * 1.6) })
  })
}
