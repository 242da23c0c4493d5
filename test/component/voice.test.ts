import { join } from 'node:path'
import simulate from 'miniprogram-simulate'

const rootPath = join(__dirname, '../../miniprogram')

type Shown = ReturnType<typeof simulate.render>

/** A component's own module has to run at each registration: jest would otherwise give a shared child from its cache. */
function component(path: string, stubs: Readonly<Record<string, string>> = {}) {
  return (properties: Record<string, unknown>): Shown => {
    jest.resetModules()
    const usingComponents = Object.fromEntries(
      Object.entries(stubs).map(([name, template]) => [name, simulate.load({ template })]),
    )
    const id = simulate.load(join(rootPath, path), { rootPath, compiler: 'simulate', usingComponents })
    const shown = simulate.render(id, properties)
    shown.attach(document.createElement('parent-wrapper'))
    return shown
  }
}

const box = '<view><slot /></view>'
const voiceNote = component('components/voice-note/voice-note')
const voicePlay = component('components/voice-play/voice-play')
const rateForm = component('components/rate-form/rate-form', { 't-button': box, 't-textarea': '<view />' })

const text = (shown: Shown): string => (shown.dom?.textContent ?? '').replace(/\s+/g, '')
const heard = (shown: Shown, event: string): unknown[] => {
  const details: unknown[] = []
  shown.addEventListener(event, ({ detail }) => details.push(detail))
  return details
}

async function tapOn(shown: Shown, selector: string, index = 0): Promise<void> {
  const target = shown.querySelectorAll(selector)[index]
  if (target === undefined) throw new Error(`nothing matches ${selector}`)
  target.dispatchEvent('tap')
  await simulate.sleep(20)
}

/** The phone's one recorder and its sounds, as far as the product uses them. */
class Recorder {
  start = jest.fn()
  stop = jest.fn()
  #told: Partial<Record<'start' | 'stop' | 'error', (detail: unknown) => void>> = {}
  onStart = (told: () => void) => this.#keep('start', told)
  onStop = (told: (detail: { tempFilePath: string; duration: number }) => void) => this.#keep('stop', told as never)
  onError = (told: (detail: { errMsg: string }) => void) => this.#keep('error', told as never)
  tell(event: 'start' | 'stop' | 'error', detail: unknown = {}): void {
    const told = this.#told[event]
    if (!told) throw new Error(`nobody listens to ${event}`)
    told(detail)
  }
  #keep(event: 'start' | 'stop' | 'error', told: (detail: unknown) => void): void {
    this.#told[event] = told
  }
}

class Sound {
  static made: Sound[] = []
  src = ''
  play = jest.fn()
  destroy = jest.fn()
  ended: () => void = () => undefined
  failed: () => void = () => undefined
  constructor() {
    Sound.made.push(this)
  }
  onEnded(told: () => void): void {
    this.ended = told
  }
  onError(told: () => void): void {
    this.failed = told
  }
}

let recorder: Recorder
let upload: jest.Mock
let toast: jest.Mock
beforeEach(() => {
  recorder = new Recorder()
  Sound.made = []
  upload = jest.fn(async () => ({ fileID: 'cloud://voice.mp3' }))
  toast = jest.fn()
  Object.assign(wx, {
    getRecorderManager: () => recorder,
    createInnerAudioContext: () => new Sound(),
    showToast: toast,
    getNetworkType: ({ success }: { success: (answer: { networkType: string }) => void }) =>
      success({ networkType: 'wifi' }),
    cloud: { uploadFile: upload },
  })
})

const finger = (clientY: number) => ({ touches: [{ clientY }] })

async function speak(shown: Shown, durationMs: number): Promise<void> {
  shown.instance.press(finger(500))
  recorder.tell('start')
  shown.instance.release()
  recorder.tell('stop', { tempFilePath: 'tmp/a.mp3', duration: durationMs })
  await simulate.sleep(20)
}

const said = () => toast.mock.calls.map(([{ title }]) => title)

