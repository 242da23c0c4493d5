import { sealLetters } from '../format/seal-letters'
import type { CertificateWords } from './certificate-words'

/** What the drawing needs of a 2d canvas context. */
export interface Pen {
  fillStyle: string
  strokeStyle: string
  lineWidth: number
  font: string
  textAlign: 'left' | 'center' | 'right'
  textBaseline: 'alphabetic' | 'middle' | 'top'
  globalAlpha: number
  fillRect(x: number, y: number, width: number, height: number): void
  strokeRect(x: number, y: number, width: number, height: number): void
  fillText(text: string, x: number, y: number): void
  measureText(text: string): { width: number }
  beginPath(): void
  closePath(): void
  moveTo(x: number, y: number): void
  lineTo(x: number, y: number): void
  arc(x: number, y: number, radius: number, from: number, to: number): void
  fill(): void
  stroke(): void
  save(): void
  restore(): void
  translate(x: number, y: number): void
  rotate(radians: number): void
}

export const certificateWidthPx = 1080
const leastHeightPx = 1520

/** The part of a pen that writes; a dry one measures without leaving a trace. */
type Writer = Pick<Pen, 'fillStyle' | 'font' | 'textAlign' | 'textBaseline' | 'measureText' | 'fillText'>

const paper = '#FFFDF6'
const gold = '#B08D57'
const red = '#7A1F1F'
const ink = '#2A2522'
const softInk = '#5B524C'
const sealRed = '#B4232A'
const serif = '"Songti SC", STSong, "Noto Serif CJK SC", serif'
const edge = 132
const middle = certificateWidthPx / 2
const textWidth = certificateWidthPx - edge * 2

/** How tall the paper has to be: long names and wishes make it longer. Sets the pen's font and draws nothing. */
export function certificateHeightPx(pen: Pen, words: CertificateWords): number {
  const dry: Writer = {
    fillStyle: '',
    textAlign: 'left',
    textBaseline: 'alphabetic',
    set font(font: string) {
      pen.font = font
    },
    measureText: (text) => pen.measureText(text),
    fillText() {},
  }
  return Math.max(leastHeightPx, writeBody(dry, words) + 434)
}

/** Draws the certificate as it stands on the page, on a canvas of `certificateWidthPx` × `heightPx`. */
export function drawCertificate(pen: Pen, words: CertificateWords, heightPx: number): void {
  drawPaper(pen, heightPx)
  drawRule(pen, 284)
  writeBody(pen, words)
  const signatureY = heightPx - 324
  const right = { x: certificateWidthPx - edge, align: 'right' } as const
  drawSeal(pen, words.organisation, edge + 118, signatureY + 8)
  write(pen, words.organisation, { ...right, y: signatureY, sizePx: 40, weight: 700, color: ink })
  write(pen, words.date, { ...right, y: signatureY + 62, sizePx: 34, color: ink })
  write(pen, `${words.entry} · 在基金页可核对`, { y: heightPx - 104, sizePx: 28, color: softInk })
}

/** From the title to the wish. Returns the height at which it ends. */
function writeBody(pen: Writer, words: CertificateWords): number {
  write(pen, '捐 赠 证 书', { y: 232, sizePx: 84, weight: 700, color: red })
  write(pen, `编号 ${words.number}`, { y: 346, sizePx: 30, color: softInk })
  let y = paragraph(pen, `${words.donor}：`, { y: 446, sizePx: 46, weight: 700, color: ink })
  y = paragraph(pen, `　　${words.sentence}`, { y: y + 20, sizePx: 42, color: ink })
  write(pen, words.amount, { y: y + 96, sizePx: 104, weight: 700, color: red })
  y = paragraph(pen, words.capitals, { y: y + 172, sizePx: 38, color: ink, align: 'center' })
  y = paragraph(pen, words.purpose, { y: y + 8, sizePx: 36, color: softInk, align: 'center' })
  if (words.wish.length === 0) return y
  return paragraph(pen, words.wish, { y: y + 36, sizePx: 36, color: ink, align: 'center' })
}

interface Letters {
  y: number
  sizePx: number
  color: string
  weight?: number
  x?: number
  align?: 'left' | 'center' | 'right'
}

/** One line, centred unless told otherwise; set smaller when it would leave the paper. */
function write(pen: Writer, text: string, letters: Letters): void {
  const { y, color, weight = 400, x = middle, align = 'center' } = letters
  let { sizePx } = letters
  pen.fillStyle = color
  pen.textAlign = align
  pen.textBaseline = 'alphabetic'
  pen.font = `${weight} ${sizePx}px ${serif}`
  while (sizePx > 20 && pen.measureText(text).width > textWidth) {
    sizePx -= 2
    pen.font = `${weight} ${sizePx}px ${serif}`
  }
  pen.fillText(text, x, y)
}

