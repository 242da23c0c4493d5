/** How fast the mini-program feels in the local WeChat: a cold page to its first content, and a tap to the next page. */
import { Theatre } from '../fixtures/theatre'

const runs = 5

export async function bench(report: (figure: string, value: number, unit: string) => void): Promise<void> {
  const theatre = await Theatre.open()
  try {
    const cold: number[] = []
    const navigated: number[] = []
    for (let run = 0; run < runs; run += 1) {
      const { page } = await theatre.phone('neighbour')
      await page.getByText('打电话').first().waitFor()
      cold.push(await page.evaluate<number>("performance.getEntriesByName('wechat:first-page')[0].startTime"))
      navigated.push(
        await page.evaluate<number>(`(async () => {
          const sinceMs = performance.now()
          await wx.navigateTo({ url: '/pages/need-new/need-new' })
          return performance.now() - sinceMs
        })()`),
      )
    }
    report('coldPageToFirstContent', median(cold), 'ms')
    report('navigateTo', median(navigated), 'ms')
  } finally {
    await theatre.close()
  }
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}
