/**
 * Mail readers drop style sheets, so every rule stands on its element. The colours are the light ones of
 * styles/app.css; readers that know dark mode take the few rules of `darkRules`.
 */
const face = "font-family: Inter, system-ui, 'Hiragino Sans', 'Noto Sans JP', sans-serif"
export const display = "font-family: Fraunces, 'Hiragino Mincho ProN', 'Noto Serif JP', Georgia, serif"
const ink = '#211d18'
const inkSoft = '#5f574c'
const rule = '#dcd4c5'
const accent = '#1d4a7a'

export const styles = {
	body: `margin:0;padding:0;background:#f8f5ee;color:${ink};${face}`,
	preheader: 'display:none;max-height:0;overflow:hidden;opacity:0;font-size:1px;line-height:1px',
	outer: 'width:100%;border-collapse:collapse',
	inner: 'width:100%;max-width:600px;margin:0 auto;border-collapse:collapse;text-align:left',
	brand: `padding:32px 24px 16px;${display};font-size:18px;color:${ink}`,
	sheet: `padding:32px 24px;background:#fffdf8;border-top:1px solid ${rule};border-bottom:1px solid ${rule}`,
	title: `margin:0 0 16px;${display};font-weight:500;font-size:26px;line-height:32px;color:${ink}`,
	text: `margin:0 0 16px;font-size:16px;line-height:24px;color:${ink};white-space:pre-line`,
	note: `margin:0 0 16px;padding-left:12px;border-left:2px solid ${accent};font-size:14px;line-height:20px;color:${inkSoft};white-space:pre-line`,
	button: `display:inline-block;margin:8px 0 24px;padding:12px 20px;border-radius:6px;background:${accent};color:#ffffff;font-size:16px;line-height:20px;font-weight:600;text-decoration:none`,
	codeLabel: `margin:0;font-size:14px;line-height:20px;color:${inkSoft}`,
	code: `margin:4px 0 24px;font-size:32px;line-height:40px;letter-spacing:6px;font-variant-numeric:tabular-nums;color:${ink}`,
	table: 'width:100%;margin:0 0 24px;border-collapse:collapse;font-size:14px;line-height:20px',
	head: `padding:8px 8px 8px 0;border-bottom:1px solid ${rule};text-align:left;font-weight:500;color:${inkSoft}`,
	cell: `padding:8px 8px 8px 0;border-bottom:1px solid ${rule};text-align:left;vertical-align:top;color:${ink}`,
	foot: `padding:8px 8px 8px 0;text-align:left;font-weight:600;color:${ink}`,
	figure: 'text-align:right;padding-right:0;font-variant-numeric:tabular-nums;white-space:nowrap',
	footer: `padding:16px 24px 40px;font-size:12px;line-height:18px;color:${inkSoft}`,
	footerLine: 'margin:0 0 4px',
	footerLink: `color:${inkSoft}`,
} as const

export const darkRules = `@media (prefers-color-scheme: dark) {
.m-ground { background: #16130f !important; color: #f2ebdf !important }
.m-sheet { background: #1e1a16 !important; border-color: #3a342b !important }
.m-ink { color: #f2ebdf !important; border-color: #3a342b !important }
.m-soft { color: #b8ad9d !important; border-color: #3a342b !important }
.m-act { background: #94bdec !important; color: #0e2137 !important }
}`
