/** A process of its own that commits without pause and says on its output what was answered as durable. */
import { openDatabase } from '../../../local/cloud/database'

async function main(dir: string): Promise<void> {
  const database = await openDatabase({
    dir,
    collections: [
      { name: 'gifts', permission: 'ADMINONLY', indexes: [{ name: 'key', fields: [['key', 1]], unique: true }] },
      { name: 'funds', permission: 'ADMINONLY', indexes: [] },
    ],
    nowMs: Date.now,
  })
  const ask = async (action: string, request: Record<string, unknown>): Promise<Record<string, unknown>> => {
    const answer = await database.handle({ action: `database.${action}`, ...request })
    if ('code' in answer) throw new Error(String(answer.message))
    return answer
  }
  if (database.count('funds') === 0)
    await database.load(
      'funds',
      [0, 1, 2, 3].map((n) => ({ _id: `fund${n}`, giftIds: [] })),
    )
  const query = (id: string) => ({ query: JSON.stringify({ _id: id }), queryType: 'DOC', multi: false })

  /** A gift and its fund's list agree in every state that can be seen: both or neither. */
  async function give(donor: number, n: number): Promise<void> {
    const id = `gift-${process.pid}-${donor}-${n}`
    const { transactionId } = await ask('startTransaction', {})
    await ask('insertDocument', {
      collectionName: 'gifts',
      transactionId,
      data: [JSON.stringify({ _id: id, key: id, fund: donor })],
    })
    const data = JSON.stringify({ $push: { giftIds: id } })
    await ask('modifyDocument', { collectionName: 'funds', transactionId, ...query(`fund${donor}`), data, merge: true })
    await ask('commitTransaction', { transactionId })
    process.stdout.write(`${id}\n`)
  }

  async function plain(writer: number, n: number): Promise<void> {
    const id = `plain-${process.pid}-${writer}-${n}`
    await ask('insertDocument', { collectionName: 'gifts', data: [JSON.stringify({ _id: id, key: id })] })
    process.stdout.write(`${id}\n`)
  }

  const forever = async (work: (who: number, n: number) => Promise<void>, who: number): Promise<never> => {
    for (let n = 0; ; n++) await work(who, n)
  }
  await Promise.all([...[0, 1, 2, 3].map((n) => forever(give, n)), ...[0, 1, 2, 3, 4, 5].map((n) => forever(plain, n))])
}

void main(process.argv[2] ?? '')
