/** A process that plays the seeds it is given, one after another, and asks for more. */
import { run } from './run'

process.on('message', ({ first, count }: { first: number; count: number }) => {
  void (async () => {
    for (let seed = first; seed < first + count; seed += 1) process.send?.(await run(seed))
    process.send?.('ready')
  })()
})
process.send?.('ready')
