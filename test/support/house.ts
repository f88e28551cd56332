import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ServerBuild } from '@remix-run/node'
import type { RouteConfigEntry } from '@remix-run/route-config'
import { pino } from 'pino'
import { openLocalFiles } from '../../app/connectors/files/local/local-files.server.ts'
import * as entry from '../../app/entry.server.tsx'
import type { Connectors, House } from '../../app/platform/house.ts'
import { admit } from '../../app/platform/http/admit.ts'
import { narrowHandler } from '../../app/platform/http/narrow-handler.server.ts'
import { localeOf } from '../../app/platform/locale.ts'
import { Throttle } from '../../app/platform/throttle.ts'
import * as root from '../../app/root.tsx'
import routes from '../../app/routes.ts'
import type { Db } from '../../db/client.server.ts'
import { atDoor } from '../../db/scope.server.ts'

const modules = import.meta.glob('../../app/routes/**/*.{ts,tsx}', { eager: true })

export type Door = { id: string; path: string; module: Record<string, unknown> }

/** Every route of routes.ts with its whole path: what the tests of every door walk through. */
export function everyDoor(entries: readonly RouteConfigEntry[] = routes, above = ''): Door[] {
	return entries.flatMap((one) => {
		const path = [above, one.path].filter(Boolean).join('/')
		return [{ id: idOf(one), path: `/${path}`.replace('/:locale?', '') || '/', module: moduleOf(one) }, ...everyDoor(one.children ?? [], path)]
	})
}

const idOf = (one: RouteConfigEntry) => one.id ?? one.file.replace(/\.tsx?$/, '')

function moduleOf({ file }: RouteConfigEntry): Record<string, unknown> {
	const module = modules[`../../app/${file}`]
	if (!module) throw new Error(`routes.ts names ${file}, which does not exist`)
	return module as Record<string, unknown>
}

type Flat = { id: string; parentId?: string; path?: string; index?: boolean; module: Record<string, unknown> }

function flatten(entries: readonly RouteConfigEntry[], parentId: string): Flat[] {
	return entries.flatMap((one) => {
		const own: Flat = {
			id: idOf(one),
			parentId,
			module: moduleOf(one),
			...(one.path === undefined ? {} : { path: one.path }),
			...(one.index ? { index: true } : {}),
		}
		return [own, ...flatten(one.children ?? [], own.id)]
	})
}

/** The product's own routes, root and entry, as Remix would have built them. */
function buildOf(): ServerBuild {
	const all: Flat[] = [{ id: 'root', path: '', module: root as unknown as Record<string, unknown> }, ...flatten(routes, 'root')]
	const facts = ({ id, parentId, path, index, module }: Flat) => ({
		...{ id, parentId, path, index, module: '', hasAction: 'action' in module, hasLoader: 'loader' in module },
		...{ hasClientAction: false, hasClientLoader: false, hasErrorBoundary: 'ErrorBoundary' in module },
	})
	return {
		entry: { module: entry },
		routes: Object.fromEntries(all.map((route) => [route.id, route])),
		assets: { entry: { module: '', imports: [] }, routes: Object.fromEntries(all.map((route) => [route.id, facts(route)])), url: '', version: 'test' },
		future: { v3_fetcherPersist: true, v3_lazyRouteDiscovery: true, v3_relativeSplatPath: true, v3_singleFetch: true, v3_throwAbortReason: true },
		...{ assetsBuildDirectory: '', publicPath: '/', isSpaMode: false, mode: 'production' },
	} as unknown as ServerBuild
}

const handle = narrowHandler(buildOf(), 'production')

export const testSecrets = ['a secret that is only ever used in tests'] as const

// A file is known by what is in it, so tests may share one place.
export const files = openLocalFiles(join(tmpdir(), 'kontor-test-files'))

const silent = pino({ level: 'silent' })

/** The load context of one request against `db`, at the seed's morning unless told otherwise. */
export function testHouse(db: Db, given: Partial<House> = {}): House {
	return {
		...{ db, connectors: { files } as Connectors, at: new Date('2026-03-02T09:00:00Z'), requestId: 'test-request', nonce: 'test-nonce' },
		...{ publicUrl: 'http://shop.test', secrets: testSecrets, address: '127.0.0.1', locale: 'en', neededLevel: 0, secure: false },
		...{ throttle: new Throttle(() => performance.now()), memo: new Map(), log: silent },
		...given,
	}
}

type Ask = {
	method?: string
	form?: Record<string, string | readonly string[]>
	json?: unknown
	raw?: string
	/** A form that carries a file, or several under one field. */
	file?: { name: string; text: string | Uint8Array; fields?: Record<string, string>; more?: readonly { name: string; text: string | Uint8Array }[] }
	cookie?: string
	headers?: Record<string, string>
}

function bodyOf({ form, json, raw, file }: Ask): BodyInit | undefined {
	if (file) {
		const body = new FormData()
		for (const [name, value] of Object.entries(file.fields ?? {})) body.append(name, value)
		for (const { name, text } of [file, ...(file.more ?? [])]) body.append('file', new File([text as BlobPart], name))
		return body
	}
	if (raw !== undefined) return raw
	if (json !== undefined) return JSON.stringify(json)
	if (!form) return undefined
	return new URLSearchParams(Object.entries(form).flatMap(([name, value]) => [value].flat().map((one): [string, string] => [name, one])))
}

/** Request in, Response out, through the product's own routes and rendering: `await ask(testHouse(db), '/cart', { cookie })`. */
export async function ask(house: House, path: string, given: Ask = {}): Promise<Response> {
	const body = bodyOf(given)
	const headers = new Headers(given.headers)
	if (given.cookie) headers.set('Cookie', given.cookie)
	if (given.json !== undefined) headers.set('Content-Type', 'application/json')
	const request = new Request(new URL(path, house.publicUrl), {
		method: given.method ?? (body === undefined ? 'GET' : 'POST'),
		headers,
		...(body === undefined ? {} : { body }),
	})
	const locale = localeOf({ pathname: new URL(request.url).pathname, cookie: given.cookie ?? null, header: headers.get('accept-language') })
	return admit(request, { ...house, db: atDoor(house.db), locale, memo: new Map() }, handle)
}
