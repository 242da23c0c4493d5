/** `npm run build`: what WeChat DevTools and the deployment take: the functions' bundles and the packages of the mini-program. */
import { join } from 'node:path'
import { buildFunctions } from '../build/functions'
import { buildNpm } from '../build/npm'
import { root } from './terminal'

async function build(): Promise<void> {
  await buildFunctions({ sourceDir: join(root, 'cloudfunctions'), outDir: join(root, 'dist/cloudfunctions') })
  await buildNpm()
  console.log('Built dist/cloudfunctions and miniprogram/miniprogram_npm. Open this folder in WeChat DevTools.')
}

void build()
