import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type { Root, Rule } from 'postcss'

/** Where the phone fetches one icon: `/app/_icons/<name>.svg`. */
const ICONS_URL = '/app/_icons/'

const ICON_RULE = /^\.t-icon-([a-zA-Z0-9-]+)::?before$/

/**
 * TDesign draws its icons with a font from its own server. The local WeChat has no network, so each glyph becomes a mask
 * cut from the same icon in `tdesign-icons-svg`, fetched when it is first shown. Sheets without that font stay as they are.
 */
export function drawIconFont(sheet: Root): void {
  let hasFont = false
  sheet.walkAtRules('font-face', (rule) => {
    if (!rule.toString().includes('tdesign.gtimg.com/icon')) return
    hasFont = true
    rule.remove()
  })
  if (!hasFont) return
  sheet.walkRules((rule) => drawGlyph(rule))
  sheet.append(
    ".t-icon-base::before{content:'';display:block;width:1em;height:1em;background-color:currentColor;" +
      // an icon that the drawings lack stays empty
      'mask:var(--wx-icon,linear-gradient(#0000,#0000)) center/contain no-repeat}',
  )
}

/** The SVG of an icon, fit to be a mask; null when there is none of that name. */
export function iconSvg(name: string): string | null {
  if (!/^[a-zA-Z0-9-]+$/.test(name)) return null
  const file = join(iconsFolder(), `${name}.svg`)
  if (!existsSync(file)) return null
  return readFileSync(file, 'utf8').replace('view-box=', 'viewBox=')
}

let folder: string | undefined

function iconsFolder(): string {
  folder ??= join(dirname(createRequire(__filename).resolve('tdesign-icons-svg/package.json')), 'src')
  return folder
}

function drawGlyph(rule: Rule): void {
  const name = ICON_RULE.exec(rule.selector)?.[1]
  if (name === undefined) return
  rule.removeAll()
  if (existsSync(join(iconsFolder(), `${name}.svg`))) {
    rule.append({ prop: '--wx-icon', value: `url(${ICONS_URL}${name}.svg)` })
  }
}
