/** What was recorded: a temporary file, and how long. */
export interface Recording {
  path: string
  durationMs: number
}

export interface RecordingListener {
  started(): void
  /** Null when nothing came of it; `denied`: the person keeps the microphone from the mini-program. */
  ended(recording: Recording | null, why: 'done' | 'denied' | 'failed'): void
}

const longestMs = 60_000

/** Begins to record, after WeChat asked for the microphone. The phone has one recorder: a second start ends the first. */
export function startRecording(listener: RecordingListener): void {
  const recorder = wx.getRecorderManager()
  recorder.onStart(() => listener.started())
  recorder.onStop(({ tempFilePath, duration }) => {
    listener.ended({ path: tempFilePath, durationMs: Math.min(duration, longestMs) }, 'done')
  })
  recorder.onError(({ errMsg }) => listener.ended(null, /auth|deny|denied/i.test(errMsg) ? 'denied' : 'failed'))
  // Small and played everywhere: a minute is about 180 kB.
  recorder.start({ duration: longestMs, sampleRate: 16_000, numberOfChannels: 1, encodeBitRate: 24_000, format: 'mp3' })
}

export function stopRecording(): void {
  wx.getRecorderManager().stop()
}

/**
 * Words of a recording, where the operator added WeChat's speech plugin (同声传译, `WechatSI`); null where it is not there or
 * heard nothing. Nothing depends on it.
 */
export async function wordsOf(path: string): Promise<string | null> {
  const plugin = speechPlugin()
  if (plugin === null) return null
  return new Promise((resolve) => {
    plugin.manualRecognize({
      filePath: path,
      lang: 'zh_CN',
      success: ({ result }) => resolve(result?.trim() || null),
      fail: () => resolve(null),
    })
  })
}

interface SpeechPlugin {
  manualRecognize(options: {
    filePath: string
    lang: 'zh_CN'
    success: (answer: { result?: string }) => void
    fail: () => void
  }): void
}

/** `requirePlugin` throws for a plugin that app.json does not declare. */
function speechPlugin(): SpeechPlugin | null {
  try {
    const plugin: unknown = typeof requirePlugin === 'function' ? requirePlugin('WechatSI') : null
    return isSpeechPlugin(plugin) ? plugin : null
  } catch {
    return null
  }
}

function isSpeechPlugin(plugin: unknown): plugin is SpeechPlugin {
  return (
    typeof plugin === 'object' &&
    plugin !== null &&
    'manualRecognize' in plugin &&
    typeof plugin.manualRecognize === 'function'
  )
}
