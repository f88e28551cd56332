import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, expect, test } from 'vitest'
import { workSync } from '../../app/cli/work-sync.ts'
import { readNotice } from '../../app/connectors/salesforce/read-notice.ts'
import { drainMarks } from '../../app/flows/sync/drain-marks.ts'
import { settleNotices } from '../../app/flows/sync/settle-notices.ts'
import { type Db, openDb, withTransaction } from '../../db/client.server.ts'
import { insertConnections, type NewObjectMap } from '../../db/queries/sync-connection.ts'
import { insertNotice } from '../../db/queries/sync-inbox.ts'
import { expandTable, type TableCase } from '../engine/sync/resolver-table.ts'
import { makeCompany } from '../support/company.ts'
import { connect, lineOf, outsideStage } from '../support/outside-stage.ts'
import { testDb } from '../support/test-db.ts'

/**
 * Table B5, every cell, with both sides of our own (E) and with an org behind its adapter (X): a link for each of its 60 states and a field for each of its 12
 * columns, all in one world. What each cell says is literal in resolver-table.ts; the journal shows that the cell was what was driven.
 */
type State = Pick<TableCase, 'row' | 'changed' | 'later' | 'crm' | 'ma'> & { mark: string; cells: TableCase[] }
type Values = Record<string, string | null>

const columnOf = ({ behaviour, blank }: TableCase) => `${behaviour}_${blank}`
const states: State[] = [...Map.groupBy(expandTable(), ({ row, changed, later }) => `s${row}-${changed}-${later}`)].map(([mark, cells]) => {
	const [{ row, changed, later, crm, ma }] = cells as [TableCase]
	return { row, changed, later, crm, ma, mark, cells }
})
const columns = (states[0]?.cells ?? []).map((cell) => ({
	name: columnOf(cell),
	behaviour: cell.behaviour as NewObjectMap['fields'][number]['behaviour'],
	blank: cell.blank as 'fill' | 'clear',
}))
const all = (value: string | null): Values => Object.fromEntries(columns.map(({ name }) => [name, value]))

/** What both had agreed on before; undefined: they were not linked yet. */
function baseOf({ changed, crm, ma }: State): string | null | undefined {
	if (changed === 'neither') return undefined
	if (changed === 'both') return 'x'
	return changed === 'crm' ? ma : crm
}

/** Two sides with people on both, a way to say all columns of some states on one of them, and to let the sync run until it rests. */
type World = {
	connectionId: number
	db: Db
	make: (some: readonly State[], base: (state: State) => Values) => Promise<void>
	say: (side: 'crm' | 'ma', some: readonly State[], value: (state: State) => string | null) => Promise<void>
	/** Each state's columns on one side now. */
	read: (side: 'crm' | 'ma') => Promise<Map<string, Values>>
	settle: () => Promise<void>
	/** Both sides of every state say their last words, so that the right one is the later, or nobody knows. */
	speak: () => Promise<void>
}

const where = (later: string) => states.filter((state) => state.later === later)
/** A side says something else in between, so that it spoke then even where it ends where it was. */
async function speaks({ say }: Pick<World, 'say'>, side: 'crm' | 'ma', some: readonly State[]): Promise<void> {
	await say(side, some, () => 'y')
	await say(side, some, (state) => state[side])
}

