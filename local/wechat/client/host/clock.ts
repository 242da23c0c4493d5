/**
 * Makes `Date` tell the phone's time, for the product and the phone alike. The returned function moves it. What measures
 * durations (`performance.now`, timers) runs on as ever.
 */
export function installClock(offsetMs: number): (offsetMs: number) => void {
  const MachineDate = Date
  let offset = offsetMs
  const now = (): number => MachineDate.now() + offset
  const PhoneDate = new Proxy(MachineDate, {
    apply: () => new MachineDate(now()).toString(),
    construct: (target, parts, newTarget) => Reflect.construct(target, parts.length === 0 ? [now()] : parts, newTarget),
    get: (target, name, receiver) => (name === 'now' ? now : Reflect.get(target, name, receiver)),
  })
  // `date.constructor === Date` holds.
  MachineDate.prototype.constructor = PhoneDate
  Reflect.set(globalThis, 'Date', PhoneDate)
  return (next) => {
    offset = next
  }
}
