/** The frame's look. Every class begins with `wx-`, which no product class does. */
export const frameStyles = `
html, body { margin: 0; height: 100%; overflow: hidden; background: #000; -webkit-text-size-adjust: 100% }
body { font-family: "PingFang SC", "Noto Sans CJK SC", "Noto Sans SC", "Microsoft YaHei", system-ui, sans-serif }
.wx-phone { position: fixed; inset: 0; overflow: hidden; background: #fff; color: #000; font-size: 16px; line-height: 1.4;
  user-select: none; -webkit-user-select: none; -webkit-tap-highlight-color: transparent; touch-action: pan-x pan-y; contain: strict }
.wx-phone input, .wx-phone textarea { user-select: text; -webkit-user-select: text; font-family: inherit }
.wx-stage, .wx-overlays { position: absolute; inset: 0 }
.wx-stage { overflow: hidden }
.wx-overlays { z-index: 20; pointer-events: none }
.wx-overlays > * { pointer-events: auto }
.wx-frame { position: absolute; inset: 0; display: flex; flex-direction: column; background: #fff; will-change: transform }
.wx-frame.wx-behind { visibility: hidden }
.wx-viewport { position: relative; flex: 1; min-height: 0; transform: translateZ(0); overflow: hidden }
.wx-scroller { position: absolute; inset: 0; overflow-x: hidden; overflow-y: auto; overscroll-behavior: contain; scrollbar-width: none }
.wx-scroller::-webkit-scrollbar { display: none }
wx-page { display: flow-root; min-height: 100%; position: relative }
.wx-frame > .wx-viewport > custom-tab-bar { position: static }
.wx-navigation-bar { position: relative; z-index: 2; flex: none; height: var(--wx-navigation-bar); box-sizing: border-box;
  padding-top: var(--wx-status-bar); color: #000; display: flex; align-items: center; justify-content: center }
.wx-navigation-bar.wx-white-text { color: #fff }
.wx-navigation-title { max-width: calc(100% - 204px); font-size: 17px; font-weight: 600; white-space: nowrap; overflow: hidden; text-overflow: ellipsis;
  display: flex; align-items: center; gap: 6px }
.wx-navigation-title span { overflow: hidden; text-overflow: ellipsis }
.wx-navigation-left { position: absolute; left: 0; bottom: 0; height: 44px; display: flex; align-items: center }
.wx-navigation-button { appearance: none; border: 0; background: none; color: inherit; width: 44px; height: 44px; padding: 0; display: flex; align-items: center; justify-content: center; cursor: pointer }
.wx-navigation-spinner { width: 14px; height: 14px; border: 2px solid currentColor; border-right-color: transparent; border-radius: 50%; animation: wx-turn 1s linear infinite; opacity: .6 }
.wx-navigation-spinner[hidden] { display: none }
.wx-status-bar { position: absolute; z-index: 30; top: 0; left: 0; right: 0; height: var(--wx-status-bar); box-sizing: border-box; padding: 0 26px 0 34px;
  display: flex; align-items: center; justify-content: space-between; color: #000; font-size: 15px; font-weight: 600; pointer-events: none; font-variant-numeric: tabular-nums }
.wx-status-bar.wx-white-text { color: #fff }
.wx-status-icons { display: flex; align-items: center; gap: 5px; font-size: 12px }
.wx-capsule { position: absolute; z-index: 30; top: calc(var(--wx-status-bar) + 6px); right: 7px; width: 87px; height: 32px; box-sizing: border-box; border-radius: 16px;
  border: .5px solid rgba(0, 0, 0, .12); background: rgba(255, 255, 255, .65); color: #000; display: flex; align-items: center }
.wx-capsule.wx-white-text { border-color: rgba(255, 255, 255, .25); background: rgba(0, 0, 0, .15); color: #fff }
.wx-capsule button { appearance: none; border: 0; background: none; color: inherit; flex: 1; height: 100%; padding: 0; display: flex; align-items: center; justify-content: center; cursor: pointer }
.wx-capsule-line { width: .5px; height: 18px; background: currentColor; opacity: .2 }
.wx-home-indicator { position: absolute; z-index: 40; bottom: 8px; left: 50%; width: 134px; height: 5px; margin-left: -67px; border-radius: 3px; background: #000; pointer-events: none }
.wx-home-indicator[hidden] { display: none }
.wx-tab-bar { flex: none; position: relative; z-index: 2; height: calc(49px + var(--safe-area-inset-bottom)); box-sizing: border-box; padding-bottom: var(--safe-area-inset-bottom);
  border-top: .5px solid; display: flex }
.wx-tab-bar[hidden] { display: none }
.wx-tab { appearance: none; border: 0; background: none; flex: 1; padding: 4px 0 0; display: flex; flex-direction: column; align-items: center; justify-content: center; gap: 2px; position: relative; font: inherit; cursor: pointer }
.wx-tab img { width: 27px; height: 27px; object-fit: contain }
.wx-tab-text { font-size: 11px; line-height: 14px }
.wx-tab-badge { position: absolute; top: 2px; left: calc(50% + 6px); min-width: 16px; height: 16px; box-sizing: border-box; padding: 0 4px; border-radius: 8px; background: #fa5151; color: #fff; font: 500 11px/16px sans-serif; font-style: normal; text-align: center }
.wx-tab-dot { position: absolute; top: 4px; left: calc(50% + 9px); width: 8px; height: 8px; border-radius: 4px; background: #fa5151 }
.wx-pull-dots { position: absolute; top: 0; left: 0; right: 0; height: 50px; display: flex; gap: 8px; align-items: center; justify-content: center; opacity: 0; pointer-events: none }
.wx-pull-dots i { width: 6px; height: 6px; border-radius: 3px; background: rgba(0, 0, 0, .3) }
.wx-pull-busy i { animation: wx-blink 1s infinite }
.wx-pull-busy i:nth-child(2) { animation-delay: .15s }
.wx-pull-busy i:nth-child(3) { animation-delay: .3s }
.wx-error-bar { position: absolute; z-index: 50; left: 8px; right: 8px; bottom: calc(8px + var(--safe-area-inset-bottom)); max-height: 40%; overflow: auto; box-sizing: border-box; padding: 10px 12px; border-radius: 12px;
  background: rgba(127, 29, 29, .94); color: #fff; font-size: 12px; line-height: 1.5; user-select: text; -webkit-user-select: text; display: flex; gap: 8px; align-items: flex-start }
.wx-error-bar[hidden] { display: none }
.wx-error-bar ul { list-style: none; margin: 0; padding: 0; flex: 1; min-width: 0; overflow-wrap: anywhere }
.wx-error-bar button { flex: none; border: 0; border-radius: 8px; padding: 4px 8px; background: rgba(255, 255, 255, .18); color: #fff; font: inherit; cursor: pointer }
@keyframes wx-turn { to { transform: rotate(1turn) } }
@keyframes wx-blink { 0%, 60%, 100% { opacity: .3 } 30% { opacity: 1 } }
@media (prefers-reduced-motion: reduce) { .wx-navigation-spinner, .wx-pull-busy i { animation: none } }
`