async function drive(world: World): Promise<void> {
	const { db, connectionId, make, read, speak, settle } = world
	const linked = states.filter((state) => baseOf(state) !== undefined)
	await make(linked, (state) => all(baseOf(state) ?? null))
	await settle()
	expect((await db`select 1 from sync_link where connection_id = ${connectionId} and state = 'active'`).length).toBe(linked.length)
	await make(
		states.filter((state) => baseOf(state) === undefined),
		() => all('x'),
	)
	const [before] = await db<{ id: number }[]>`select coalesce(max(id), 0)::bigint as id from sync_decision`
	const [runs] = await db<{ id: number }[]>`select coalesce(max(id), 0)::bigint as id from sync_run`
	await speak()
	await settle()

	const [crm, ma] = [await read('crm'), await read('ma')]
	const journal = await db<{ email: string; field: string; changed: string; later: string; wrote: string | null }[]>`
		select distinct on (p.email, d.ma_field) split_part(p.email, '@', 1) as email, substr(d.ma_field, 8) as field, d.changed, d.later, d.wrote from sync_decision d join sync_link l on l.id = d.link_id
			join ma_prospect p on p.id::text = l.ma_id where d.connection_id = ${connectionId} and d.id > ${before?.id ?? 0} and d.ma_field like 'custom.%' order by p.email, d.ma_field, d.id`
	const lineOfCell = new Map(journal.map((line) => [`${line.email} ${line.field}`, line]))
	const wrong: string[] = []
	let seen = 0
	for (const state of states)
		for (const cell of state.cells) {
			const [name, { wanted }] = [`${state.mark} ${columnOf(cell)}`, cell]
			const ends = [wanted?.wrote === 'crm' ? wanted.value : cell.crm, wanted?.wrote === 'ma' ? wanted.value : cell.ma]
			const are = [crm.get(state.mark)?.[columnOf(cell)] ?? null, ma.get(state.mark)?.[columnOf(cell)] ?? null]
			if (JSON.stringify(are) !== JSON.stringify(ends)) wrong.push(`${name}: ${are} and not ${ends}`)
			const line = lineOfCell.get(name)
			if (cell.crm === cell.ma) {
				if (line?.wrote) wrong.push(`${name}: equal, and written to ${line.wrote}`)
				continue
			}
			const drove = line && [line.changed, line.later, line.wrote]
			if (JSON.stringify(drove) !== JSON.stringify([cell.changed, cell.later, wanted?.wrote ?? null])) wrong.push(`${name}: the journal says ${drove}`)
			seen += 1
		}
	expect(wrong).toEqual([])
	expect(seen, 'cells whose sides differ').toBe(12 * 36)

	const written = async () =>
		(await db`select coalesce(sum(writes_crm + writes_ma), 0)::int as writes from sync_run where id > ${runs?.id ?? 0}`)[0]?.['writes']
	const after = await written()
	await db`insert into sync_change (system, object, record_id, kind, fields, cause, actor, at) select 'embedded_ma', 'prospect', id::text, 'update', '{}', 'edit', 'test', now() from ma_prospect`
	await settle()
	expect([await written(), await read('crm'), await read('ma')], 'a second look writes nothing').toEqual([after, crm, ma])
}

const inOneStatement = async (db: Db, table: 'contact' | 'ma_prospect', some: readonly State[], value: (state: State) => string | null) =>
	void (await db`update ${db(table)} t set custom = jsonb_strip_nulls(t.custom || r.custom)
		from jsonb_to_recordset(${db.json(some.map((state) => ({ mark: state.mark, custom: all(value(state)) })) as never)}) r(mark text, custom jsonb) where split_part(t.email, '@', 1) = r.mark`)
const readOwn = async (db: Db, table: 'contact' | 'ma_prospect') =>
	new Map(
		(await db<{ mark: string; custom: Values }[]>`select split_part(email, '@', 1) as mark, custom from ${db(table)} where email like 's%-%'`).map(
			({ mark, custom }) => [mark, custom],
		),
	)
const defineOwn = async (db: Db, sellerId: number, object: string) =>
	void (await db`insert into crm_custom_def (seller_entity_id, object, name, labels, type, length)
		select ${sellerId}, ${object}, name, '{"en":"Own"}', 'text', 40 from unnest(${db.array(
			columns.map(({ name }) => name),
			25,
		)}::text[]) name`)
const rowsOf = (db: Db, some: readonly State[], base: (state: State) => Values) =>
	db.json(some.map((state) => ({ email: `${state.mark}@b5.test`, custom: base(state) })) as never)

test('(A2, A3) every cell of the table between both sides of our own', async () => {
	const { db, ownerUrl } = await testDb()
	const owner = openDb(ownerUrl, { max: 1 })
	afterAll(() => owner.end())
	const { accountId, sellerId } = await makeCompany(db, 'b5own')
	const at = new Date('2026-03-02T09:00:00Z')
	for (const object of ['contact', 'prospect']) await defineOwn(db, sellerId, object)
	const [connectionId = 0] = await withTransaction(db, (tx) =>
		insertConnections(tx, {
			...{ sellerEntityIds: [sellerId], name: 'own', crmSystem: 'embedded_crm', maSystem: 'embedded_ma', state: 'running', at },
			objects: [
				{
					...{ crmObject: 'contact', maObject: 'prospect', rank: 1, createsCrm: 'never', createsMa: 'never' },
					fields: [lineOf('email', 'email'), ...columns.map(({ name, ...how }) => lineOf(`custom.${name}`, `custom.${name}`, how))],
				},
			],
		}),
	)
	const say: World['say'] = (side, some, value) => inOneStatement(db, side === 'crm' ? 'contact' : 'ma_prospect', some, value)
	await drive({
		...{ connectionId, db, say },
		make: async (some, base) =>
			void (await db`with c as (insert into contact (account_id, first_name, last_name, email, custom) select ${accountId}, 'B', 'Five', r.email, jsonb_strip_nulls(r.custom) from jsonb_to_recordset(${rowsOf(db, some, base)}) r(email text, custom jsonb) returning id, email, custom)
				insert into ma_prospect (seller_entity_id, email, last_name, contact_id, custom) select ${sellerId}, email, 'Five', id, custom from c`),
		read: (side) => readOwn(db, side === 'crm' ? 'contact' : 'ma_prospect'),
		speak: async () => {
			for (const [first, second, later] of [
				['ma', 'crm', 'crm'],
				['crm', 'ma', 'ma'],
				['crm', 'ma', 'tie'],
			] as const) {
				await speaks({ say }, first, where(later))
				await speaks({ say }, second, where(later))
			}
			// Nobody speaks twice in one microsecond of the same clock: the tie is set, as it were by records from before there was capture.
			await owner`update sync_field_state s set fields = (select jsonb_object_agg(key, jsonb_build_array('2026-01-01T00:00:00Z', 'user:1')) from jsonb_each(s.fields)) from (
				select 'contact' as object, id, email from contact union all select 'prospect', id, email from ma_prospect) r
				where s.object = r.object and s.record_id = r.id::text and r.email like 's%-tie@b5.test'`
		},
		settle: async () => {
			for (let rounds = 0; (await drainMarks(db, at)) + (await workSync({ db, clock: () => at, random: () => 0, outside: () => null })) > 0; rounds++)
				if (rounds > 50) throw new Error('It never comes to rest')
		},
	})
})

