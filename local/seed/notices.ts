import type { NeedRecord } from '../../cloudfunctions/needs/records'
import type { DeadLetterRecord } from '../../cloudfunctions/people/letters/records'
import { templateRows } from '../../cloudfunctions/shared/outbox/template'
import { shanghaiMinute } from '../../cloudfunctions/shared/time/shanghai'
import { hourMs } from '../../cloudfunctions/shared/time/spans'
import { homeCommunityCode } from './cast'
import { hexOf } from './random'

/** WeChat's check is not sure of it: it quotes an angry neighbour. */
const unsure = '楼道里堆满了杂物，我说了几次，对门骂我是骗子，想请社区来讲讲理。'

/**
 * The stage's community has one need whose words wait for a person, and two notices that WeChat did not take: what the station
 * and the community's staff are asked to see to.
 */
export function makeNotices(needs: readonly NeedRecord[], nowMs: number) {
  const open = needs.filter((need) => need.territoryCode === homeCommunityCode && need.status === 'serving')
  const [newest, ...others] = [...open].sort((a, b) => b.submittedAtMs - a.submittedAtMs)
  const held = others.find(({ field }) => field === 'communitySafety') ?? newest
  return {
    needs: needs.map((need) =>
      need === held ? { ...need, description: unsure, contentReview: true, textHeld: true } : need,
    ),
    deadLetters: others.slice(0, 2).map((need, index) => letterOf(need, nowMs - (3 + index * 20) * hourMs)),
  }
}

function letterOf(need: NeedRecord, diedAtMs: number): DeadLetterRecord {
  const workerName = need.offer?.workerName ?? '社工'
  const told = {
    openid: need.residentOpenid,
    kind: 'needProgress',
    title: '社工接手了',
    body: `${need.offer?.servicePointName ?? ''}的${workerName}已接下求助，会与您联系。`,
  } as const
  const messageId = `message_${hexOf(`letter:${need._id}`)}` as const
  return {
    _id: messageId,
    ...told,
    message: {
      messageId,
      ...told,
      page: `/pages/need/need?needId=${need._id}`,
      data: templateRows('needProgress', {
        thing1: '求助有进展',
        thing2: `${workerName}接手了`,
        time3: shanghaiMinute(need.acceptedAtMs ?? diedAtMs),
        thing4: '社工会与您联系，请留意来电',
      }),
      attempts: 6,
      status: 'dead',
      nextAtMs: diedAtMs,
    },
    territoryCode: need.territoryCode,
    streetCode: need.streetCode,
    districtCode: need.districtCode,
    diedAtMs,
    state: 'dead',
    settledByName: null,
    outbox: [],
    outboxDueAtMs: null,
    outboxVersion: 0,
  }
}
