const DURATION_MS = 200

/** A page slides in over the one below it, or out again. `done` runs when it stands still, and always runs. */
export function slide(direction: 'in' | 'out', upper: HTMLElement, lower: HTMLElement, done: () => void): void {
  if (matchMedia('(prefers-reduced-motion: reduce)').matches) {
    done()
    return
  }
  const options = { duration: DURATION_MS, easing: 'ease-out' } as const
  const [from, to] = direction === 'in' ? ['100%', '0'] : ['0', '100%']
  const [lowerFrom, lowerTo] = direction === 'in' ? ['0', '-30%'] : ['-30%', '0']
  upper.style.zIndex = '1'
  const moves = [
    upper.animate({ transform: [`translateX(${from})`, `translateX(${to})`] }, { ...options, fill: 'forwards' }),
    lower.animate({ transform: [`translateX(${lowerFrom})`, `translateX(${lowerTo})`] }, options),
  ]
  const end = (): void => {
    for (const move of moves) move.cancel()
    upper.style.zIndex = ''
    done()
  }
  Promise.all(moves.map((move) => move.finished)).then(end, end)
}
