import type { Beneficiary } from '../../typings/spending'
import type { Field } from '../../typings/terms'
import { hardwareShop } from './rosters'

export interface Ask {
  key: string
  title: string
  field: Field
  reason: string
  item: readonly [name: string, quantity: number, unitFen: number]
  beneficiary: Beneficiary
  payeeName: string
  daysAgo: number
}

function ask(
  key: string,
  title: string,
  field: Field,
  item: Ask['item'],
  beneficiary: Beneficiary,
  payeeName: string,
  reason: string,
): Omit<Ask, 'daysAgo'> {
  return { key, title, field, item, beneficiary, payeeName, reason }
}
const person = (name: string): Beneficiary => ({ kind: 'person', name, count: 1 })
const group = (name: string, count: number): Beneficiary => ({ kind: 'group', name, count })

/** What is asked for on the stage; everybody named is invented. */
export const asks = {
  handrails: ask(
    'handrails',
    '为独居老人家装卫生间扶手',
    'elderCare',
    ['不锈钢扶手', 4, 12_000],
    person('徐素珍'),
    '惠民建材',
    '独居，上月在卫生间摔过一次，社工上门评估建议加装。',
  ),
  quilts: ask(
    'quilts',
    '给 8 户困难家庭添冬被',
    'socialAssistance',
    ['三斤棉被', 8, 8_000],
    group('低保和临时困难家庭', 8),
    '綦江棉絮店',
    '入冬前走访名单核实，8 户缺少过冬被褥。',
  ),
  lamps: ask(
    'lamps',
    '老楼道换 12 盏应急灯',
    'communitySafety',
    ['应急灯', 12, 4_500],
    group('3 栋到 5 栋居民', 96),
    hardwareShop,
    '三栋老楼停电后楼道全黑，老人夜里不敢下楼。',
  ),
  slope: ask(
    'slope',
    '为轮椅居民家门口铺坡道',
    'socialAssistance',
    ['水泥坡道', 1, 88_000],
    person('蒋德明'),
    '古南修缮队',
    '肢体残疾，轮椅进不了家门，已征得邻居同意。',
  ),
  tutoring: ask(
    'tutoring',
    '寒假四点半课堂的老师和文具',
    'childCare',
    ['课时补助', 20, 12_000],
    group('社区小学生', 26),
    '启明教育服务站',
    '26 个孩子报名，父母都在外务工，放假没人照看。',
  ),
  rails: ask(
    'rails',
    '给 3 栋老楼加装楼道扶手',
    'elderCare',
    ['楼道扶手', 12, 18_000],
    group('3 栋的老人', 38),
    hardwareShop,
    '三栋老楼没有电梯也没有扶手，38 位老人上下楼不稳。',
  ),
  stove: ask(
    'stove',
    '给独居老人换安全灶具',
    'elderCare',
    ['带熄火保护灶具', 1, 69_800],
    person('周桂芬'),
    hardwareShop,
    '旧灶具漏气，社工上门两次都闻到味道，老人记性不好。',
  ),
  meals: ask(
    'meals',
    '助餐点添一台保温送餐车',
    'elderCare',
    ['电动保温车', 1, 620_000],
    group('高龄老人', 42),
    '渝南车行',
    '42 位老人的午饭靠手提送，冬天送到已经凉了。',
  ),
  lift: ask(
    'lift',
    '社区日间照料室的护理床',
    'elderCare',
    ['护理床', 3, 290_000],
    group('失能老人', 9),
    '康达医疗器械',
    '日间照料室只有折叠椅，失能老人没法平躺休息。',
  ),
  club: ask(
    'club',
    '新居民融入活动全年场地',
    'socialAffairs',
    ['活动场次', 12, 20_000],
    group('新居民家庭', 60),
    '古南文化站',
    '外来务工家庭多，邻里不熟，想每月办一次。',
  ),
  shed: ask(
    'shed',
    '修建遮雨的健身休息棚',
    'socialAffairs',
    ['钢结构雨棚', 1, 3_600_000],
    group('全体居民', 900),
    '古南修缮队',
    '小广场没有遮雨的地方，老人反映了多次。',
  ),
  party: ask(
    'party',
    '重阳节慰问演出的音响',
    'elderCare',
    ['音响租赁', 1, 60_000],
    group('社区老人', 120),
    '欢乐演艺',
    '想让老人们热闹一下，请一支演出队来表演。',
  ),
  paint: ask(
    'paint',
    '粉刷邻里调解室墙面',
    'communitySafety',
    ['墙面粉刷', 1, 50_000],
    group('来调解的居民', 80),
    '古南修缮队',
    '调解室墙面发霉，来的居民意见大。',
  ),
  walk: ask(
    'walk',
    '为视障老人配听书机',
    'elderCare',
    ['听书机', 3, 30_000],
    group('视障老人', 3),
    '助残用品店',
    '三位视障老人整天在家，想用孩子们那笔还没用的善款。',
  ),
  books: ask(
    'books',
    '给老人活动室添阅读灯',
    'elderCare',
    ['阅读灯', 10, 6_000],
    group('活动室老人', 40),
    hardwareShop,
    '活动室光线暗，老人看报吃力。',
  ),
} as const
