import type { Danger, DangerKind } from '../../../typings/asking'

/**
 * Whether somebody's words say that a life may be in danger now. It decides only whom to page and which numbers to show: a
 * page too many costs a phone call, a page too few a life. So words are taken at their face, except where the same clause
 * says that it is not so, is long ago, or is only feared of a thing (a blocked stair, not a person).
 */
export function findDanger(text: string): Danger | null {
  const clauses = text
    .replace(/\s+/g, '')
    .split(/[，。；！？,;!?、\n]/)
    .filter((clause) => clause !== '')
  for (const sign of signs) {
    if (sign.only && !sign.only.test(text)) continue
    for (const clause of clauses) {
      const found = sign.words.exec(clause)
      // Who speaks of their own death is heard whatever else they mention.
      if (found && !isDenied(sign, clause, found) && !lesson.test(sign.kind === 'selfHarm' ? clause : text)) {
        return { kind: sign.kind, because: found[0], phone: phoneOf[sign.kind] }
      }
    }
  }
  return null
}

/** Which number helps first: 110 police, 119 fire, 120 ambulance. */
const phoneOf: Readonly<Record<DangerKind, Danger['phone']>> = {
  selfHarm: '110',
  violence: '110',
  childHarm: '110',
  fire: '119',
  medical: '120',
}

interface Sign {
  kind: DangerKind
  words: RegExp
  /** A fear of it is not it: fire and accidents are often feared long before. */
  fearIsNotIt: boolean
  /** Counts only where the text speaks of these. */
  only?: RegExp
}

/** In this order: the first kind that is found is said. */
const signs: readonly Sign[] = [
  {
    kind: 'selfHarm',
    words:
      /自杀|轻生|寻短见|不想活|活不下去|活着没意思|活着没有意思|想死|要去死|跳楼|跳河|跳下去|割腕|割过手|割脉|上吊|喝农药|吞安眠药|吃了一瓶药|遗书|烧炭/,
    fearIsNotIt: false,
  },
  {
    kind: 'childHarm',
    words:
      /(?:孩子|小孩|娃|女儿|儿子|孙女|孙子|学生|女孩|男孩).{0,10}(?:被打|挨打|打伤|虐待|猥亵|性侵|关起来|有青|有伤|打的)|(?:打|虐待|猥亵|性侵)(?:孩子|小孩|娃娃|女儿|儿子)|孩子.{0,4}(?:失踪|不见了|走失)/,
    fearIsNotIt: false,
  },
  {
    kind: 'childHarm',
    words: /挨打|身上有青|身上有伤|被关起来|不给饭吃/,
    fearIsNotIt: false,
    only: /小孩|孩子|娃|女儿|儿子|孙女|孙子|女孩|男孩/,
  },
  {
    kind: 'violence',
    words:
      /家暴|(?:老公|丈夫|老婆|妻子|男友|前夫|前男友|儿子|父亲|爸爸|他|她|男人).{0,8}(?:打我|打妈|打人|抽我|掐|砍|踢我|揍|动手|往死里)|打死|杀人|杀了|要杀|砍人|拿刀|持刀|掐脖子|捅人|绑架|还打人|(?:威胁|恐吓).{0,4}我|不让我出门/,
    fearIsNotIt: false,
  },
  {
    kind: 'fire',
    words: /着火|起火|失火|火灾|煤气泄漏|煤气漏|燃气泄漏|煤气味|一氧化碳|爆炸|冒烟|浓烟|房子要塌|楼要塌/,
    fearIsNotIt: true,
  },
  {
    kind: 'medical',
    words:
      /晕倒|昏倒|昏迷|没有呼吸|没呼吸|喘不上气|喘不过气|大出血|血流不止|吐血|中风了|脑梗|心脏病发|心梗|胸口剧痛|胸口很痛|抽搐|叫不醒|没有反应|骨折|爬不起来|起不来了|触电|溺水|中毒|误食|噎住/,
    fearIsNotIt: true,
  },
]

/** Said before it in the same clause: it is not so. A 不 that belongs to the words themselves is part of the match. */
const denied =
  /(?:没有|没|不是|不会|从未|未曾|从来没|并非|并不|绝不|不至于|没想过|没有想过|不要|别)(?:再|会|想|要|去|过|发生|真)*$/
const feared = /(?:怕|担心|以免|避免|防止|预防|容易|差点|险些|可能会|会不会|小心|万一|引起|引发|引爆).{0,6}$/
/** It is over, or dealt with. */
const elsewhere = /去年|前年|年前|几年前|早些年|小时候|以前|曾经|当年|补贴|补偿|后遗症|康复|理赔|术后|出院/
/** Somebody wants to learn about it, or saw it told. */
const lesson = /讲座|宣传|演练|培训|知识|预防|电影|电视|小说|新闻/
const recent = /现在|刚才|刚刚|今天|今晚|昨晚|昨天|又|一直|经常|天天|还在/

function isDenied(sign: Sign, clause: string, found: RegExpExecArray): boolean {
  const before = clause.slice(0, found.index)
  if (denied.test(before)) return true
  if (sign.fearIsNotIt && feared.test(before)) return true
  return elsewhere.test(clause) && !recent.test(clause)
}
