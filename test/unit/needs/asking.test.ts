import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { childGap } from '../../../cloudfunctions/needs/asking/child'
import { findDanger } from '../../../cloudfunctions/needs/asking/danger'
import { normalAddress } from '../../../cloudfunctions/needs/asking/household'
import { type Known, similarTo } from '../../../cloudfunctions/needs/asking/similar'
import { type SuggestionModel, suggestField } from '../../../cloudfunctions/needs/asking/suggest'
import model from '../../../cloudfunctions/needs/asking/suggestion-model.json'
import { labelledNeeds } from '../../../local/commands/labelled-needs'
import { modelText } from '../../../local/commands/train-suggestion'

describe('danger to life', () => {
  test.each([
    ['我不想活了，活着没意思', 'selfHarm'],
    ['晚上睡不着，老想从楼上跳下去', 'selfHarm'],
    ['她写了遗书，门打不开', 'selfHarm'],
    ['我在家割过手，怕自己又那样', 'selfHarm'],
    ['老公喝醉了就打我', 'violence'],
    ['我被同居的男人掐脖子', 'violence'],
    ['对门的人拿刀吓唬人', 'violence'],
    ['前男友老跟踪我，威胁要杀我', 'violence'],
    ['孩子手臂上有伤，说是爸爸打的', 'childHarm'],
    ['邻居家的小孩经常哭，身上有青，像是挨打了', 'childHarm'],
    ['厨房着火了，快来人', 'fire'],
    ['楼道里煤气味很重', 'fire'],
    ['奶奶叫不醒，没有反应', 'medical'],
    ['爷爷突然晕倒在地上', 'medical'],
    ['他没有呼吸了', 'medical'],
    ['以前住过院，今天又晕倒了', 'medical'],
  ] as const)('%s → %s', (text, kind) => {
    expect(findDanger(text)?.kind).toBe(kind)
  })

  test.each([
    ['我没有想自杀，只是心里闷'],
    ['医生说不会骨折，就是扭了一下'],
    ['楼道里堆满了杂物，怕着火'],
    ['电动车在楼道里充电，担心爆炸'],
    ['去年晕倒过一次，想问体检怎么约'],
    ['父亲中风后不能走路，去年出院的，想申请轮椅'],
    ['想参加消防演练，学学着火怎么逃'],
    ['听说社区有防家暴的讲座，怎么报名'],
    ['老人一个人住，子女都在外地'],
    ['孩子数学老不及格，想找人辅导'],
    ['邻居家的狗整天叫'],
    ['差点引起火灾，想请人来查一查电线'],
    ['煤气没有泄漏，就是想换个灶'],
    [''],
  ])('%s is none', (text) => {
    expect(findDanger(text)).toBeNull()
  })

  test('what is denied in one clause is found in another, and says which number helps first', () => {
    expect(findDanger('我没有晕倒，可是胸口很痛')).toEqual({ kind: 'medical', because: '胸口很痛', phone: '120' })
    expect(findDanger('屋里起火了')?.phone).toBe('119')
    expect(findDanger('他拿刀追我')?.phone).toBe('110')
  })

  test('of a thousand quiet needs nearly none is taken for danger: no false alarm in three fields of the labelled set', () => {
    const quiet = [...labelledNeeds('training'), ...labelledNeeds('heldOut')].filter(({ field }) =>
      ['socialAssistance', 'elderCare', 'socialAffairs'].includes(field),
    )
    expect(quiet.length).toBeGreaterThan(190)
    const alarms = quiet.filter(({ text }) => findDanger(text) !== null).map(({ text }) => text)
    expect(alarms.length / quiet.length).toBeLessThan(0.03)
  })
})

describe('one door, written in many ways', () => {
  test.each([
    ['3 栋 2 单元 501', '三栋二单元501室'],
    ['3-2-501', '3号楼2单元5 0 1'],
    ['新山村社区幸福路12号３单元', '幸福路 12 号 3单元'],
    ['十二幢1单元302', '12栋一单元302号'],
  ])('%s is %s', (one, other) => {
    expect(normalAddress(one, '新山村社区')).toBe(normalAddress(other, '新山村社区'))
  })

  test.each([
    ['3 栋 2 单元 501', '3 栋 2 单元 502'],
    ['3-25-01', '3-2-501'],
    ['幸福路 12 号', '幸福路 21 号'],
  ])('%s is not %s', (one, other) => {
    expect(normalAddress(one, '')).not.toBe(normalAddress(other, ''))
  })
})

