/** One kind of what is kept about a person: a heading, and its entries as name and value. */
export interface Section {
  name: string
  rows: readonly Readonly<Record<string, string | number | boolean | null>>[]
}

/** A page that any browser shows and anybody can print; nothing in it runs. */
export function pageOf(sections: readonly Section[], madeOn: string): string {
  const parts = sections.map(
    ({ name, rows }) =>
      `<h2>${escaped(name)}（${rows.length}）</h2>${rows.length === 0 ? '<p>没有</p>' : rows.map(rowOf).join('')}`,
  )
  return `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>我的信息</title>
<style>body{font:16px/1.7 sans-serif;max-width:720px;margin:24px auto;padding:0 16px;color:#1a1f1e}h2{margin-top:32px}dl{border:1px solid #e5eae8;border-radius:12px;padding:8px 16px}dt{color:#4b5553;font-size:14px}dd{margin:0 0 8px;white-space:pre-wrap;overflow-wrap:anywhere}</style>
<h1>我的信息</h1><p>导出时间：${escaped(madeOn)}。这里是五社联动保存的、与您有关的全部内容。</p>${parts.join('')}</html>
`
}

function rowOf(row: Section['rows'][number]): string {
  const facts = Object.entries(row).map(([name, value]) => `<dt>${escaped(name)}</dt><dd>${escaped(words(value))}</dd>`)
  return `<dl>${facts.join('')}</dl>`
}

function words(value: string | number | boolean | null): string {
  if (value === null || value === '') return '—'
  return typeof value === 'boolean' ? (value ? '是' : '否') : String(value)
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (mark) => `&#${mark.charCodeAt(0)};`)
}
