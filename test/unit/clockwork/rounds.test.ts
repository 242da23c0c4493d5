import { budgetMs, runInRounds } from '../../../cloudfunctions/clockwork/rounds'
import { startScene } from '../../property/needs/scene'

/** A job with so much to do, a portion at each call, which takes so long. */
function portions(calls: string[], name: string, counts: readonly number[], took: () => void = () => undefined) {
  let call = 0
  return async () => {
    calls.push(name)
    took()
    const count = counts[call] ?? 0
    call += 1
    return count
  }
}

test('jobs take turns until nothing more is due: a long queue of one keeps none of the others waiting', async () => {
  const { world } = startScene({})
  const calls: string[] = []
  const jobs = {
    many: portions(calls, 'many', [30, 30, 10]),
    none: portions(calls, 'none', []),
    some: portions(calls, 'some', [5]),
  }
  expect(await runInRounds(world, jobs)).toEqual([])
  expect(calls.join(' ')).toBe('many none some many some many many')
})

test('when the time is up nothing new begins, but the first round is everybody’s', async () => {
  const scene = startScene({})
  const calls: string[] = []
  const endless = portions(calls, 'slow', Array<number>(1000).fill(1), () => scene.advance(budgetMs * 0.6))
  await runInRounds(scene.world, { slow: endless, other: portions(calls, 'other', [1, 1, 1, 1, 1]) })
  expect(calls.join(' ')).toBe('slow other slow')
})

test('a job that says each time that it moved something on ends all the same', async () => {
  const calls: string[] = []
  await runInRounds(startScene({}).world, { liar: portions(calls, 'liar', Array<number>(1000).fill(1)) })
  expect(calls.length).toBeLessThanOrEqual(100)
})

test('a job that breaks is named, is not called again, and the others run on', async () => {
  const calls: string[] = []
  const broken = async () => {
    calls.push('broken')
    throw new Error('no database')
  }
  expect(await runInRounds(startScene({}).world, { broken, many: portions(calls, 'many', [1, 1]) })).toEqual(['broken'])
  expect(calls.join(' ')).toBe('broken many many many')
})
