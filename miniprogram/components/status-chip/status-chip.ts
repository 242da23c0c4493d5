/** A state in a word with its icon and tone: never by colour alone. */
Component({
  properties: {
    word: { type: String, value: '' },
    icon: { type: String, value: '' },
    /** waiting | moving | done | danger | quiet */
    tone: { type: String, value: 'quiet' },
  },
})
