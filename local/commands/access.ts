/** `npm run access`: writes the table of procedures and roles, `cloudfunctions/shared/access/README.md`. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { accessTable, registry } from './access-table'
import { root } from './terminal'

const tablePath = 'cloudfunctions/shared/access/README.md'

writeFileSync(join(root, tablePath), accessTable(registry))
console.log(`${tablePath}: ${registry.length} procedures`)
