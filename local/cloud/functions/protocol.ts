export type LogLevel = 'info' | 'warn' | 'error'

/** What a worker is given at its start. */
export interface InstanceData {
  bundlePath: string
  functionName: string
  /** The clock's offset: one BigInt64, milliseconds. */
  clock: SharedArrayBuffer
  memoryMb: number
  envId: string
}

/** One call. */
export interface ToWorker {
  id: string
  /** The event as JSON; empty for none. */
  eventJson: string
  /** Environment of this call; null removes the variable. */
  env: Record<string, string | null>
  limitMs: number
}

export type FromWorker =
  | { type: 'ready' }
  | { type: 'done'; id: string; resultJson: string }
  /** The function threw or rejected; the instance lives on. */
  | { type: 'failed'; id: string; stack: string }
  | { type: 'log'; level: LogLevel; text: string }
