import { afterwardsUntilMs, isOwn } from '../../../cloudfunctions/needs/aftercare/rules'
import { isInForce } from '../../../cloudfunctions/people/mandates/rules'
import { makeDistrict } from '../../../local/seed'
import { castOpenid } from '../../../local/seed/cast'

const nowMs = Date.UTC(2026, 10, 23, 2)
const { needs, cases, notes, mandates } = makeDistrict('small', nowMs)
const son = castOpenid('son')

test('the stage has a son who acts for his mother, with her yes, and talks with the worker about her', () => {
  const mandate = mandates.find(({ actorOpenid }) => actorOpenid === son)
  expect(mandate).toMatchObject({ principalOpenid: castOpenid('grandmother') })
  expect(mandate && isInForce(mandate, nowMs)).toBe(true)
  const need = needs.find(({ behalf }) => behalf?.mandateId === mandate?._id)
  expect(need).toMatchObject({ status: 'serving', workerOpenid: castOpenid('worker') })
  expect(need && isOwn(need, son, nowMs)).toBe(true)
  const talk = notes.filter(({ needId }) => needId === need?._id)
  expect(new Set(talk.map(({ from }) => from))).toEqual(new Set(['resident', 'worker']))
  expect(talk.filter(({ toOpenid, read }) => toOpenid === son && !read)).toHaveLength(1)
})

test('his mother has one that is done and can be rated; each case knows whose it is', () => {
  const hers = needs.filter(({ residentOpenid }) => residentOpenid === castOpenid('grandmother'))
  expect(hers).toMatchObject([{ status: 'closed', contactName: '周桂芬' }])
  expect(hers.map((need) => afterwardsUntilMs(need, nowMs))).toEqual([expect.any(Number)])
  const ownerOf = new Map(needs.map(({ _id, residentOpenid }) => [_id, residentOpenid]))
  for (const { needId, residentOpenid } of cases) expect(ownerOf.get(needId)).toBe(residentOpenid)
})
