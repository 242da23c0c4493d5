import { targetOfPath, targetOfScene } from '../../../miniprogram/platform/scan'

test.each([
  ['pages/home/home?scene=c%3D500110001003', { kind: 'community', territoryCode: '500110001003' }],
  ['/pages/home/home?scene=c=500110001003', { kind: 'community', territoryCode: '500110001003' }],
  ['pages/fund/fund?scene=f%3Dabc123', { kind: 'fund', fundId: 'fund_abc123' }],
  ['pages/fund/fund?fundId=fund_abc123', { kind: 'fund', fundId: 'fund_abc123' }],
])('%s leads where it says', (path, target) => {
  expect(targetOfPath(path)).toEqual(target)
})

test.each([
  '',
  'https://example.com/?c=500110001003x',
  'pages/home/home',
  'pages/home/home?scene=c%3D5001',
  '%E0%A4%A',
])('what is not ours leads nowhere: «%s»', (path) => {
  expect(targetOfPath(path)).toBeNull()
})

test('a scene comes encoded once from WeChat, plain from a link of ours', () => {
  const community = { kind: 'community', territoryCode: '500110001003' }
  expect(targetOfScene('c%3D500110001003')).toEqual(community)
  expect(targetOfScene('c=500110001003')).toEqual(community)
  expect(targetOfScene(undefined)).toBeNull()
})
