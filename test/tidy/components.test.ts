/** What a template names is registered, and what is registered is used. */
import { importsOf, read, trackedFiles } from './source'

/** WeChat's own. */
const builtIn = new Set(
  'block button canvas camera image input map picker scroll-view slot swiper swiper-item text textarea view wxs'.split(
    ' ',
  ),
)

const templates = trackedFiles()
  .filter((file) => /^miniprogram\/(?!miniprogram_npm).*\.wxml$/.test(file))
  .map((file) => {
    const { usingComponents = {} } = JSON.parse(read(file.replace(/wxml$/, 'json'))) as {
      usingComponents?: Record<string, string>
    }
    const tags = [...read(file).matchAll(/<([a-z][\w-]*)/g)].map((found) => found[1] ?? '')
    return { file, registered: Object.keys(usingComponents), tags: new Set(tags.filter((tag) => !builtIn.has(tag))) }
  })

test('every component that is registered is used in the template beside it', () => {
  expect(templates.length).toBeGreaterThan(80)
  expect(
    templates.flatMap(({ file, registered, tags }) =>
      registered.filter((tag) => !tags.has(tag)).map((tag) => `${file}: ${tag}`),
    ),
  ).toEqual([])
})

test('every tag that is not WeChat’s own is registered', () => {
  expect(
    templates.flatMap(({ file, registered, tags }) =>
      [...tags].filter((tag) => !registered.includes(tag)).map((tag) => `${file}: ${tag}`),
    ),
  ).toEqual([])
})

test('every handler that a template names is there: in its page or component, or in what that spreads', () => {
  const named = templates.flatMap(({ file }) => {
    const own = file.replace(/wxml$/, 'ts')
    const imports = importsOf(own).filter(({ to, typeOnly }) => !typeOnly && to.startsWith('miniprogram/'))
    const further = imports.flatMap(({ to }) => importsOf(to).filter((each) => /\/behaviors\//.test(each.to)))
    const sources = [own, ...imports.map(({ to }) => to), ...further.map(({ to }) => to)].map(read).join('\n')
    const handlers = [...read(file).matchAll(/\b(?:bind|catch):[\w-]+="(\w+)"/g)].map((found) => found[1] ?? '')
    return handlers.map((handler) => ({
      file,
      handler,
      there: new RegExp(`^ +(async )?${handler}\\(`, 'm').test(sources),
    }))
  })
  expect(named.length).toBeGreaterThan(400)
  expect(named.filter(({ there }) => !there).map(({ file, handler }) => `${file}: ${handler}`)).toEqual([])
})

test('every icon is one that a page shows', () => {
  const icons = [...read('miniprogram/components/app-icon/shapes.ts').matchAll(/^ {2}(\w+):/gm)].map(
    (found) => found[1] ?? '',
  )
  expect(icons.length).toBeGreaterThan(40)
  const sources = trackedFiles()
    .filter((file) => /^miniprogram\/(?!miniprogram_npm).*\.(ts|wxml)$/.test(file))
    .map((file) => read(file).replace(/class="[^"]*"/g, ''))
    .join('\n')
  expect(icons.filter((icon) => !new RegExp(`'${icon}'|"${icon}"`).test(sources))).toEqual([])
})
