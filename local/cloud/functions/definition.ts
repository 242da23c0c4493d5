import { readdir, readFile, stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { messageOf } from '../errors'
import { type Cron, parseCron } from './cron'

export interface Trigger {
  name: string
  cron: Cron
}

/** A deployed function as its folder describes it. */
export interface FunctionDefinition {
  name: string
  bundlePath: string
  /** Longest run of one call. CloudBase makes new functions with 3 s; the deploy sets this key of config.json, else 20 s. */
  timeoutMs: number
  memoryMb: number
  /** WeChat's server APIs that it may call: `permissions.openapi`. */
  openapi: ReadonlySet<string>
  triggers: readonly Trigger[]
}

const defaultTimeoutS = 20
/** CloudBase's own limit for a function that is called and waited for. */
const longestTimeoutS = 60
const defaultMemoryMb = 256

/** Every function below a folder of built bundles. Throws with the function's name when its config.json is not valid. */
export async function readFunctions(functionsDir: string): Promise<Map<string, FunctionDefinition>> {
  const definitions = new Map<string, FunctionDefinition>()
  for (const entry of await readdir(functionsDir, { withFileTypes: true })) {
    if (!entry.isDirectory()) continue
    const definition = await readFunction(functionsDir, entry.name)
    if (definition) definitions.set(definition.name, definition)
  }
  return definitions
}

async function readFunction(functionsDir: string, name: string): Promise<FunctionDefinition | null> {
  const bundlePath = resolve(functionsDir, name, 'index.js')
  if (!(await stat(bundlePath).catch(() => null))) return null
  const text = await readFile(join(functionsDir, name, 'config.json'), 'utf8').catch(() => '{}')
  try {
    return { name, bundlePath, ...parseConfig(JSON.parse(text)) }
  } catch (error) {
    throw new Error(`config.json of the function ${name}: ${messageOf(error)}`)
  }
}

function parseConfig(config: unknown): Omit<FunctionDefinition, 'name' | 'bundlePath'> {
  if (!isRecord(config)) throw new Error('must be an object')
  const { timeout = defaultTimeoutS, memorySize = defaultMemoryMb, permissions = {}, triggers = [] } = config
  if (typeof timeout !== 'number' || timeout <= 0 || timeout > longestTimeoutS) {
    throw new Error(`timeout must be 1 to ${longestTimeoutS} seconds`)
  }
  if (typeof memorySize !== 'number' || memorySize < 64) throw new Error('memorySize must be 64 MB or more')
  if (!isRecord(permissions)) throw new Error('permissions must be an object')
  const openapi = permissions.openapi ?? []
  if (!Array.isArray(openapi) || !openapi.every((api) => typeof api === 'string')) {
    throw new Error('permissions.openapi must be a list of names')
  }
  if (!Array.isArray(triggers)) throw new Error('triggers must be a list')
  return { timeoutMs: timeout * 1000, memoryMb: memorySize, openapi: new Set(openapi), triggers: triggers.map(trigger) }
}

function trigger(value: unknown): Trigger {
  if (!isRecord(value) || typeof value.name !== 'string' || typeof value.config !== 'string') {
    throw new Error('a trigger has a name, a type and a config')
  }
  if (value.type !== 'timer') throw new Error(`the trigger ${value.name} must be of type timer`)
  return { name: value.name, cron: parseCron(value.config) }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
