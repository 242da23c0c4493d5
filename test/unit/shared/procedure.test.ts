import { z } from 'zod'
import type { PersonRecord } from '../../../cloudfunctions/people/records'
import { newPerson } from '../../../cloudfunctions/people/records'
import { Failure, invariant } from '../../../cloudfunctions/shared/errors'
import { communityCode } from '../../../cloudfunctions/shared/fields'
import { type AnyProcedure, type Context, procedure, serve } from '../../../cloudfunctions/shared/procedure'
import type { Role } from '../../../typings/people'
import { startScene } from '../../property/needs/scene'

const figures = { submittedThisMonth: 0, acceptedThisMonth: 0, medianMinutesToAccept: null } as const
const territoryCode = '500110001001'

/** A function with one procedure that does what the test says, and what it logged. */
function start(run: (context: Context) => unknown = () => figures, access: 'anyone' | readonly Role[] = 'anyone') {
  const holder: PersonRecord = {
    ...newPerson('o-supervisor'),
    name: '王督导',
    duties: [
      { role: 'stationSupervisor', territoryCode: '500110001', territoryName: '古南街道' },
      { role: 'communityStaff', territoryCode, territoryName: '新山村社区' },
    ],
  }
  const scene = startScene({ people: [holder] })
  const { world } = scene
  const logged: { event: string; facts: object }[] = []
  world.log = (_level, event, facts) => logged.push({ event, facts })
  let reads = 0
  world.database.trouble = () => {
    reads += 1
    return 'none'
  }
  const only = procedure({
    name: 'needs.getCommunityFigures',
    input: z.strictObject({ territoryCode: communityCode }),
    access,
    limit: { name: 'test', most: 2, windowMs: 60_000 },
    run: async (context) => {
      await run(context)
      return figures
    },
  })
  // The list is not complete, which the compiler would refuse: here one is enough.
  const main = (serve as unknown as (area: string, list: readonly AnyProcedure[], with_: typeof world) => Main)(
    'needs',
    [only],
    world,
  )
  const call = (
    openid: string,
    event: unknown = { procedure: only.name, input: { territoryCode }, requestId: 'r-1' },
  ) => {
    world.caller = () => ({ openid, fromClient: true })
    return main(event)
  }
  return { call, logged, reads: () => reads }
}
type Main = (event: unknown) => Promise<unknown>

const failed = (code: string, more: object = {}) => ({ ok: false, error: { code, ...more } })

test('whom WeChat does not name is turned away before anything is read', async () => {
  const { call, reads } = start()
  expect(await call('')).toMatchObject(failed('UNAUTHENTICATED', { requestId: 'r-1', retryable: false }))
  expect(reads()).toBe(0)
})

test('an identity inside of the event is worth nothing', async () => {
  const seen: string[] = []
  const { call } = start(({ openid }) => seen.push(openid))
  await call('o-real', {
    procedure: 'needs.getCommunityFigures',
    input: { territoryCode },
    requestId: 'r',
    openid: 'o-forged',
    userInfo: { openId: 'o-forged' },
  })
  expect(seen).toEqual(['o-real'])
})

test.each([
  ['nothing', null],
  ['a text', 'needs.submit'],
  ['no request id', { procedure: 'needs.getCommunityFigures', input: {} }],
  ['a request id that could break a log', { procedure: 'needs.getCommunityFigures', input: {}, requestId: 'a\nb' }],
])('%s is no call: INVALID_INPUT', async (_what, event) => {
  expect(await start().call('o-li', event)).toMatchObject(failed('INVALID_INPUT'))
})

test.each(['needs.other', 'constructor', '__proto__', ''])('«%s» is no procedure', async (name) => {
  const reply = await start().call('o-li', { procedure: name, input: {}, requestId: 'r' })
  expect(reply).toMatchObject(failed('NOT_FOUND'))
})

test('broken input names its fields and their limits', async () => {
  const event = { procedure: 'needs.getCommunityFigures', input: { territoryCode: '1', more: 1 }, requestId: 'r' }
  const reply = await start().call('o-li', event)
  expect(reply).toMatchObject(
    failed('INVALID_INPUT', { fields: [{ path: 'territoryCode', limit: '12 digits' }, { path: '' }] }),
  )
})

test('duties are read when the rule needs them, and only those of its roles arrive', async () => {
  const seen: Context[] = []
  const { call } = start((context) => seen.push(context), ['stationSupervisor'])
  expect(await call('o-supervisor')).toMatchObject({ ok: true })
  expect(seen[0]?.duties.map(({ role }) => role)).toEqual(['stationSupervisor'])
  expect(seen[0]?.callerName).toBe('王督导')
  expect(await call('o-stranger')).toMatchObject(failed('FORBIDDEN'))
})

test('the third call within the window is RATE_LIMITED, for this person alone', async () => {
  const { call, reads } = start()
  await call('o-li')
  // The first in a window is one write.
  expect(reads()).toBe(1)
  await call('o-li')
  expect(await call('o-li')).toMatchObject(failed('RATE_LIMITED', { retryable: true }))
  expect(await call('o-wang')).toMatchObject({ ok: true })
})

test('an expected failure comes out as it is; the person’s own is not logged', async () => {
  const { call, logged } = start(() => {
    throw new Failure('OFFER_GONE', 'the offer went to a colleague')
  })
  expect(await call('o-li')).toEqual({
    ok: false,
    error: { code: 'OFFER_GONE', message: 'the offer went to a colleague', retryable: false, requestId: 'r-1' },
  })
  expect(logged).toEqual([])
})

test('what WeChat or the database said stays in the log', async () => {
  const { call, logged } = start(() => {
    throw new Failure('UNAVAILABLE', 'get needs: connect ECONNREFUSED 10.0.0.1')
  })
  const reply = await call('o-li')
  expect(reply).toMatchObject(failed('UNAVAILABLE', { message: 'a service did not answer', retryable: true }))
  expect(logged).toMatchObject([{ event: 'procedure.failed', facts: { requestId: 'r-1', code: 'UNAVAILABLE' } }])
})

test('the unknown becomes INTERNAL: its insides reach neither the phone nor, where a person wrote them, the log', async () => {
  const { call, logged } = start(() => {
    JSON.parse('{"phone": 13812345678 刘女士')
  })
  const reply = await call('o-li')
  expect(reply).toMatchObject(failed('INTERNAL', { message: 'something went wrong here', retryable: true }))
  expect(logged).toMatchObject([{ event: 'procedure.broke', facts: { requestId: 'r-1' } }])
  expect(JSON.stringify([reply, logged])).not.toMatch(/13812345678|刘女士/)
})

test('a broken invariant is logged in its own words, which are ours', async () => {
  const { call, logged } = start(() => invariant(false, 'a need is never removed'))
  expect(await call('o-li')).toMatchObject(failed('INTERNAL'))
  expect(JSON.stringify(logged)).toContain('a need is never removed')
})
