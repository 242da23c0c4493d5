export { compileMiniprogram } from './compile'
export type { CompileOptions, CompileProblem, CompileResult, Manifest } from './types'
export { watchMiniprogram } from './watch'
