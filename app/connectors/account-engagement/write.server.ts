import type { FieldKind, SideFailure } from '../../engine/sync/types.ts'
import type { SidePort, SideWrite, SideWritten } from '../sync/contract.ts'
import { failure } from '../sync/door.server.ts'
import { inLots } from '../sync/limit-calls.ts'
import { failRows, writeLots } from '../sync/write-lots.ts'
import { named, readSaid } from './failure.ts'
import { oldName, writeValue } from './fields.ts'
import { rowsOfABatch } from './settings.ts'
import type { Unit } from './unit.ts'

type Kinds = ReadonlyMap<string, FieldKind>

/**
 * Creates go one by one, by address (`upsertLatestByEmail`), so that one that was lost and repeated finds the first; updates fifty
 * a call, which only version 4 can.
 */
export function writes(unit: Unit): Pick<SidePort, 'write'> {
	return {
		async write(rows) {
			const kinds: Kinds = new Map((await unit.shape()).fields.map(({ name, kind }) => [name, kind]))
			const strange = rows.filter(({ object }) => object !== 'prospect')
			const own = rows.filter(({ object }) => object === 'prospect')
			return writeLots([
				...own.filter(({ id }) => id === null).map((row) => ({ rows: [row], run: () => create(unit, row, kinds) })),
				...inLots(
					own.filter(({ id }) => id !== null),
					rowsOfABatch,
				).map((some) => ({ rows: some, run: () => update(unit, some, kinds) })),
				{ rows: strange, run: async () => failRows(strange, failure('INVALID_TYPE', 'only prospects are written', null)) },
			])
		},
	}
}

async function create(unit: Unit, { key, values }: SideWrite, kinds: Kinds): Promise<SideWritten[]> {
	const prospect = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, writeValue(kinds.get(name), value)]))
	const body = JSON.stringify({ matchEmail: values['email'], prospect, fields: ['id'], secondaryDeletedSearch: false })
	const answer = await unit.call({ method: 'POST', path: '/api/v5/objects/prospects/do/upsertLatestByEmail', body })
	return [{ key, ok: true, id: String((answer.body as { id: string }).id), created: answer.status === 201 }]
}

type Batch = { '@attributes'?: { stat?: string }; errors?: Record<string, string> }

async function update(unit: Unit, rows: readonly SideWrite[], kinds: Kinds): Promise<SideWritten[]> {
	const prospects = rows.map(({ id, values }) => ({
		id,
		...Object.fromEntries(Object.entries(values).map(([name, value]) => [oldName(name), oldValue(kinds.get(name), value)])),
	}))
	const body = new URLSearchParams({ prospects: JSON.stringify({ prospects }) }).toString()
	const type = 'application/x-www-form-urlencoded'
	const answer = await unit.call({ method: 'POST', path: '/api/prospect/version/4/do/batchUpdate?format=json', body, type })
	const said = readSaid(answer.body)
	// Version 4 says no with 200 too.
	if (said) return failRows(rows, { ...named(said.code, said.message), status: 200 })
	const errors = (answer.body as Batch).errors ?? {}
	return rows.map(({ key, id }, at) => {
		const message = errors[String(at)]
		return message === undefined ? { key, ok: true, id: id ?? '', created: false } : { key, ok: false, failure: readMessage(message, kinds) }
	})
}

/** Version 4 clears a field with an empty text. */
function oldValue(kind: FieldKind | undefined, value: SideWrite['values'][string]): unknown {
	return value === null ? '' : writeValue(kind, value)
}

/** A row's error of a batch is a sentence without a number, with the old name of its field. */
function readMessage(message: string, kinds: Kinds): SideFailure {
	const code = /invalid prospect id|no prospect/i.test(message) ? '3' : /invalid prospect email/i.test(message) ? '4' : '109'
	const told = named(code, message)
	const names = new Map([...kinds.keys()].map((name) => [oldName(name), name]))
	return { ...told, fields: told.fields.map((field) => names.get(field) ?? field) }
}
