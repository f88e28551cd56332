import type { ServerBuild } from '@remix-run/node'
import { expect, test } from 'vitest'
import { narrowHandler } from '../../app/platform/http/narrow-handler.server.ts'

const says = (text: string) => ({ loader: () => new Response(text) })
const route = (id: string, path: string | undefined, module: object, parentId?: string) => ({
	id,
	module,
	...(path === undefined ? { index: true } : { path }),
	...(parentId ? { parentId } : {}),
})

/** A build of resource routes: what is asked answers with its own name. */
const build = {
	entry: { module: { default: () => new Response('a page') } },
	routes: Object.fromEntries(
		[
			route('root', '', {}),
			route('lang', ':locale?', {}, 'root'),
			route('cart', 'cart', says('cart'), 'lang'),
			route('order', 'orders/:number', says('order'), 'lang'),
			route('rest', '*', says('rest'), 'root'),
		].map((one) => [one.id, one]),
	),
	assets: { entry: { module: '', imports: [] }, routes: {}, url: '', version: 'test' },
	future: { v3_singleFetch: true },
	...{ assetsBuildDirectory: '', publicPath: '/', isSpaMode: false, mode: 'production', basename: '/' },
} as unknown as ServerBuild

const ask = async (handle: ReturnType<typeof narrowHandler>, path: string) =>
	(await handle(new Request(`http://shop.test${path}`), { house: {} } as never)).text()

test('each address is answered by its own branch, again and again, and what nobody knows by the last', async () => {
	const handle = narrowHandler(build, 'production')
	for (let turn = 0; turn < 2; turn++) {
		expect(await ask(handle, '/cart')).toBe('cart')
		expect(await ask(handle, '/ja/cart?x=1')).toBe('cart')
		expect(await ask(handle, '/orders/SO-1')).toBe('order')
		expect(await ask(handle, '/orders/SO-2')).toBe('order')
		expect(await ask(handle, '/no/such/place')).toBe('rest')
	}
})