describe('holding to speak', () => {
  test('what was said is kept in the cloud, and the page is told with its length', async () => {
    const shown = voiceNote({})
    expect(text(shown)).toContain('按住说话')
    const changes = heard(shown, 'change')
    await speak(shown, 8_000)
    expect(upload).toHaveBeenCalledTimes(1)
    expect(changes).toEqual([{ fileId: 'cloud://voice.mp3', durationMs: 8_000 }])
    expect(text(shown)).toContain('重说')
    shown.detach()
  })

  test('while speaking it says so; sliding up takes it back and nothing is kept', async () => {
    const shown = voiceNote({})
    shown.instance.press(finger(500))
    recorder.tell('start')
    expect(text(shown)).toContain('正在听，说完松开')
    shown.instance.slide(finger(400))
    expect(text(shown)).toContain('松开手指，取消')
    shown.instance.release()
    recorder.tell('stop', { tempFilePath: 'tmp/a.mp3', duration: 8_000 })
    await simulate.sleep(20)
    expect(upload).not.toHaveBeenCalled()
    expect(said()).toEqual(['已取消，没有保存'])
    expect(text(shown)).toContain('按住说话')
  })

  test('a slip of the finger is not a recording', async () => {
    const shown = voiceNote({})
    await speak(shown, 400)
    expect(upload).not.toHaveBeenCalled()
    expect(said()).toEqual(['太短了，请按住不放，说完再松开'])
  })

  test('a finger that was up while WeChat asked for the microphone is told to press again', () => {
    const shown = voiceNote({})
    shown.instance.press(finger(500))
    shown.instance.release()
    recorder.tell('start')
    expect(recorder.stop).toHaveBeenCalledTimes(1)
    recorder.tell('stop', { tempFilePath: 'tmp/a.mp3', duration: 300 })
    expect(said()).toEqual(['可以说了，请按住再说一次'])
  })

  test.each([
    ['operateRecorder:fail auth deny', '请在设置里允许使用麦克风，或者打字'],
    ['operateRecorder:fail recorder busy', '没有录上，请再按住说一次，或者打字'],
  ])('%s: what to do instead', (errMsg, words) => {
    const shown = voiceNote({})
    shown.instance.press(finger(500))
    recorder.tell('error', { errMsg })
    expect(said()).toEqual([words])
    expect(text(shown)).toContain('按住说话')
  })

  test('at a minute WeChat ends it by itself, and the person is told that it is kept so far', async () => {
    const shown = voiceNote({})
    const changes = heard(shown, 'change')
    shown.instance.press(finger(500))
    recorder.tell('start')
    recorder.tell('stop', { tempFilePath: 'tmp/a.mp3', duration: 60_040 })
    await simulate.sleep(20)
    expect(changes).toEqual([{ fileId: 'cloud://voice.mp3', durationMs: 60_000 }])
    expect(said()).toEqual(['一分钟到了，前面说的都留着'])
    shown.detach()
  })

  test('without a network what was said is not lost: it is sent again at a tap', async () => {
    upload.mockRejectedValueOnce(new Error('request:fail'))
    const shown = voiceNote({})
    const changes = heard(shown, 'change')
    await speak(shown, 8_000)
    expect(changes).toEqual([])
    expect(text(shown)).toContain('没保存上，再试')
    await tapOn(shown, '.again')
    expect(changes).toEqual([{ fileId: 'cloud://voice.mp3', durationMs: 8_000 }])
  })

  test('said anew, the page is told that there is none now', async () => {
    const shown = voiceNote({ fileId: 'cloud://old.mp3', durationMs: 3_000 })
    const changes = heard(shown, 'change')
    await tapOn(shown, '.again')
    expect(changes).toEqual([{ fileId: '', durationMs: 0 }])
    expect(text(shown)).toContain('按住说话')
  })

  test('a page that goes takes the microphone along', () => {
    const shown = voiceNote({})
    shown.instance.press(finger(500))
    recorder.tell('start')
    shown.detach()
    expect(recorder.stop).toHaveBeenCalledTimes(1)
  })
})

describe('playing', () => {
  test('a tap plays, a second tap stops; the length stands beside it', async () => {
    const shown = voicePlay({ src: 'https://x/a.mp3', durationMs: 8_400 })
    expect(text(shown)).toBe('听录音8秒')
    await tapOn(shown, '.voice')
    expect(Sound.made[0]).toMatchObject({ src: 'https://x/a.mp3' })
    expect(text(shown)).toContain('正在播放')
    await tapOn(shown, '.voice')
    expect(Sound.made[0]?.destroy).toHaveBeenCalledTimes(1)
    expect(text(shown)).toContain('听录音')
  })

  test('without an address it asks for one, and plays as soon as it is there', async () => {
    const shown = voicePlay({ durationMs: 8_000 })
    const needs = heard(shown, 'need')
    await tapOn(shown, '.voice')
    expect(needs).toHaveLength(1)
    expect(text(shown)).toContain('正在取…')
    shown.setData({ src: 'https://x/a.mp3' })
    expect(Sound.made[0]?.play).toHaveBeenCalledTimes(1)
  })

  test('a recording that cannot be played says so, and can be tried again', async () => {
    const shown = voicePlay({ src: 'https://x/a.mp3', durationMs: 8_000 })
    await tapOn(shown, '.voice')
    Sound.made[0]?.failed()
    expect(said()).toEqual(['这段录音放不出来，请稍后再试'])
    await tapOn(shown, '.voice')
    expect(Sound.made).toHaveLength(2)
  })

  test('a page that goes is silent', async () => {
    const shown = voicePlay({ src: 'https://x/a.mp3', durationMs: 8_000 })
    await tapOn(shown, '.voice')
    shown.detach()
    expect(Sound.made[0]?.destroy).toHaveBeenCalledTimes(1)
  })
})

describe('rating', () => {
  const choices = ['解决了', '没有解决', '满意', '不满意']

  test('two questions in plain words; it is sent only when both are answered', async () => {
    const shown = rateForm({})
    for (const words of choices) expect(text(shown)).toContain(words)
    const rates = heard(shown, 'rate')
    await tapOn(shown, '.chip', 0)
    expect(text(shown)).not.toContain('提交评价')
    shown.instance.send()
    expect(rates).toEqual([])
    await tapOn(shown, '.chip', 3)
    expect(text(shown)).toContain('提交评价')
    shown.instance.type({ detail: { value: '  来得慢  ' } })
    shown.instance.send()
    expect(rates).toEqual([{ solved: true, satisfied: false, comment: '来得慢' }])
  })

  test('what was said before stands there, and can be changed', async () => {
    const shown = rateForm({ rating: { solved: false, satisfied: true, comment: '还漏水', atMs: 1 } })
    expect(text(shown)).toContain('您的评价：没有解决，满意还漏水')
    await tapOn(shown, '.edit')
    expect(shown.querySelectorAll('.chip-on').map((each) => text(each as Shown))).toEqual(['没有解决', '满意'])
  })

  test('the choice is marked for a screen reader too', async () => {
    const shown = rateForm({})
    await tapOn(shown, '.chip', 1)
    const marks = shown.querySelectorAll('.chip').map((each) => each.dom?.getAttribute('aria-checked'))
    expect(marks.filter((mark) => mark === 'true').length).toBeLessThanOrEqual(1)
    expect(shown.data).toMatchObject({ solved: 'no' })
  })
})
