import type { FundId, TerritoryCode } from '../../../typings/ids'

export interface MatchableFund {
  fundId: FundId
  territoryCode: TerritoryCode
  name: string
  communityName: string
  streetName: string
}

/**
 * Which fund a project's name or a transfer's remark means: by the community's 12 digits, by the fund's whole name, or by
 * the community's name, which the street's name may have to tell from another of the same name. One fund, or all that come into
 * question: a person decides.
 */
export function matchFund(text: string, funds: readonly MatchableFund[]): MatchableFund | readonly MatchableFund[] {
  const plain = text.replace(/[\s·,，。.、;；:：()（）【】[\]"“”'-]/g, '')
  const code = /(?<!\d)\d{12}(?!\d)/.exec(text)?.[0]
  const byCode = funds.filter(({ territoryCode }) => territoryCode === code)
  if (byCode.length === 1) return one(byCode)
  const named = longest(
    funds.filter(({ name }) => plain.includes(name)),
    ({ name }) => name,
  )
  if (named.length === 1) return one(named)
  const found = named.length > 0 ? named : funds.filter(({ communityName }) => plain.includes(communityName))
  const best = longest(found, ({ communityName }) => communityName)
  if (best.length === 1) return one(best)
  const inStreet = best.filter(({ streetName }) => streetName !== '' && plain.includes(streetName))
  return inStreet.length === 1 ? one(inStreet) : best
}

/** 山村社区 inside of 新山村社区 is not what was meant. */
function longest<Fund>(funds: readonly Fund[], nameOf: (fund: Fund) => string): Fund[] {
  return funds.filter((fund) => {
    const name = nameOf(fund)
    return !funds.some((other) => nameOf(other).length > name.length && nameOf(other).includes(name))
  })
}

function one(funds: readonly MatchableFund[]): MatchableFund | readonly MatchableFund[] {
  return funds[0] ?? funds
}
