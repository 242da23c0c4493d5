import { resolvedSource } from '../api/sources'
import { type ElementDefinition, type ElementInstance, hostOf } from '../host/contract'
import { CanvasNode } from './canvas-node'
import { element, property, StateOf, textOf } from './element'

const canvases = new StateOf<HTMLCanvasElement>(() => document.createElement('canvas'))
const videos = new StateOf<HTMLVideoElement>(() => document.createElement('video'))

const shown = <Value>(type: typeof String | typeof Boolean, value: Value) =>
  property(type, value, function () {
    showVideo(this)
  })

/** canvas (the 2d kind alone) and video. */
export const media: ElementDefinition[] = [
  element(
    'canvas',
    {
      properties: {
        type: property(String, ''),
        canvasId: property(String, ''),
        disableScroll: property(Boolean, false),
      },
      lifetimes: {
        attached() {
          hostOf(this).append(canvases.of(this))
        },
      },
      methods: {
        /** The host's queries ask for it. */
        queryNode() {
          return new CanvasNode(canvases.of(this))
        },
      },
    },
    `wx-canvas { display: block; position: relative; width: 300px; height: 150px }
wx-canvas > canvas { display: block; width: 100%; height: 100% }`,
  ),
  element(
    'video',
    {
      properties: {
        src: shown(String, ''),
        poster: shown(String, ''),
        controls: shown(Boolean, true),
        autoplay: shown(Boolean, false),
        loop: shown(Boolean, false),
        muted: shown(Boolean, false),
        objectFit: shown(String, 'contain'),
      },
      lifetimes: {
        attached() {
          attachVideo(this)
        },
      },
    },
    `wx-video { display: inline-block; position: relative; width: 300px; height: 225px; overflow: hidden; background: #000 }
wx-video > video { width: 100%; height: 100% }`,
  ),
]

function attachVideo(element: ElementInstance): void {
  const video = videos.of(element)
  hostOf(element).append(video)
  for (const type of ['play', 'pause', 'ended', 'waiting']) {
    video.addEventListener(type, () => element.triggerEvent(type, {}))
  }
  video.addEventListener('timeupdate', () => {
    element.triggerEvent('timeupdate', { currentTime: video.currentTime, duration: video.duration })
  })
  video.addEventListener('loadedmetadata', () => {
    element.triggerEvent('loadedmetadata', {
      width: video.videoWidth,
      height: video.videoHeight,
      duration: video.duration,
    })
  })
  video.addEventListener('error', () => element.triggerEvent('error', { errMsg: video.error?.message ?? 'MEDIA_ERR' }))
  showVideo(element)
}

function showVideo(element: ElementInstance): void {
  const video = videos.of(element)
  const { data } = element
  video.controls = data.controls === true
  video.autoplay = data.autoplay === true
  video.loop = data.loop === true
  video.muted = data.muted === true
  video.playsInline = true
  video.style.objectFit = textOf(data.objectFit)
  setSource(video, 'src', textOf(data.src))
  setSource(video, 'poster', textOf(data.poster))
}

function setSource(video: HTMLVideoElement, attribute: 'src' | 'poster', source: string): void {
  if (source === '') {
    video.removeAttribute(attribute)
    return
  }
  resolvedSource(source).then(
    (address) => {
      if (video.getAttribute(attribute) !== address) video.setAttribute(attribute, address)
    },
    () => video.dispatchEvent(new Event('error')),
  )
}
