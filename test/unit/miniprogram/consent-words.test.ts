import { consentTexts, consentVersionOf } from '../../../cloudfunctions/people/consents/texts'
import { childConsent, consent, voiceConsentVersion } from '../../../miniprogram/pages/need-new/form'
import { mandateConsent } from '../../../miniprogram/resident/pages/mandates/form'

/** The phone has them too, so that the form works before the cloud has answered. */
test.each([
  ['contact', consent],
  ['child', childConsent],
  ['mandate', mandateConsent],
] as const)('what a person ticks on the phone is word for word the text in force: %s', (kind, onPhone) => {
  const { version, short, lines } = consentTexts.find((each) => each.kind === kind) ?? {}
  expect(onPhone).toEqual({ version, short, lines })
})

test('a recording is agreed to under the text in force', () => {
  expect(voiceConsentVersion).toBe(consentVersionOf('voice'))
})