/** As many lines as it takes. Returns the baseline after the last one. */
function paragraph(pen: Writer, text: string | readonly string[], letters: Letters): number {
  const { sizePx, weight = 400, align = 'left' } = letters
  pen.font = `${weight} ${sizePx}px ${serif}`
  let { y } = letters
  for (const line of wrap(pen, text)) {
    write(pen, line, { ...letters, y, align, x: align === 'center' ? middle : edge })
    y += Math.round(sizePx * 1.7)
  }
  return y
}

/**
 * Clauses stay whole where they fit a line. Inside a long one Chinese breaks between any two signs, but a line never
 * begins with a closing mark.
 */
export function wrap(
  pen: Pick<Pen, 'measureText'>,
  text: string | readonly string[],
  widthPx: number = textWidth,
): string[] {
  const pieces =
    typeof text === 'string'
      ? [...text]
      : text.flatMap((clause) => (fits(pen, clause, widthPx) ? [clause] : [...clause]))
  const lines: string[] = []
  let line = ''
  for (const piece of pieces) {
    if (line !== '' && !fits(pen, line + piece, widthPx) && !'，。：；！？、”）'.includes(piece)) {
      lines.push(line)
      line = ''
    }
    line += piece
  }
  lines.push(line)
  return lines
}

function fits(pen: Pick<Pen, 'measureText'>, text: string, widthPx: number): boolean {
  return pen.measureText(text).width <= widthPx
}

function drawPaper(pen: Pen, heightPx: number): void {
  const widthPx = certificateWidthPx
  pen.fillStyle = paper
  pen.fillRect(0, 0, widthPx, heightPx)
  pen.strokeStyle = gold
  pen.lineWidth = 6
  pen.strokeRect(44, 44, widthPx - 88, heightPx - 88)
  pen.lineWidth = 2
  pen.strokeRect(62, 62, widthPx - 124, heightPx - 124)
  // A small square where the two frames meet at each corner.
  const near = 53
  pen.fillStyle = paper
  pen.lineWidth = 4
  for (const x of [near, widthPx - near]) {
    for (const y of [near, heightPx - near]) {
      pen.fillRect(x - 20, y - 20, 40, 40)
      pen.strokeRect(x - 20, y - 20, 40, 40)
    }
  }
}

function drawRule(pen: Pen, y: number): void {
  pen.fillStyle = gold
  pen.fillRect(middle - 150, y, 120, 2)
  pen.fillRect(middle + 30, y, 120, 2)
  pen.save()
  pen.translate(middle, y + 1)
  pen.rotate(Math.PI / 4)
  pen.fillRect(-8, -8, 16, 16)
  pen.restore()
}

function drawSeal(pen: Pen, organisation: string, x: number, y: number): void {
  pen.save()
  pen.globalAlpha = 0.85
  pen.translate(x, y)
  pen.rotate((-8 * Math.PI) / 180)
  pen.strokeStyle = sealRed
  pen.fillStyle = sealRed
  ring(pen, 122, 7)
  ring(pen, 112, 2)
  star(pen, 38)
  pen.textAlign = 'center'
  pen.textBaseline = 'middle'
  pen.font = `600 22px ${serif}`
  pen.fillText('电子捐赠证书', 0, 72)
  pen.font = `700 31px ${serif}`
  for (const { letter, degrees } of sealLetters(organisation)) {
    pen.save()
    pen.rotate((degrees * Math.PI) / 180)
    pen.fillText(letter, 0, -86)
    pen.restore()
  }
  pen.restore()
}

function ring(pen: Pen, radius: number, lineWidth: number): void {
  pen.lineWidth = lineWidth
  pen.beginPath()
  pen.arc(0, 0, radius, 0, Math.PI * 2)
  pen.stroke()
}

/** Five points, the inner ones where the lines of a regular star cross. */
function star(pen: Pen, radius: number): void {
  pen.beginPath()
  for (let point = 0; point < 10; point += 1) {
    const distance = point % 2 === 0 ? radius : radius * 0.382
    const angle = (Math.PI / 5) * point - Math.PI / 2
    const [x, y] = [Math.cos(angle) * distance, Math.sin(angle) * distance]
    if (point === 0) pen.moveTo(x, y)
    else pen.lineTo(x, y)
  }
  pen.closePath()
  pen.fill()
}
