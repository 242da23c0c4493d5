import type { NeedDraft } from '../../../miniprogram/behaviors/need-draft'
import { gapsOf, inputOf, isPhone, soundsLikeDanger, stepOfField } from '../../../miniprogram/pages/need-new/form'

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
}

test('a whole draft has no gaps in any step', () => {
  expect([gapsOf(1, draft), gapsOf(2, draft), gapsOf(3, draft)]).toEqual([{}, {}, {}])
})

test.each<[1 | 2 | 3, Partial<NeedDraft>, string]>([
  [1, { field: '' }, 'field'],
  [1, { subSkill: '' }, 'subSkill'],
  [2, { description: '  急  ' }, 'description'],
  [2, { photos: [{ path: 'a', fileId: '', state: 'uploading' }] }, 'photos'],
  [2, { photos: [{ path: 'a', fileId: '', state: 'failed' }] }, 'photos'],
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
  expect([stepOfField('subSkill'), stepOfField('photoFileIds.0'), stepOfField('contactPhone')]).toEqual([1, 2, 3])
})
