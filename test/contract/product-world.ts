/** The product's own ports on the genuine SDK, in the test's process: to reach into the middle of a procedure. */

import type { World } from '../../cloudfunctions/shared/ports'
import { createWorld } from '../../cloudfunctions/shared/world'
import type { LocalCloud } from '../../local/contract'

/** A `World` that talks to this cloud. The SDK reads the environment at each call, so one cloud at a time. */
export async function productWorld(cloud: LocalCloud, envId = 'local-env'): Promise<World> {
  Object.assign(process.env, {
    TENCENTCLOUD_RUNENV: 'SCF',
    TENCENTCLOUD_REGION: 'ap-shanghai',
    SCF_NAMESPACE: envId,
    TCB_ENV: envId,
    TENCENTCLOUD_SECRETID: 'x',
    TENCENTCLOUD_SECRETKEY: 'y',
    TENCENTCLOUD_SESSIONTOKEN: 'z',
    TCB_CONTEXT_CNFG: JSON.stringify({ URL: `${cloud.url}/admin` }),
    TCB_CONTEXT_KEYS: 'TCB_ENV,TCB_SEQID,TCB_TRACELOG,TCB_SOURCE',
    WX_CONTEXT_KEYS: 'WX_OPENID,WX_APPID,WX_UNIONID,WX_CLIENTIP,WX_API_TOKEN',
  })
  const { default: sdk } = (await import('wx-server-sdk')) as unknown as { default: object }
  return createWorld(sdk)
}
