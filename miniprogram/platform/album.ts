import { messageOf, wasCancelled } from './cloud'

/**
 * Puts a picture into the phone's album. `denied`: the person once refused access; WeChat does not ask again, so they are
 * offered its settings.
 */
export async function saveToAlbum(filePath: string): Promise<'saved' | 'cancelled' | 'denied' | 'failed'> {
  try {
    await wx.saveImageToPhotosAlbum({ filePath })
    return 'saved'
  } catch (error) {
    // «auth deny» and «fail cancel» both mean that the person said no, but only the first needs the settings.
    if (/auth|deny|denied/i.test(messageOf(error))) return offerSettings()
    return wasCancelled(error) ? 'cancelled' : 'failed'
  }
}

async function offerSettings(): Promise<'denied'> {
  const { confirm } = await wx.showModal({
    title: '需要您允许保存图片',
    content: '在设置里打开“添加到相册”，再点一次保存就好。',
    confirmText: '去设置',
    cancelText: '不用了',
  })
  if (confirm) await wx.openSetting({}).catch(() => null)
  return 'denied'
}
