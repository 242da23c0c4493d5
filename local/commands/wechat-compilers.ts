import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import less from 'less'
import type { StageResult } from './run-stages'
import { root, run } from './terminal'

const source = join(root, 'miniprogram')

/**
 * WeChat's own `wcc` and `wcsc` over every template and style sheet of the product: what they refuse, a phone refuses. They
 * are programs inside the package miniprogram-compiler, for Linux and macOS on x86-64; elsewhere the stage fails and says so.
 */
export async function checkTemplates(): Promise<StageResult> {
  const binaries = join(dirname(require.resolve('miniprogram-compiler/package.json')), 'bin', platformFolder())
  const files = (await readdir(source, { recursive: true })).filter((file) => !file.includes('miniprogram_npm'))
  const templates = files.filter((file) => file.endsWith('.wxml') || file.endsWith('.wxs')).sort()
  const sheets = files.filter((file) => file.endsWith('.less') || file.endsWith('.wxss')).sort()
  const staged = mkdtempSync(join(tmpdir(), 'wushe-wxss-'))
  try {
    const compiledTemplates = await compile(binaries, 'wcc', ['-d', '-cc', ...templates, '-gn', '$gwx'], source)
    const names: string[] = []
    const broken: string[] = []
    for (const sheet of sheets) {
      const outcome = await stageSheet(sheet, staged)
      if (outcome.error) broken.push(outcome.error)
      else names.push(outcome.name)
    }
    const compiledSheets = await compile(binaries, 'wcsc', ['-lc', '-db', ...names], staged)
    const failed = compiledTemplates.failed + compiledSheets.failed + broken.length
    return {
      passed: failed === 0 ? templates.length + sheets.length : 0,
      failed,
      output: [compiledTemplates.output, compiledSheets.output, ...broken].filter(Boolean).join('\n'),
    }
  } finally {
    rmSync(staged, { recursive: true, force: true })
  }
}

/** A .less file becomes the .wxss that DevTools' plugin would make of it. */
async function stageSheet(sheet: string, staged: string): Promise<{ name: string; error?: string }> {
  const name = sheet.replace(/\.less$/, '.wxss')
  const path = join(source, sheet)
  try {
    const text = readFileSync(path, 'utf8')
    const css = sheet.endsWith('.less') ? (await less.render(text, { filename: path })).css : text
    mkdirSync(dirname(join(staged, name)), { recursive: true })
    writeFileSync(join(staged, name), css)
    return { name }
  } catch (error) {
    const { line, message } = error as { line?: number; message: string }
    return { name, error: `${relative(root, path)}:${line ?? 1}: ${message}` }
  }
}

async function compile(binaries: string, program: string, args: readonly string[], cwd: string): Promise<StageResult> {
  const path = join(binaries, program)
  chmodSync(path, 0o755)
  const { code, output } = await run(path, args, { cwd })
  if (code === 0) return { passed: 1, failed: 0, output: '' }
  return { passed: 0, failed: 1, output: `${program}: ${output.trim()}` }
}

function platformFolder(): string {
  return process.platform === 'darwin' ? 'mac' : 'linux'
}
