import { importsOf, trackedFiles } from './source'

/** No file leads back to itself, so that each can be read, and understood, after those that it stands on. Types count. */
test.each(['cloudfunctions', 'typings', 'miniprogram', 'local'])('no circle of imports within %s', (room) => {
  const files = trackedFiles().filter((file) => file.startsWith(`${room}/`) && file.endsWith('.ts'))
  const imports = new Map(files.map((file) => [file, importsOf(file).map(({ to }) => to)]))
  expect([...imports.values()].flat().length).toBeGreaterThan(20)
  expect(circlesIn(imports)).toEqual([])
})

test('a circle is found where there is one, and none where two ways lead to the same file', () => {
  const diamond = { a: ['b', 'c'], b: ['d'], c: ['d'], d: [] }
  expect(circlesIn(new Map(Object.entries(diamond)))).toEqual([])
  expect(circlesIn(new Map(Object.entries({ ...diamond, d: ['e'], e: ['b'] })))).toEqual(['b → d → e → b'])
})

/** One circle, as a line, for each import that closes one, in the order of reading. */
function circlesIn(imports: ReadonlyMap<string, readonly string[]>): string[] {
  const circles: string[] = []
  const done = new Set<string>()
  const path: string[] = []
  const visit = (file: string): void => {
    const start = path.indexOf(file)
    if (start >= 0) circles.push([...path.slice(start), file].join(' → '))
    if (start >= 0 || done.has(file)) return
    path.push(file)
    for (const next of imports.get(file) ?? []) visit(next)
    path.pop()
    done.add(file)
  }
  for (const file of imports.keys()) visit(file)
  return circles
}
