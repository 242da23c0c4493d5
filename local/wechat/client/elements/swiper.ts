import { type ElementDefinition, type ElementInstance, hostOf } from '../host/contract'
import { element, property, StateOf } from './element'
import { SwiperTrack } from './swiper-track'

const tracks = new StateOf<{ track: SwiperTrack | null }>(() => ({ track: null }))

const relaid = <Value>(type: typeof String | typeof Number | typeof Boolean | null, value: Value) =>
  property(type, value, function () {
    tracks.of(this).track?.refresh()
  })

/** swiper and swiper-item. */
export const swipers: ElementDefinition[] = [
  element(
    'swiper',
    {
      properties: {
        indicatorDots: relaid(Boolean, false),
        indicatorColor: relaid(String, 'rgba(0, 0, 0, .3)'),
        indicatorActiveColor: relaid(String, '#000000'),
        autoplay: relaid(Boolean, false),
        interval: relaid(Number, 5000),
        duration: property(Number, 500),
        circular: relaid(Boolean, false),
        vertical: relaid(Boolean, false),
        previousMargin: relaid(String, '0px'),
        nextMargin: relaid(String, '0px'),
        snapToEdge: relaid(Boolean, false),
        displayMultipleItems: relaid(Number, 1),
        easingFunction: property(String, 'default'),
        skipHiddenItemLayout: property(Boolean, false),
        disableTouch: property(Boolean, false),
        currentItemId: property(String, '', function (id) {
          tracks.of(this).track?.showItemId(id)
        }),
        current: property(Number, 0, function (index) {
          tracks.of(this).track?.show(index, '')
        }),
      },
      lifetimes: {
        attached() {
          tracks.of(this).track = new SwiperTrack(this)
        },
        detached() {
          tracks.of(this).track?.stop()
          tracks.of(this).track = null
        },
      },
    },
    `wx-swiper { display: block; position: relative; height: 150px; overflow: hidden; touch-action: pan-y }
wx-swiper[vertical] { touch-action: pan-x }
wx-swiper > [wx-dots] { position: absolute; left: 50%; bottom: 10px; transform: translateX(-50%); display: flex; gap: 8px; pointer-events: none; z-index: 1 }
wx-swiper[vertical] > [wx-dots] { left: auto; right: 10px; bottom: auto; top: 50%; transform: translateY(-50%); flex-direction: column }
wx-swiper > [wx-dots] > i { width: 8px; height: 8px; border-radius: 50% }`,
  ),
  element(
    'swiper-item',
    {
      properties: { itemId: property(String, ''), skipHiddenItemLayout: property(Boolean, false) },
      lifetimes: {
        attached() {
          relay(this)
        },
        detached() {
          relay(this)
        },
      },
    },
    'wx-swiper-item { display: block; position: absolute; top: 0; left: 0; width: 100%; height: 100%; overflow: hidden; will-change: transform }',
  ),
]

function relay(item: ElementInstance): void {
  const swiper = hostOf(item).parentElement?.closest('wx-swiper')
  if (swiper !== null && swiper !== undefined) swiper.dispatchEvent(new CustomEvent('wx-swiper-items'))
}
