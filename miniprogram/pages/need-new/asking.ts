import type { Danger, Reading, SimilarNeed } from '../../../typings/asking'
import type { ConsentText, Mandate, NearbyCommunity } from '../../../typings/residents'
import type { NeedDraft } from '../../behaviors/need-draft'
import { fieldWords } from '../../format/fields'
import { isPhone, plainPhone } from '../../format/people'
import { relationWords } from '../../format/residents'
import { ago } from '../../format/time'
import { whereAmI } from '../../platform/place'
import { findNearby, findSimilar, listConsents, listMandates, readWords, setConsent } from '../../services/residents'
import { asksAboutChild, type Ticked, voiceConsentVersion } from './form'

/** What the cloud adds to a draft: a field from the words, needs like it, communities near by. Nothing here may hold up asking. */

const patienceMs = 2_500

export interface Hint {
  field: string
  name: string
  because: string
}

/** What the words tell; nothing when the cloud takes too long. */
export async function adviceOn(draft: NeedDraft): Promise<{ hint: Hint | null; danger: Danger | null }> {
  const text = draft.description.trim()
  if (text === '') return { hint: null, danger: null }
  const reading = await inTime(readWords(text))
  return { hint: reading === null ? null : hintOf(reading, draft), danger: reading?.danger ?? null }
}

function hintOf({ suggestion }: Reading, draft: NeedDraft): Hint | null {
  if (suggestion === null || draft.field === suggestion.field) return null
  const words = suggestion.because.map((word) => `“${word}”`).join('、')
  return { field: suggestion.field, name: fieldWords(suggestion.field).name, because: `因为您说到${words}` }
}

export interface Twin {
  needId: string
  words: string
}

/** Open needs like this one; none when the cloud takes too long. */
export async function twinsOf(draft: NeedDraft): Promise<readonly Twin[]> {
  const { field, territoryCode, address, contactPhone } = draft
  if (field === '' || !isPhone(contactPhone)) return []
  const asked = { field, territoryCode, address: address.trim(), contactPhone: plainPhone(contactPhone) }
  const found = await inTime(findSimilar(asked))
  return (found ?? []).map(twinOf)
}

function twinOf({ needId, submittedAtMs, why }: SimilarNeed): Twin {
  const where = why === 'samePhone' ? '这个电话' : '这一户'
  return { needId: needId ?? '', words: `${where}${ago(submittedAtMs, Date.now())}提过一份同样的求助，还在办` }
}

/** `denied`: the person does not say where they are, or the phone cannot tell. */
export async function communitiesHere(): Promise<readonly Near[] | 'denied'> {
  const here = await whereAmI()
  if (here === null) return 'denied'
  return (await findNearby(here.latitude, here.longitude)).map(nearOf)
}

export interface Near {
  territoryCode: string
  name: string
  streetName: string
  distance: string
}

function nearOf({ territoryCode, name, streetName, distanceM }: NearbyCommunity): Near {
  const distance = distanceM < 1000 ? `约 ${distanceM} 米` : `约 ${(distanceM / 1000).toFixed(1)} 公里`
  return { territoryCode, name, streetName, distance }
}

export interface ForWhom {
  mandateId: string
  name: string
  principalName: string
}

/** Those for whom the person may ask now. */
export async function peopleToAskFor(): Promise<readonly ForWhom[]> {
  const mandates = await inTime(listMandates())
  return (mandates ?? []).filter(isUsable).map((mandate) => ({
    mandateId: mandate.mandateId,
    name: `${relationWords[mandate.relation].principal}${mandate.principalName}`,
    principalName: mandate.principalName,
  }))
}

function isUsable({ you, state, scope }: Mandate): boolean {
  return you === 'actor' && (state === 'given' || state === 'confirmed') && scope.includes('submit')
}

/** The words in force, as the cloud has them now: those on this phone are older. */
export async function wordsInForce(): Promise<{ consent: ConsentText; childConsent: ConsentText } | null> {
  const texts = (await listConsents()).map(({ text }) => text)
  const contact = texts.find(({ kind }) => kind === 'contact')
  const child = texts.find(({ kind }) => kind === 'child')
  return contact && child ? { consent: contact, childConsent: child } : null
}

/** What was ticked on the form is kept in «我的授权» too. The need itself carries its version whatever becomes of this. */
export async function recordConsents(draft: NeedDraft, { consent, childConsent }: Ticked): Promise<void> {
  const given = [
    setConsent('contact', consent.version, true),
    ...(draft.voice.fileId === '' ? [] : [setConsent('voice', voiceConsentVersion, true)]),
    ...(asksAboutChild(draft) && draft.under14 === 'yes' ? [setConsent('child', childConsent.version, true)] : []),
  ]
  await Promise.allSettled(given)
}

async function inTime<Value>(asked: Promise<Value>): Promise<Value | null> {
  const late = new Promise<null>((resolve) => setTimeout(() => resolve(null), patienceMs))
  try {
    return await Promise.race([asked, late])
  } catch {
    return null
  }
}
