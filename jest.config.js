/** Every kind of test is a jest project; `npm test` runs them in the order of its stages. */
const transform = { '^.+\\.(t|j|mj)s$': ['@swc/jest', { jsc: { target: 'es2022' }, module: { type: 'commonjs' } }] }
const node = { transform, testEnvironment: 'node' }

module.exports = {
  projects: [
    { ...node, displayName: 'unit', testMatch: ['<rootDir>/test/{unit,property}/**/*.test.ts'] },
    { ...node, displayName: 'tidy', testMatch: ['<rootDir>/test/tidy/**/*.test.ts'] },
    { ...node, displayName: 'contract', testMatch: ['<rootDir>/test/contract/**/*.test.ts'] },
    { ...node, displayName: 'simulation', testMatch: ['<rootDir>/test/simulation/**/*.test.ts'] },
    { ...node, displayName: 'e2e', testMatch: ['<rootDir>/test/e2e/**/*.test.ts'] },
    {
      displayName: 'component',
      testMatch: ['<rootDir>/test/component/**/*.test.ts'],
      testEnvironment: 'jsdom',
      transform: {
        '^.+\\.(t|j|mj)s$': ['@swc/jest', { jsc: { target: 'es2018' }, module: { type: 'commonjs' } }],
      },
      setupFiles: ['<rootDir>/test/component/setup.js'],
      moduleDirectories: ['node_modules', 'miniprogram/miniprogram_npm'],
    },
  ],
}
