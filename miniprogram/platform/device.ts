import { wasCancelled } from './cloud'

/** Opens the dialler with the number; closing it is no error. */
export async function dial(phoneNumber: string): Promise<void> {
  try {
    await wx.makePhoneCall({ phoneNumber })
  } catch (error) {
    if (!wasCancelled(error)) tell(`请拨打 ${phoneNumber}`)
  }
}

export async function copy(text: string, said: string): Promise<void> {
  await wx.setClipboardData({ data: text })
  tell(said)
}

/** A short word that needs no answer. */
export function tell(words: string): void {
  void wx.showToast({ title: words, icon: 'none', duration: 2400 })
}

/** Heights in px that a page with its own header needs: status bar, WeChat's capsule, and the window's width. */
export function frame(): { statusBarHeightPx: number; headerHeightPx: number; capsuleSpacePx: number } {
  const { statusBarHeight, windowWidth } = wx.getWindowInfo()
  const capsule = wx.getMenuButtonBoundingClientRect()
  const rim = Math.max(capsule.top - statusBarHeight, 4)
  return {
    statusBarHeightPx: statusBarHeight,
    headerHeightPx: capsule.height + rim * 2,
    capsuleSpacePx: Math.max(windowWidth - capsule.left, 0),
  }
}

/** Whether the system's letters are set so large that care mode is the kinder start. */
export function prefersLargeText(): boolean {
  try {
    const { fontSizeSetting } = wx.getAppBaseInfo()
    return (fontSizeSetting ?? 16) >= 21
  } catch {
    return false
  }
}
