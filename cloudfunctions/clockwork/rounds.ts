import type { World } from '../shared/ports/index'

/** Takes up a portion of what is due. Tells how many it moved on, as a number, if it is to be called again for the rest in the same minute. */
export type Job = (world: World) => Promise<unknown>

/** A tick begins nothing new later than this: the longest portion that was begun before still ends within the function's timeout. */
export const budgetMs = 35_000
/** Whatever a job says of itself, the minute ends. */
const MOST_ROUNDS = 100

/**
 * Runs every job once, and then, a portion of each in turn, those that moved something on: until nothing more is due or the
 * time is up, so that a rush of one thing neither waits for minutes nor keeps the others waiting. A job that breaks is
 * logged, is not called again and keeps none of the others from running. Resolves with the names of those that broke.
 */
export async function runInRounds(world: World, jobs: Readonly<Record<string, Job>>): Promise<string[]> {
  const untilMs = world.clock.nowMs() + budgetMs
  const broken: string[] = []
  let going = Object.entries(jobs)
  for (let round = 0; going.length > 0 && round < MOST_ROUNDS; round += 1) {
    const again: typeof going = []
    for (const [name, job] of going) {
      // The first round is everybody's, however long it takes.
      if (round > 0 && world.clock.nowMs() >= untilMs) return broken
      try {
        const moved = await job(world)
        if (typeof moved === 'number' && moved > 0) again.push([name, job])
      } catch (error) {
        broken.push(name)
        world.log('error', 'clockwork.broke', { job: name, error: error instanceof Error ? error.message : '' })
      }
    }
    going = again
  }
  return broken
}
