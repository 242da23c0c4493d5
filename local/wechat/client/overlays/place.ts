import { button, h, type OverlayHost, openLayer } from './kit'

export interface Place {
  name: string
  address: string
  latitude: number
  longitude: number
}

/** A quiet drawing in place of a map: the local WeChat asks nobody outside. */
const MAP =
  '<svg viewBox="0 0 390 300" preserveAspectRatio="xMidYMid slice" aria-hidden="true"><g stroke="#fff" stroke-width="14" fill="none"><path d="M-10 90 400 60M-10 220 400 250M90-10 120 310M280-10 260 310"/></g><path d="M-10 150c120 30 200-30 410 10v40c-180-40-290 30-410-6z" fill="#b9dbe8"/><g transform="translate(97 90) scale(.5)"><path d="M195 120c-20 0-34 15-34 33 0 25 34 57 34 57s34-32 34-57c0-18-14-33-34-33z" fill="#07c160"/><circle cx="195" cy="153" r="12" fill="#fff"/></g></svg>'

/** `wx.openLocation`'s page. Resolves when it is closed. */
export function showPlace(host: OverlayHost, place: Place): Promise<void> {
  return new Promise((resolve) => {
    const finish = () => {
      layer.close()
      resolve()
    }
    const layer = openLayer(host, { label: '查看位置', placement: 'full', onDismiss: finish })
    layer.root.append(
      h(
        'div',
        { class: 'wo-bar', style: 'background:#fff' },
        button('返回', finish, { 'data-first': true }),
        h('strong', {}, '位置'),
        h('span', { style: 'width:44px' }),
      ),
      mapOf(),
      h(
        'div',
        { class: 'wo-place' },
        h('h2', {}, place.name || '标记的位置'),
        h('p', {}, place.address || coordinates(place)),
      ),
    )
  })
}

/** `wx.chooseLocation`'s page: a name for the spot where the phone is. Resolves with null when it is closed. */
export function choosePlace(host: OverlayHost, here: Place): Promise<Place | null> {
  return new Promise((resolve) => {
    const finish = (place: Place | null) => {
      layer.close()
      resolve(place)
    }
    const layer = openLayer(host, { label: '选择位置', placement: 'full', onDismiss: () => finish(null) })
    const name = field('地点名称', here.name)
    const address = field('详细地址', here.address)
    layer.root.append(
      h(
        'div',
        { class: 'wo-bar', style: 'background:#fff' },
        button('取消', () => finish(null)),
        h('strong', {}, '选择位置'),
        button('完成', () => finish({ ...here, name: name.input.value, address: address.input.value }), {
          class: 'wo-green',
        }),
      ),
      mapOf(),
      h('div', { class: 'wo-place' }, name.label, address.label, h('p', {}, coordinates(here))),
    )
  })
}

function mapOf(): HTMLElement {
  const map = h('div', { class: 'wo-map' })
  map.innerHTML = MAP
  return map
}

function field(label: string, value: string): { label: HTMLElement; input: HTMLInputElement } {
  const input = document.createElement('input')
  input.className = 'wo-field'
  input.value = value
  return { label: h('label', {}, label, input), input }
}

function coordinates({ latitude, longitude }: Place): string {
  return `北纬 ${latitude.toFixed(4)}°，东经 ${longitude.toFixed(4)}°`
}
