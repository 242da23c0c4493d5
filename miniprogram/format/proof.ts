/** The two ends of a digest in groups of four, which is what people can compare by eye: 9f86 d081 … b0f0 0a08. */
export function shortDigest(digest: string): string {
  if (digest.length <= 16) return groups(digest)
  return `${groups(digest.slice(0, 8))} … ${groups(digest.slice(-8))}`
}

function groups(text: string): string {
  return text.replace(/(.{4})(?=.)/g, '$1 ')
}
