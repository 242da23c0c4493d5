/** A fund, its committee and everybody's phone on the simulation's stage: the real procedures, any order of their round trips. */

import { audit } from '../../../cloudfunctions/funds/ledger/audit'
import { fen } from '../../../cloudfunctions/funds/ledger/fen'
import { writeHistory } from '../../../cloudfunctions/funds/ledger/history'
import { procedures } from '../../../cloudfunctions/funds/procedures'
import type { SpendingRecord } from '../../../cloudfunctions/funds/spending/records'
import { serve } from '../../../cloudfunctions/shared/procedure'
import { dayMs } from '../../../cloudfunctions/shared/time/spans'
import type { CallReply } from '../../../typings/call'
import type { FundId } from '../../../typings/ids'
import type { Role } from '../../../typings/people'
import type { ProcedureName, Procedures } from '../../../typings/procedures'
import type { SpendingDetail } from '../../../typings/spending'
import { fundRecord } from '../../contract/funds/scene'
import { person } from '../../contract/needs/scene'
import { Stage, startMs } from '../ledger/stage'

export const community = '500110001001'
export const fundId: FundId = `fund_${community}`
export const members = ['m1', 'm2', 'm3', 'm4', 'm5'] as const
const duties: Readonly<Record<string, readonly [role: Role, territoryCode: string]>> = {
  ...{ worker: ['socialWorker', community], colleague: ['socialWorker', community] },
  ...{ staff: ['communityStaff', community], street: ['streetStaff', '500110001'] },
  ...{ district: ['districtStaff', '500110'], treasurer: ['districtStaff', '500110'] },
  ...{ supervisor: ['fundSupervisor', community], m6: ['fundCommitteeMember', community] },
  ...Object.fromEntries(members.map((name) => [name, ['fundCommitteeMember', community] as const])),
}

export class CommitteeStage {
  readonly stage: Stage

  constructor(seed: number, yuan: number) {
    this.stage = new Stage(seed)
    this.stage.troubled = false
    for (const [name, [role, territoryCode]] of Object.entries(duties)) {
      this.stage.put('people', person(`o-${name}`, { name, duties: [{ role, territoryCode, territoryName: '' }] }))
    }
    this.stage.put('territories', {
      ...{ _id: community, name: '新山村社区', level: 'community', parentCode: '500110001' },
    } as never)
    this.stage.put('funds', fundRecord(startMs, { _id: fundId, territoryCode: community, communityName: '新山村社区' }))
    const grant = { kind: 'seedGrant', cause: 'pilot', title: '启动资金', amountFen: fen(yuan * 100) } as const
    const books = writeHistory(fundId, [{ ...grant, atMs: startMs - 30 * dayMs }], () => 'salt')
    for (const entry of books.entries) this.stage.put('journal', entry)
    for (const batch of books.chain) this.stage.put('chain', batch)
    this.stage.put('fundCheckpoints', books.checkpoint)
    this.stage.put('rosters', {
      ...{ _id: fundId, version: 1, setAtMs: startMs, setByOpenid: 'o-street' },
      seats: [...members, 'supervisor'].map((name) => ({
        ...{ openid: `o-${name}`, name, seat: name === 'supervisor' ? 'supervisor' : 'member', relatedParties: [] },
        ...{ termFromMs: startMs - 100 * dayMs, termUntilMs: startMs + 600 * dayMs },
      })),
    } as never)
  }

  /** A call under way; it is answered as the scheduler lets it. */
  async call<Name extends ProcedureName>(
    who: string,
    procedure: Name,
    input: Procedures[Name]['input'],
  ): Promise<CallReply<Procedures[Name]['result']>> {
    const ended = await this.stage.run(who, async (world) => {
      const files = { ...world.files, temporaryUrls: async (ids: readonly string[]) => ids.map(() => null) }
      const own = { ...world, files, caller: () => ({ openid: `o-${who}`, fromClient: true }) }
      return serve('funds', procedures, own)({ procedure, input, requestId: 'simulated' })
    })
    if (ended.how !== 'done') throw ended.how === 'failed' ? ended.error : new Error('nobody dies here')
    return ended.result as CallReply<Procedures[Name]['result']>
  }

  /** Everything at the same moment, in an order that the seed chooses at every round trip. */
  async atOnce<Replies extends readonly unknown[]>(...calls: { [Index in keyof Replies]: Promise<Replies[Index]> }) {
    await this.stage.settle()
    return Promise.all(calls)
  }

  /** One call with nobody beside it, which has to go well. */
  async ok<Name extends ProcedureName>(who: string, procedure: Name, input: Procedures[Name]['input']) {
    const under = this.call(who, procedure, input)
    await this.stage.settle()
    const reply = await under
    if (!reply.ok) throw new Error(`${procedure}: ${reply.error.code} ${JSON.stringify(reply.error.fields ?? '')}`)
    return reply.data
  }

  async submitted(yuan: number): Promise<SpendingDetail> {
    return this.ok('worker', 'funds.submitSpending', this.input(yuan))
  }

  input(yuan: number): Procedures['funds.submitSpending']['input'] {
    return {
      ...{ spendingKey: this.stage.key(), fundId, source: { kind: 'byHand' }, title: '为楼道安装扶手' },
      ...{ field: 'elderCare', reason: '老楼没有扶手，老人上下楼不稳', payeeName: '惠民建材店' },
      items: [{ name: '扶手', quantity: 1, unitFen: fen(yuan * 100) }],
      beneficiary: { kind: 'group', name: '三栋的老人', count: 38 },
      ...{ quoteFileIds: [], changeFrom: null },
    }
  }

  /** Signed by worker and staff: committed when it is small, in the committee's hands when it is not. */
  async signed(yuan: number): Promise<SpendingDetail> {
    const { spendingId } = await this.submitted(yuan)
    const answer = { spendingId, agreed: true, opinion: '情况属实，同意' }
    await this.ok('colleague', 'funds.signSpending', answer)
    return this.ok('staff', 'funds.signSpending', answer)
  }

  stored(spendingId: string): SpendingRecord {
    const found = this.stage.server.rows<SpendingRecord>('spendingRequests').find(({ _id }) => _id === spendingId)
    if (!found) throw new Error('the request is not there')
    return found
  }

  balances(): { available: number; committed: number } {
    const [checkpoint] = this.stage.server.rows<never>('fundCheckpoints') as unknown as readonly {
      balances: Record<string, number>
    }[]
    const of = (account: string) => (checkpoint?.balances[`fund:${fundId}:${account}`] ?? 0) / 100
    return { available: of('available'), committed: of('committed') }
  }

  /** What an auditor finds; nothing when the books are right. */
  findings() {
    const { server } = this.stage
    const [checkpoint] = server.rows<never>('fundCheckpoints')
    return audit({
      ...{ fundId, checkpoint: checkpoint ?? null, chain: server.rows('chain'), journal: server.rows('journal') },
      ...{ gifts: [], requests: server.rows('spendingRequests') },
    } as never)
  }
}

export function codeOf(reply: CallReply<unknown>): string {
  return reply.ok ? 'ok' : reply.error.code
}
