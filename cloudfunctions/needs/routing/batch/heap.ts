/** A binary heap of workers by distance; a worker may be in it several times, the shortest first. */
export class Heap {
  size = 0
  private keys = new Int32Array(256)
  private items = new Int32Array(256)

  clear(): void {
    this.size = 0
  }

  leastKey(): number {
    return this.keys[0] as number
  }

  push(key: number, item: number): void {
    if (this.size === this.keys.length) this.grow()
    const { keys, items } = this
    let at = this.size++
    while (at > 0) {
      const parent = (at - 1) >> 1
      const parentKey = keys[parent] as number
      if (parentKey <= key) break
      keys[at] = parentKey
      items[at] = items[parent] as number
      at = parent
    }
    keys[at] = key
    items[at] = item
  }

  pop(): number {
    const { keys, items } = this
    const top = items[0] as number
    const size = --this.size
    const key = keys[size] as number
    const item = items[size] as number
    let at = 0
    for (;;) {
      let child = 2 * at + 1
      if (child >= size) break
      if (child + 1 < size && (keys[child + 1] as number) < (keys[child] as number)) child++
      if ((keys[child] as number) >= key) break
      keys[at] = keys[child] as number
      items[at] = items[child] as number
      at = child
    }
    keys[at] = key
    items[at] = item
    return top
  }

  private grow(): void {
    const [keys, items] = [new Int32Array(2 * this.size), new Int32Array(2 * this.size)]
    keys.set(this.keys)
    items.set(this.items)
    this.keys = keys
    this.items = items
  }
}
