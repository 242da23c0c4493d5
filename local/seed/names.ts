import type { Chance } from './random'

const families = [
  ...'王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文',
]
const middles = [...'国建志明文晓玉秀春永德学成光正兴家世俊思雨海天云少立金素桂淑雪佳子']
const lasts = [...'华英芳强军平梅兰凤霞辉波勇涛敏静丽杰娟艳刚燕红磊玲斌鹏飞琴洁萍浩宁欣悦怡芝林峰超群慧珍香琼蓉']

/** A full name of two or three characters; nobody real. */
export function fullName(chance: Chance): string {
  const family = chance.pick(families)
  return family + (chance.next() < 0.25 ? '' : chance.pick(middles)) + chance.pick(lasts)
}

/** 林女士, 王先生: how a donor often wants to be shown. */
export function courtesyName(chance: Chance): string {
  return chance.pick(families) + chance.pick(['女士', '先生', '阿姨', '师傅', '老师'])
}

/** A mobile number in shape only: its middle block, 0000, is not given to subscribers. */
export function mobileNumber(chance: Chance): string {
  return `1${chance.pick(['39', '38', '58', '77', '86', '99'])}0000${String(chance.whole(0, 9999)).padStart(4, '0')}`
}
