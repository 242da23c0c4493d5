/** Small drawings of the phone's own, in the colour of the text around them. */
export const BACK_ICON =
  '<svg viewBox="0 0 12 20" width="12" height="20" fill="none" stroke="currentColor" stroke-width="2" aria-hidden="true"><path d="M10 2 2 10l8 8" stroke-linecap="round" stroke-linejoin="round"/></svg>'

export const HOME_ICON =
  '<svg viewBox="0 0 22 22" width="20" height="20" fill="none" stroke="currentColor" stroke-width="1.7" aria-hidden="true"><path d="M3.5 9.5 11 3l7.5 6.5V18.5h-5v-5h-5v5h-5z" stroke-linejoin="round"/></svg>'

export const MORE_ICON =
  '<svg viewBox="0 0 24 8" width="20" height="7" fill="currentColor" aria-hidden="true"><circle cx="4" cy="4" r="2.4"/><circle cx="12" cy="4" r="3.2"/><circle cx="20" cy="4" r="2.4"/></svg>'

export const CLOSE_ICON =
  '<svg viewBox="0 0 20 20" width="18" height="18" fill="none" stroke="currentColor" aria-hidden="true"><circle cx="10" cy="10" r="8" stroke-width="2"/><circle cx="10" cy="10" r="3" fill="currentColor" stroke="none"/></svg>'

export const SIGNAL_ICON =
  '<svg viewBox="0 0 18 12" width="18" height="12" fill="currentColor" aria-hidden="true"><rect x="0" y="8" width="3" height="4" rx="1"/><rect x="5" y="5.5" width="3" height="6.5" rx="1"/><rect x="10" y="3" width="3" height="9" rx="1"/><rect x="15" y="0" width="3" height="12" rx="1"/></svg>'

export const WIFI_ICON =
  '<svg viewBox="0 0 17 12" width="17" height="12" fill="none" stroke="currentColor" stroke-width="1.9" stroke-linecap="round" aria-hidden="true"><path d="M1.5 4.2a10 10 0 0 1 14 0M4 7a6.4 6.4 0 0 1 9 0"/><circle cx="8.5" cy="10.2" r="1" fill="currentColor"/></svg>'

export const BATTERY_ICON =
  '<svg viewBox="0 0 27 13" width="27" height="13" fill="none" aria-hidden="true"><rect x=".5" y=".5" width="23" height="12" rx="3.8" stroke="currentColor" opacity=".4"/><rect x="2" y="2" width="17" height="9" rx="2.5" fill="currentColor"/><path d="M25 4.5v4a2.2 2.2 0 0 0 0-4z" fill="currentColor" opacity=".5"/></svg>'
