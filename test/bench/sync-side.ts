import { setTimeout as sleep } from 'node:timers/promises'
import { workSync } from '../../app/cli/work-sync.ts'
import { openSalesforce } from '../../app/connectors/salesforce/salesforce.server.ts'
import { drainMarks } from '../../app/flows/sync/drain-marks.ts'
import { type Db, openDb, withTransaction } from '../../db/client.server.ts'
import { insertConnections } from '../../db/queries/sync-connection.ts'
import { lanes } from '../../db/queries/sync-job.ts'
import { startResync } from '../../db/queries/sync-resync.ts'
import { asHouse } from '../../db/scope.server.ts'
import { keys, type Org, openOrg, timed } from './side.ts'
import { machine, openEmptyStage } from './stage.ts'

/** Workers side by side, as two processes would be. */
const workers = 4
const share = 0.5
const pairs = [
	['Email', 'email'],
	['LastName', 'last_name'],
	['Title', 'title'],
] as const

/** As many linked records as the org has contacts, everything agreed on but nothing of it asked for yet. */
async function fill(db: Db, house: Db, org: Org): Promise<number> {
	await db.unsafe(`insert into seller_entity (id, code, name, currency, country) values (1, 'BENCH', 'Bench Roasters', 'USD', 'US')`)
	const line = { behaviour: 'most_recent', blank: 'fill', multi: 'last', overflow: 'error', fallback: null } as const
	const fields = pairs.map(([crmField, maField]) => ({ crmField, maField, ...line }))
	const [id = 0] = await withTransaction(house, (tx) =>
		insertConnections(tx, {
			...{ sellerEntityIds: [1], name: 'org', crmSystem: 'salesforce', maSystem: 'embedded_ma', state: 'running', quotaShare: share, at: new Date() },
			objects: [{ crmObject: 'Contact', maObject: 'prospect', rank: 1, createsCrm: 'never', createsMa: 'never', fields }],
		}),
	)
	await db.unsafe('alter table ma_prospect disable trigger user')
	await db`
		insert into ma_prospect (seller_entity_id, id, email, last_name) select 1, n, 'buyer' || (n - 1) || '@fargocoffeehaus.example', 'Buyer ' || (n - 1)
		from generate_series(1, ${org.ids.length}::int) n`
	await db.unsafe('alter table ma_prospect enable trigger user')
	await db`
		insert into sync_link (connection_id, object_map_id, crm_object, crm_id, ma_object, ma_id, agreed)
		select ${id}, m.id, 'Contact', c.id, 'prospect', p.id::text, (select jsonb_object_agg(f.id::text, case f.ma_field when 'email' then to_jsonb(p.email) when 'last_name' then to_jsonb(p.last_name) else 'null' end)
			from sync_field_map f where f.object_map_id = m.id)
		from sync_object_map m, unnest(${db.array(org.ids, 25)}::text[]) with ordinality c(id, n) join ma_prospect p on p.id = c.n where m.connection_id = ${id}`
	await db.unsafe('vacuum analyze')
	return id
}

/** Calls that write, as they leave this process. */
function countWrites(): { count: number; stop: () => void } {
	const through = globalThis.fetch
	const writes = {
		count: 0,
		stop: () => {
			globalThis.fetch = through
		},
	}
	globalThis.fetch = (to, init) => {
		if (init?.method === 'PATCH' || init?.method === 'PUT') writes.count += 1
		return through(to, init)
	}
	return writes
}

/** Throws when more of the day was used than is ours. */
function quotaOf(usage: { used: number; limit: number } | null) {
	if (!usage || usage.used > usage.limit * share) throw new Error(`More than our share of the day is used: ${JSON.stringify(usage)}`)
	return { ...usage, share }
}

/**
 * T3 of sync-core.md, joined: marks of our own side through the whole core to an org that takes 200 ms for each call, with the journal, until both agree.
 * `isBulk`: nobody waits, the same records are asked for as a resync and go in files; a file and the word that starts it are its write calls.
 */
export async function syncT3(contacts: number, isBulk = false, answerDelayMs = 200): Promise<Record<string, unknown>> {
	const [stage, org] = [await openEmptyStage('bench_sync_side'), await openOrg(contacts, answerDelayMs)]
	const house = asHouse(openDb(stage.url, { max: workers + 2, applicationName: 'kontor-sync' }))
	const port = openSalesforce({
		origin: org.origin,
		clientId: keys.clientId,
		signIn: { kind: 'client_credentials', clientSecret: keys.clientSecret },
		quotaShare: share,
	})
	const writes = countWrites()
	const work = { db: house, clock: () => new Date(), random: Math.random, outside: () => port }
	const settle = async () => {
		const loop = async () => {
			for (;;) {
				if ((await drainMarks(house, work.clock())) + (await workSync(work)) > 0) continue
				if (!isBulk || (await house`select from sync_bulk where ended_at is null`).length === 0) return
				await sleep(200)
			}
		}
		await Promise.all(Array.from({ length: workers }, loop))
	}
	try {
		const connectionId = await fill(stage.db, house, org)
		await workSync(work)
		for (let from = 1; from <= contacts; from += 1000)
			await stage.db`update ma_prospect set title = 'Head of coffee ' || id where id between ${from} and ${from + 999}`
		if (isBulk) {
			await stage.db`delete from sync_change`
			const filter = { connectionId }
			await withTransaction(house, (tx) =>
				startResync(tx, { filter, lane: lanes.backfill, cause: 'resync', userId: null, subject: { kind: 'records' }, at: work.clock() }),
			)
		}
		writes.count = 0
		const { seconds, calls } = await timed(org, settle)
		const writeCalls = writes.count
		const [left] = await stage.db<Record<string, number>[]>`
			select (select count(*)::int from sync_change) + (select count(*)::int from sync_job) as waiting, (select count(*)::int from sync_decision where wrote = 'crm') as journaled,
				(select count(*)::int from sync_write where state = 'confirmed') as confirmed, (select count(*)::int from sync_error) as errors`
		return {
			...{
				work: isBulk ? 'sync-side in files' : 'sync-side',
				machine: await machine(stage.db),
				contacts,
				answerDelayMs,
				workers,
				seconds: Math.round(seconds * 10) / 10,
			},
			...{
				recordsPerSecond: Math.round(contacts / seconds),
				calls,
				writeCalls,
				recordsPerWriteCall: Math.round(contacts / writeCalls),
				...left,
				quota: quotaOf(port.usage()),
			},
		}
	} finally {
		writes.stop()
		await house.end()
		await org.end()
		await stage.close()
	}
}
