/** The codec on the wire against the reference library. */
import { EJSON } from 'bson'
import fc from 'fast-check'
import { decode, encode, pack, unpack } from '../../../local/cloud/database/ejson'
import { compareValues, equalValues, invertedKey, orderedKey } from '../../../local/cloud/database/values'

/** Generous: the machine may be busy with other tests. */

const scalar = fc.oneof(
  fc.constant(null),
  fc.boolean(),
  fc.integer(),
  fc.maxSafeInteger(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.string({ unit: 'grapheme' }),
  fc.date({ noInvalidDate: true }),
)
const { value } = fc.letrec((tie) => ({
  value: fc.oneof(
    { weight: 4, arbitrary: scalar },
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(
      fc.string({ maxLength: 3 }).filter((key) => !key.startsWith('$') && key !== '__proto__'),
      tie('value'),
      {
        maxKeys: 3,
      },
    ),
  ),
}))

test('what the reference library writes is read, and what is written it reads', () => {
  fc.assert(
    fc.property(value, (original) => {
      const document = { original }
      const plain: unknown = EJSON.parse(EJSON.stringify(document, { relaxed: false }))
      expect(decode(EJSON.stringify(document, { relaxed: false }), 0)).toEqual(plain)
      expect(EJSON.parse(encode(document))).toEqual(plain)
    }),
  )
})

test('the store keeps every value', () => {
  fc.assert(
    fc.property(value, (original) => {
      const document = JSON.parse(JSON.stringify({ original })) as Record<string, unknown>
      expect(unpack(pack(document))).toEqual(document)
      expect(unpack(pack({ at: new Date(5), list: [new Date(-1)] }))).toEqual({ at: new Date(5), list: [new Date(-1)] })
    }),
  )
})

test('keys order as their values do, upwards and downwards, and equal keys mean equal values', () => {
  fc.assert(
    fc.property(value, value, (a, b) => {
      const left = orderedKey(a)
      const right = orderedKey(b)
      expect(left === right).toBe(equalValues(a === 0 ? 0 : a, b === 0 ? 0 : b))
      if (left < right) expect(invertedKey(left) > invertedKey(right)).toBe(true)
      expect(Math.sign(compareValues(a, b)) + 0).toBe(left < right ? -1 : left > right ? 1 : 0)
    }),
    { numRuns: 500 },
  )
})
