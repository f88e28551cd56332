/** Small and calm: hairlines, one accent, both schemes. A page around may name the scheme (`data-scheme`). */
export const pageStyle = `
:root { color-scheme: light dark; --ink: light-dark(#211d18, #f2ebdf); --quiet: light-dark(#5f574c, #b8ad9d); --line: light-dark(#897f6f, #8b8070); --ground: light-dark(#fffdf8, #1e1a16); --accent: light-dark(#1d4a7a, #94bdec); --on-accent: light-dark(#ffffff, #0e2137); --bad: light-dark(#a32a22, #f3a195) }
:root[data-scheme=light] { color-scheme: light }
:root[data-scheme=dark] { color-scheme: dark }
* { box-sizing: border-box; margin: 0 }
body { font: 400 15px/1.4 Inter, system-ui, 'Hiragino Sans', 'Noto Sans JP', sans-serif; color: var(--ink); background: transparent }
`

export const escapeHtml = (text: string) =>
	text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;').replaceAll("'", '&#39;')

/** Data inside a script element: nothing in it may end the element. */
export const embed = (value: unknown) => JSON.stringify(value).replaceAll('<', '\\u003c')
