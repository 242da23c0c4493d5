/** What stays on this phone. Sizes are small, so the calls are synchronous; a full storage is not an error for the person. */
export function keep(key: string, value: unknown): boolean {
  try {
    wx.setStorageSync(key, value)
    return true
  } catch {
    return false
  }
}

/** What was kept, if `is` still recognises it; an older version's leftovers count as nothing. */
export function recall<Value>(key: string, is: (value: unknown) => value is Value): Value | null {
  try {
    const value: unknown = wx.getStorageSync(key)
    return is(value) ? value : null
  } catch {
    return null
  }
}

export function forget(key: string): void {
  try {
    wx.removeStorageSync(key)
  } catch {
    // Nothing was there, or the storage is gone with the phone: either way it is forgotten.
  }
}
