import { placeOneByOne, placeTogether } from '../../../cloudfunctions/needs/routing/backlog'
import { builtInPolicy } from '../../../cloudfunctions/needs/routing/policy'
import { chooseWorker } from '../../../cloudfunctions/needs/routing/route'
import { hourMs } from '../../../cloudfunctions/shared/time/spans'
import { community, neighbour, street, worker } from '../../contract/needs/scene'
import { need, nowMs } from './builders'

const names = (placements: readonly { judged: { worker: { _id: string } } | null }[]) =>
  placements.map(({ judged }) => judged?.worker._id ?? null)
const together = (...given: Parameters<typeof placeTogether>) => names(placeTogether(...given))

test('together everybody is placed where one by one somebody would go without', () => {
  // The station's worker is the only one for the neighbours; the room's fits the first need as well, though less.
  const station = worker('station', { territoryCode: street, servesCodes: [community, neighbour], capPoints: 2 })
  const room = worker('room', { capPoints: 2, formerResidents: [] })
  const first = need({
    _id: 'need_first',
    submittedAtMs: nowMs - 2 * hourMs,
    wishes: { gender: 'female', language: null },
  })
  const second = need({ _id: 'need_second', submittedAtMs: nowMs - hourMs, territoryCode: neighbour })
  const workers = [
    { ...station, gender: 'female' as const },
    { ...room, gender: 'male' as const },
  ]
  expect(names(placeOneByOne([first, second], workers, nowMs, builtInPolicy))).toEqual(['worker_station', null])
  expect(together([first, second], workers, nowMs, builtInPolicy)).toEqual(['worker_room', 'worker_station'])
})

test('nobody is given more case points than they can carry', () => {
  const needs = [3, 2, 2].map((casePoints, at) => need({ _id: `need_${at}`, casePoints }))
  expect(together(needs, [worker('li', { capPoints: 4 })], nowMs, builtInPolicy)).toEqual([
    null,
    'worker_li',
    'worker_li',
  ])
})

test('the urgent, then the old, come before the others when there is not room for all', () => {
  const old = need({ _id: 'need_old', submittedAtMs: nowMs - 90 * hourMs })
  const older = need({ _id: 'need_older', submittedAtMs: nowMs - 91 * hourMs })
  const urgent = need({ _id: 'need_urgent', urgency: 'urgent' })
  const one = [worker('li', { capPoints: 2 })]
  expect(together([old, older, urgent], one, nowMs, builtInPolicy)).toEqual([null, null, 'worker_li'])
  expect(together([old, older], one, nowMs, builtInPolicy)).toEqual([null, 'worker_li'])
})

test('a single need gets the worker whom the router would choose', () => {
  const workers = [
    worker('room', { loadPoints: 5 }),
    worker('room2', { loadPoints: 4 }),
    worker('station', { territoryCode: street, servesCodes: [street] }),
  ]
  expect(together([need()], workers, nowMs, builtInPolicy)).toEqual([
    chooseWorker(need(), workers, nowMs, builtInPolicy)?.worker._id,
  ])
})

test('whoever passed, is away or does not serve the place is given nothing', () => {
  const passed = need({
    passedOver: [{ workerId: 'worker_li', offerId: 'offer_1', how: 'declined', atMs: nowMs }],
  })
  expect(together([passed], [worker('li'), worker('far', { servesCodes: [neighbour] })], nowMs, builtInPolicy)).toEqual(
    [null],
  )
  expect(together([], [worker('li')], nowMs, builtInPolicy)).toEqual([])
  expect(together([need()], [], nowMs, builtInPolicy)).toEqual([null])
})
