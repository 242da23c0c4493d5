import type { Campaign } from '../../typings/funds'
import { shanghaiDay } from '../shared/time/shanghai'
import type { FundRecord } from './records'

/**
 * Whether a fund may take gifts now. Public online fundraising needs a filed campaign, and nothing is taken before or after
 * its dates (慈善组织公开募捐管理办法); direct payment is the operator's to switch on.
 */
export function campaignOf(
  fund: Pick<FundRecord, 'campaign' | 'organisation'>,
  nowMs: number,
  directPayment: boolean,
): Campaign {
  const { campaign, organisation } = fund
  return {
    filingNumber: campaign?.filingNumber ?? '',
    organisation: campaign?.organisation ?? organisation,
    opensAtMs: campaign?.opensAtMs ?? 0,
    closesAtMs: campaign?.closesAtMs ?? 0,
    closedBecause: closedBecause(fund, nowMs, directPayment),
  }
}

function closedBecause(
  { campaign, organisation }: Pick<FundRecord, 'campaign' | 'organisation'>,
  nowMs: number,
  directPayment: boolean,
): string | null {
  if (!campaign || campaign.filingNumber === '') return '这个基金的公开募捐还没有备案，现在不能收捐款。'
  if (nowMs < campaign.opensAtMs) return `这次募捐 ${shanghaiDay(campaign.opensAtMs)} 开始，到时候欢迎您再来。`
  if (nowMs >= campaign.closesAtMs) return `这次募捐 ${shanghaiDay(campaign.closesAtMs)} 结束了，谢谢您的心意。`
  if (!directPayment) return `这个基金现在不能用微信直接捐，请到${organisation}公布的网上募捐平台捐。`
  return null
}
