export interface SamplePhoto {
  name: string
  file: Blob
  url: string
}

type Paint = (context: CanvasRenderingContext2D) => void

const WIDTH_PX = 960
const HEIGHT_PX = 1280

/** Everyday sights of a neighbourhood, drawn here: no photograph of anybody or any place. */
const SIGHTS: readonly (readonly [name: string, paint: Paint])[] = [
  [
    '楼道里坏了的灯',
    (c) =>
      scene(c, '#2c3440', '#4a5361', () => {
        lamp(c, 480, 300)
        steps(c)
      }),
  ],
  ['没有扶手的台阶', (c) => scene(c, '#cfd8dc', '#90a4ae', () => steps(c))],
  ['缺了盖子的井', (c) => scene(c, '#dfe5e1', '#9aa39d', () => disc(c, 480, 900, 220, '#3a3f3c'))],
  [
    '漏水的天花板',
    (c) =>
      scene(c, '#eef1f0', '#d9dedb', () => {
        disc(c, 420, 260, 180, '#c3b48f')
        drops(c)
      }),
  ],
  ['花坛边的长椅', (c) => scene(c, '#bfe3f5', '#8cc084', () => bench(c))],
  ['药盒和处方', (c) => scene(c, '#f3ece2', '#d8c7ae', () => boxes(c))],
]

let made: Promise<SamplePhoto[]> | undefined

/** The sample album, drawn once. */
export function samplePhotos(): Promise<SamplePhoto[]> {
  made ??= Promise.all(SIGHTS.map(([name, paint]) => photo(name, paint)))
  return made
}

/** What the camera sees when somebody takes a picture here. */
export async function takePhoto(): Promise<Blob> {
  const [first] = await samplePhotos()
  if (first === undefined) throw new Error('the album is empty')
  return first.file
}

async function photo(name: string, paint: Paint): Promise<SamplePhoto> {
  const canvas = document.createElement('canvas')
  canvas.width = WIDTH_PX
  canvas.height = HEIGHT_PX
  const context = canvas.getContext('2d')
  if (context === null) throw new Error('no 2d context')
  paint(context)
  const file = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/jpeg', 0.82))
  if (file === null) throw new Error('the sample picture could not be drawn')
  return { name, file, url: URL.createObjectURL(file) }
}

function scene(context: CanvasRenderingContext2D, wall: string, floor: string, things: () => void): void {
  const light = context.createLinearGradient(0, 0, 0, HEIGHT_PX)
  light.addColorStop(0, wall)
  light.addColorStop(0.6, wall)
  light.addColorStop(0.6, floor)
  light.addColorStop(1, floor)
  context.fillStyle = light
  context.fillRect(0, 0, WIDTH_PX, HEIGHT_PX)
  things()
}

function disc(context: CanvasRenderingContext2D, x: number, y: number, radius: number, color: string): void {
  context.fillStyle = color
  context.beginPath()
  context.ellipse(x, y, radius, radius * 0.45, 0, 0, Math.PI * 2)
  context.fill()
}

function lamp(context: CanvasRenderingContext2D, x: number, y: number): void {
  context.fillStyle = '#6b7480'
  context.fillRect(x - 6, 0, 12, y)
  context.beginPath()
  context.arc(x, y + 40, 70, 0, Math.PI * 2)
  context.fill()
}

function steps(context: CanvasRenderingContext2D): void {
  for (let step = 0; step < 5; step += 1) {
    context.fillStyle = step % 2 === 0 ? '#78858d' : '#8c999f'
    context.fillRect(160 + step * 60, 1120 - step * 90, 640 - step * 120, 90)
  }
}

function drops(context: CanvasRenderingContext2D): void {
  context.fillStyle = '#7fb0cc'
  for (const [x, y] of [
    [380, 480],
    [440, 620],
    [400, 780],
    [470, 900],
  ] as const) {
    context.beginPath()
    context.ellipse(x, y, 14, 24, 0, 0, Math.PI * 2)
    context.fill()
  }
}

function bench(context: CanvasRenderingContext2D): void {
  context.fillStyle = '#8a5a34'
  for (const y of [620, 680, 760]) context.fillRect(180, y, 600, 36)
  context.fillStyle = '#4e4a45'
  for (const x of [220, 700]) context.fillRect(x, 620, 30, 300)
}

function boxes(context: CanvasRenderingContext2D): void {
  const colors = ['#ffffff', '#e4f0ee', '#fbe9e1'] as const
  for (const [index, color] of colors.entries()) {
    context.fillStyle = color
    context.fillRect(180 + index * 140, 640 + index * 60, 300, 200)
    context.fillStyle = '#0b7a75'
    context.fillRect(210 + index * 140, 680 + index * 60, 160, 24)
  }
}
