import type { Manifest } from '../compiler/types'
import { createWx } from './api'
import { elements, registerCustomField } from './elements'
import { installClock } from './host/clock'
import { connect } from './host/connection'
import type { LaunchOptions } from './host/contract'
import { openMenu } from './host/menu'
import { LocalPhone } from './host/phone'
import { parsePageUrl, parseQuery } from './host/urls'

declare global {
  interface Window {
    /** Put into the page by the server. */
    __phone: { manifest: Manifest; clockOffsetMs: number; appId: string }
  }
}

/** Entered from the list of recent mini-programs; from a code it is 1047. */
const SCENE_DIRECT = 1001
const SCENE_CODE = 1047

function launchOptions(parameters: URLSearchParams, home: string): LaunchOptions {
  const { path, query } = parsePageUrl(`/${(parameters.get('path') || home).replace(/^\/+/, '')}`, home)
  const scene = Number(parameters.get('scene') ?? (query.scene === undefined ? SCENE_DIRECT : SCENE_CODE))
  const extra = parseQuery(parameters.get('query') ?? '')
  return { path: path.replace(/^\//, ''), query: { ...query, ...extra }, scene }
}

async function start(): Promise<void> {
  const parameters = new URLSearchParams(location.search)
  const { manifest, clockOffsetMs, appId } = window.__phone
  const setOffset = installClock(clockOffsetMs)
  const phone = new LocalPhone({
    openid: parameters.get('as') ?? 'guest',
    appId,
    parent: document.body,
    manifest,
    elements,
    registerField: registerCustomField,
    launch: launchOptions(parameters, manifest.app.pages[0] ?? ''),
    onMenu: openMenu,
  })
  const wx = createWx(phone)
  connect(phone, (offsetMs) => {
    setOffset(offsetMs)
    phone.setClockOffset(offsetMs)
  })
  Reflect.set(window, '__local_phone', phone)
  await phone.start(wx).catch((error: unknown) => phone.reportError(error))
}

void start()
