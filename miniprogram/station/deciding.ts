import type { Said, Tap } from '../behaviors/events'
import { failureLine } from '../format/errors'
import { tell } from '../platform/device'

/** What a page keeps that grants or refuses: the words beside each request, which lacks its reason, which is on its way. */
export interface Decisions<Id extends string> {
  notes: Record<string, string>
  missing: Id | ''
  busy: Id | ''
}

interface DecidingPage<Id extends string> {
  data: Decisions<Id>
  setData(change: Partial<Decisions<Id>>): void
  load(): Promise<void>
}

interface Deciding<Id extends string> {
  send: (id: Id, approved: boolean, note: string) => Promise<unknown>
  /** What is said afterwards. */
  approved: string
  declined: string
}

/** Spread into a page where requests are granted, or refused with a reason. */
export function deciding<Id extends string>({ send, approved: granted, declined }: Deciding<Id>) {
  return {
    type(this: DecidingPage<Id>, { detail, currentTarget }: Said<{ value: string }, { id: Id }>) {
      this.setData({ notes: { ...this.data.notes, [currentTarget.dataset.id]: detail.value }, missing: '' })
    },
    async decide(this: DecidingPage<Id>, { currentTarget }: Tap<{ id: Id; approved: boolean }>) {
      const { id, approved } = currentTarget.dataset
      const note = (this.data.notes[id] ?? '').trim()
      if (this.data.busy !== '') return
      if (!approved && note === '') return this.setData({ missing: id })
      this.setData({ busy: id })
      try {
        await send(id, approved, note)
        tell(approved ? granted : declined)
      } catch (error) {
        tell(failureLine(error))
      } finally {
        this.setData({ busy: '' })
        await this.load()
      }
    },
  }
}
