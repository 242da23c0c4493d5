/** A batch that the station looks at first; and a need that nobody takes, from the worker who declines to the person on duty. */

import type { NeedRecord } from '../../../cloudfunctions/needs/records'
import { consentVersionOf } from '../../../cloudfunctions/people/consents/texts'
import { minuteMs } from '../../../cloudfunctions/shared/time/spans'
import { homeCommunityCode } from '../../../local/seed'
import type { NeedId } from '../../../typings/ids'
import { Theatre } from '../../fixtures/theatre'

let theatre: Theatre

jest.setTimeout(120_000)
beforeAll(async () => {
  theatre = await Theatre.open()
})
afterAll(() => theatre.close())

const stored = (needId: string) => theatre.running.cloud.database.get('needs', needId) as unknown as NeedRecord

async function submit(openid: string): Promise<NeedId> {
  const input = {
    needKey: 'f00df00df00df00df00df00df00df00d',
    field: 'communitySafety',
    subSkill: 'communityCorrection',
    description: '家里人刚回到社区，情绪不稳，请尽快来人看看。',
    photoFileIds: [],
    territoryCode: homeCommunityCode,
    address: '5 栋 2 单元 101',
    contactName: '刘先生',
    contactPhone: '13900005678',
    urgency: 'emergency',
    consentVersion: consentVersionOf('contact'),
  }
  const event = { procedure: 'needs.submit', input, requestId: 'journey' }
  const reply = await theatre.running.cloud.functions.call('needs', event, { openid, source: 'wx_client' })
  const { ok, data } = reply as { ok: boolean; data: { needId: NeedId } }
  expect(ok).toBe(true)
  return data.needId
}

test('the station sees the batch before it goes out, leaves one waiting, changes another, and sends the rest', async () => {
  const supervisor = await theatre.phone('supervisor', 'station/pages/desk/desk')
  await supervisor.tap('一起派单')
  await supervisor.see(/件在等，现在能派出/)
  const needs = theatre.running.cloud.database.find('needs', { status: 'triage' }) as unknown as NeedRecord[]
  const { page } = supervisor
  await page.getByText('先不派').filter({ visible: true }).first().tap()
  await supervisor.see('还是派')
  await page.getByText('换一位').filter({ visible: true }).last().tap()
  const others = page.getByRole('radio').filter({ visible: true })
  await others.first().waitFor()
  await page.locator('[role=radio][aria-checked=false][aria-disabled=false]').filter({ visible: true }).first().tap()
  await supervisor.see('您换的')
  await supervisor.tap(/^派出这 \d 件$/)
  await supervisor.see(/派出了 \d 件，已通知社工/)
  const left = needs.filter(({ _id }) => stored(_id).status === 'triage')
  expect(left.length).toBeGreaterThanOrEqual(1)
  expect(left.length).toBeLessThan(needs.length)
  expect(needs.flatMap(({ _id }) => stored(_id).events).some(({ kind }) => kind === 'assigned')).toBe(true)
})

/** Nobody at the centre answers either: one after the other their quarter of an hour runs out. How many were asked. */
async function untilStation(needId: NeedId): Promise<number> {
  for (let asked = 0; asked < 12; asked += 1) {
    if (stored(needId).status === 'triage') return stored(needId).passedOver.length
    await theatre.running.cloud.clock.advance(16 * minuteMs)
  }
  throw new Error('somebody is always asked again')
}

test('declined, unanswered, the station, the centre, the person on duty: each hears of it in turn, and so does the resident', async () => {
  const { clock } = theatre.running.cloud
  const neighbour = await theatre.phone('neighbour')
  const needId = await submit(neighbour.openid)
  const worker = await theatre.phone('colleague')
  await worker.open(await theatre.notice(worker, '新任务提醒'))
  await worker.tap('接不了')
  await worker.tap('这段时间忙不过来')
  await worker.page.getByText('转给别的社工').filter({ visible: true }).last().tap()
  await worker.see('已转给别的社工')
  expect(stored(needId).passedOver).toMatchObject([{ how: 'declined' }])

  expect(await untilStation(needId)).toBeGreaterThan(1)
  expect(stored(needId).escalatedTo).toBe('station')
  const supervisor = await theatre.phone('supervisor', 'pages/inbox/inbox')
  await supervisor.see(/待派单/)
  await clock.advance(6 * minuteMs)
  const district = await theatre.phone('district', 'pages/inbox/inbox')
  await district.see(/待协调/)
  await clock.advance(6 * minuteMs)
  expect(stored(needId).escalatedTo).toBe('duty')
  await neighbour.open(`pages/need/need?needId=${needId}`)
  await neighbour.see('已请区里帮忙找人')

  const duty = await theatre.phone('duty', 'pages/inbox/inbox')
  await duty.tap(/^待协调/)
  await duty.see('家里人刚回到社区，情绪不稳，请尽快来人看看。')
  await duty.page.getByText('挑一位社工').filter({ visible: true }).last().tap()
  await duty.see(/已婉拒这件求助|未在时限内答复/)
})
