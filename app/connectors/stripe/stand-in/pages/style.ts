/** Small and calm: hairlines, one accent, both schemes. */
export const pageStyle = `
:root { color-scheme: light dark; --ink: #1d1b18; --quiet: #6b655d; --line: #d8d2c8; --ground: #fffdf9; --accent: #7a3b1d; --bad: #a3231f }
@media (prefers-color-scheme: dark) { :root { --ink: #f2ede4; --quiet: #a9a196; --line: #4a453e; --ground: #1b1916; --accent: #e0a07c; --bad: #ff9d94 } }
* { box-sizing: border-box; margin: 0 }
body { font: 400 15px/1.4 system-ui, sans-serif; color: var(--ink); background: transparent }
`

export const escapeHtml = (text: string) =>
	text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;').replaceAll("'", '&#39;')

/** Data inside a script element: nothing in it may end the element. */
export const embed = (value: unknown) => JSON.stringify(value).replaceAll('<', '\\u003c')
