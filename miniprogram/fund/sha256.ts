/** SHA-256 (FIPS 180-4) for the phone, which has none of its own: so that a book can be checked without trusting the server. */

const roundConstants = constants(64, 1 / 3)
const initial = constants(8, 1 / 2)

/** SHA-256 of the text's UTF-8 bytes, in lower-case hex. */
export function sha256(text: string): string {
  const blocks = padded(utf8(text))
  const state = new Uint32Array(initial)
  const schedule = new Uint32Array(64)
  for (let offset = 0; offset < blocks.length; offset += 64) {
    fill(schedule, blocks, offset)
    compress(state, schedule)
  }
  return [...state].map((word) => word.toString(16).padStart(8, '0')).join('')
}

function fill(schedule: Uint32Array, blocks: Uint8Array, offset: number): void {
  const view = new DataView(blocks.buffer, offset, 64)
  for (let index = 0; index < 16; index += 1) schedule[index] = view.getUint32(index * 4)
  for (let index = 16; index < 64; index += 1) {
    const early = schedule[index - 15] ?? 0
    const late = schedule[index - 2] ?? 0
    const first = turned(early, 7) ^ turned(early, 18) ^ (early >>> 3)
    const second = turned(late, 17) ^ turned(late, 19) ^ (late >>> 10)
    schedule[index] = (schedule[index - 16] ?? 0) + first + (schedule[index - 7] ?? 0) + second
  }
}

function compress(state: Uint32Array, schedule: Uint32Array): void {
  let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = state
  for (let index = 0; index < 64; index += 1) {
    const sum1 = turned(e, 6) ^ turned(e, 11) ^ turned(e, 25)
    const chosen = (e & f) ^ (~e & g)
    const first = (h + sum1 + chosen + (roundConstants[index] ?? 0) + (schedule[index] ?? 0)) | 0
    const sum0 = turned(a, 2) ^ turned(a, 13) ^ turned(a, 22)
    const second = (sum0 + ((a & b) ^ (a & c) ^ (b & c))) | 0
    h = g
    g = f
    f = e
    e = (d + first) | 0
    d = c
    c = b
    b = a
    a = (first + second) | 0
  }
  const worked = [a, b, c, d, e, f, g, h]
  for (let index = 0; index < 8; index += 1) state[index] = (state[index] ?? 0) + (worked[index] ?? 0)
}

function turned(word: number, by: number): number {
  return (word >>> by) | (word << (32 - by))
}

/** The message, a one bit, noughts, and its length in bits in the last eight bytes. */
function padded(bytes: readonly number[]): Uint8Array {
  const length = Math.ceil((bytes.length + 9) / 64) * 64
  const blocks = new Uint8Array(length)
  blocks.set(bytes)
  blocks[bytes.length] = 0x80
  const view = new DataView(blocks.buffer)
  view.setUint32(length - 8, Math.floor(bytes.length / 0x2000_0000))
  view.setUint32(length - 4, (bytes.length << 3) >>> 0)
  return blocks
}

function utf8(text: string): number[] {
  const bytes: number[] = []
  for (const letter of text) {
    const code = letter.codePointAt(0) ?? 0
    if (code < 0x80) bytes.push(code)
    else if (code < 0x800) bytes.push(0xc0 | (code >> 6), 0x80 | (code & 63))
    else if (code < 0x10000) bytes.push(0xe0 | (code >> 12), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63))
    else bytes.push(0xf0 | (code >> 18), 0x80 | ((code >> 12) & 63), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63))
  }
  return bytes
}

/** The first 32 bits of the fractions of the roots of the first primes: the standard's own constants. */
function constants(count: number, power: number): Uint32Array {
  const found = new Uint32Array(count)
  let index = 0
  for (let number = 2; index < count; number += 1) {
    if (!isPrime(number)) continue
    const root = number ** power
    found[index] = Math.floor((root - Math.floor(root)) * 2 ** 32)
    index += 1
  }
  return found
}

function isPrime(number: number): boolean {
  for (let factor = 2; factor * factor <= number; factor += 1) if (number % factor === 0) return false
  return true
}
