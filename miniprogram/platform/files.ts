import { CallFailure, failureOf, wasCancelled } from './cloud'
import { tell } from './device'
import { newKey } from './keys'

const mostBytes = 10 * 1024 * 1024

/**
 * Takes or picks up to `most` pictures, compressed by WeChat. Resolves with temporary paths; none when it was closed. What is
 * larger than the cloud takes is left out, and the person is told so.
 */
export async function choosePictures(most: number): Promise<readonly string[]> {
  try {
    const chosen = await wx.chooseMedia({
      count: most,
      mediaType: ['image'],
      sourceType: ['album', 'camera'],
      sizeType: ['compressed'],
    })
    const fits = chosen.tempFiles.filter((file) => file.size <= mostBytes)
    const left = chosen.tempFiles.length - fits.length
    if (left > 0) tell(`有 ${left} 张照片太大，没有加上，请换一张或截个图`)
    return fits.map((file) => file.tempFilePath)
  } catch (error) {
    if (wasCancelled(error)) return []
    throw new CallFailure('FORBIDDEN', 'no access to camera or album', false, '')
  }
}

/**
 * Moves a picture to where it outlives the app, until it is uploaded and removed. Resolves with the path to use; the old
 * one when the phone has no room left: then it lasts as long as the app runs.
 */
export function keepPicture(tempFilePath: string): Promise<string> {
  return new Promise((resolve) => {
    wx.getFileSystemManager().saveFile({
      tempFilePath,
      success: ({ savedFilePath }) => resolve(String(savedFilePath)),
      fail: () => resolve(tempFilePath),
    })
  })
}

/** The picture is in the cloud, or not wanted: the phone's room is given back. */
export function dropPicture(filePath: string): void {
  wx.getFileSystemManager().unlink({ filePath, fail: () => undefined })
}

/** Uploads one picture under `folder` with a name nobody can guess. Resolves with its cloud file id. */
export async function uploadPicture(
  tempFilePath: string,
  folder: 'needs' | 'spending' | 'cases' | 'thanks',
): Promise<string> {
  const name = newKey()
  const dot = tempFilePath.lastIndexOf('.')
  const found = /^\.(jpg|jpeg|png|webp|gif|heic)$/i.exec(dot < 0 ? '' : tempFilePath.slice(dot))
  try {
    const sent = await wx.cloud.uploadFile({
      cloudPath: `${folder}/${name}${found ? found[0].toLowerCase() : '.jpg'}`,
      filePath: tempFilePath,
    })
    return sent.fileID
  } catch (error) {
    throw await failureOf(error, name)
  }
}

/** Uploads a recording with a name nobody can guess. Resolves with its cloud file id. */
export async function uploadSound(tempFilePath: string): Promise<string> {
  const name = newKey()
  const found = /\.(mp3|aac|m4a|wav|webm)$/i.exec(tempFilePath)
  try {
    const cloudPath = `voices/${name}${found ? found[0].toLowerCase() : '.mp3'}`
    return (await wx.cloud.uploadFile({ cloudPath, filePath: tempFilePath })).fileID
  } catch (error) {
    throw await failureOf(error, name)
  }
}

export function showPictures(urls: readonly string[], current: string): void {
  void wx.previewImage({ urls: [...urls], current })
}