test('(A2, A3) every cell of the table with an org, whose stamps are of records and whose notices are of fields', async () => {
	const day = 86_400_000
	const stage = await outsideStage('b5org', { startsAt: Date.now() - day })
	const { db, sellerId, standIn, clock, wait, settle } = stage
	for (const { name } of columns) standIn.turn({ addField: { object: 'Lead', line: `${name}__c string(40) "${name}"` } })
	await defineOwn(db, sellerId, 'prospect')
	const connectionId = await connect(stage, [
		{
			...{ crmObject: 'Lead', maObject: 'prospect', rank: 1, createsCrm: 'never', createsMa: 'never' },
			fields: [lineOf('Email', 'email'), ...columns.map(({ name, ...how }) => lineOf(`${name}__c`, `custom.${name}`, how))],
		},
	])
	const secret = 'secret-of-the-relay'
	const relay = createServer(async (request, response) => {
		const parts: Buffer[] = []
		for await (const part of request) parts.push(part as Buffer)
		const notice = readNotice(Buffer.concat(parts).toString(), String(request.headers['x-relay-signature']), secret)
		if (notice) await insertNotice(db, connectionId, notice, clock())
		response.writeHead(200).end()
	})
	await new Promise<void>((listening) => relay.listen(0, '127.0.0.1', listening))
	afterAll(() => void relay.close())
	const leads = new Map<string, string>()
	const theirs = (values: Values) => Object.fromEntries(Object.entries(values).map(([name, value]) => [`${name}__c`, value]))
	const say: World['say'] = async (side, some, value) => {
		if (side === 'ma') return await inOneStatement(db, 'ma_prospect', some, value)
		for (const state of some)
			expect(standIn.turn({ edit: { object: 'Lead', id: leads.get(state.mark) ?? '', values: theirs(all(value(state))) } })).toMatchObject({
				edit: { ok: true },
			})
	}
	await drive({
		...{ connectionId, db, say },
		make: async (some, base) => {
			for (const state of some) {
				const values = { LastName: 'Five', Company: 'B', Email: `${state.mark}@b5.test`, ...theirs(base(state)) }
				leads.set(state.mark, (standIn.turn({ put: { object: 'Lead', values } }) as { put: { id: string } }).put.id)
			}
			await db`insert into ma_prospect (seller_entity_id, email, last_name, custom) select ${sellerId}, r.email, 'Five', jsonb_strip_nulls(r.custom) from jsonb_to_recordset(${rowsOf(db, some, base)}) r(email text, custom jsonb)`
		},
		read: async (side) => {
			if (side === 'ma') return await readOwn(db, 'ma_prospect')
			return new Map(
				[...leads].map(([mark, id]) => [
					mark,
					Object.fromEntries(columns.map(({ name }) => [name, (standIn.org.rows.get('Lead')?.get(id)?.values[`${name}__c`] as string) ?? null])),
				]),
			)
		},
		speak: async () => {
			// A day behind us the org's stamp is the earlier one; a day ahead it says nothing of the field, unless a notice does.
			await speaks({ say }, 'crm', where('ma'))
			await speaks({ say }, 'ma', states)
			wait(2 * day)
			await speaks({ say }, 'crm', where('tie'))
			standIn.tell({ url: `http://127.0.0.1:${(relay.address() as AddressInfo).port}/`, secret })
			await speaks({ say }, 'crm', where('crm'))
			await standIn.told()
			standIn.tell(null)
			await settleNotices(db, clock())
		},
		settle,
	})
})
