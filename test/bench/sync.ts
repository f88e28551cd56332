import { workSync } from '../../app/cli/work-sync.ts'
import { drainMarks } from '../../app/flows/sync/drain-marks.ts'
import { type Db, openDb, withTransaction } from '../../db/client.server.ts'
import { asHouse } from '../../db/scope.server.ts'
import { machine, openNamedStage } from './stage.ts'
import { fillLinks } from './sync-fill.ts'

const batch = 500
const rate = (count: number, ms: number) => Math.round((count * 1000) / ms)

async function timed(work: () => Promise<unknown>): Promise<number> {
	const began = performance.now()
	await work()
	return performance.now() - began
}

/** What a script would do: read both, compare, write the prospects, a batch at a time. */
async function bareLoop(house: Db, links: number): Promise<void> {
	for (let from = 1; from <= links; from += batch) {
		await withTransaction(house, async (tx) => {
			const rows = await tx<{ id: number; title: string; other: string }[]>`
				select p.id, c.title, p.title as other from contact c join ma_prospect p on p.contact_id = c.id where c.id between ${from} and ${from + batch - 1} order by p.id for update of p`
			const differing = rows.filter(({ title, other }) => title !== other)
			await tx`update ma_prospect p set title = r.title from jsonb_to_recordset(${tx.json(differing.map(({ id, title }) => ({ id, title })))}) r(id bigint, title text) where p.id = r.id`
		})
	}
}

const edit = async (owner: Db, links: number, title: string) => {
	for (let from = 1; from <= links; from += batch) await owner`update contact set title = ${title} || id where id between ${from} and ${from + batch - 1}`
}

/** T1: linked records changed on one side until the other has them, beside the bare loop and the loop with triggers, in one run. */
export async function syncT1(links: number): Promise<Record<string, unknown>> {
	const stage = await openNamedStage(`bench_sync_${links}`, (db) => fillLinks(db, links))
	const house = asHouse(openDb(stage.url, { max: 4, applicationName: 'kontor-sync' }))
	const at = () => new Date()
	const triggers = async (word: 'disable' | 'enable') => {
		for (const table of ['contact', 'ma_prospect']) await stage.db.unsafe(`alter table ${table} ${word} trigger user`)
	}
	const settle = async () => {
		while ((await drainMarks(house, at())) + (await workSync({ db: house, clock: at, random: () => 0, outside: () => null })) > 0);
	}
	try {
		await settle()
		await triggers('disable')
		await edit(stage.db, links, `bare ${at().getTime()} `)
		const bareMs = await timed(() => bareLoop(house, links))
		await triggers('enable')
		await edit(stage.db, links, `marked ${at().getTime()} `)
		const markedMs = await timed(() => bareLoop(house, links))
		await stage.db`truncate sync_change, sync_job`
		await edit(stage.db, links, `whole ${at().getTime()} `)
		// The journal keeps the lines of former runs on this folder.
		const [before] = await stage.db<
			{ runs: number; decision: string }[]
		>`select (select count(*)::int from sync_run) as runs, (select coalesce(max(id), 0)::text from sync_decision) as decision`
		const wholeMs = await timed(settle)
		const [after] = await stage.db<
			Record<string, number>[]
		>`select (select count(*)::int from sync_run) - ${before?.runs ?? 0} as runs, (select count(*)::int from contact c join ma_prospect p on p.contact_id = c.id where p.title is distinct from c.title) as differing,
			(select count(*)::int from sync_change) + (select count(*)::int from sync_job) as waiting, (select count(*)::int from sync_decision where id > ${before?.decision ?? '0'}::bigint) as decisions, (select count(*)::int from sync_decision) as journal`
		const writesAfterQuiet = (await drainMarks(house, at())) + (await workSync({ db: house, clock: at, random: () => 0, outside: () => null }))
		return {
			...{
				work: 'sync t1',
				machine: await machine(stage.db),
				links,
				perSecond: { bare: rate(links, bareMs), withTriggers: rate(links, markedMs), whole: rate(links, wholeMs) },
			},
			...{ wholeToBare: Math.round((100 * bareMs) / wholeMs) / 100, ...after, writesAfterQuiet },
		}
	} finally {
		await house.end()
		await stage.close()
	}
}
