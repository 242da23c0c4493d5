/** Residents, and those who act for them, as they do it with their thumbs: by voice, for a mother, for a child, again, and gone. */
import { closed, serving } from '../../../cloudfunctions/needs/casework/service-steps'
import type { NeedRecord } from '../../../cloudfunctions/needs/records'
import { productWorld } from '../../contract/product-world'
import { type HeldPhone, Theatre } from '../../fixtures/theatre'

let theatre: Theatre

jest.setTimeout(120_000)
beforeAll(async () => {
  theatre = await Theatre.open()
})
afterEach(() => expect(theatre.errors.splice(0)).toEqual([]))
afterAll(() => theatre.close())

const needsOf = (phone: HeldPhone) =>
  theatre.running.cloud.database.find('needs', { residentOpenid: phone.openid }) as unknown as NeedRecord[]

/** A finger that stays where it is, as on the button that listens. */
async function hold(phone: HeldPhone, name: RegExp, ms: number): Promise<void> {
  const button = phone.page.getByRole('button', { name }).filter({ visible: true }).last()
  await button.scrollIntoViewIfNeeded()
  const box = await button.boundingBox()
  if (!box) throw new Error('nothing to hold')
  const point = { x: box.x + box.width / 2, y: box.y + box.height / 2 }
  const finger = await phone.page.context().newCDPSession(phone.page)
  await finger.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [point] })
  await phone.page.waitForTimeout(ms)
  await finger.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] })
}

