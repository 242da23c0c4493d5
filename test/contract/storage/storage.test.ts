import { startTestCloud, type TestCloud } from '../fixtures/cloud'

let test: TestCloud
beforeAll(async () => {
  test = await startTestCloud(['probe'])
})
afterAll(() => test.close())

interface Listed {
  fileList: { fileID: string; status: number; tempFileURL: string; errMsg: string }[]
}

async function upload(cloudPath: string, text: string): Promise<string> {
  const { fileID } = await test.probe<{ fileID: string }>('oZhang', 'upload', { cloudPath, text })
  return fileID
}

async function urlOf(fileID: string, maxAge = 60): Promise<string> {
  const { fileList } = await test.probe<Listed>('oZhang', 'tempUrls', { fileList: [{ fileID, maxAge }] })
  return fileList[0]?.tempFileURL ?? ''
}

describe('cloud storage through the SDK', () => {
  it('a file comes back as it went up, also under a Chinese path and when written again', async () => {
    const fileID = await upload('needs/图片 一.txt', 'first')
    expect(fileID).toMatch(/^cloud:\/\/local-env\.[^/]+\/needs\/图片 一\.txt$/)
    expect(await test.probe('oZhang', 'download', { fileID })).toBe('first')
    expect(await upload('needs/图片 一.txt', 'second')).toBe(fileID)
    expect(await test.probe('oZhang', 'download', { fileID })).toBe('second')
  })

  it('a temporary address serves the file to any page until it expires on the clock', async () => {
    const url = await urlOf(await upload('needs/a.txt', 'hello'))
    const response = await fetch(url)
    expect(await response.text()).toBe('hello')
    expect(response.headers.get('content-type')).toContain('text/plain')
    expect(response.headers.get('access-control-allow-origin')).toBe('*')
    const head = await fetch(url, { method: 'HEAD' })
    expect(head.headers.get('content-length')).toBe('5')
    await test.cloud.clock.advance(61_000)
    const expired = await fetch(url)
    expect(expired.status).toBe(403)
    expect(await expired.text()).toContain('Request has expired')
  })

  it('an address cannot be forged for another file or a longer life', async () => {
    const url = await urlOf(await upload('needs/a.txt', 'hello'))
    const other = await urlOf(await upload('needs/b.txt', 'secret'))
    const stolen = `${other.split('?')[0]}?${url.split('?')[1]}`
    expect((await fetch(stolen)).status).toBe(403)
    expect((await fetch(url.replace(/t=\d+/, 't=99999999999'))).status).toBe(403)
    expect((await fetch(`${test.cloud.url}/storage/upload/guess`, { method: 'PUT', body: 'x' })).status).toBe(403)
  })

  it('a deleted file is gone, and asking for it says -503003', async () => {
    const fileID = await upload('needs/gone.txt', 'x')
    const url = await urlOf(fileID)
    const { fileList } = await test.probe<Listed>('oZhang', 'remove', { fileList: [fileID, fileID] })
    expect(fileList.map(({ status }) => status)).toEqual([0, -503003])
    expect((await fetch(url)).status).toBe(404)
    const asked = await test.probe<Listed>('oZhang', 'tempUrls', { fileList: [fileID] })
    expect(asked.fileList[0]).toMatchObject({ status: -503003, tempFileURL: '' })
  })

  it.each(['/starts/with/slash.txt', 'doubled//slash.txt', `${'长'.repeat(100)}.txt`])(
    'refuses the path %s',
    async (path) => {
      expect(await test.probe('oZhang', 'upload', { cloudPath: path, text: 'x' })).toMatchObject({ thrown: true })
    },
  )
})

describe('cloud storage from the phone', () => {
  it('keeps bytes and type of a picture, and everything survives a restart', async () => {
    const png = Buffer.from('89504e470d0a1a0a0000', 'hex')
    const fileID = await test.cloud.storage.upload('needs/photo', png, 'oZhang')
    const text = await upload('needs/kept.txt', 'kept')
    const url = test.cloud.storage.tempUrl(text)
    await test.restart({ port: Number(new URL(test.cloud.url).port) })
    const { bytes, contentType } = await test.cloud.storage.download(fileID)
    expect(Buffer.from(bytes)).toEqual(png)
    expect(contentType).toBe('image/png')
    expect(await (await fetch(url)).text()).toBe('kept')
    await test.cloud.storage.remove(fileID)
    await expect(test.cloud.storage.download(fileID)).rejects.toThrow('does not exist')
    expect(() => test.cloud.storage.tempUrl('cloud://other-env.bucket/a')).toThrow('no file of this environment')
  })
})
