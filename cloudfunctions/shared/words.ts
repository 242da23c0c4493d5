import type { Field } from '../../typings/terms'

/** How the back end names the five fields to people; the phone's names are held to these (`words.test.ts`). */
export const fieldWords: Readonly<Record<Field, string>> = {
  socialAssistance: '社会救助',
  elderCare: '养老服务',
  childCare: '儿童关爱',
  socialAffairs: '社会事务',
  communitySafety: '平安建设',
}

export const fields = Object.keys(fieldWords) as readonly Field[]
