import { z } from 'zod'
import { anyPhone, communityCode, field, text } from '../../../shared/fields'
import { procedure } from '../../../shared/procedure'
import { getCommunity } from '../../../shared/territory/directory'
import { hourMs } from '../../../shared/time/spans'
import { findDanger } from '../../asking/danger'
import { type Known, similarTo } from '../../asking/similar'
import { type SuggestionModel, suggestField } from '../../asking/suggest'
import model from '../../asking/suggestion-model.json'
import { conflictCodesOf } from '../../wishes'

const MOST_SIMILAR = 50
const MOST_SHOWN = 3

/** No round trip but the limit's; the text is neither stored nor logged. */
export const readWords = procedure({
  name: 'needs.readWords',
  input: z.strictObject({ text: text(0, 500) }),
  access: 'anyone',
  async run(_context, input) {
    return { suggestion: suggestField(input.text, model as SuggestionModel), danger: findDanger(input.text) }
  },
})

/**
 * Open needs of the same door or phone. Limited, because each call says of one address whether somebody there asked for
 * help; nothing confidential is ever in the answer (`similar.ts`).
 */
export const findSimilar = procedure({
  name: 'needs.findSimilar',
  input: z.strictObject({ field, territoryCode: communityCode, address: text(1, 100), contactPhone: anyPhone }),
  access: 'anyone',
  limit: { name: 'needs.findSimilar', most: 20, windowMs: hourMs },
  async run({ world, openid }, input) {
    const community = await getCommunity(world, input.territoryCode)
    const [home = '', phone = ''] = conflictCodesOf(world.ids, { ...input, communityName: community.name })
    const known = await world.database.find<Known>('needs', {
      where: { conflictCodes: { $in: [home, phone] }, field: input.field },
      orderBy: [['submittedAtMs', 'desc']],
      limit: MOST_SIMILAR,
      fields: ['residentOpenid', 'field', 'subSkill', 'status', 'submittedAtMs', 'conflictCodes'],
    })
    return similarTo({ openid, field: input.field, home, phone }, known).slice(0, MOST_SHOWN)
  },
})
