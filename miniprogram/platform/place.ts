/** Where the phone is, as the person lets it say. Null when they do not, or when it cannot tell. */
export async function whereAmI(): Promise<{ latitude: number; longitude: number; accuracyM: number } | null> {
  try {
    const { latitude, longitude, accuracy } = await wx.getLocation({ type: 'gcj02' })
    return { latitude, longitude, accuracyM: Math.max(0, accuracy) }
  } catch {
    return null
  }
}
