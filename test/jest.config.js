/** Every kind of test is a jest project; `npm test` runs them in the order of its stages. */
const { join } = require('node:path')

const rootDir = join(__dirname, '..')
const transformTo = (target) => ({
  '^.+\\.(t|j|mj)s$': ['@swc/jest', { jsc: { target }, module: { type: 'commonjs' } }],
})
const onNode = (displayName, pattern, not = []) => ({
  displayName,
  rootDir,
  testMatch: [`<rootDir>/test/${pattern}`],
  testPathIgnorePatterns: ['/node_modules/', ...not],
  testEnvironment: 'node',
  transform: transformTo('es2022'),
})

module.exports = {
  rootDir,
  // A busy machine is slow, not wrong.
  testTimeout: 60_000,
  projects: [
    onNode('unit', '{unit,property}/**/*.test.ts'),
    onNode('tidy', 'tidy/**/*.test.ts'),
    onNode('contract', 'contract/**/*.test.ts', ['/contract/durability/']),
    onNode('durability', 'contract/durability/**/*.test.ts'),
    onNode('simulation', 'simulation/**/*.test.ts'),
    onNode('e2e', 'e2e/*.test.ts'),
    onNode('phone', 'e2e/phone/**/*.test.ts'),
    onNode('journeys', 'e2e/journeys/**/*.test.ts'),
    onNode('screens', 'e2e/screens/**/*.test.ts'),
    {
      displayName: 'component',
      rootDir,
      testMatch: ['<rootDir>/test/component/**/*.test.ts'],
      testEnvironment: 'jsdom',
      transform: transformTo('es2018'),
      setupFiles: ['<rootDir>/test/component/setup.js'],
      moduleDirectories: ['node_modules', 'miniprogram/miniprogram_npm'],
    },
  ],
}
