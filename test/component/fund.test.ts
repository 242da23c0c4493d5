import { join } from 'node:path'
import simulate from 'miniprogram-simulate'

const rootPath = join(__dirname, '../../miniprogram')
const nowMs = Date.UTC(2026, 10, 23, 8)

/** A component's own module has to run at each registration: jest would otherwise give a shared child from its cache. */
function component(path: string): (properties: Record<string, unknown>) => Shown {
  jest.resetModules()
  // TDesign's button is not under test: what is put in it shows.
  const button = simulate.load({ template: '<view class="t-button"><slot /></view>' })
  const id = simulate.load(join(rootPath, path), {
    rootPath,
    compiler: 'simulate',
    usingComponents: { 't-button': button },
  })
  return (properties) => {
    const shown = simulate.render(id, properties)
    shown.attach(document.createElement('parent-wrapper'))
    return shown
  }
}

type Shown = ReturnType<typeof simulate.render>

const money = component('components/money/money')
const flowRow = component('components/flow-row/flow-row')
const bars = component('components/in-out-bars/in-out-bars')
const chips = component('fund/components/amount-chips/amount-chips')
const summary = component('fund/components/give-summary/give-summary')
const panel = component('fund/components/standing-panel/standing-panel')
const seal = component('fund/components/seal/seal')

const text = (shown: Shown): string => (shown.dom?.textContent ?? '').replace(/\s+/g, '')

describe('money', () => {
  test('groups thousands, keeps both cents, and sets them apart from the yuan', () => {
    const { data } = money({ amountFen: 123_456_789 })
    expect(data).toMatchObject({ whole: '1,234,567', cents: '.89', mark: '' })
  })

  test('is spoken as one amount with its direction', () => {
    expect(money({ amountFen: 5000, sign: 'minus' }).data.spoken).toBe('用出50.00 元')
    expect(money({ amountFen: 5000, sign: 'plus' }).data.spoken).toBe('收到50.00 元')
  })
})

describe('a line of the book', () => {
  const flow = {
    entryId: 'entry_1',
    kind: 'payment',
    direction: 'out',
    amountFen: 320_000,
    title: '为 6 位独居老人安装扶手',
    field: 'elderCare',
    atMs: nowMs - 24 * 3_600_000,
    number: 1270,
  }

  test('says when, for which field and where in the chain', () => {
    expect(flowRow({ flow, nowMs }).data.note).toBe('昨天 16:00 · 养老服务 · 第\u00a01,270\u00a0笔')
  })

  test('without a number yet it says that one is coming, and never the word null', () => {
    const { data } = flowRow({ flow: { ...flow, number: null, field: null }, nowMs })
    expect(data.note).toBe('昨天 16:00 · 正在编号')
  })

  test('is spoken whole: what, in or out, how much', () => {
    expect(flowRow({ flow, nowMs }).data.spoken).toContain('为 6 位独居老人安装扶手，用出 ¥3,200.00')
  })
})

describe('the bars of a month', () => {
  test('share one scale: the larger fills the track', () => {
    const { rows, words } = bars({ inFen: 100_00, outFen: 25_00 }).data
    expect(rows.map((row: { percent: number }) => row.percent)).toEqual([100, 25])
    expect(words).toBe('本月收到 ¥100.00，用出 ¥25.00。')
  })

  test('a month without anything is a sentence, not two empty bars', () => {
    const { rows, words } = bars({ inFen: 0, outFen: 0 }).data
    expect(rows).toEqual([])
    expect(words).toBe('本月还没有收到，也没有用出。')
  })
})

describe('amounts to tap', () => {
  test('a tap tells which amount, in yuan', async () => {
    const shown = chips({ chosen: 0 })
    const chosen: unknown[] = []
    shown.addEventListener('choose', (event) => chosen.push(event.detail))
    shown.querySelectorAll('.chips__chip')[2]?.dispatchEvent('tap')
    await simulate.sleep(20)
    expect(chosen).toEqual([{ yuan: 50 }])
  })

  test('the chosen one is marked by a tick and not by colour alone', () => {
    const shown = chips({ chosen: 100 })
    expect(shown.querySelectorAll('.chips__tick')).toHaveLength(1)
    expect(shown.querySelector('.chips__chip--chosen')?.dom?.textContent).toContain('100')
  })
})

describe('the summary before paying', () => {
  const lines = [{ label: '捐给', value: '新山村社区治理专项基金', note: '' }]

  test('the button says what will be paid', () => {
    expect(summary({ amountFen: 5050, lines }).data.words).toBe('50.50 元')
    expect(summary({ amountFen: 5000, lines }).data.words).toBe('50 元')
  })

  test('while the order is being made a second tap does nothing', () => {
    const shown = summary({ amountFen: 5000, lines, busy: true })
    let paid = 0
    shown.addEventListener('pay', () => {
      paid += 1
    })
    shown.instance.onPay()
    expect(paid).toBe(0)
    shown.setData({ busy: false })
    shown.instance.onPay()
    expect(paid).toBe(1)
  })
})

describe('where the donor stands', () => {
  const words = {
    tone: 'quiet',
    icon: 'undo',
    title: '您没有付款，未扣钱',
    advice: '想好了，随时可以再来。',
    main: { action: 'again', label: '再试一次' },
    other: { action: 'fund', label: '返回基金' },
  }

  test('shows what happened and leads on by its actions', async () => {
    const shown = panel({ words, busy: false })
    const acts: unknown[] = []
    shown.addEventListener('act', (event) => acts.push(event.detail))
    expect(text(shown)).toContain('您没有付款，未扣钱')
    shown.querySelector('.panel-other')?.dispatchEvent('tap')
    await simulate.sleep(20)
    expect(acts).toEqual([{ action: 'fund' }])
  })

  test('offers nothing to tap while it is being found out', () => {
    const shown = panel({ words, busy: true, busyTitle: '正在查付款结果', busyAdvice: '' })
    expect(text(shown)).toContain('正在查付款结果')
    expect(shown.querySelector('.panel-other')).toBeUndefined()
  })
})

test('the seal carries every letter of the organisation', () => {
  const { letters } = seal({ organisation: '綦江区慈善会' }).data
  expect(letters.map((each: { letter: string }) => each.letter).join('')).toBe('綦江区慈善会')
})
