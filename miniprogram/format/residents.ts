import type { DangerKind, Relation } from '../../typings/asking'
import type { MandateConsent, MandateState } from '../../typings/residents'
import type { Tone } from './needs'

/** Who acts for whom: what the one who acts is to the person, and the person to them. */
export const relationWords: Readonly<Record<Relation, { actor: string; principal: string }>> = {
  child: { actor: '儿女', principal: '父母' },
  grandchild: { actor: '孙子孙女', principal: '爷爷奶奶' },
  spouse: { actor: '爱人', principal: '爱人' },
  parent: { actor: '父母', principal: '儿女' },
  sibling: { actor: '兄弟姐妹', principal: '兄弟姐妹' },
  guardian: { actor: '监护人', principal: '被监护人' },
  relative: { actor: '亲戚', principal: '亲戚' },
  neighbour: { actor: '邻居', principal: '邻居' },
}

export const relations = (Object.keys(relationWords) as Relation[]).map((relation) => ({
  relation,
  name: relationWords[relation].actor,
}))

export const consentWays: readonly { how: MandateConsent; name: string }[] = [
  { how: 'inPerson', name: '当面说好了' },
  { how: 'phone', name: '电话里说好了' },
  { how: 'written', name: '写了字据' },
]

export const mandateStates: Readonly<Record<MandateState, { word: string; tone: Tone; icon: string }>> = {
  given: { word: '等本人确认', tone: 'waiting', icon: 'clock' },
  confirmed: { word: '本人已确认', tone: 'done', icon: 'check' },
  revoked: { word: '已取消', tone: 'quiet', icon: 'close' },
  expired: { word: '已到期', tone: 'quiet', icon: 'clock' },
}

export const dangerWords: Readonly<Record<DangerKind, string>> = {
  selfHarm: '可能伤害自己',
  violence: '正受暴力威胁',
  fire: '火情或险情',
  medical: '急病或受伤',
  childHarm: '孩子可能正受伤害',
}
