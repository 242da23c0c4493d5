import type { Mandate, MandateState } from '../../../typings/residents'
import { longestYearMs } from '../../shared/time/spans'
import type { MandateRecord } from '../records'

/** A mandate lasts a year at most: what somebody once agreed to is asked again. */
export const LONGEST_MS = longestYearMs

function stateOf(mandate: MandateRecord, nowMs: number): MandateState {
  if (mandate.revokedAtMs !== null) return 'revoked'
  if (nowMs >= mandate.untilMs) return 'expired'
  return mandate.confirmedAtMs === null ? 'given' : 'confirmed'
}

export function isInForce(mandate: MandateRecord, nowMs: number): boolean {
  const state = stateOf(mandate, nowMs)
  return state === 'given' || state === 'confirmed'
}

/** Which side of it the reader is; whoever was sent its address is asked. */
export function sideOf(mandate: MandateRecord, openid: string): Mandate['you'] {
  if (mandate.actorOpenid === openid) return 'actor'
  return mandate.principalOpenid === openid ? 'principal' : 'asked'
}

export function viewOf(mandate: MandateRecord, openid: string, nowMs: number): Mandate {
  const { _id, principalName, principalPhone, relation, scope, consentHow, consentVersion, actorName } = mandate
  const { givenAtMs, untilMs, revokedAtMs, revokedBy } = mandate
  return {
    mandateId: _id,
    principalName,
    principalPhoneMasked: `${principalPhone.slice(0, 3)}****${principalPhone.slice(-4)}`,
    relation,
    scope,
    consentHow,
    consentVersion,
    actorName,
    givenAtMs,
    untilMs,
    state: stateOf(mandate, nowMs),
    revokedAtMs,
    revokedBy,
    you: sideOf(mandate, openid),
  }
}
