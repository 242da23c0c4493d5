/** Something in the source that WeChat would not accept. Lines and columns count from 1; 0 when not known. */
export interface CompileProblem {
  /** Relative to the mini-program's root, or as npm names it. */
  file: string
  line: number
  column: number
  message: string
}

/** `app.json`, as far as the phone needs it. */
export interface AppConfig {
  pages: string[]
  subPackages: { root: string; pages: string[] }[]
  usingComponents: Record<string, string>
  window: Record<string, unknown>
  tabBar?: TabBarConfig
  [key: string]: unknown
}

export interface TabBarConfig {
  custom?: boolean
  color?: string
  selectedColor?: string
  backgroundColor?: string
  borderStyle?: string
  list: { pagePath: string; text: string; iconPath?: string; selectedIconPath?: string }[]
}

/** A page or component that the app can reach. Its id is its path from the root, without extension. */
export interface Unit {
  id: string
  /** Root of the package it ships in; '' is the main package. */
  package: string
  isPage: boolean
  config: UnitConfig
  files: { script: string; template: string; style?: string; config?: string }
}

/** A page's or component's JSON: every component path in it is an id by now. */
export interface UnitConfig {
  component?: boolean
  usingComponents: Record<string, string>
  componentGenerics?: Record<string, true | { default?: string }>
  componentPlaceholder?: Record<string, string>
  styleIsolation?: string
  addGlobalClass?: boolean
  pureDataPattern?: string
  [key: string]: unknown
}

export interface Project {
  root: string
  app: AppConfig
  appScript: string
  appStyle?: string
  units: Unit[]
  /** Roots of the packages, '' first. */
  packages: string[]
  /** Every file that was read to learn all this. */
  inputs: string[]
}

/** What the phone loads first: `manifest.json`. */
export interface Manifest {
  /** Changes whenever anything does. */
  version: string
  app: AppConfig
  pages: Record<string, { package: string; config: UnitConfig }>
  packages: Record<string, { resources: string; code: string }>
  problems: CompileProblem[]
}

export interface CompileResult {
  ok: boolean
  problems: CompileProblem[]
  manifest: Manifest
  ms: number
  /** True when nothing had changed since the last time. */
  reused: boolean
}

export interface CompileOptions {
  /** The mini-program's folder: where app.json is. */
  root: string
  outDir: string
  /** Where npm packages are found; default: the nearest node_modules above the root. */
  nodeModules?: string
}
