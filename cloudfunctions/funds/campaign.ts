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
  if (!campaign || campaign.filingNumber === '') return '本基金的公开募捐活动尚未备案，暂时不能接受捐赠。'
  if (nowMs < campaign.opensAtMs) return `本次募捐活动将于 ${shanghaiDay(campaign.opensAtMs)} 开始，届时欢迎您再来。`
  if (nowMs >= campaign.closesAtMs) return `本次募捐活动已于 ${shanghaiDay(campaign.closesAtMs)} 结束，感谢您的心意。`
  if (!directPayment) return `本基金暂不接受微信直接捐赠，请通过${organisation}公布的互联网公开募捐平台捐赠。`
  return null
}
