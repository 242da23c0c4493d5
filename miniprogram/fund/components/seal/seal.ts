import { sealLetters } from '../../../format/seal-letters'

/** The round seal of an organisation, drawn by style sheet alone. Its size follows the font size it is given: 10em across. */
Component({
  properties: {
    organisation: { type: String, value: '' },
  },
  data: { letters: sealLetters('') },
  observers: {
    organisation(organisation: string) {
      this.setData({ letters: sealLetters(organisation) })
    },
  },
})
