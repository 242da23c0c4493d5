import {
  putDraft,
  removeDraft,
  syncVisits,
  type VisitDraft,
  type VisitPorts,
} from '../../../miniprogram/worker/visit-sync'

const draft: VisitDraft = {
  key: '0123456789abcdef0123456789abcdef',
  needId: 'need_1',
  about: '独居探访 · 新山村社区',
  way: 'home',
  startedAtMs: 1,
  minutes: 30,
  note: '量了血压',
  place: null,
  photos: [
    { path: 'a.jpg', fileId: '', added: false },
    { path: 'b.jpg', fileId: '', added: false },
  ],
  state: 'waiting',
  sent: false,
  recorded: false,
  refusedBecause: '',
  refusedWords: '',
}

class Refusal extends Error {
  constructor(
    readonly code: string,
    message = code,
  ) {
    super(message)
  }
}

/** A phone and a cloud between which anything can fail, once at each place. */
class World {
  kept: VisitDraft[] = []
  readonly visits = new Map<string, string>()
  readonly photos: string[] = []
  uploads = 0
  failAt: string | null = null
  failure: Error = new Refusal('OFFLINE')
  /** The cloud did it, but the answer did not come. */
  lostAnswer = false

  readonly ports: VisitPorts = {
    read: () => structuredClone(this.kept),
    write: (drafts) => {
      this.kept = structuredClone([...drafts])
      return true
    },
    record: async ({ key, note }) => {
      this.#break('record', () => this.#take(key, note))
      this.#take(key, note)
    },
    upload: async (path) => {
      this.#break(`upload ${path}`)
      this.uploads += 1
      return `cloud://${path}`
    },
    addPhoto: async (_needId, _visitId, fileId) => {
      this.#break(`add ${fileId}`, () => this.#addPhoto(fileId))
      this.#addPhoto(fileId)
    },
    dropPhoto: () => undefined,
  }

  #take(key: string, note: string) {
    const known = this.visits.get(key)
    if (known !== undefined && known !== note) throw new Refusal('KEY_REUSED')
    this.visits.set(key, note)
  }
  #addPhoto(fileId: string) {
    if (!this.photos.includes(fileId)) this.photos.push(fileId)
  }
  #break(place: string, effect?: () => void) {
    if (this.failAt !== place) return
    this.failAt = null
    if (this.lostAnswer) effect?.()
    throw this.failure
  }
}

const places = ['record', 'upload a.jpg', 'add cloud://a.jpg', 'upload b.jpg', 'add cloud://b.jpg']
const cases = places.flatMap((place) => [false, true].map((lost) => [place, lost] as const))

test.each(cases)(
  'broken off at «%s» (answer lost: %s) it goes on later: one visit, two pictures',
  async (place, lost) => {
    const world = new World()
    putDraft(world.ports, draft)
    world.failAt = place
    world.lostAnswer = lost
    expect(await syncVisits(world.ports)).toEqual({ sent: 0, waiting: 1, refused: 0 })
    expect(await syncVisits(world.ports)).toEqual({ sent: 1, waiting: 0, refused: 0 })
    expect([...world.visits.values()]).toEqual(['量了血压'])
    expect(world.photos).toEqual(['cloud://a.jpg', 'cloud://b.jpg'])
    expect(world.uploads).toBe(2)
    expect(world.kept).toEqual([])
  },
)

test('sent with the answer lost, the words are settled: the phone knows before it sends', async () => {
  const world = new World()
  putDraft(world.ports, draft)
  world.failAt = 'record'
  await syncVisits(world.ports)
  expect(world.kept[0]).toMatchObject({ sent: true, recorded: false, state: 'waiting' })
})

test('refused by the cloud it stays on the phone with the reason, and may be changed', async () => {
  const world = new World()
  putDraft(world.ports, draft)
  world.failAt = 'record'
  world.failure = new Refusal('NOT_NOW', '那时这件个案不在您手上')
  expect(await syncVisits(world.ports)).toEqual({ sent: 0, waiting: 0, refused: 1 })
  expect(world.kept[0]).toMatchObject({
    state: 'refused',
    refusedWords: '那时这件个案不在您手上',
    sent: false,
    note: '量了血压',
  })
  expect(await syncVisits(world.ports)).toEqual({ sent: 0, waiting: 0, refused: 1 })
})

test('one that is refused holds up no other; without a network none is tried after the first', async () => {
  const world = new World()
  putDraft(world.ports, { ...draft, key: 'f'.repeat(32), photos: [] })
  putDraft(world.ports, { ...draft, photos: [] })
  world.failAt = 'record'
  world.failure = new Refusal('CONTENT_REFUSED')
  expect(await syncVisits(world.ports)).toEqual({ sent: 1, waiting: 0, refused: 1 })
  const offline = new World()
  putDraft(offline.ports, { ...draft, key: 'f'.repeat(32), photos: [] })
  putDraft(offline.ports, { ...draft, photos: [] })
  offline.failAt = 'record'
  expect(await syncVisits(offline.ports)).toEqual({ sent: 0, waiting: 2, refused: 0 })
})

test('a picture that the phone lost does not hold up the visit', async () => {
  const world = new World()
  putDraft(world.ports, draft)
  world.failAt = 'upload a.jpg'
  world.failure = new Error('no such file or directory')
  expect(await syncVisits(world.ports)).toEqual({ sent: 1, waiting: 0, refused: 0 })
  expect(world.photos).toEqual(['cloud://b.jpg'])
})

test('what is being written is not sent, and what is given up is gone', async () => {
  const world = new World()
  putDraft(world.ports, { ...draft, state: 'writing' })
  expect(await syncVisits(world.ports)).toEqual({ sent: 0, waiting: 0, refused: 0 })
  expect(world.visits.size).toBe(0)
  removeDraft(world.ports, draft.key)
  expect(world.kept).toEqual([])
})
