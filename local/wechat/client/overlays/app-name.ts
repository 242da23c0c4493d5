/** The mini-program's name as dialogs show it: the title of its window. */
export function appNameOf(appConfig: Readonly<Record<string, unknown>>): string {
  const window = appConfig.window as { navigationBarTitleText?: unknown } | undefined
  const title = window?.navigationBarTitleText
  return typeof title === 'string' && title !== '' ? title : '小程序'
}
