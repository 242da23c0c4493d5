const nobody = /^(匿名|爱心网友|爱心人士|无名氏|好心人|-+|\*+)?$/
const organisation =
  /(公司|集团|厂|商行|超市|商店|商会|协会|学会|基金会|慈善会|联合会|合作社|事务所|工作室|中心|学校|小学|中学|大学|幼儿园|医院|银行|支行|委员会|居委会|村委会)(\(.*\)|（.*）)?$/

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

const places = '0123456789ABCDEFGHJKLMNPQRTUWXY'
const weights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28]

/** 统一社会信用代码: 18 signs, the last of which is a check over the others (GB 32100-2015). */
export function isCreditCode(code: string): boolean {
  if (!/^[0-9A-HJ-NPQRTUWXY]{18}$/.test(code)) return false
  const sum = weights.reduce((total, weight, index) => total + weight * places.indexOf(code[index] ?? ''), 0)
  return places[(31 - (sum % 31)) % 31] === code[17]
}
