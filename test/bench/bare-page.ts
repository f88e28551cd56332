/** The measure of W1's page: React renders the markup of a real one, read from BENCH_PAGE, out of plain elements; no router, no data, no texts. */
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createElement, type ReactNode } from 'react'
import { renderToString } from 'react-dom/server'

const token = /<(\/?)([a-z][\w-]*)((?:\s+[\w:-]+(?:="[^"]*")?)*)\s*(\/?)>|<!--[\s\S]*?-->/gi
const attribute = /([\w:-]+)(?:="([^"]*)")?/g
const empty = new Set(['meta', 'link', 'img', 'input', 'br', 'hr'])
const reactNames: Record<string, string> = {
	class: 'className',
	for: 'htmlFor',
	value: 'defaultValue',
	checked: 'defaultChecked',
	selected: 'data-selected',
	charset: 'charSet',
}
const decoded = (text: string) =>
	text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&#x27;', "'").replaceAll('&amp;', '&')

type Open = { name: string; props: Record<string, unknown>; children: ReactNode[] }

function propsOf(text: string): Record<string, unknown> {
	const props: Record<string, unknown> = {}
	for (const [, name = '', value] of text.matchAll(attribute))
		if (name !== 'style' && !name.startsWith('on')) props[reactNames[name] ?? name] = value === undefined ? true : decoded(value)
	return props
}

/** React's own output as elements again. */
function readPage(html: string): ReactNode {
	const stack: Open[] = [{ name: 'div', props: {}, children: [] }]
	const top = () => stack.at(-1) as Open
	const close = () => {
		const done = stack.pop() as Open
		top().children.push(createElement(done.name, done.props, ...done.children))
	}
	let from = 0
	token.lastIndex = 0
	for (let match = token.exec(html); match; match = token.exec(html)) {
		const text = html.slice(from, match.index)
		if (text) top().children.push(decoded(text))
		from = token.lastIndex
		const [, isEnd, name, attributes, isEmpty] = match
		if (!name) continue
		if (isEnd) {
			close()
			continue
		}
		stack.push({ name: name.toLowerCase(), props: propsOf(attributes ?? ''), children: [] })
		if (name === 'script' || name === 'style') {
			const end = html.indexOf(`</${name}>`, from)
			top().props['dangerouslySetInnerHTML'] = { __html: html.slice(from, end) }
			from = end
			token.lastIndex = end
		} else if (isEmpty || empty.has(name)) close()
	}
	return top().children[0]
}

const page = readPage(readFileSync(process.env['BENCH_PAGE'] ?? '', 'utf8').replace(/^<!DOCTYPE html>/i, ''))
const server = createServer((_incoming, outgoing) => {
	const body = `<!DOCTYPE html>${renderToString(page)}`
	outgoing.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8', 'Content-Length': Buffer.byteLength(body) }).end(body)
})
server.listen(0, '127.0.0.1', () => process.send?.({ listening: (server.address() as AddressInfo).port }))
process.on('SIGTERM', () => server.close(() => process.exit(0)).closeAllConnections())
