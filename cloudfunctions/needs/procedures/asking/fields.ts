import { z } from 'zod'
import { anyPhone, communityCode, field, mandateId, requestKey, text } from '../../../shared/fields'
import { fileIn } from '../../../shared/files/claims'
import { minuteMs } from '../../../shared/time/spans'
import { subSkillsOf } from '../../routing/fields'
import { wishes } from '../../wishes'

/** What a need is asked with, by hand or by voice, for oneself or another. */

const subSkills = [...new Set(Object.values(subSkillsOf).flat())]

const LONGEST_VOICE_MS = minuteMs
/** As short as a need by hand may be. */
const LEAST_CHARACTERS = 5

const voice = z
  .strictObject({
    fileId: fileIn('voices'),
    durationMs: z.int('a whole number').min(1000, '1 to 60 seconds').max(LONGEST_VOICE_MS, '1 to 60 seconds'),
  })
  .exactOptional()

const child = z
  .strictObject({
    under14: z.boolean(),
    guardian: z
      .strictObject({
        name: text(1, 20),
        relation: z.enum(['parent', 'grandparent', 'otherGuardian']),
        consentVersion: text(1, 20),
      })
      .nullable(),
  })
  .exactOptional()

const asked = {
  needKey: requestKey,
  field,
  subSkill: z.enum(subSkills),
  description: text(0, 500),
  photoFileIds: z.array(fileIn('needs')).max(4, 'at most 4'),
  territoryCode: communityCode,
  address: text(1, 100),
  contactName: text(1, 20),
  contactPhone: anyPhone,
  urgency: z.enum(['emergency', 'urgent', 'normal']),
  consentVersion: text(1, 20),
  wishes,
  voice,
  child,
  mandateId: mandateId.exactOptional(),
}

interface Checked {
  field: keyof typeof subSkillsOf
  subSkill: string
  description: string
  voice?: unknown
}

const ofTheField = ({ field, subSkill }: Checked) => subSkillsOf[field].some((known) => known === subSkill)
const subSkillLimit = { path: ['subSkill'], message: 'a sub-skill of the field' }
const saysEnough = ({ description, voice }: Checked) =>
  voice !== undefined || [...description].length >= LEAST_CHARACTERS
const descriptionLimit = { path: ['description'], message: '5 to 500 characters, or a recording' }

export const submitInput = z.strictObject(asked).refine(ofTheField, subSkillLimit).refine(saysEnough, descriptionLimit)

export const enterInput = z
  .strictObject({ ...asked, consentHow: z.enum(['inPerson', 'phone', 'written']) })
  .refine(ofTheField, subSkillLimit)
  .refine(saysEnough, descriptionLimit)
