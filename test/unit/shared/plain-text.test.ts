import { text } from '../../../cloudfunctions/shared/fields'
import { plainName, plainText, withoutInvisible } from '../../../cloudfunctions/shared/plain-text'

const hidden = ['\u200b', '\u200c', '\u200d', '\u2060', '\ufeff', '\u00ad', '\u180e', '\u3164', '\u2800', '\u{e0061}']

describe('what nobody sees', () => {
  test.each(hidden)('%j is taken out of what is written', (sign) => {
    expect(text(1, 10).parse(`林${sign}建国`)).toBe('林建国')
    expect(text(1, 3).parse(`${sign}林建国${sign} `)).toBe('林建国')
    expect(text(1, 10).safeParse(sign.repeat(3)).success).toBe(false)
  })

  test('marks that turn the direction are refused, as before', () => {
    expect(text(1, 10).safeParse('林\u202e建国').success).toBe(false)
  })

  test('emoji, Chinese punctuation, rare letters and line ends go on working', () => {
    for (const kept of [
      '👨‍👩‍👧 谢谢！',
      '👩🏽‍⚕️❤️‍🩹',
      '您好，“王阿姨”——在《家》里……（3 楼）',
      '葛\u{e0100}',
      '一\n二',
      '☎️',
    ]) {
      expect(text(1, 40).parse(kept)).toBe(kept)
      expect(withoutInvisible(kept)).toBe(kept)
    }
  })
})

describe('two texts that say the same', () => {
  test.each([...hidden, ' ', '\u3000', '\u00a0', '\n', '\ufe0f', '\u034f', '\u{e0100}'])(
    'differ by %j alone',
    (sign) => {
      expect(plainText(`发工${sign}资`)).toBe('发工资')
      expect(plainName(`林${sign}建国`)).toBe('林建国')
    },
  )

  test('or by widths, cases, compatible forms and, in a name, dots', () => {
    expect(plainText('ＡＢ店')).toBe('ab店')
    expect(plainName('⽊村')).toBe('木村')
    expect(plainName('买买提·艾力')).toBe(plainName('买买提 • 艾力'))
    expect(plainName('…… ')).toBe('')
  })

  test('what differs in letters or digits stays different', () => {
    expect(plainName('林建国')).not.toBe(plainName('林建园'))
    expect(plainName('一号楼')).not.toBe(plainName('二号楼'))
  })
})
