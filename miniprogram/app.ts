import { setScannedCommunity } from './behaviors/session'
import { startCloud } from './platform/cloud'
import { targetOfScene } from './platform/scan'

App({
  onLaunch() {
    startCloud()
  },
  /** Also when the app is already open and a code is scanned with WeChat itself. */
  onShow({ path, query }) {
    const scene = query.scene
    const target = targetOfScene(typeof scene === 'string' ? scene : undefined)
    if (target?.kind === 'community') setScannedCommunity(target.territoryCode, path === 'pages/home/home')
  },
})
