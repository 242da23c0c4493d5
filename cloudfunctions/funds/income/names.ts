const nobody = /^(匿名|爱心网友|爱心人士|无名氏|好心人|-+|\*+)?$/
const organisation =
  /(公司|集团|厂|商行|超市|店|商会|协会|学会|基金会|慈善会|联合会|合作社|事务所|工作室|中心|学校|小学|中学|大学|幼儿园|医院|银行|支行|委员会|居委会|村委会)(\(.*\)|（.*）)?$/

/**
 * How a giver who was never asked may be shown to the public: an organisation by its name, a person by the family name
 * alone; null for nobody in particular.
 */
export function publicName(name: string): string | null {
  const plain = name.replace(/\s+/g, '')
  if (nobody.test(plain)) return null
  const letters = [...plain]
  if (organisation.test(plain) && letters.length >= 4) {
    return letters.length <= 24 ? plain : `${letters.slice(0, 23).join('')}…`
  }
  return `${letters[0]}**`
}

/** Words and signs by which a party is described through a person. */
const throughPerson =
  /[，,；;：:、·]|的|妻|丈夫|老公|老婆|爱人|配偶|儿子|女儿|侄|甥|父|母|哥|弟|姐|妹|婿|媳|亲戚|亲属|朋友/

/** As the public reads a person, however long the name is and whatever is written beside it: the first character alone. */
export function publicPerson(name: string): string {
  return `${[...name.replace(/\s+/g, '')][0] ?? ''}**`
}

/**
 * As the public reads the party that a committee member is related to: an organisation by its name, without what is
 * written in brackets beside it; who could be a person masked. Better to mask a shop than to name a nephew.
 */
export function publicParty(name: string): string {
  const bare = name.replace(/[(（].*$/, '')
  return throughPerson.test(bare) ? publicPerson(bare) : (publicName(bare) ?? publicPerson(bare))
}

const places = '0123456789ABCDEFGHJKLMNPQRTUWXY'
const weights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28]

/** 统一社会信用代码: 18 signs, the last of which is a check over the others (GB 32100-2015). */
export function isCreditCode(code: string): boolean {
  if (!/^[0-9A-HJ-NPQRTUWXY]{18}$/.test(code)) return false
  const sum = weights.reduce((total, weight, index) => total + weight * places.indexOf(code[index] ?? ''), 0)
  return places[(31 - (sum % 31)) % 31] === code[17]
}
