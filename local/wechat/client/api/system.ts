import type { Phone } from '../host/contract'
import { showActionSheet } from '../overlays/action-sheet'
import { asynchronous, Failure, immediate, type Options, requiredText } from './call'

/** The base library whose behaviour this phone follows: the first that runs glass-easel on the WebView. */
const SDK_VERSION = '3.8.12'

const DEVICE = {
  brand: 'local',
  model: 'browser',
  system: 'Browser 1.0',
  platform: 'browser',
  benchmarkLevel: 30,
  abi: '',
  cpuType: 'unknown',
  memorySize: '4096',
}

/** What the phone says of itself, and small services: clipboard, dialler, vibration, login. */
export function systemApis(phone: Phone): Record<string, unknown> {
  const info = () => ({ ...DEVICE, ...windowInfo(phone), ...appBaseInfo(), ...systemSetting() })
  return {
    getSystemInfoSync: info,
    getSystemInfo: asynchronous('getSystemInfo', info),
    getSystemInfoAsync: asynchronous('getSystemInfoAsync', info),
    getWindowInfo: () => windowInfo(phone),
    getDeviceInfo: () => ({ ...DEVICE }),
    getAppBaseInfo: appBaseInfo,
    getSystemSetting: systemSetting,
    getMenuButtonBoundingClientRect: () => ({ ...phone.metrics.menuButton }),
    getAccountInfoSync: () => ({ miniProgram: { appId: phone.appId, envVersion: 'develop', version: '' }, plugin: {} }),
    getLaunchOptionsSync: () => ({ referrerInfo: {}, ...phone.launchOptions }),
    getEnterOptionsSync: () => ({ referrerInfo: {}, ...phone.enterOptions }),
    getUpdateManager: () => ({
      onCheckForUpdate: ignore,
      onUpdateReady: ignore,
      onUpdateFailed: ignore,
      applyUpdate: () => location.reload(),
    }),
    login: asynchronous('login', async () => {
      if (!phone.isOnline()) throw new Failure('request:fail network is not connected')
      return { code: crypto.randomUUID().replaceAll('-', '') }
    }),
    checkSession: asynchronous('checkSession', () => undefined),
    setClipboardData: asynchronous('setClipboardData', async (options) => {
      await copy(requiredText(options, 'data'))
      return undefined
    }),
    getClipboardData: asynchronous('getClipboardData', () => ({ data: clipboard })),
    makePhoneCall: immediate('makePhoneCall', (options) => makePhoneCall(phone, options)),
    vibrateShort: asynchronous('vibrateShort', () => vibrate(15)),
    vibrateLong: asynchronous('vibrateLong', () => vibrate(400)),
    hideKeyboard: asynchronous('hideKeyboard', () => {
      const active = document.activeElement
      if (active instanceof HTMLInputElement || active instanceof HTMLTextAreaElement) active.blur()
      return undefined
    }),
    setKeepScreenOn: asynchronous('setKeepScreenOn', () => undefined),
    showShareMenu: asynchronous('showShareMenu', () => undefined),
    hideShareMenu: asynchronous('hideShareMenu', () => undefined),
  }
}

/** The phone's own clipboard; the machine's gets a copy where the browser allows it. */
let clipboard = ''

async function copy(text: string): Promise<void> {
  clipboard = text
  await navigator.clipboard?.writeText(text).catch(ignore)
}

async function makePhoneCall(phone: Phone, options: Options): Promise<undefined> {
  const phoneNumber = requiredText(options, 'phoneNumber')
  if (phoneNumber === '') throw new Failure('parameter error: parameter.phoneNumber should not be empty')
  if ((await showActionSheet(phone, { items: [`呼叫 ${phoneNumber}`], label: '拨打电话' })) === null)
    throw new Failure('cancel')
  phone.tellDesk({ type: 'call', phoneNumber })
  return undefined
}

function windowInfo(phone: Phone) {
  const { screenWidth, screenHeight, windowWidth, windowHeight, statusBarHeight, pixelRatio, safeArea } = phone.metrics
  const screenTop = screenHeight - windowHeight
  return {
    pixelRatio,
    screenWidth,
    screenHeight,
    windowWidth,
    windowHeight,
    statusBarHeight,
    safeArea: { ...safeArea },
    screenTop,
  }
}

function appBaseInfo() {
  return {
    SDKVersion: SDK_VERSION,
    version: '8.0.50',
    language: 'zh_CN',
    theme: 'light',
    enableDebug: false,
    fontSizeSetting: 16,
    fontSizeScaleFactor: 1,
    host: { env: 'WeChat', appId: '', version: 0 },
  }
}

function systemSetting() {
  return { bluetoothEnabled: false, locationEnabled: true, wifiEnabled: true, deviceOrientation: 'portrait' }
}

function vibrate(ms: number): undefined {
  if (navigator.userActivation?.hasBeenActive) navigator.vibrate?.(ms)
  return undefined
}

function ignore(): void {}
