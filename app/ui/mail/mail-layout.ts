import { type CSSProperties, createElement as h, type ReactElement, type ReactNode } from 'react'
import type { MailBlock, MailContent } from '../../engine/content/mail-content.ts'
import { darkRules, styles } from './mail-style.ts'

// Written without JSX: the worker sends mails, and Node runs it from the sources, which it can do for .ts alone.

export type MailFrame = { content: MailContent; locale: string; seller: { name: string; url: string } }

/** The whole mail: seller, sheet, footer. Tables hold it together because some readers know nothing else. */
export function MailLayout({ content, locale, seller }: MailFrame): ReactElement {
	return h(
		'html',
		{ lang: locale },
		h(
			'head',
			null,
			h('meta', { charSet: 'utf-8' }),
			h('meta', { name: 'viewport', content: 'width=device-width' }),
			h('meta', { name: 'color-scheme', content: 'light dark' }),
			h('title', null, content.title),
			h('style', null, darkRules),
		),
		h(
			'body',
			{ className: 'm-ground', ...styled(styles.body) },
			h('div', styled(styles.preheader), content.preheader),
			h(
				'table',
				{ role: 'presentation', ...styled(styles.outer) },
				rowOf(h('table', { role: 'presentation', ...styled(styles.inner) }, ...sheet(content, seller))),
			),
			content.openUrl ? h('img', { src: content.openUrl, alt: '', width: 1, height: 1, ...styled('display:block;border:0') }) : null,
		),
	)
}

function sheet(content: MailContent, seller: MailFrame['seller']): ReactElement[] {
	return [
		rowOf(h('a', { href: seller.url, className: 'm-ink', ...styled('color:inherit;text-decoration:none') }, seller.name), styles.brand, 'm-ink'),
		rowOf([h('h1', { key: 'title', className: 'm-ink', ...styled(styles.title) }, content.title), ...content.blocks.map(drawBlock)], styles.sheet, 'm-sheet'),
		rowOf(
			[
				...content.footer.map((line, at) => h('p', { key: at, ...styled(styles.footerLine) }, line)),
				content.unsubscribe
					? h('a', { key: 'leave', href: content.unsubscribe.url, className: 'm-soft', ...styled(styles.footerLink) }, content.unsubscribe.label)
					: null,
			],
			styles.footer,
			'm-soft',
		),
	]
}

function drawBlock(block: MailBlock, key: number): ReactElement {
	switch (block.kind) {
		case 'text':
			return h('p', { key, className: 'm-ink', ...styled(styles.text) }, block.text)
		case 'note':
			return h('p', { key, className: 'm-soft', ...styled(styles.note) }, block.text)
		case 'button':
			return h('p', { key, ...styled('margin:0') }, h('a', { href: block.url, className: 'm-act', ...styled(styles.button) }, block.label))
		case 'code':
			return h(
				'div',
				{ key },
				h('p', { className: 'm-soft', ...styled(styles.codeLabel) }, block.label),
				h('p', { className: 'm-ink', ...styled(styles.code) }, block.code),
			)
		case 'facts':
			return drawFacts(block.facts, key)
		case 'lines':
			return drawLines(block, key)
	}
}

function drawFacts(facts: { name: string; value: string }[], key: number): ReactElement {
	const rows = facts.map(({ name, value }) =>
		h(
			'tr',
			{ key: name },
			h('th', { scope: 'row', className: 'm-soft', ...styled(styles.head) }, name),
			h('td', { className: 'm-ink', ...styled(styles.cell) }, value),
		),
	)
	return h('table', { key, ...styled(styles.table) }, h('tbody', null, ...rows))
}

function drawLines({ head, rows, foot = [], figures }: Extract<MailBlock, { kind: 'lines' }>, key: number): ReactElement {
	const place = (style: string, at: number) => styled(figures.includes(at) ? `${style};${styles.figure}` : style)
	const line = (cells: string[], style: string, row: number) =>
		h('tr', { key: row }, ...cells.map((cell, at) => h('td', { key: at, className: 'm-ink', ...place(style, at) }, cell)))
	return h(
		'table',
		{ key, ...styled(styles.table) },
		h('thead', null, h('tr', null, ...head.map((name, at) => h('th', { key: at, scope: 'col', className: 'm-soft', ...place(styles.head, at) }, name)))),
		h('tbody', null, ...rows.map((row, at) => line(row, styles.cell, at))),
		foot.length > 0 ? h('tfoot', null, ...foot.map((row, at) => line(row, styles.foot, at))) : null,
	)
}

function rowOf(children: ReactNode, style = 'padding:0', className?: string): ReactElement {
	return h('tbody', { key: style }, h('tr', null, h('td', { className, ...styled(style) }, children)))
}

/** 'margin:0;color:red' → what React takes. */
function styled(rules: string): { style: CSSProperties } {
	const pairs = rules.split(';').map((one) => {
		const colon = one.indexOf(':')
		const name = one.slice(0, colon).trim()
		return [name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase()), one.slice(colon + 1).trim()]
	})
	return { style: Object.fromEntries(pairs) as CSSProperties }
}
