/** Calls the listener whenever a network is there again. The returned function ends it: call it in onUnload. */
export function onNetworkBack(listener: () => void): () => void {
  const follow = (change: object): void => {
    if ('isConnected' in change && change.isConnected === true) listener()
  }
  wx.onNetworkStatusChange(follow)
  return () => wx.offNetworkStatusChange(follow)
}
