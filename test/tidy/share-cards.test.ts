import { readFileSync } from 'node:fs'
import { join } from 'node:path'

const root = join(__dirname, '../../miniprogram')

/** Pages of one person's own affairs; WeChat's menu offers no card where a page makes none. */
const secret = [
  'resident/pages/thread',
  'resident/pages/privacy',
  'pages/inbox',
  'pages/notices',
  'pages/rewrite',
  'pages/me',
]

test.each(secret)('%s cannot be passed on', (page) => {
  const name = page.split('/').at(-1) ?? ''
  expect(readFileSync(join(root, page, `${name}.ts`), 'utf8')).not.toContain('onShareAppMessage')
})

test('the card of a need leads to the home page, and has nothing of the need in it', () => {
  const source = readFileSync(join(root, 'pages/need/need.ts'), 'utf8')
  const card = /onShareAppMessage\(\) \{([^}]*)\}/.exec(source)?.[1] ?? ''
  expect(card).toContain("path: '/pages/home/home'")
  expect(card).not.toContain('needId')
})
