import { noPayment } from '../../../app/connectors/payment/no-payment.ts'
import { openOwnSides } from '../../../app/connectors/sync/embedded/own-sides.server.ts'
import { openOutside } from '../../../app/connectors/sync/outside/outside.server.ts'
import type { Connectors } from '../../../app/platform/house.ts'
import { ask, type Door, files, testHouse, testSecrets } from '../../support/house.ts'
import type { Fields, Line, Write } from './line.ts'
import type { World } from './world.ts'
import type { Ids } from './world-ids.ts'

const { sides, systems } = openOutside({ secrets: testSecrets, reachesInside: false })
/** What the house reaches while its doors are tried. */
export const connectors = { files, payment: noPayment(), ownSides: openOwnSides, sides, systems } as unknown as Connectors

export type Caller = { cookie?: string; key?: string }

/** A write as a request: a form or a body of JSON. */
export type Sent = { fields?: Fields; json?: unknown; raw?: string; headers?: Record<string, string> }

export const sentOf = (write: Write, ids: Ids): Sent => ({
	...(write.fields ? { fields: write.fields(ids) } : {}),
	...(write.json ? { json: write.json(ids) } : {}),
	...(write.headers ? { headers: write.headers } : {}),
})

export function call(world: World, { cookie, key }: Caller, path: string, { sent, method }: { sent?: Sent; method?: string } = {}): Promise<Response> {
	const house = testHouse(world.db, { connectors })
	const headers = { Accept: 'text/html', ...(key ? { Authorization: `Bearer ${key}` } : {}), ...(sent?.headers ?? {}) }
	if (sent?.raw !== undefined) return ask(house, path, { headers, raw: sent.raw })
	const body = sent && (sent.json === undefined ? { form: formOf(sent.fields ?? []) } : { json: sent.json })
	return ask(house, path, { headers, ...(cookie ? { cookie } : {}), ...(method ? { method } : {}), ...body })
}

/**
 * Asks as the browser's own code asks, for what the page would be drawn from, and draws the page once for each kind of
 * answer under this name. Drawing is two thirds of the work, and most rubbish under one name is refused alike.
 */
export function sparingly(world: World, door: Door, caller: Caller): (name: string, path: string, sent?: Sent) => Promise<number> {
	const drawn = new Set<string>()
	return async (name, path, sent) => {
		const asked = sent ? { sent } : {}
		if (!('default' in door.module)) return (await call(world, caller, path, asked)).status
		const answer = await call(world, caller, dataOf(path), asked)
		if (answer.status >= 500) return answer.status
		const codes = new Set((await answer.text()).match(/"[A-Z][A-Z_]{3,}"/g))
		const kind = [name, answer.status, ...[...codes].sort()].join()
		if (drawn.has(kind)) return answer.status
		drawn.add(kind)
		return (await call(world, caller, path, asked)).status
	}
}

/** Where the data of a page is asked for. */
export function dataOf(path: string): string {
	const [place = '', query] = path.split('?')
	return `${place === '/' ? '/_root' : place}.data${query === undefined ? '' : `?${query}`}`
}

export function formOf(fields: Fields): Record<string, string | readonly string[]> {
	const form: Record<string, string[]> = {}
	for (const [name, value] of fields) form[name] = [...(form[name] ?? []), String(value)]
	return form
}

/** Whoever a line is meant for, in Luka's company. */
export function rightful({ cookies, keys }: World, { who, asBuyer }: Line): Caller {
	if (who === 'key') return { key: keys.luka }
	if (who === 'house key') return { key: keys.house }
	if (who === 'open') return asBuyer ? { cookie: cookies.luka } : {}
	return { cookie: who === 'shopper' ? cookies.luka : cookies[who[0] ?? 'administrator'] }
}

/** Every way to put the other party's ids into a write: one by one, and all together. */
export function foreignVersions(mine: Sent, theirs: Sent): { what: string; sent: Sent }[] {
	const [own, other] = [leavesOf(mine), leavesOf(theirs)]
	const differing = own.flatMap((leaf, at) => (leaf.value === other[at]?.value && leaf.name === other[at]?.name ? [] : [at]))
	const versions = differing.map((at) => ({ what: own[at]?.name ?? '', sent: withLeaf(mine, at, other[at]) }))
	return differing.length > 1 ? [...versions, { what: 'all of them', sent: theirs }] : versions
}

/** The write with each of its values replaced by `value`, one at a time. */
export function spoiltVersions(mine: Sent, value: string | number): { name: string; what: string; sent: Sent }[] {
	return leavesOf(mine).map((leaf, at) => ({
		name: `${at} ${leaf.name}`,
		what: `${leaf.name}=${String(value).slice(0, 20)}`,
		sent: withLeaf(mine, at, { name: leaf.name, value }),
	}))
}

type Leaf = { name: string; value: string | number }

function leavesOf({ fields, json }: Sent): Leaf[] {
	if (json === undefined) return (fields ?? []).map(([name, value]) => ({ name, value }))
	const leaves: Leaf[] = []
	JSON.stringify(json, (name, value: unknown) => {
		if (typeof value === 'string' || typeof value === 'number') leaves.push({ name, value })
		return value
	})
	return leaves
}

function withLeaf(sent: Sent, place: number, leaf: Leaf | undefined): Sent {
	if (!leaf) return sent
	if (sent.json === undefined) return { ...sent, fields: (sent.fields ?? []).map((field, at) => (at === place ? [leaf.name, leaf.value] : field)) }
	let at = -1
	const replaced: unknown = JSON.parse(
		JSON.stringify(sent.json, (_name, value: unknown) => {
			if (typeof value !== 'string' && typeof value !== 'number') return value
			at += 1
			return at === place ? leaf.value : value
		}),
	)
	return { ...sent, json: replaced }
}

/** The path with its parameter number `place` replaced. */
export function withParameter(door: Door, path: string, value: string, place: number): string {
	const names = door.path.split('/')
	const at = names.flatMap((name, index) => (name.startsWith(':') ? [index] : []))[place]
	return path
		.split('/')
		.map((part, index) => (index === at ? encodeURIComponent(value) : part))
		.join('/')
}

export const parametersOf = (door: Door) => door.path.split('/').filter((part) => part.startsWith(':')).length

export const malformed = [
	'0',
	'-1',
	'x',
	'1e99',
	"'",
	'"; drop table account; --',
	'../..',
	'99999999999999999999',
	'9007199254740993',
	'2147483648',
	'1.5',
	' 1',
	'٣',
	'a'.repeat(3000),
	'\0',
]

export const rubbish: readonly (string | number)[] = [
	'',
	'-1',
	'0',
	'1e99',
	'99999999999999999999',
	'2147483648',
	"'); drop table account; --",
	'\0',
	'{"a":[',
	'[null]',
	'[[1]]',
	'😀'.repeat(40),
	'x'.repeat(100_000),
	-1,
	2_147_483_648,
	9_007_199_254_740_991,
	1e308,
	0.00001,
]
