import { setTimeout as sleep } from 'node:timers/promises'
import { openSyncErrors } from '../../app/flows/sync/open-sync-errors.ts'
import type { StaffMember } from '../../app/platform/actor.ts'
import { withTransaction } from '../../db/client.server.ts'
import { lanes } from '../../db/queries/sync-job.ts'
import { startResync } from '../../db/queries/sync-resync.ts'
import { asHouse } from '../../db/scope.server.ts'
import { countStatements, machine, openNamedStage, resetStatements, type Stage, startProgram, type Web } from './stage.ts'
import { fillLinks } from './sync-fill.ts'

const place =
	'commit to notification on one machine over loopback; published comparisons cross the internet into a shared tenant, these never leave the machine'

type Side = 'contact' | 'ma_prospect'
const other: Record<Side, Side> = { contact: 'ma_prospect', ma_prospect: 'contact' }

/** Each record whose title the worker brings over is told at the commit that shows it: nothing polls beside what is measured. */
async function listenFor({ db }: Stage): Promise<{ seen: Map<string, (at: number) => void>; end: () => Promise<void> }> {
	await db.unsafe(`
		create or replace function bench_tell() returns trigger language plpgsql as $$ begin perform pg_notify('bench_seen', TG_TABLE_NAME || ':' || new.title); return null; end $$;
		create or replace trigger bench_seen after update of title on contact for each row when (old.title is distinct from new.title) execute function bench_tell();
		create or replace trigger bench_seen after update of title on ma_prospect for each row when (old.title is distinct from new.title) execute function bench_tell();
		create or replace function bench_tell_error() returns trigger language plpgsql as $$ begin perform pg_notify('bench_seen', 'error:' || (new.value #>> '{}')); return null; end $$;
		create or replace trigger bench_seen_error after insert on sync_error for each row execute function bench_tell_error()`)
	const seen = new Map<string, (at: number) => void>()
	const ear = await db.listen('bench_seen', (told) => seen.get(told)?.(performance.now()))
	const end = async () => {
		await ear.unlisten()
		await db.unsafe('drop function bench_tell() cascade; drop function bench_tell_error() cascade')
	}
	return { seen, end }
}

type Ears = Awaited<ReturnType<typeof listenFor>>

let word = 0

/** One record edited on one side; ms from its commit until the other side shows it, null after `patienceMs`. */
async function sample({ db }: Stage, { seen }: Ears, { table, id }: { table: Side; id: number }, patienceMs = 30_000): Promise<number | null> {
	word += 1
	const title = `Live ${id} ${process.pid} ${word}`
	const key = `${other[table]}:${title}`
	let late: NodeJS.Timeout | undefined
	const shown = new Promise<number | null>((done) => {
		seen.set(key, done)
		late = setTimeout(() => done(null), patienceMs)
	})
	await db.unsafe(`update ${table} set title = $1 where id = $2`, [title, id])
	const committed = performance.now()
	const at = await shown
	clearTimeout(late)
	seen.delete(key)
	// The other side may be told before the driver hands the answer of the commit on.
	return at === null ? null : Math.max(0, at - committed)
}

/** T8: addresses that sales refuse, one after the other: ms from the commit until the administrators' room lists the record with its remedies. */
async function sampleErrors(stage: Stage, { seen }: Ears, { links, times }: { links: number; times: number }): Promise<Figures> {
	const { db } = stage
	const [known] = await db<{ id: number; sellerId: number; userId: number }[]>`
		select c.id, c.seller_entity_id as seller_id, (select min(u.id) from crm_user u where u.seller_entity_id = c.seller_entity_id) as user_id from sync_connection c order by 1 limit 1`
	const staff = { userId: known?.userId, roles: ['administrator'], seller: { id: known?.sellerId } } as unknown as StaffMember
	const query = { group: null, code: 'INVALID_EMAIL_ADDRESS', after: null, runId: null, limit: 10 }
	const found: (number | null)[] = []
	for (let place = 0; place < times; place += 1) {
		const id = 1 + ((place * 7919) % links)
		const bad = `late.${process.pid}.${place}.@bench.test`
		const [before] = await db<{ email: string | null }[]>`select email from ma_prospect where id = ${id}`
		const told = new Promise<boolean>((done) => {
			seen.set(`error:${bad}`, () => done(true))
			setTimeout(() => done(false), 30_000).unref()
		})
		await db`update ma_prospect set email = ${bad} where id = ${id}`
		const committed = performance.now()
		const isTold = await told
		const page = await openSyncErrors(asHouse(db), staff, known?.id ?? 0, { ...query, text: null })
		const isShown =
			isTold && page?.records.some(({ value }) => value === bad) && page.groups.some(({ code, remedies }) => code === query.code && remedies.length > 0)
		found.push(isShown ? performance.now() - committed : null)
		seen.delete(`error:${bad}`)
		await db`update ma_prospect set email = ${before?.email ?? null} where id = ${id}`
		await untilQuiet(stage)
	}
	return figuresOf(found)
}

