/** The house's walls: who may import whom (README, «The house»). */
import { type Import, importsOf, trackedFiles } from './source'

const files = trackedFiles().filter((file) => file.endsWith('.ts') && !file.endsWith('.d.ts'))
const imports = files.flatMap(importsOf)
const areas = ['people', 'needs', 'funds', 'payments', 'clockwork']

/** Lines of `from → to` that break a rule; each test expects none. */
function breaches(from: RegExp, broken: (found: Import) => boolean): string[] {
  return imports.filter((found) => from.test(found.from) && broken(found)).map((found) => `${found.from} → ${found.to}`)
}

const inProject = (to: string) => /^(typings|miniprogram|cloudfunctions|local|test)\//.test(to)

test('the contract imports nothing but itself', () => {
  expect(breaches(/^typings\//, ({ to }) => !to.startsWith('typings/'))).toEqual([])
})

test('the product never imports the local WeChat, its tests, or what is meant for the other side', () => {
  expect(breaches(/^(miniprogram|cloudfunctions)\//, ({ to }) => /^(local|test)\//.test(to))).toEqual([])
  expect(breaches(/^miniprogram\//, ({ to }) => to.startsWith('cloudfunctions/'))).toEqual([])
  expect(breaches(/^cloudfunctions\//, ({ to }) => to.startsWith('miniprogram/'))).toEqual([])
})

test('the phone and the cloud take types alone from the contract', () => {
  const typesOnly = ({ to, typeOnly }: Import) => to.startsWith('typings/') && !typeOnly
  expect(breaches(/^miniprogram\//, typesOnly)).toEqual([])
})

test('on the phone dependencies run one way: pages → services → platform', () => {
  expect(
    breaches(
      /^miniprogram\/services\//,
      ({ to }) => inProject(to) && !/^(miniprogram\/(services|platform|format)|typings)\//.test(to),
    ),
  ).toEqual([])
  expect(
    breaches(
      /^miniprogram\/platform\//,
      ({ to }) => inProject(to) && !/^(miniprogram\/(platform|format)|typings)\//.test(to),
    ),
  ).toEqual([])
  expect(
    breaches(/^miniprogram\/format\//, ({ to }) => inProject(to) && !/^(miniprogram\/format|typings)\//.test(to)),
  ).toEqual([])
  expect(
    breaches(/^miniprogram\/components\//, ({ to }) => /^miniprogram\/(pages|services|worker|fund)\//.test(to)),
  ).toEqual([])
})

test('an area reaches another through its public.ts alone', () => {
  const foreign = ({ from, to }: Import) => {
    const area = areas.find((name) => to.startsWith(`cloudfunctions/${name}/`))
    return (
      area !== undefined && !from.startsWith(`cloudfunctions/${area}/`) && to !== `cloudfunctions/${area}/public.ts`
    )
  }
  expect(breaches(/^cloudfunctions\//, foreign)).toEqual([])
})

test('what is shared knows no area', () => {
  const area = ({ to }: Import) => areas.some((name) => to.startsWith(`cloudfunctions/${name}/`))
  expect(breaches(/^cloudfunctions\/shared\//, area)).toEqual([])
})

test('pure rules know no port, no SDK, no clock', () => {
  const allowed =
    /^(typings\/|cloudfunctions\/shared\/(territory|time)\/|cloudfunctions\/shared\/(errors|small-cells|plain-text|words)\.ts|node:crypto$)/
  /** A record may say that it carries messages. */
  const outboxed = ({ to, typeOnly }: Import) => typeOnly && to === 'cloudfunctions/shared/outbox/message.ts'
  const impure = (found: Import) => {
    const { from, to } = found
    const area = from.split('/').slice(0, 2).join('/')
    const ownRules = new RegExp(
      `^${area}/(asking|aftercare|routing|casework|ledger|policy|disclosure)/|^${area}/records\\.ts$`,
    )
    return !allowed.test(to) && !outboxed(found) && !ownRules.test(to)
  }
  expect(
    breaches(/^cloudfunctions\/\w+\/(asking|aftercare|routing|casework|ledger|policy|disclosure)\//, impure),
  ).toEqual([])
})

test('the auditor takes nothing but types from those whose work it checks, and so does who verifies an exported journal', () => {
  const auditor = /^cloudfunctions\/funds\/(ledger\/audit[\w-]*|audit\/district)\.ts$/
  const writers = ({ to, typeOnly }: Import) => !typeOnly && to !== 'node:crypto' && !auditor.test(to)
  expect(files.filter((file) => auditor.test(file)).length).toBeGreaterThan(7)
  expect(breaches(auditor, writers)).toEqual([])
  expect(breaches(/^local\/proof\//, ({ to, typeOnly }) => !typeOnly && inProject(to))).toEqual([])
})

test('the SDK is used by the adapters and the composition roots alone', () => {
  const sdk = ({ to }: Import) => to === 'wx-server-sdk'
  expect(breaches(/^cloudfunctions\/(?!shared\/adapters\/|\w+\/index\.ts$)/, sdk)).toEqual([])
})

test('the local WeChat loads the product through its entry points, its records and its pure rules alone', () => {
  const entryPoints =
    /^cloudfunctions\/(shared\/(collections|operator|procedure|words)|shared\/access\/(rate-limit|role-words)|shared\/outbox\/template|\w+\/procedures\/index)\.ts$/
  const records = /^cloudfunctions\/([\w-]+\/)+records\.ts$|^cloudfunctions\/shared\/time\/\w+\.ts$/
  const pureRules =
    /^cloudfunctions\/(needs\/(asking|casework|routing)|people\/consents|funds\/(ledger|policy|spending|disclosure|proof|audit|alerts|income))\/[\w-]+\.ts$/
  const inside = ({ to }: Import) =>
    /^(miniprogram|cloudfunctions)\//.test(to) && ![entryPoints, records, pureRules].some((way) => way.test(to))
  expect(breaches(/^local\//, inside)).toEqual([])
})
