/** The calm look of WeChat's own dialogs (WeUI's grammar): white, rounded, one green, hairlines. Lengths in px. */
export const overlayStyles = `
.wo-mask { position: absolute; inset: 0; z-index: 100; display: flex; background: rgba(0, 0, 0, .5); pointer-events: auto; animation: wo-fade .2s;
  font: 17px/1.4 system-ui, "PingFang SC", "Noto Sans CJK SC", "Microsoft YaHei", sans-serif; color: rgba(0, 0, 0, .9);
  text-align: start; -webkit-tap-highlight-color: transparent; touch-action: manipulation }
.wo-mask *, .wo-toast * { box-sizing: border-box }
.wo-mask button { font: inherit; color: inherit; background: none; border: 0; padding: 0; cursor: pointer; touch-action: manipulation }
.wo-mask :focus-visible { outline: 2px solid #07c160; outline-offset: -2px }
.wo-mask :focus:not(:focus-visible), .wo-mask .wo-panel:focus { outline: none }
.wo-mask-center { align-items: center; justify-content: center }
.wo-mask-sheet { align-items: flex-end }
.wo-mask-full { background: #ededed }
.wo-panel { background: #fff; max-height: 100%; overflow: auto; outline: none }
.wo-center { width: 320px; max-width: calc(100% - 48px); border-radius: 12px; text-align: center; animation: wo-pop .2s }
.wo-sheet { width: 100%; max-height: 85%; border-radius: 12px 12px 0 0; padding-bottom: var(--safe-area-inset-bottom, 0px); animation: wo-rise .25s ease-out }
.wo-full { width: 100%; height: 100%; display: flex; flex-direction: column; background: #ededed; padding: var(--wx-navigation-bar, 44px) 0 var(--safe-area-inset-bottom, 0px) }
.wo-dark { background: #111; color: #fff }
.wo-title { font-weight: 600; padding: 32px 24px 0; margin: 0; font-size: 17px }
.wo-text { padding: 12px 24px 28px; margin: 0; color: rgba(0, 0, 0, .55); white-space: pre-line; overflow-wrap: anywhere; max-height: 50vh; overflow: auto }
.wo-title + .wo-text { padding-top: 14px }
.wo-text:first-child { padding-top: 32px; color: rgba(0, 0, 0, .9) }
.wo-actions { display: flex; border-top: 1px solid rgba(0, 0, 0, .1) }
.wo-actions > button { flex: 1; min-height: 56px; font-weight: 600; padding: 0 8px }
.wo-actions > button + button { border-left: 1px solid rgba(0, 0, 0, .1) }
.wo-accent { color: #576b95 }
.wo-field { display: block; width: calc(100% - 48px); margin: 16px 24px 28px; padding: 10px; border: 0; border-radius: 6px; background: #f2f2f2; font: inherit }
.wo-sheet-list > button { display: block; width: 100%; min-height: 56px; padding: 8px 16px; border-bottom: 1px solid rgba(0, 0, 0, .08); text-align: center }
.wo-mask .wo-item { display: block; width: 100%; min-height: 56px; border-bottom: 1px solid rgba(0, 0, 0, .08); text-align: center }
.wo-sheet-gap { height: 8px; background: #ededed }
.wo-hint { padding: 18px 24px; margin: 0; text-align: center; font-size: 13px; color: rgba(0, 0, 0, .5); border-bottom: 1px solid rgba(0, 0, 0, .08) }
.wo-bar { display: flex; align-items: center; justify-content: space-between; min-height: 52px; padding: 0 16px; border-bottom: 1px solid rgba(0, 0, 0, .08) }
.wo-bar > button { min-width: 44px; min-height: 44px; color: rgba(0, 0, 0, .6) }
.wo-bar > button.wo-green { color: #06ad56; font-weight: 600 }
.wo-bar > strong { font-weight: 600; flex: 1; text-align: center; padding: 0 8px }
.wo-dark .wo-bar { border-color: rgba(255, 255, 255, .12) } .wo-dark .wo-bar > button { color: rgba(255, 255, 255, .8) }
.wo-primary { display: block; width: calc(100% - 48px); margin: 0 24px; min-height: 48px; border-radius: 8px; font-weight: 600; text-align: center }
.wo-mask button.wo-primary { background: #07c160; color: #fff }
.wo-mask button.wo-primary[disabled] { opacity: .45; cursor: default }
.wo-mask button.wo-plain { background: #f2f2f2; color: rgba(0, 0, 0, .9); font-weight: 600; min-height: 48px; border-radius: 8px; flex: 1 }
.wo-ask { padding: 20px 24px 28px } .wo-ask h2 { font-size: 22px; font-weight: 600; margin: 14px 0 6px } .wo-ask p { margin: 0 0 20px; color: rgba(0, 0, 0, .55); font-size: 15px }
.wo-ask-from { display: flex; align-items: center; gap: 8px; font-size: 15px } .wo-ask-from i { width: 24px; height: 24px; border-radius: 6px; background: #07c160 }
.wo-pair { display: flex; gap: 12px } .wo-pair > button.wo-primary { width: auto; flex: 1; margin: 0 }
.wo-row { display: flex; align-items: center; gap: 12px; padding: 14px 0; border-top: 1px solid rgba(0, 0, 0, .08); cursor: pointer }
.wo-row > span { flex: 1 } .wo-row small { display: block; color: rgba(0, 0, 0, .5); font-size: 13px }
.wo-rows + .wo-row { border-top: 0 }
.wo-row input { appearance: none; flex: none; width: 22px; height: 22px; margin: 0; border: 1.5px solid #b2b2b2; border-radius: 50%; background: #fff center/14px no-repeat; cursor: pointer }
.wo-row input[type=checkbox] { border-radius: 5px }
.wo-row input:checked { border-color: #07c160; background-color: #07c160; background-image: url("data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 14 14'%3E%3Cpath d='M2 7.5 5.5 11 12 3.5' fill='none' stroke='white' stroke-width='2'/%3E%3C/svg%3E") }
.wo-rows { margin: 0 0 20px; border-bottom: 1px solid rgba(0, 0, 0, .08) }
.wo-pay { padding: 8px 24px 28px; text-align: center } .wo-pay-name { margin: 20px 0 4px; font-size: 15px } .wo-pay .wo-rows { text-align: start; margin-top: 24px }
.wo-amount { font-size: 44px; font-weight: 600; font-variant-numeric: tabular-nums; margin: 0; line-height: 1.2 } .wo-amount small { font-size: 28px; margin-right: 4px }
.wo-pay .wo-primary { width: 100%; margin: 0 } .wo-note { color: rgba(0, 0, 0, .5); font-size: 13px; margin: 12px 0 0 }
.wo-tick { width: 64px; height: 64px; margin: 28px auto 12px; border-radius: 50%; background: #07c160; display: grid; place-items: center } .wo-tick svg { width: 36px }
div.wo-toast { position: absolute; inset: 0; z-index: 110; display: grid; place-items: center; pointer-events: none;
  font: 14px/1.5 system-ui, "PingFang SC", "Noto Sans CJK SC", "Microsoft YaHei", sans-serif; color: #fff }
div.wo-toast.wo-blocking { pointer-events: auto }
.wo-toast > div { min-width: 136px; max-width: 70%; padding: 24px 16px 20px; border-radius: 12px; background: #4c4c4c; text-align: center; display: grid; justify-items: center; gap: 12px; animation: wo-fade .15s; overflow-wrap: anywhere }
.wo-toast > div.wo-words { min-width: 0; padding: 12px 20px; border-radius: 8px }
.wo-toast svg, .wo-toast img { width: 40px; height: 40px; object-fit: contain } .wo-spin { animation: wo-spin 1s linear infinite }
.wo-wheels { display: flex; position: relative; height: 240px; overflow: hidden; padding: 0 8px }
.wo-wheels::after { content: ''; position: absolute; left: 0; right: 0; top: 96px; height: 48px; border: solid rgba(0, 0, 0, .1); border-width: 1px 0; pointer-events: none }
.wo-wheel { flex: 1; min-width: 0; overflow-y: auto; scroll-snap-type: y mandatory; scrollbar-width: none; padding: 96px 0; overscroll-behavior: contain; position: relative;
  mask-image: linear-gradient(transparent, #000 40%, #000 60%, transparent) }
.wo-wheel::-webkit-scrollbar { display: none }
.wo-wheel > div { height: 48px; line-height: 48px; text-align: center; scroll-snap-align: center; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; cursor: pointer; padding: 0 4px }
.wo-scan { flex: 1; overflow: auto; padding: 8px 16px 24px } .wo-scan p { text-align: center; color: rgba(255, 255, 255, .7); font-size: 14px; margin: 8px 0 16px }
.wo-tiles { display: grid; grid-template-columns: 1fr 1fr; gap: 12px }
.wo-mask .wo-tile { background: #fff; color: #1a1f1e; border-radius: 10px; padding: 12px; font-size: 14px; line-height: 1.35; text-align: center } .wo-tile img { display: block; width: 100%; aspect-ratio: 1; margin-bottom: 8px; image-rendering: pixelated }
.wo-file { display: block; margin: 16px auto 0; text-align: center; color: #fff; padding: 12px; border: 1px solid rgba(255, 255, 255, .35); border-radius: 8px; cursor: pointer; position: relative }
.wo-file:focus-within { outline: 2px solid #07c160 } .wo-file input { position: absolute; inset: 0; opacity: 0; cursor: pointer; width: 100% }
.wo-error { color: #ff9b9b !important }
.wo-preview { flex: 1; min-height: 0; display: flex; overflow-x: auto; scroll-snap-type: x mandatory; scrollbar-width: none } .wo-preview::-webkit-scrollbar { display: none }
.wo-preview > div { flex: none; width: 100%; height: 100%; scroll-snap-align: center; display: grid; place-items: center } .wo-preview img { max-width: 100%; max-height: 100%; object-fit: contain }
.wo-album { flex: 1; overflow: auto; display: grid; grid-template-columns: repeat(3, 1fr); gap: 3px; align-content: start; background: #fff }
.wo-mask .wo-photo { position: relative; aspect-ratio: 1; overflow: hidden } .wo-photo img { width: 100%; height: 100%; object-fit: cover; display: block }
.wo-photo[aria-pressed=true]::after { content: attr(data-order); position: absolute; top: 6px; right: 6px; width: 24px; height: 24px; border-radius: 50%; background: #07c160; color: #fff; font-size: 14px; line-height: 24px }
.wo-photo[aria-pressed=true] img { filter: brightness(.75) }
.wo-map { flex: 1; min-height: 180px; background: #e8efe4; display: grid; place-items: center } .wo-map svg { width: 100%; height: 100% }
.wo-place { background: #fff; padding: 16px 24px 28px } .wo-place h2 { margin: 0 0 4px; font-size: 18px } .wo-place p { margin: 0 0 12px; color: rgba(0, 0, 0, .55); font-size: 14px }
.wo-place label { display: block; font-size: 13px; color: rgba(0, 0, 0, .55); margin-top: 8px } .wo-place .wo-field { width: 100%; margin: 4px 0 8px }
.wo-card { margin: 16px 24px; padding: 12px 16px; background: #f7f7f7; border-radius: 8px } .wo-card strong { display: block; font-weight: 600 } .wo-card small { color: rgba(0, 0, 0, .5) } .wo-card img { width: 100%; margin-top: 8px; border-radius: 4px }
@keyframes wo-fade { from { opacity: 0 } } @keyframes wo-rise { from { transform: translateY(100%) } } @keyframes wo-pop { from { opacity: 0; transform: scale(.96) } } @keyframes wo-spin { to { transform: rotate(360deg) } }
@media (prefers-reduced-motion: reduce) { .wo-mask, .wo-panel, .wo-toast > div { animation: none } }
`
