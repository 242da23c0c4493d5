/** Runs of one and two Chinese characters: short, they need no dictionary, and a person can read them as reasons. */
const longestRun = 2

/** Each run that occurs in the text, once. Figures, letters and marks separate. */
export function runsOf(text: string): Set<string> {
  const runs = new Set<string>()
  for (const segment of text.split(/[^\u4e00-\u9fff]+/)) {
    for (let length = 1; length <= longestRun; length += 1) {
      for (let from = 0; from + length <= segment.length; from += 1) runs.add(segment.slice(from, from + length))
    }
  }
  return runs
}
