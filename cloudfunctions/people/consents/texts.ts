import type { ConsentKind, ConsentText } from '../../../typings/residents'
import { Failure, invariant } from '../../shared/errors'

/** What people say yes to, in the words in force. A change of the words is a new version; old answers keep the old one's name. */
export const consentTexts: readonly ConsentText[] = [
  {
    kind: 'contact',
    version: '2026-11-23',
    title: '地址和电话',
    short: '同意为办理这件事使用我的地址和电话',
    lines: [
      '地址和电话交给接手的社工，用来联系您、上门服务。',
      '社工站督导和区里负责的人安排、审批时看得到。',
      '社区工作者核实情况时看得到地址，电话只看到头尾；孩子、家暴和想不开的事，他们看不到。',
      '说到生命危险时，值班的人马上看到您的电话。',
      '每一次查看都会记录下来。',
      '事情办完后按规定保存；您随时可以导出或删除。',
      '不同意也没关系，您可以直接打社工站电话求助。',
    ],
  },
  {
    kind: 'voice',
    version: '2026-11-23',
    title: '录音',
    short: '同意保存我说的这段话，给帮我的社工听',
    lines: [
      '录音和这份求助放在一起，您、被问到的社工和接手的社工能听。',
      '微信拿不准的，社工站或社区审核的人先听一听。',
      '别人每次听都会记录下来。',
      '不想留录音，可以改成打字，或请社区工作者代录。',
    ],
  },
  {
    kind: 'child',
    version: '2026-11-23',
    title: '14 岁以下孩子的信息',
    short: '我是孩子的监护人，同意为帮助孩子使用孩子的信息',
    lines: [
      '被问到的社工看得到您写的事，接手的社工才看得到姓名和住址；社工站要安排人，也看得到事情的大概。',
      '服务记录只给接手的社工看；别人要看，必须写明理由、经过批准，并留下记录。',
      '微信拿不准的文字、照片和录音，由社工站审核的人先看。',
      '只用来帮助这个孩子，不用于别的事，也不公开。',
      '您可以随时撤回；撤回后，我们删除不必保留的部分。',
      '如果孩子正受到伤害，请选“儿童保护”，不用等监护人同意。',
    ],
  },
  {
    kind: 'mandate',
    version: '2026-11-23',
    title: '替家人办事',
    short: '我已得到本人同意，替家人提出求助',
    lines: [
      '请先把这件事告诉本人，得到同意，再替家人提交。',
      '本人可以随时取消代办；取消后，您就看不到进展了。',
      '您填的内容要真实，只用来帮助本人。',
    ],
  },
  {
    kind: 'place',
    version: '2026-11-01',
    title: '我在哪里',
    short: '同意用一次我的位置来找社区',
    lines: ['位置只用来找离您最近的社区，找到以后不保存。', '不同意也可以自己选社区。'],
  },
]

/** The version in force of what is said yes to. */
export function consentVersionOf(kind: ConsentKind): string {
  const text = consentTexts.find((each) => each.kind === kind)
  invariant(text, 'every kind has its text')
  return text.version
}

/**
 * A yes holds for the words in force alone: the failure (CONFLICT, with the field that carried another version) by which the
 * phone knows to show the new words and to ask again; null when the version is in force.
 */
export function staleConsent(kind: ConsentKind, version: string, path: string): Failure | null {
  if (version === consentVersionOf(kind)) return null
  return new Failure('CONFLICT', 'the text has a newer version', [{ path, limit: 'the version in force' }])
}