/** What happens on its way from the phone to the cloud. */
async function until(is: () => boolean): Promise<void> {
  const deadline = Date.now() + 10_000
  while (!is()) {
    if (Date.now() > deadline) throw new Error('it did not come')
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

async function write(phone: HeldPhone, words: string): Promise<void> {
  await phone.page.locator('textarea').filter({ visible: true }).last().fill(words)
}

/** The last step: door, name, number, consent. */
async function sayWhere(phone: HeldPhone, door: string): Promise<void> {
  await phone.page.getByPlaceholder(/3 栋 2 单元/).fill(door)
  await phone.page.getByPlaceholder(/王阿姨/).fill('周阿姨')
  await phone.page.getByPlaceholder(/手机/).fill('13900001234')
  await phone.page.getByRole('checkbox').filter({ visible: true }).last().tap()
}

test('a grandmother speaks, takes a picture and is found by where she stands; her worker hears her', async () => {
  const resident = await theatre.phone('grandmother', 'pages/need-new/need-new')
  await hold(resident, /按住说话/, 200)
  await resident.tap('允许')
  await resident.see('可以说了，请按住再说一次')
  await hold(resident, /按住说话/, 1_400)
  await resident.see('重说')
  await resident.page.getByRole('button', { name: /照片/ }).filter({ visible: true }).last().tap()
  await resident.tap('拍摄')
  await resident.page.getByRole('button', { name: '去掉第 1 张照片' }).waitFor()
  await resident.page.getByText('正在上传').waitFor({ state: 'hidden' })
  await resident.tap('下一步')
  await resident.page.getByRole('radio', { name: /养老服务/ }).tap()
  await resident.tap('独居探访')
  await resident.tap('下一步')
  await resident.tap('用我的位置找社区')
  await resident.tap('允许')
  await resident.page.getByRole('radio', { name: /新山村社区/ }).tap()
  await sayWhere(resident, '2 栋 1 单元 302')
  await resident.tap('提交求助')
  await resident.see('已经收到，放心')
  const [need] = needsOf(resident)
  expect(need).toMatchObject({ description: '', communityName: '新山村社区', photos: [{}] })

  const worker = await theatre.phone('worker', `worker/pages/task/task?needId=${need?._id}`)
  await worker.see('听居民说的话')
  await worker.tap('听居民说的话')
  await worker.see(/正在播放|听居民说的话/)
  await until(() => theatre.running.cloud.database.find('audit', { action: 'needs.playVoice' }).length === 1)
  await worker.tap('我来接')
  await worker.tap('给居民留言')
  await write(worker, '周阿姨您好，我明天上午来看您')
  await worker.tap('发送')
  await worker.see('周阿姨您好，我明天上午来看您')

  await resident.open(`resident/pages/thread/thread?needId=${need?._id}`)
  await resident.see('周阿姨您好，我明天上午来看您')
  expect(await resident.page.getByText('139').count()).toBe(0)
  await write(resident, '好的，我在家等您')
  await resident.tap('发送')
  await worker.see('好的，我在家等您')
})

test('a son registers, his mother says yes on her own phone, and he asks for her; a field is suggested with its words', async () => {
  const son = await theatre.phone('son', 'resident/pages/mandates/mandates?add=1')
  await son.page.getByPlaceholder('例：周桂芬').fill('周桂芬')
  await son.page.getByPlaceholder(/手机/).fill('13900000072')
  await son.page.getByRole('checkbox', { name: /已得到本人同意/ }).tap()
  await son.tap('登记')
  await son.see('等本人确认')
  const [mandate] = theatre.running.cloud.database.find('mandates', { actorOpenid: son.openid, principalOpenid: null })

  const mother = await theatre.phone('grandmother', `resident/pages/mandate/mandate?mandateId=${mandate?._id}`)
  await mother.see('周明想替周桂芬办事')
  await mother.tap('是我，我同意')
  await mother.tap('允许')
  await mother.see('本人已确认')

  await son.open('pages/need-new/need-new')
  await write(son, '我妈出院回家，不会翻身，想请人上门教一教')
  await son.tap('下一步')
  await son.see('听起来像是「养老服务」')
  await son.tap('就选它')
  await son.tap('居家照料')
  await son.tap('下一步')
  await son.tap('为父母周桂芬')
  await sayWhere(son, '5 栋 2 单元 101')
  await son.tap('提交求助')
  // The same number asked for help in the same field before: said once, and no more.
  await son.see('好像已经提过了')
  await son.tap('还是要提交')
  await son.see('已经收到，放心')
  expect(needsOf(son)[0]?.behalf).toMatchObject({ principalName: '周桂芬', actorName: '周明' })

  await mother.open('resident/pages/mandates/mandates')
  // This one, and the one that stood there before.
  for (const _each of ['new', 'old']) {
    await mother.tap('取消代办')
    await mother.tap('确定取消')
    await mother.see('已取消')
    await mother.page.waitForTimeout(300)
  }
  await son.open(`pages/need/need?needId=${needsOf(mother).find(({ address }) => address.startsWith('5'))?._id}`)
  await son.see('没有找到')
})

test('a child’s need goes out with the guardian’s own consent, and not without', async () => {
  const parent = await theatre.phone('neighbour', 'pages/need-new/need-new')
  await write(parent, '孩子数学老不及格，放学后没人辅导')
  await parent.tap('下一步')
  await parent.page.getByRole('radio', { name: /儿童关爱/ }).tap()
  await parent.tap('课业辅导')
  await parent.tap('不满 14 岁')
  await parent.page.getByPlaceholder('例：王芳').fill('刘伟')
  await parent.tap('下一步')
  await parent.see('需要监护人同意，才能提交 14 岁以下孩子的信息')
  await parent.page.getByRole('checkbox', { name: /我是孩子的监护人/ }).tap()
  await parent.tap('下一步')
  await sayWhere(parent, '9 栋 1 单元 201')
  await parent.tap('提交求助')
  await parent.see('已经收到，放心')
  expect(needsOf(parent)[0]?.child).toMatchObject({ under14: true, guardian: { name: '刘伟' } })
})

test('danger shows the numbers at once, and one tap pages the person on duty, who takes it', async () => {
  const resident = await theatre.phone('neighbour', 'pages/need-new/need-new')
  await write(resident, '奶奶晕倒了叫不醒')
  await resident.see('有生命危险，请先打电话')
  await resident.tap('让值班人员马上知道')
  await resident.see('已经通知值班人员，请留意来电')
  const duty = await theatre.phone('duty', 'staff/pages/dangers/dangers')
  await duty.see('奶奶晕倒了叫不醒')
  await duty.tap('我来处理')
  await duty.see('记下处理结果')
})

test('a closed need is rated, opened again, and in the end its person is taken out', async () => {
  const resident = await theatre.phone('grandmother')
  const { database } = await productWorld(theatre.running.cloud, 'local')
  const need = needsOf(resident).find(({ status }) => status === 'accepted')
  if (!need) throw new Error('nobody accepted the grandmother’s need')
  const nowMs = theatre.running.cloud.clock.nowMs()
  const close = async (accepted: NeedRecord) => {
    const { _id, ...set } = closed(serving(accepted, nowMs), nowMs)
    await database.update('needs', _id, {}, { set })
  }
  await close(need)
  await resident.open(`pages/need/need?needId=${need._id}`)
  await resident.tap('没有解决')
  await resident.page.getByText('满意', { exact: true }).filter({ visible: true }).tap()
  await resident.tap('提交评价')
  await resident.see('您的评价：没有解决，满意')
  await resident.tap('重新求助')
  await resident.page.getByPlaceholder('说说现在怎么样了').fill('扶手又松了')
  await resident.page.getByRole('dialog').getByText('重新求助').last().tap()
  await resident.see('扶手又松了')

  const again = needsOf(resident).find(({ _id }) => _id === need._id)
  if (!again?.offer) throw new Error('nobody was asked again')
  await close({ ...again, status: 'accepted' })
  await resident.open(`pages/need/need?needId=${need._id}`)
  await resident.tap('删除这份求助里我的信息')
  await resident.page
    .getByRole('button', { name: '删除', exact: true })
    .or(resident.page.getByText('删除', { exact: true }))
    .filter({ visible: true })
    .last()
    .tap()
  await resident.see('我的求助')
  const kept = theatre.running.cloud.database.get('needs', need._id) as unknown as NeedRecord
  expect(kept).toMatchObject({ contactName: '', contactPhone: '', address: '', description: '', photos: [] })
})
