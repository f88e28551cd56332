import { invalid, living, type Prospect, readGiven, type State, save, show, UnitError } from './unit-state.ts'

export type Call = { method: string; path: string; query: URLSearchParams; body: unknown }
export type Answer = { status: number; body?: unknown }

const filters = new Set([
	'fields',
	'limit',
	'orderBy',
	'deleted',
	'email',
	'idGreaterThanOrEqualTo',
	'idLessThanOrEqualTo',
	'updatedAtAfterOrEqualTo',
	'nextPageToken',
])

/** Version 5: one prospect a call, pages by a token. What it does not know, it refuses. */
export function answerProspects(state: State, call: Call): Answer {
	const { method, path, body } = call
	const one = /^\/api\/v5\/objects\/prospects\/(\d+)$/.exec(path)?.[1]
	if (one !== undefined) return answerOne(state, call, Number(one))
	if (method === 'GET' && path === '/api/v5/objects/prospects') return query(state, call.query)
	if (method === 'GET' && path === '/api/v5/objects/custom-fields')
		return { status: 200, body: { nextPageToken: null, nextPageUrl: null, values: state.custom } }
	if (method === 'POST' && path === '/api/v5/objects/prospects') return made(state, save(state, null, mailed(readGiven(state, body as Given))), ['id'], 201)
	if (method === 'POST' && path === '/api/v5/objects/prospects/do/upsertLatestByEmail') return upsert(state, body as Given)
	throw new UnitError(404, 4041, 'There is nothing at this address.')
}

type Given = Record<string, unknown>

const made = (state: State, prospect: Prospect, fields: readonly string[], status: number): Answer => ({ status, body: show(state, prospect, fields) })

function mailed(values: ReturnType<typeof readGiven>) {
	if (!values['email']) throw new UnitError(400, 4, 'Invalid prospect email address')
	return values
}

function answerOne(state: State, { method, query: asked, body }: Call, id: number): Answer {
	const found = living(state, id)
	if (method === 'GET') return made(state, found, (asked.get('fields') ?? 'id').split(','), 200)
	if (method === 'PATCH') return made(state, save(state, id, readGiven(state, body as Given)), ['id'], 200)
	if (method !== 'DELETE') throw new UnitError(405, 4051, 'Method not allowed')
	if (!state.mayDelete) throw new UnitError(403, 49, 'Access denied')
	remove(state, id)
	state.changes += 1
	return { status: 204 }
}

export function remove(state: State, id: number): void {
	const found = living(state, id)
	state.prospects.set(id, { ...found, isDeleted: true, updatedAt: Math.floor(state.now() / 1000) * 1000 })
}

const upsertKeys = new Set(['matchEmail', 'prospect', 'fields', 'secondaryDeletedSearch'])

/** The prospect with this address that was active last; a new one where nobody has it. */
function upsert(state: State, body: Given): Answer {
	const strange = Object.keys(body).find((name) => !upsertKeys.has(name))
	if (strange) throw invalid(`Unknown parameter '${strange}'.`)
	const mail = String(body['matchEmail'] ?? '').toLowerCase()
	const values = mailed(readGiven(state, { email: body['matchEmail'], ...(body['prospect'] as Given) }))
	const same = [...state.prospects.values()].filter((one) => String(one.values['email']).toLowerCase() === mail)
	const latest = (some: Prospect[]) => some.toSorted((a, b) => b.updatedAt - a.updatedAt || b.id - a.id)[0]
	const found = latest(same.filter(({ isDeleted }) => !isDeleted)) ?? (body['secondaryDeletedSearch'] ? latest(same) : undefined)
	return made(state, save(state, found?.id ?? null, values), (body['fields'] as string[] | undefined) ?? ['id'], found ? 200 : 201)
}

function query(state: State, asked: URLSearchParams): Answer {
	const strange = [...asked.keys()].find((name) => !filters.has(name))
	if (strange) throw invalid(`Unknown parameter '${strange}'.`)
	const fields = asked.get('fields')
	if (!fields) throw invalid("The parameter 'fields' is required.")
	const token = asked.get('nextPageToken')
	if (token === null) return page(state, found(state, asked), fields, limitOf(asked))
	const more = [...asked.keys()].find((name) => name !== 'nextPageToken' && name !== 'fields')
	if (more) throw invalid(`The parameter '${more}' cannot be used with nextPageToken.`)
	const [, key = '', limit = '0'] = /^(\d+)\.(\d+)$/.exec(token) ?? []
	const kept = state.pages.get(key)
	if (!kept) throw invalid('The nextPageToken is invalid or has expired.')
	if (kept.fields !== fields) throw invalid("The parameter 'fields' must be the same for each page of nextPageToken.")
	return page(state, kept.ids, fields, Number(limit))
}

function limitOf(asked: URLSearchParams): number {
	const limit = Number(asked.get('limit') ?? 200)
	if (!Number.isInteger(limit) || limit < 1 || limit > 1000) throw invalid("The parameter 'limit' must be an integer between 1 and 1000.")
	return limit
}

function found(state: State, asked: URLSearchParams): number[] {
	const [least, most] = [Number(asked.get('idGreaterThanOrEqualTo') ?? 0), Number(asked.get('idLessThanOrEqualTo') ?? Number.MAX_SAFE_INTEGER)]
	const since = asked.has('updatedAtAfterOrEqualTo') ? Date.parse(asked.get('updatedAtAfterOrEqualTo') ?? '') : 0
	if (Number.isNaN(since)) throw invalid("The parameter 'updatedAtAfterOrEqualTo' must be a date.")
	const mail = asked.get('email')?.toLowerCase()
	const bin = asked.get('deleted') ?? 'false'
	const some = [...state.prospects.values()].filter(
		({ id, updatedAt, isDeleted, values }) =>
			id >= least &&
			id <= most &&
			updatedAt >= since &&
			(bin === 'all' || isDeleted === (bin === 'true')) &&
			(mail === undefined || String(values['email']).toLowerCase() === mail),
	)
	const byTime = asked.get('orderBy') === 'updatedAt'
	return some.toSorted((a, b) => (byTime ? a.updatedAt - b.updatedAt : 0) || a.id - b.id).map(({ id }) => id)
}

function page(state: State, ids: readonly number[], fields: string, limit: number): Answer {
	const names = fields.split(',')
	const values = ids.slice(0, limit).flatMap((id) => {
		const prospect = state.prospects.get(id)
		return prospect ? show(state, prospect, names) : []
	})
	if (ids.length <= limit) return { status: 200, body: { nextPageToken: null, nextPageUrl: null, values } }
	const key = String(state.pages.size + 1)
	state.pages.set(key, { ids: ids.slice(limit), fields })
	const token = `${key}.${limit}`
	return { status: 200, body: { nextPageToken: token, nextPageUrl: `/api/v5/objects/prospects?nextPageToken=${token}`, values } }
}