/** One after the other, with a pause in between: what a person who edits one record waits for. */
async function sampleAtRest(stage: Stage, ears: Ears, { links, times, until }: { links: number; times: number; until?: () => boolean }): Promise<Figures> {
	const found: (number | null)[] = []
	while (found.length < times && !until?.()) {
		const id = 1 + ((found.length * 7919) % links)
		found.push(await sample(stage, ears, { table: found.length % 2 === 0 ? 'contact' : 'ma_prospect', id }))
		await sleep(20 + ((found.length * 37) % 60))
	}
	return figuresOf(found)
}

/** So many edits a second, each a transaction of its own, whoever is late. */
async function sampleUnderLoad(
	stage: Stage,
	ears: Ears,
	{ links, perSecond, seconds }: { links: number; perSecond: number; seconds: number },
): Promise<Figures & { perSecond: number }> {
	const began = performance.now()
	const all: Promise<number | null>[] = []
	while (performance.now() - began < 1000 * seconds) {
		const due = Math.floor(((performance.now() - began) * perSecond) / 1000)
		for (; all.length < due; ) all.push(sample(stage, ears, { table: all.length % 2 === 0 ? 'contact' : 'ma_prospect', id: 1 + ((all.length * 7919) % links) }))
		await sleep(2)
	}
	const found = await Promise.all(all)
	return { ...figuresOf(found), perSecond: Math.round(found.length / seconds) }
}

type Figures = { samples: number; lost: number; p50Ms: number; p99Ms: number; maxMs: number }

function figuresOf(found: readonly (number | null)[]): Figures {
	const known = found.flatMap((ms) => ms ?? []).toSorted((a, b) => a - b)
	const at = (share: number) => Math.round(10 * (known[Math.min(known.length - 1, Math.floor(share * known.length))] ?? 0)) / 10
	return { samples: found.length, lost: found.length - known.length, p50Ms: at(0.5), p99Ms: at(0.99), maxMs: at(1) }
}

const startWorker = ({ url, ownerUrl }: Stage): Promise<Web> =>
	startProgram('app/worker.ts', { DATABASE_URL: url, DATABASE_ADMIN_URL: ownerUrl, DATABASE_POOL: '10', LOG_LEVEL: 'error' })

async function waiting({ db }: Stage): Promise<number> {
	const [row] = await db<{ count: number }[]>`select (select count(*)::int from sync_change) + (select count(*)::int from sync_job) as count`
	return row?.count ?? 0
}

async function untilQuiet(stage: Stage): Promise<void> {
	while ((await waiting(stage)) > 0) await sleep(200)
}

/** T2 and T8 (sync-core.md d): from a commit on one side until the other shows it, through the worker as it runs: at rest, and under a steady 200 a second; from a refusal to its remedy. */
export async function syncT2(links: number, seconds: number): Promise<Record<string, unknown>> {
	const stage = await openNamedStage(`bench_sync_${links}`, (db) => fillLinks(db, links))
	const ears = await listenFor(stage)
	const worker = await startWorker(stage)
	try {
		await untilQuiet(stage)
		await sampleAtRest(stage, ears, { links, times: 20 })
		await resetStatements(stage.db)
		const atRest = await sampleAtRest(stage, ears, { links, times: 500 })
		const statements = await countStatements(stage.db)
		const errors = await sampleErrors(stage, ears, { links, times: 50 })
		const underLoad = await sampleUnderLoad(stage, ears, { links, perSecond: 200, seconds })
		await untilQuiet(stage)
		const statementsPerEdit = Math.round((10 * statements) / 500) / 10
		return { work: 'sync t2, t8', place, machine: await machine(stage.db), links, atRest, statementsPerEdit, errorToRoom: errors, underLoad }
	} finally {
		await worker.stop()
		await ears.end()
		await stage.close()
	}
}

