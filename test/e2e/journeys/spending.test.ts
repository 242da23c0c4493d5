/** Money leaves the fund as people decide it: signed, voted on, paid, settled, and seen by everybody. */
import type { LocalCloud } from '../../../local/contract'
import { homeCommunityCode } from '../../../local/seed'
import { type HeldPhone, Theatre } from '../../fixtures/theatre'

const fundId = `fund_${homeCommunityCode}`
let theatre: Theatre

jest.setTimeout(120_000)
beforeAll(async () => {
  theatre = await Theatre.open()
})
afterEach(() => expect(theatre.errors.splice(0)).toEqual([]))
afterAll(() => theatre.close())

interface Request {
  _id: string
  title: string
  status: string
  steps: { vote: { ballots: { openid: string; name: string; recused: string | null }[] } | null }[]
}

function stored(title: string): Request {
  const [found] = theatre.running.cloud.database.find('spendingRequests', { title })
  if (!found) throw new Error(`there is no request «${title}»`)
  return found as unknown as Request
}

const requestPage = (title: string) => `committee/pages/request/request?spendingId=${stored(title)._id}`

/** A member who is not on the stage votes at home. */
async function voteAtHome(cloud: LocalCloud, title: string, seat: number): Promise<void> {
  const { _id, steps } = stored(title)
  const openid = steps[1]?.vote?.ballots[seat]?.openid ?? ''
  const event = {
    ...{ procedure: 'funds.voteSpending', requestId: `home-${seat}` },
    input: { spendingId: _id, vote: 'yes', opinion: '' },
  }
  const reply = (await cloud.functions.call('funds', event, { openid, source: 'wx_client' })) as { ok: boolean }
  expect(reply).toMatchObject({ ok: true })
}

async function write(phone: HeldPhone, label: string, words: string): Promise<void> {
  const named = `[aria-label="${label}"]`
  const box = phone.page.locator(`input${named}, textarea${named}, ${named} input, ${named} textarea`)
  await box.filter({ visible: true }).last().fill(words)
}

/** The form, as the worker fills it in. */
async function ask(phone: HeldPhone, title: string, yuan: string, payee: string): Promise<void> {
  await phone.open(`committee/pages/new/new?fundId=${fundId}`)
  await write(phone, '办什么事', title)
  await phone.tap('养老服务')
  await write(phone, '为什么要用这笔钱', '楼里没有电梯也没有扶手，老人上下楼不稳，走访时多次反映。')
  await write(phone, '第 1 项的名称', '楼道扶手')
  await write(phone, '第 1 项的单价，元', yuan)
  await phone.tap('一群人')
  await write(phone, '受益人', '5 栋的老人')
  await write(phone, '受益人数', '26')
  await write(phone, '收款方', payee)
  await phone.tap('这份申请会怎么走')
  await phone.see(/社工和社区签署/)
  await phone.tap('提交申请')
}

async function agree(key: string, title: string): Promise<void> {
  const phone = await theatre.phone(key, requestPage(title))
  await phone.page.getByRole('button', { name: '情况属实，同意。' }).filter({ visible: true }).tap()
  await phone.page.getByRole('button', { name: '同意', exact: true }).filter({ visible: true }).last().tap()
  await phone.see('您的意见已记下')
}

test('a request is signed, voted on with a member standing aside and a supervisor watching, paid and settled; the fund shows it', async () => {
  const { cloud } = theatre.running
  const title = '给 5 栋老楼加装楼道扶手'
  const worker = await theatre.phone('worker')
  await ask(worker, title, '1500', '便民五金店')
  await worker.see(/等社工/)
  await agree('colleague', title)
  await agree('staff', title)

  const aside = await theatre.phone('member2', requestPage(title))
  await aside.see(/回避：与收款方有关联/)
  expect(await aside.page.getByRole('button', { name: '反对' }).filter({ visible: true }).count()).toBe(0)

  const member = await theatre.phone('member')
  await member.tap('基金待办')
  await member.tap(title)
  await member.page.getByRole('button', { name: '同意', exact: true }).filter({ visible: true }).last().tap()
  await member.see('您的票已记下')
  await voteAtHome(cloud, title, 2)
  await voteAtHome(cloud, title, 3)
  const supervisor = await theatre.phone('fundSupervisor', requestPage(title))
  await supervisor.page.getByRole('button', { name: '材料齐全，程序合规。' }).filter({ visible: true }).tap()
  await supervisor.tap('记下监事意见')
  await supervisor.see(/钱已留出，等区慈善会/)

  const district = await theatre.phone('district', requestPage(title))
  await district.tap('登记付款')
  await district.tap('加照片')
  await district.page.getByRole('button', { name: '从手机相册选择' }).tap()
  await district.page.getByRole('button', { name: '楼道里坏了的灯' }).tap()
  await district.page.getByRole('button', { name: '完成(1)' }).tap()
  await district.tap('记下这笔付款')
  await district.see('已付款，待结清')

  await worker.open(requestPage(title))
  await worker.tap('填报结清')
  await write(worker, '金额，元', '1420')
  await worker.see(/多付的 ¥80.00 要放回基金/)
  await write(worker, '办得怎么样', '扶手都装好了，老人们说上楼踏实多了')
  await worker.page.getByRole('button', { name: '结清', exact: true }).filter({ visible: true }).last().tap()
  await worker.see('多付的，放回基金')

  const witness = await theatre.phone('neighbour', `pages/fund/fund?fundId=${fundId}`)
  await witness.see(title)
  expect(stored(title).status).toBe('settled')
})

test('too few voted in time: told to those who wait, and the committee is called once more', async () => {
  const title = '新居民融入活动全年场地'
  const staff = await theatre.phone('staff', requestPage(title))
  await staff.see('表决人数不够')
  await staff.tap('再召集一次')
  await staff.see('管委会表决（第 2 次）')
  const member = await theatre.phone('member', requestPage(title))
  await member.tap('弃权')
  await member.see('您的票已记下')
})

test('a donor is asked whether their earmark may change, and says no', async () => {
  const donor = await theatre.phone(
    'neighbour',
    requestPage('为视障老人配听书机').replace('request/request', 'consent/consent'),
  )
  await donor.see('为视障老人配听书机')
  await donor.tap('不同意')
  await donor.see(/您没有同意/)
})
