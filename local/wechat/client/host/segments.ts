/**
 * An element's class and style come in segments that do not disturb each other. glass-easel names them in a const enum,
 * which this build cannot import; 0 is the template's own, 3 the elements' (pressed look).
 */
export const SEGMENT = { wxs: 1, animation: 2 } as const
