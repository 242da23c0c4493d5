/** Asks again and again while a page is in front, less and less often as long as nothing changes. */
export interface Poll {
  /** onShow; starts over with the short pause. */
  start(): void
  /** onHide and onUnload. */
  stop(): void
}

export interface PollOptions {
  /** Resolves with whether something changed: then the pause is short again. */
  ask: () => Promise<boolean>
  firstPauseMs?: number
  longestPauseMs?: number
}

export function poll({ ask, firstPauseMs = 2_500, longestPauseMs = 30_000 }: PollOptions): Poll {
  let timer: ReturnType<typeof setTimeout> | null = null
  let running = false
  let pauseMs = firstPauseMs

  const plan = (): void => {
    timer = setTimeout(() => {
      void turn()
    }, pauseMs)
  }
  const turn = async (): Promise<void> => {
    const round = timer
    const changed = await ask()
    pauseMs = changed ? firstPauseMs : Math.min(pauseMs * 1.5, longestPauseMs)
    if (running && round === timer) plan()
  }

  return {
    start() {
      if (timer !== null) clearTimeout(timer)
      running = true
      pauseMs = firstPauseMs
      plan()
    },
    stop() {
      running = false
      if (timer !== null) clearTimeout(timer)
      timer = null
    },
  }
}
