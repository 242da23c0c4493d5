import { careBehavior } from '../../../behaviors/care'
import type { Said, Tap } from '../../../behaviors/events'
import { idOf } from '../../../behaviors/query'
import { failureLine } from '../../../format/errors'
import { tell } from '../../../platform/device'
import { choosePictures, uploadPicture } from '../../../platform/files'
import { newKey } from '../../../platform/keys'
import { addThanks } from '../../../services/disclosure'

interface Photo {
  url: string
  state: 'uploading' | 'uploaded' | 'failed'
  fileId: string
}

const mostPhotos = 6

/** What the beneficiary says and shows, with their consent; for the staff who were there. */
Page({
  behaviors: [careBehavior],
  data: {
    fromName: '',
    words: '',
    photos: [] as Photo[],
    mostPhotos,
    consentOf: 'self' as 'self' | 'guardian',
    agreed: false,
    ready: false,
    sending: false,
  },
  link: {} as { entryId?: string },
  thanksKey: newKey(),

  onLoad(query: { entryId?: string }) {
    this.link = query
    this.thanksKey = newKey()
  },

  typeName({ detail }: Said<{ value: string }>) {
    this.change({ fromName: detail.value })
  },
  typeWords({ detail }: Said<{ value: string }>) {
    this.change({ words: detail.value })
  },
  chooseConsent({ currentTarget }: Tap<{ of: 'self' | 'guardian' }>) {
    this.setData({ consentOf: currentTarget.dataset.of })
  },
  agree() {
    this.change({ agreed: !this.data.agreed })
  },
  async addPhotos() {
    try {
      const paths = await choosePictures(mostPhotos - this.data.photos.length)
      const added = paths.map((url): Photo => ({ url, state: 'uploading', fileId: '' }))
      this.setData({ photos: [...this.data.photos, ...added] })
      await Promise.all(added.map(({ url }) => this.upload(url)))
    } catch (error) {
      tell(failureLine(error))
    }
  },
  removePhoto({ detail }: Said<{ index: number }>) {
    this.setData({ photos: this.data.photos.filter((_, index) => index !== detail.index) })
  },
  async uploadAgain({ detail }: Said<{ index: number }>) {
    const photo = this.data.photos[detail.index]
    if (photo) await this.upload(photo.url)
  },
  async upload(url: string) {
    this.mark(url, 'uploading', '')
    try {
      this.mark(url, 'uploaded', await uploadPicture(url, 'thanks'))
    } catch {
      this.mark(url, 'failed', '')
    }
  },
  mark(url: string, state: Photo['state'], fileId: string) {
    this.setData({
      photos: this.data.photos.map((photo) => (photo.url === url ? { ...photo, state, fileId } : photo)),
    })
  },
  change(part: Partial<{ fromName: string; words: string; agreed: boolean }>) {
    const { fromName, words, agreed } = { ...this.data, ...part }
    this.setData({ ...part, ready: agreed && fromName.trim() !== '' && words.trim() !== '' })
  },

  async send() {
    const { fromName, words, photos, consentOf, ready, sending } = this.data
    if (!ready || sending) return
    if (photos.some(({ state }) => state !== 'uploaded')) {
      tell('照片还没传完，请等一会儿，或去掉没传上的那张。')
      return
    }
    this.setData({ sending: true })
    try {
      const photoFileIds = photos.map(({ fileId }) => fileId)
      await addThanks({
        ...{ entryId: idOf(this.link, 'entryId', 'entry_'), thanksKey: this.thanksKey, photoFileIds, consentOf },
        ...{ fromName: fromName.trim(), words: words.trim() },
      })
      tell('记好了，捐赠人看得到了')
      await wx.navigateBack()
    } catch (error) {
      // What was refused is written anew: another request.
      this.thanksKey = newKey()
      tell(failureLine(error))
    } finally {
      this.setData({ sending: false })
    }
  },
})