/** One in a hundred differs, and no trigger saw it: what a resync is for. */
async function driftApart({ db }: Stage, share: number): Promise<number> {
	await db.unsafe('alter table contact disable trigger user')
	const { count } = await db.unsafe(`update contact set phone = '+1 702 ' || id || ' ' || extract(epoch from now())::bigint where id % ${share} = 0`)
	await db.unsafe('alter table contact enable trigger user')
	return count
}

/** T6: all links looked at again, one in a hundred differing, while people go on editing: how long it takes, and what they wait meanwhile. */
export async function syncT6(links: number): Promise<Record<string, unknown>> {
	const stage = await openNamedStage(`bench_sync_${links}`, (db) => fillLinks(db, links))
	const ears = await listenFor(stage)
	const house = asHouse(stage.db)
	let worker = await startWorker(stage)
	try {
		await untilQuiet(stage)
		await worker.stop()
		const differing = await driftApart(stage, 100)
		const [one] = await stage.db<
			{ id: number; user: number | null }[]
		>`select c.id, (select min(id) from crm_user) as user from sync_connection c order by 1 limit 1`
		await resetStatements(stage.db)
		const [before] = await stage.db<
			Before[]
		>`select pg_current_wal_lsn()::text as lsn, (select count(*)::int from sync_decision) as decisions, (select coalesce(sum(writes_crm + writes_ma), 0)::int from sync_run) as writes`
		const began = performance.now()
		const at = new Date()
		const { total } = await withTransaction(house, (tx) =>
			startResync(tx, {
				filter: { connectionId: one?.id ?? 0 },
				lane: lanes.backfill,
				cause: 'resync',
				userId: one?.user ?? null,
				subject: { kind: 'bench' },
				at,
			}),
		)
		const askedMs = Math.round(performance.now() - began)
		worker = await startWorker(stage)
		let isDone = false
		const beside = sampleAtRest(stage, ears, { links, times: Number.MAX_SAFE_INTEGER, until: () => isDone })
		await untilFinished(stage, began, total)
		const seconds = Math.round((performance.now() - began) / 100) / 10
		isDone = true
		const live = await beside
		await untilQuiet(stage)
		const statements = await countStatements(stage.db)
		const [after] = await stage.db<Record<string, number>[]>`
			select (pg_current_wal_lsn() - ${before?.lsn ?? '0/0'}::pg_lsn)::bigint as wal_bytes, (select count(*)::int from sync_decision) - ${before?.decisions ?? 0} as decisions,
				(select coalesce(sum(writes_crm + writes_ma), 0)::int from sync_run) - ${before?.writes ?? 0} as writes,
				(select count(*)::int from contact c join ma_prospect p on p.contact_id = c.id where (p.phone, p.title) is distinct from (c.phone, c.title)) as still_differing`
		return {
			...{ work: 'sync t6', place, machine: await machine(stage.db), links: total, differing, askedMs, seconds, perSecond: Math.round(total / seconds) },
			...{
				...after,
				walBytesPerLink: Math.round((after?.['walBytes'] ?? 0) / total),
				statementsPer1000Links: Math.round((1000 * statements) / total),
				beside: live,
			},
		}
	} finally {
		await worker.stop()
		await ears.end()
		await stage.close()
	}
}

type Before = { lsn: string; decisions: number; writes: number }

async function untilFinished({ db }: Stage, began: number, total: number): Promise<void> {
	for (let look = 0; ; look += 1) {
		const [left] = await db<{ count: number }[]>`select count(*)::int as count from sync_job where lane = ${lanes.backfill}`
		if (left?.count === 0) return
		if (look % 15 === 14) console.error(`  ${total - (left?.count ?? 0)} of ${total} after ${Math.round((performance.now() - began) / 1000)} s`)
		await sleep(2000)
	}
}
