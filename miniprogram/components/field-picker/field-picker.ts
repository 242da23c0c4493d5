import type { Field, SubSkill } from '../../../typings/terms'
import type { Tap } from '../../behaviors/events'
import { fields, type SubSkillWords, subSkillsOf } from '../../format/fields'

/** Which field, then which sub-skill in it. Events: `field` {field}, `skill` {subSkill}. */
Component({
  properties: {
    field: { type: String, value: '' as Field | '' },
    subSkill: { type: String, value: '' as SubSkill | '' },
  },
  data: { fields, skills: [] as readonly SubSkillWords[] },
  observers: {
    field(field: Field | '') {
      this.setData({ skills: field === '' ? [] : subSkillsOf(field) })
    },
  },
  methods: {
    chooseField({ currentTarget }: Tap<{ field: Field }>) {
      this.triggerEvent('field', { field: currentTarget.dataset.field })
    },
    chooseSkill({ currentTarget }: Tap<{ skill: SubSkill }>) {
      this.triggerEvent('skill', { subSkill: currentTarget.dataset.skill })
    },
  },
})
