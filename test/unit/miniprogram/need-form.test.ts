import { consentTexts } from '../../../cloudfunctions/people/consents/texts'
import type { NeedDraft } from '../../../miniprogram/behaviors/need-draft'
import { isPhone } from '../../../miniprogram/format/people'
import {
  childConsent,
  consent,
  gapsOf,
  inputOf,
  soundsLikeDanger,
  stepOfField,
} from '../../../miniprogram/pages/need-new/form'
import { mandateConsent } from '../../../miniprogram/resident/pages/mandates/form'

const draft: NeedDraft = {
  needKey: '0'.repeat(32),
  step: 3,
  field: 'elderCare',
  subSkill: 'livingAlone',
  description: ' 母亲一个人住，想请人来看看 ',
  photos: [{ path: 'tmp/a.jpg', fileId: 'cloud://local/needs/a.jpg', state: 'uploaded' }],
  urgency: 'urgent',
  territoryCode: '500110001001',
  communityName: '新山村社区',
  address: '3 栋 501',
  contactName: '王阿姨',
  contactPhone: '138 0000 1234',
  consented: true,
  voice: { fileId: '', durationMs: 0 },
  mandateId: '',
  under14: '',
  guardianName: '',
  guardianRelation: 'parent',
  guardianConsented: false,
}

test('a whole draft has no gaps in any step', () => {
  expect([gapsOf(1, draft), gapsOf(2, draft), gapsOf(3, draft)]).toEqual([{}, {}, {}])
})

test.each<[1 | 2 | 3, Partial<NeedDraft>, string]>([
  [1, { description: '  急  ' }, 'description'],
  [1, { photos: [{ path: 'a', fileId: '', state: 'uploading' }] }, 'photos'],
  [1, { photos: [{ path: 'a', fileId: '', state: 'failed' }] }, 'photos'],
  [2, { field: '' }, 'field'],
  [2, { subSkill: '' }, 'subSkill'],
  [2, { field: 'childCare', subSkill: 'tutoring' }, 'child'],
  [2, { field: 'childCare', subSkill: 'tutoring', under14: 'yes' }, 'guardian'],
  [2, { field: 'childCare', subSkill: 'tutoring', under14: 'yes', guardianName: '王芳' }, 'guardian'],
  [3, { territoryCode: '' }, 'territoryCode'],
  [3, { address: ' ' }, 'address'],
  [3, { contactName: '' }, 'contactName'],
  [3, { contactPhone: '1380000' }, 'contactPhone'],
  [3, { consented: false }, 'consented'],
])('step %i does not go on with %j', (step, change, gap) => {
  expect(Object.keys(gapsOf(step, { ...draft, ...change }))).toEqual([gap])
})

test('what is sent has the draft’s key, no spaces around the words, and the phone as digits', () => {
  expect(inputOf(draft)).toMatchObject({
    needKey: draft.needKey,
    description: '母亲一个人住，想请人来看看',
    contactPhone: '13800001234',
    photoFileIds: ['cloud://local/needs/a.jpg'],
  })
})

test('who speaks needs not write', () => {
  const spoken = { ...draft, description: '', voice: { fileId: 'cloud://local/voices/a.mp3', durationMs: 18_000 } }
  expect(gapsOf(1, spoken)).toEqual({})
  expect(inputOf(spoken)).toMatchObject({ description: '', voice: spoken.voice })
  expect(inputOf(draft)).not.toHaveProperty('voice')
})

test('a child’s age and guardian go along, and only where they are asked for', () => {
  const child = { ...draft, field: 'childCare', subSkill: 'tutoring' } as const
  const guarded = { ...child, under14: 'yes', guardianName: ' 王芳 ', guardianConsented: true } as const
  expect(gapsOf(2, guarded)).toEqual({})
  expect(inputOf(guarded).child).toMatchObject({ under14: true, guardian: { name: '王芳', relation: 'parent' } })
  expect(inputOf({ ...child, under14: 'no' }).child).toEqual({ under14: false, guardian: null })
  expect(gapsOf(2, { ...child, subSkill: 'childProtection' })).toEqual({})
  expect(inputOf(draft)).not.toHaveProperty('child')
})

test('the mandate by which one acts goes along', () => {
  expect(inputOf({ ...draft, mandateId: 'mandate_1' }).mandateId).toBe('mandate_1')
  expect(inputOf(draft)).not.toHaveProperty('mandateId')
})

test('the words that are ticked are those of the cloud, word for word', () => {
  const text = (kind: string) => consentTexts.find((each) => each.kind === kind)
  expect(text('contact')).toMatchObject(consent)
  expect(text('child')).toMatchObject(childConsent)
  expect(text('mandate')).toMatchObject(mandateConsent)
})

test('nothing is sent without consent: its version goes with the input', () => {
  expect(inputOf(draft).consentVersion).toMatch(/^\d{4}-\d{2}-\d{2}$/)
})

test.each([
  ['13800001234', true],
  ['023-48662110', true],
  ['02348662110', true],
  ['12800001234', false],
  ['48662110', false],
  ['1380000123', false],
  ['', false],
])('%s is a phone number: %s', (text, is) => {
  expect(isPhone(text)).toBe(is)
})

test('words of mortal danger bring up the numbers to call; everyday ones do not', () => {
  expect(soundsLikeDanger('他说不想活了')).toBe(true)
  expect(soundsLikeDanger('楼上着火了')).toBe(true)
  expect(soundsLikeDanger('想请人陪着看病')).toBe(false)
})

test('a refused field leads to the step where it is mended', () => {
  expect([stepOfField('subSkill'), stepOfField('photoFileIds.0'), stepOfField('contactPhone')]).toEqual([2, 1, 3])
})
