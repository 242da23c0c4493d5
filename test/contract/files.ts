import { randomBytes } from 'node:crypto'
import { claimOf } from '../../cloudfunctions/shared/files/records'
import type { TestWorld } from './world'

/** Uploads a file as the mini-program does: to the folder of its use, under a name nobody can guess. Its cloud file id. */
export function upload(
  world: TestWorld,
  use: 'needs' | 'voices' | 'cases' | 'spending' | 'thanks' | 'imports' | 'exports',
  openid: string,
  content: string | Uint8Array = 'a picture',
): Promise<string> {
  const endings: Partial<Record<typeof use, string>> = { voices: 'mp3', imports: 'csv', exports: 'html' }
  const path = `${use}/${randomBytes(16).toString('hex')}.${endings[use] ?? 'jpg'}`
  return world.cloud.storage.upload(path, Buffer.from(content), openid)
}

/** As if this person had handed the file in. */
export function claim(world: TestWorld, fileId: string, openid: string): Promise<void> {
  return world.load('fileClaims', claimOf(fileId, openid))
}
