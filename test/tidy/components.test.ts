/** What a template names is registered, and what is registered is used. */
import { read, trackedFiles } from './source'

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
