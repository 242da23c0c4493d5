import type { DisclosureEvent, DisclosureEventKind, FundRow } from '../../../../typings/disclosure'
import type { Fen } from '../../../../typings/money'
import { careBehavior } from '../../../behaviors/care'
import type { Said, Tap } from '../../../behaviors/events'
import { readerHandlers } from '../../../behaviors/handlers'
import { type Remote, type RemoteReader, remote } from '../../../behaviors/remote'
import { readMe } from '../../../behaviors/session'
import { failureLine } from '../../../format/errors'
import { dayMs, dayStartMs, dayText, fullDate } from '../../../format/time'
import { mostSumFen, parseYuan } from '../../../format/yuan-input'
import { tell } from '../../../platform/device'
import { newKey } from '../../../platform/keys'
import {
  addDisclosureEvent,
  listDisclosureEvents,
  listDistrictFunds,
  removeDisclosureEvent,
} from '../../../services/disclosure'

interface Choices {
  rows: readonly Pick<FundRow, 'fundId' | 'communityName'>[]
  names: string[]
  /** What was registered before and stands. */
  events: EventRow[]
}

interface EventRow {
  eventId: DisclosureEvent['eventId']
  title: string
  note: string
}

const kinds: readonly { key: DisclosureEventKind; label: string; rule: string; example: string }[] = [
  { key: 'disaster', label: '救灾募捐', rule: '每 5 天公布一次，结束后 3 个月内全面公开', example: '例如：洪水救助' },
  {
    key: 'project',
    label: '服务项目',
    rule: '超过 6 个月的每 3 个月公布一次，结束后全面公开',
    example: '例如：四点半课堂',
  },
  { key: 'relatedParty', label: '关联交易', rule: '发生后 30 天内公布', example: '例如：请委员亲属的店维修' },
]
const leastFen = 1 as Fen

/** What the books cannot know by themselves; the disclosures that follow from it are the system's to draft. */
Page({
  behaviors: [careBehavior],
  data: {
    choices: { status: 'loading' } as Remote<Choices>,
    ...{ kinds, kind: 0, chosen: 0, title: '', amount: '' },
    ...{ fromDay: dayText(Date.now()), untilDay: '', fromWords: fullDate(Date.now()), untilWords: '还没有结束' },
    sending: false,
  },
  reader: null as RemoteReader<Choices> | null,
  eventKey: newKey(),
  ...readerHandlers,

  onLoad() {
    this.eventKey = newKey()
    this.reader = remote({
      read: async () => {
        const { duties } = await readMe()
        const duty = duties.find(({ role }) => role === 'districtStaff')
        const [{ rows }, events] = await Promise.all([
          listDistrictFunds((duty?.territoryCode ?? '').slice(0, 6)),
          listDisclosureEvents(),
        ])
        return { rows, names: rows.map(({ communityName }) => communityName), events: events.map(rowOf) }
      },
      isEmpty: ({ rows }) => rows.length === 0,
      show: (choices) => this.setData({ choices }),
    })
    void this.reader.load()
  },
  onKind({ currentTarget }: Tap<{ index: number }>) {
    this.setData({ kind: currentTarget.dataset.index })
  },
  onFund({ detail }: Said<{ value: string }>) {
    this.setData({ chosen: Number(detail.value) })
  },
  onTitle({ detail }: Said<{ value: string }>) {
    this.setData({ title: detail.value })
  },
  onAmount({ detail }: Said<{ value: string }>) {
    this.setData({ amount: detail.value })
  },
  onFrom({ detail }: Said<{ value: string }>) {
    this.setData({ fromDay: detail.value, fromWords: fullDate(dayStartMs(detail.value)) })
  },
  onUntil({ detail }: Said<{ value: string }>) {
    this.setData({ untilDay: detail.value, untilWords: fullDate(dayStartMs(detail.value)) })
  },

  /** What was registered by mistake: its drafts go, and what was published stays. */
  async takeBack({ currentTarget }: Tap<{ id: EventRow['eventId']; title: string }>) {
    const { id, title } = currentTarget.dataset
    const { confirm, content } = await wx.showModal({
      title: `撤回“${title}”？`,
      editable: true,
      placeholderText: '写明为什么撤回；它的草稿会去掉，已公布的还在',
      confirmText: '撤回',
      cancelText: '先不用',
    })
    if (!confirm || this.data.sending) return
    const reason = [...(content ?? '').trim()].slice(0, 200).join('')
    if ([...reason].length < 4) return tell('请写明为什么撤回，至少 4 个字')
    this.setData({ sending: true })
    try {
      const events = (await removeDisclosureEvent(id, reason)).map(rowOf)
      const { choices } = this.data
      if (choices.status === 'ready') this.reader?.put({ ...choices.value, events })
      tell('已撤回')
    } catch (error) {
      tell(failureLine(error))
    } finally {
      this.setData({ sending: false })
    }
  },

  async send() {
    const { choices, kind, chosen, title, amount, fromDay, untilDay, sending } = this.data
    const fund = choices.status === 'ready' ? choices.value.rows[chosen] : undefined
    const chosenKind = kinds[kind]
    if (!fund || !chosenKind || sending) return
    const fromMs = dayStartMs(fromDay)
    const isDealing = chosenKind.key === 'relatedParty'
    const toMs = isDealing ? fromMs : untilDay === '' ? null : dayStartMs(untilDay) + dayMs
    const read = isDealing && amount !== '' ? parseYuan(amount, leastFen, mostSumFen) : null
    const gap = gapOf(title, toMs !== null && toMs < fromMs, read?.ok === false)
    if (gap !== '') {
      tell(gap)
      return
    }
    this.setData({ sending: true })
    try {
      const event = { eventKey: this.eventKey, kind: chosenKind.key, fundId: fund.fundId, title: title.trim() }
      await addDisclosureEvent({ ...event, fromMs, toMs, amountFen: read?.ok ? read.amountFen : null })
      tell('登记好了，到时间会备好草稿')
      await wx.navigateBack()
    } catch (error) {
      this.eventKey = newKey()
      tell(failureLine(error))
    } finally {
      this.setData({ sending: false })
    }
  },
})

function rowOf({ eventId, kind, title, communityName, fromMs, toMs }: DisclosureEvent): EventRow {
  const label = kinds.find(({ key }) => key === kind)?.label ?? ''
  const until = toMs === null ? '还没有结束' : `到${fullDate(toMs - 1)}`
  const time = kind === 'relatedParty' ? fullDate(fromMs) : `${fullDate(fromMs)}起，${until}`
  return { eventId, title, note: `${communityName} · ${label} · ${time}` }
}

function gapOf(title: string, endsBefore: boolean, badAmount: boolean): string {
  if ([...title.trim()].length < 2) return '请写明是什么事'
  if (endsBefore) return '结束的日子不能早于开始'
  return badAmount ? '金额请填数字，最多两位小数' : ''
}
