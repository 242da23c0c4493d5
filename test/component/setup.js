/**
 * What a component finds on every phone, so that it can be rendered in jsdom. Only what components themselves ask for:
 * anything else fails by its name. The version is the last below 2.19.2, from which TDesign wants virtual hosts.
 */
require('miniprogram-simulate')

const windowInfo = { windowWidth: 390, windowHeight: 844, pixelRatio: 2, statusBarHeight: 44, platform: 'devtools' }
const appInfo = { SDKVersion: '2.19.1', platform: 'devtools', language: 'zh_CN', fontSizeSetting: 16 }

Object.assign(global.wx, {
  getWindowInfo: () => windowInfo,
  getDeviceInfo: () => ({ platform: 'devtools' }),
  getAppBaseInfo: () => appInfo,
  getSystemInfoSync: () => ({ ...windowInfo, ...appInfo }),
})
global.getApp = () => ({})
global.getCurrentPages = () => []
