import type { ObjectShape, SideFailure } from '../../engine/sync/types.ts'
import { SideDown } from '../../platform/side-down.ts'
import { failure } from '../sync/door.server.ts'
import { inLots } from '../sync/limit-calls.ts'
import { memberView } from './campaign-members.ts'
import { readRefusal } from './failure.ts'
import { tableOf, viewOf } from './person-accounts.ts'
import { type Described, type DescribedField, isOfOneCurrency, readShape } from './shape.ts'
import type { Talk } from './talk.server.ts'

/** Subrequests of one composite call, which counts as one (sync-core.md B12). */
const describesOfACall = 25

export type Fields = ReadonlyMap<string, DescribedField>

/** What the org's objects look like: asked anew by `describe`, remembered for reads and writes. */
export type Shapes = {
	describe: (objects: readonly string[]) => Promise<ObjectShape[]>
	/** The fields of an object; empty where the org has no such object. */
	fieldsOf: (object: string, isAgain?: boolean) => Promise<Fields>
	/** Whether the org keeps people as accounts. */
	hasPeople: () => Promise<boolean>
}

export function openShapes(talk: Talk): Shapes {
	const known = new Map<string, Promise<Described | null>>()
	const ask = async (tables: readonly string[]): Promise<(Described | null)[]> => {
		const lots = inLots(tables, describesOfACall).map((lot) => describeLot(talk, lot))
		const found = (await Promise.all(lots)).flat()
		tables.forEach((table, at) => {
			known.set(table, Promise.resolve(found[at] ?? null))
		})
		return found
	}
	const described = async (table: string, isAgain = false) => {
		if (isAgain || !known.has(table)) {
			const asked = ask([table]).then(([answer]) => answer ?? null)
			known.set(table, asked)
			asked.catch(() => known.delete(table))
		}
		return (await known.get(table)) ?? null
	}
	let asked: Promise<string | null> | null = null
	const onlyCurrency = async () => {
		asked ??= askCurrency(talk)
		asked.catch(() => {
			asked = null
		})
		return await asked
	}
	return {
		async describe(objects) {
			const tables = [...new Set(objects.map(tableOf))]
			const found = new Map((await ask(tables)).map((one, at) => [tables[at], one]))
			const isOfOne = [...found.values()].some((one) => one && isOfOneCurrency(one))
			const currency = isOfOne ? await onlyCurrency() : null
			return objects.flatMap((object) => {
				const view = memberView(viewOf(object, found.get(tableOf(object)) ?? null))
				return view ? readShape(view, isOfOneCurrency(view) ? currency : null) : []
			})
		},
		async fieldsOf(object, isAgain = false) {
			const view = memberView(viewOf(object, await described(tableOf(object), isAgain)))
			return new Map((view?.fields ?? []).map((field) => [field.name, field]))
		},
		hasPeople: async () => ((await described('Account'))?.fields ?? []).some(({ name }) => name === 'IsPersonAccount'),
	}
}

type Organization = { features?: { defaultCurrencyIsoCode?: unknown } } | null

/** In which currency an org counts that knows one alone; null where it does not tell whoever asks. */
async function askCurrency(talk: Talk): Promise<string | null> {
	try {
		const { body } = await talk.call({ method: 'GET', path: '/connect/organization' })
		const code = (body as Organization)?.features?.defaultCurrencyIsoCode
		return typeof code === 'string' && /^[A-Z]{3}$/.test(code) ? code : null
	} catch (error) {
		if (error instanceof SideDown && (error.failure.status === 403 || error.failure.status === 404)) return null
		throw error
	}
}

type Sub = { httpStatusCode: string; body: unknown; referenceId: string }

async function describeLot(talk: Talk, objects: readonly string[]): Promise<(Described | null)[]> {
	if (objects.length === 0) return []
	const compositeRequest = objects.map((object, at) => ({
		method: 'GET',
		url: `${talk.root}/sobjects/${encodeURIComponent(object)}/describe`,
		referenceId: `d${at}`,
	}))
	const { body } = await talk.call({ method: 'POST', path: '/composite', body: JSON.stringify({ allOrNone: false, compositeRequest }), reads: true })
	const said = (body as { compositeResponse?: Sub[] } | null)?.compositeResponse
	if (!said) throw new SideDown(failure('UNKNOWN_EXCEPTION', 'this address does not speak as an org does', 200))
	const answers = new Map(said.map((sub) => [sub.referenceId, sub]))
	return objects.map((_, at) => readSub(answers.get(`d${at}`)))
}

function readSub(sub: Sub | undefined): Described | null {
	if (sub?.httpStatusCode === '200') return sub.body as Described
	const refused: SideFailure = readRefusal({ status: Number(sub?.httpStatusCode ?? 500), body: sub?.body ?? null, retryAfterSeconds: null, writes: false })
	if (refused.code === 'NOT_FOUND' || refused.code === 'INVALID_TYPE') return null
	throw new SideDown(refused)
}
