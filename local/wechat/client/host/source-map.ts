/** A place in the product's source. */
export interface SourcePlace {
  file: string
  line: number
  column: number
}

interface RawMap {
  sources: string[]
  mappings: string
}

/** Where the built code came from, for messages with file and line. Maps are fetched when first needed. */
export class SourceMaps {
  private readonly maps = new Map<string, Promise<Decoded | null>>()

  /** The stack with each place in built code replaced by its source; other lines stay. */
  async translate(stack: string): Promise<string> {
    const lines = await Promise.all(stack.split('\n').map(async (line) => await this.translateLine(line)))
    return lines.join('\n')
  }

  /** The first place of the stack that is the product's own source, not an npm package's. */
  async firstPlace(stack: string): Promise<SourcePlace | null> {
    for (const match of stack.matchAll(PLACE)) {
      const place = await this.place(match)
      if (place !== null && !place.file.includes('node_modules/')) return place
    }
    return null
  }

  private async translateLine(line: string): Promise<string> {
    const match = new RegExp(PLACE.source).exec(line)
    if (match === null) return line
    const place = await this.place(match)
    return place === null ? line : line.replace(match[0], `${place.file}:${place.line}:${place.column}`)
  }

  private async place([, url = '', line, column]: RegExpMatchArray): Promise<SourcePlace | null> {
    let decoded = this.maps.get(url)
    if (decoded === undefined) {
      decoded = fetchMap(url)
      this.maps.set(url, decoded)
    }
    return (await decoded)?.find(Number(line), Number(column)) ?? null
  }
}

/** Code of the mini-program: the phone's own is not mapped. */
const PLACE = /(https?:\/\/[^\s()]+\/code\/[^\s()]+?\.js):(\d+):(\d+)/g

async function fetchMap(url: string): Promise<Decoded | null> {
  try {
    const response = await fetch(`${url}.map`)
    return response.ok ? new Decoded((await response.json()) as RawMap) : null
  } catch {
    return null // without its map, the built place must do
  }
}

interface Segment {
  column: number
  source: number
  line: number
  sourceColumn: number
}

class Decoded {
  private readonly lines: Segment[][]

  constructor(private readonly map: RawMap) {
    this.lines = decodeMappings(map.mappings)
  }

  find(line: number, column: number): SourcePlace | null {
    const segments = this.lines[line - 1] ?? []
    const segment = segments.filter((candidate) => candidate.column <= column - 1).at(-1) ?? segments[0]
    const file = segment === undefined ? undefined : this.map.sources[segment.source]
    if (segment === undefined || file === undefined) return null
    return { file: file.replace(/^(\.\.\/)+/, ''), line: segment.line + 1, column: segment.sourceColumn + 1 }
  }
}

function decodeMappings(mappings: string): Segment[][] {
  let [source, line, sourceColumn] = [0, 0, 0]
  return mappings.split(';').map((group) => {
    let column = 0
    const segments: Segment[] = []
    for (const text of group.split(',')) {
      const [first, second, third, fourth] = decodeVlq(text)
      column += first ?? 0
      if (second === undefined) continue
      source += second
      line += third ?? 0
      sourceColumn += fourth ?? 0
      segments.push({ column, source, line, sourceColumn })
    }
    return segments
  })
}

const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

/** Base64 digits of 5 bits, the 6th says that more follow; the lowest bit of a number is its sign. */
function decodeVlq(text: string): number[] {
  const numbers: number[] = []
  let value = 0
  let shift = 0
  for (const letter of text) {
    const digit = DIGITS.indexOf(letter)
    value += (digit & 31) << shift
    shift += 5
    if ((digit & 32) !== 0) continue
    numbers.push((value & 1) === 1 ? -(value >>> 1) : value >>> 1)
    value = 0
    shift = 0
  }
  return numbers
}
