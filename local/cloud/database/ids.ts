import { randomBytes } from 'node:crypto'

const machine = randomBytes(4).toString('hex')
let counter = randomBytes(4).readUInt32BE()

/** An id as CloudBase makes them: 32 hexadecimal digits, from the machine, the second, a counter and chance. */
export function newId(nowMs: number): string {
  counter = (counter + 1) >>> 0
  const second = Math.floor(nowMs / 1000) >>> 0
  return machine + hex(second) + hex(counter) + randomBytes(4).toString('hex')
}

function hex(value: number): string {
  return value.toString(16).padStart(8, '0')
}
