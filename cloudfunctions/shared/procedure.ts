import { z } from 'zod'
import type { CallReply } from '../../typings/call'
import type { CallError } from '../../typings/errors'
import type { Duty } from '../../typings/people'
import type { AreaName, ProcedureName, Procedures } from '../../typings/procedures'
import { type Access, readDuties } from './access/duties'
import { type RateLimit, takeFromLimit } from './access/rate-limit'
import { Failure, require } from './errors'
import type { World } from './ports/index'

/** What a procedure knows besides its input. */
export interface Context {
  world: World
  /** Who calls, from WeChat alone. */
  openid: string
  requestId: string
  /** The moment of the call; one call has one now. */
  nowMs: number
  /** The caller's duties, of the roles that the procedure's access rule names; else empty. */
  duties: readonly Duty[]
  /** The caller's name, where the access rule names roles; else null. */
  callerName: string | null
}

/** How what staff do is signed: their name, or what they are where none was entered. */
export function staffName({ callerName }: Pick<Context, 'callerName'>): string {
  return callerName ?? '工作人员'
}

type Input<Name extends ProcedureName> = Procedures[Name]['input']
type Result<Name extends ProcedureName> = Procedures[Name]['result']

/** The same type with every list read-only, as `typings` has them. */
type ReadOnly<Value> = Value extends object ? { readonly [Key in keyof Value]: ReadOnly<Value[Key]> } : Value

/** Nothing when the schema reads exactly what is promised; else a type that no schema is. */
type Reads<Output, Promised> = [Output] extends [Promised]
  ? [Promised] extends [ReadOnly<Output>]
    ? unknown
    : never
  : never

export interface Procedure<Name extends ProcedureName = ProcedureName> {
  readonly name: Name
  /** What `parse` reads. */
  readonly schema: z.ZodType
  parse(input: unknown): Input<Name>
  readonly access: Access
  readonly limit: RateLimit | null
  run(context: Context, input: Input<Name>): Promise<Result<Name>>
}

/**
 * Declares a procedure: the compiler checks that its schema reads exactly the input that `typings` promises. `access` is
 * `anyone` (each person whom WeChat names) or the roles of which one is needed; `limit` bounds what one person can write.
 */
export function procedure<Name extends ProcedureName, Schema extends z.ZodType>(definition: {
  name: Name
  input: Schema & Reads<z.output<Schema>, Input<Name>>
  access: Access
  limit?: RateLimit
  run(context: Context, input: Input<Name>): Promise<Result<Name>>
}): Procedure<Name> {
  const schema: z.ZodType = definition.input
  return {
    name: definition.name,
    schema,
    parse: (input) => parseInput(schema, input) as Input<Name>,
    access: definition.access,
    limit: definition.limit ?? null,
    run: (context, input) => definition.run(context, input),
  }
}

/** As `Procedure`, whatever its name: `run` is given only what `parse` of the same procedure returned. */
export interface AnyProcedure {
  readonly name: ProcedureName
  readonly schema: z.ZodType
  parse(input: unknown): unknown
  readonly access: Access
  readonly limit: RateLimit | null
  run(context: Context, input: never): Promise<unknown>
}

type NamesOf<Area extends AreaName> = Extract<ProcedureName, `${Area}.${string}`>
/** The list itself when it holds every procedure of the area; else the names that are missing. */
type Complete<Area extends AreaName, List extends readonly AnyProcedure[]> =
  Exclude<NamesOf<Area>, List[number]['name']> extends never ? List : Exclude<NamesOf<Area>, List[number]['name']>

/**
 * The `main` of an area's function. It never rejects: what was thrown becomes the call's error, and the unknown becomes
 * INTERNAL, of which only the request id leaves the function.
 */
export function serve<Area extends AreaName, const List extends readonly AnyProcedure[]>(
  _area: Area,
  procedures: List & Complete<Area, List>,
  world: World,
): (event: unknown) => Promise<CallReply<unknown>> {
  const byName = new Map<string, AnyProcedure>((procedures as List).map((each) => [each.name, each]))
  return async (event) => {
    const call = envelope.safeParse(event)
    const requestId = call.success ? call.data.requestId : world.ids.random()
    try {
      require(call.success, 'INVALID_INPUT', 'a call has a procedure, an input and a request id')
      const called = byName.get(call.data.procedure)
      require(called, 'NOT_FOUND', 'no such procedure')
      return { ok: true, data: await runOne(world, called, call.data.input, requestId) }
    } catch (error) {
      const procedureName = call.success && byName.has(call.data.procedure) ? call.data.procedure : 'unknown'
      return { ok: false, error: reportFailure(world, error, procedureName, requestId) }
    }
  }
}

/** Principal → parse → authorise → run. */
async function runOne(world: World, called: AnyProcedure, input: unknown, requestId: string): Promise<unknown> {
  const { openid } = world.caller()
  require(openid !== '', 'UNAUTHENTICATED', 'WeChat gave no identity')
  const parsed = called.parse(input)
  const nowMs = world.clock.nowMs()
  const principal = called.access === 'anyone' ? nobodySpecial : await readDuties(world.database, openid, called.access)
  if (called.limit) await takeFromLimit(world.database, called.limit, openid, nowMs)
  // `parsed` came out of this very procedure's schema.
  return called.run({ world, openid, requestId, nowMs, ...principal }, parsed as never)
}

const nobodySpecial = { duties: [], callerName: null }

const envelope = z.object({
  procedure: z.string().max(60),
  input: z.unknown(),
  requestId: z.string().regex(/^[0-9A-Za-z_-]{1,64}$/),
})

function parseInput(schema: z.ZodType, input: unknown): unknown {
  const parsed = schema.safeParse(input)
  if (parsed.success) return parsed.data
  const fields = parsed.error.issues.map((issue) => ({ path: issue.path.map(String).join('.'), limit: issue.message }))
  throw new Failure('INVALID_INPUT', 'the input breaks a limit', fields)
}

/** The system's own failures are logged, with the request id and no personal data; the person's are theirs to mend. */
function reportFailure(world: World, error: unknown, procedureName: string, requestId: string): CallError {
  const failure = error instanceof Failure ? error : new Failure('INTERNAL', 'something went wrong here')
  if (!(error instanceof Failure)) {
    world.log('error', 'procedure.broke', { procedure: procedureName, requestId, error: describe(error) })
  } else if (failure.retryable) {
    world.log('warn', 'procedure.failed', {
      procedure: procedureName,
      requestId,
      code: failure.code,
      error: error.message,
    })
  }
  return {
    code: failure.code,
    // What WeChat or the database said is for the log alone.
    message: systemMessages[failure.code] ?? failure.message,
    retryable: failure.retryable,
    requestId,
    ...(failure.fields ? { fields: failure.fields } : {}),
  }
}

const systemMessages: Readonly<Partial<Record<string, string>>> = {
  BUSY: 'too many at once',
  UNAVAILABLE: 'a service did not answer',
  INTERNAL: 'something went wrong here',
}

/** Where it broke: name and frames. A message may quote what a person wrote, so of ours alone (invariants) it is kept. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return typeof error
  const frames = (error.stack ?? '')
    .split('\n')
    .filter((line) => line.trimStart().startsWith('at '))
    .slice(0, 6)
  const message = error.message.startsWith('Invariant broken') || 'errCode' in error ? error.message : ''
  return [error.name, message, ...frames.map((line) => line.trim())].join(' | ')
}
