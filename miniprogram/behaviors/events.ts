/** A tap on something that carries `data-…`. */
export type Tap<Data extends Record<string, unknown> = Record<string, never>> = WechatMiniprogram.TouchEvent<
  Record<string, never>,
  Record<string, never>,
  Data
>

/** An event of a component, with its detail and the `data-…` of where it was heard. */
export type Said<
  Detail extends Record<string, unknown>,
  Data extends Record<string, unknown> = Record<string, never>,
> = WechatMiniprogram.CustomEvent<Detail, Record<string, never>, Data>
