import { join } from 'node:path'
import { build, type Plugin } from 'esbuild'
import { compileTemplate, joinTemplates } from './compiler/wxml'

export interface PhoneClient {
  code: string
}

/** Bundles the phone's own code for the browser. */
export async function buildPhoneClient(): Promise<PhoneClient> {
  const result = await build({
    entryPoints: [join(__dirname, 'client/main.ts')],
    bundle: true,
    write: false,
    format: 'esm',
    target: 'chrome120',
    minify: true,
    keepNames: true,
    sourcemap: false,
    define: { 'process.env.NODE_ENV': '"production"' },
    legalComments: 'none',
    plugins: [elementTemplates],
    logLevel: 'silent',
  })
  return { code: result.outputFiles[0]?.text ?? '' }
}

/** `import template from './scroll-view.wxml'` in a built-in element. */
const elementTemplates: Plugin = {
  name: 'element-templates',
  setup(context) {
    context.onLoad({ filter: /\.wxml$/ }, ({ path }) => {
      const template = compileTemplate(path, path)
      const fault = template.problems[0]
      if (fault !== undefined) return { errors: [{ text: fault.message }] }
      const group = joinTemplates(new Map(), new Map([['element', template.code]]))
      return { contents: `const G=(${group})({});export default {groupList:G,content:G.element}`, loader: 'js' }
    })
  },
}