describe('needs that are there already', () => {
  const asked = { openid: 'o-me', field: 'elderCare', home: 'home', phone: 'phone' } as const
  const known = (changes: Partial<Known> = {}): Known => ({
    _id: 'need_1',
    residentOpenid: 'o-other',
    field: 'elderCare',
    subSkill: 'livingAlone',
    status: 'offered',
    submittedAtMs: 1,
    conflictCodes: ['home', 'else'],
    ...changes,
  })

  test('one of the same household shows that it is there, and not whose or which', () => {
    expect(similarTo(asked, [known()])).toEqual([
      { needId: null, submittedAtMs: 1, status: 'offered', why: 'sameHousehold' },
    ])
  })

  test('one’s own can be opened', () => {
    const own = known({ residentOpenid: 'o-me', conflictCodes: ['elsewhere', 'phone'] })
    expect(similarTo(asked, [own])).toMatchObject([{ needId: 'need_1', why: 'samePhone' }])
  })

  test.each([
    ['in another field', { field: 'childCare' }],
    ['withdrawn', { status: 'withdrawn' }],
    ['closed', { status: 'closed' }],
    ['of another door and phone', { conflictCodes: ['a', 'b'] }],
    ['from before doors were kept', { conflictCodes: [] }],
  ] as const)('none is hinted that is %s', (_, changes) => {
    expect(similarTo(asked, [known(changes)])).toEqual([])
  })

  test('whoever may be the danger is never told that help was asked for', () => {
    const violence = known({ field: 'communitySafety', subSkill: 'domesticViolence' })
    expect(similarTo({ ...asked, field: 'communitySafety' }, [violence])).toEqual([])
    const child = known({ field: 'childCare', subSkill: 'childProtection' })
    expect(similarTo({ ...asked, field: 'childCare' }, [child])).toEqual([])
  })
})

describe('a child under 14', () => {
  const guardian = { name: '王芳', relation: 'parent', consentVersion: '1' } as const
  test.each([
    ['not said', {}, 'child'],
    ['under 14 without a guardian', { child: { under14: true, guardian: null } }, 'child.guardian'],
    ['under 14 with a guardian', { child: { under14: true, guardian } }, undefined],
    ['older', { child: { under14: false, guardian: null } }, undefined],
  ] as const)('%s', (_, said, path) => {
    expect(childGap({ field: 'childCare', subSkill: 'tutoring', ...said })?.path).toBe(path)
  })

  test('help against harm to a child waits for nobody’s consent; other fields are not asked', () => {
    expect(childGap({ field: 'childCare', subSkill: 'childProtection' })).toBeNull()
    expect(childGap({ field: 'elderCare', subSkill: 'general' })).toBeNull()
  })
})

describe('the suggested field', () => {
  const suggest = (text: string) => suggestField(text, model as SuggestionModel)

  test('comes with the words that spoke for it, which stand in the text', () => {
    const text = '奶奶一个人住，腿脚不便，想有人上门看看'
    const said = suggest(text)
    expect(said?.field).toBe('elderCare')
    expect(said?.because.length).toBeGreaterThan(0)
    for (const word of said?.because ?? []) expect(text).toContain(word)
  })

  test.each(['', '你好', 'help', '12345', '请问'])('«%s» says too little', (text) => {
    expect(suggest(text)).toBeNull()
  })

  test('on sentences it has never seen it is far above the largest class', () => {
    const heldOut = labelledNeeds('heldOut')
    const right = heldOut.filter(({ field, text }) => suggest(text)?.field === field).length
    expect(heldOut.length).toBeGreaterThan(75)
    expect(right / heldOut.length).toBeGreaterThan(0.75)
  })

  test('the model in the repository is what the script makes of the sentences', () => {
    const path = join(__dirname, '../../../cloudfunctions/needs/asking/suggestion-model.json')
    expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual(JSON.parse(modelText()))
  })
})
