import type { ContactWay } from '../../typings/cases'

/** What a visit's note should hold, as a start to write on. */
export const noteTemplates: readonly { name: string; text: string; ways: readonly ContactWay[] }[] = [
  {
    name: '上门探访',
    ways: ['home'],
    text: '居住与身体：\n情绪与想法（原话）：\n今天做了什么：\n居民的反应：\n下次要做：',
  },
  { name: '电话跟进', ways: ['phone', 'online'], text: '通话要点：\n居民的想法（原话）：\n约定的事：\n下次联系：' },
  { name: '面谈', ways: ['office', 'home'], text: '谈话主题：\n居民说了什么（原话）：\n一起定下的事：\n风险变化：' },
  {
    name: '对接资源',
    ways: ['home', 'phone', 'office', 'online'],
    text: '对接了谁（单位、电话）：\n谈了什么：\n结果：\n还要跟进：',
  },
]
