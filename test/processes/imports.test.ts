import { mkdtempSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, expect, test } from 'vitest'
import { openLocalFiles } from '../../app/connectors/files/local/local-files.server.ts'
import { advanceImports } from '../../app/flows/exchange/advance-imports.ts'
import { stageImport } from '../../app/flows/exchange/stage-import.ts'
import { steerImport } from '../../app/flows/exchange/steer-import.ts'
import type { StaffMember } from '../../app/platform/actor.ts'
import type { Db } from '../../db/client.server.ts'
import { startProgram, type Web } from '../bench/stage.ts'
import { dice } from '../support/dice.ts'
import { testSecrets } from '../support/house.ts'
import { testDb } from '../support/test-db.ts'

const asked = (name: string, otherwise: number) => Number(process.env[name] ?? otherwise)
const [runs, seed] = [asked('IMPORTS_RUNS', 1), asked('IMPORTS_SEED', 1)]
const whole = await testDb()
const killed = await testDb()
const folder = mkdtempSync(join(tmpdir(), 'imports-'))
const files = openLocalFiles(join(folder, 'files'))
const at = new Date('2026-03-02T09:00:00Z')
const started: Web[] = []
afterAll(async () => {
	await Promise.all(started.map((program) => program.kill()))
	await rm(folder, { recursive: true, force: true })
})

async function startWorker(): Promise<Web> {
	const worker = await startProgram('app/worker.ts', {
		...{ DATABASE_URL: killed.url, DATABASE_ADMIN_URL: killed.ownerUrl, SESSION_SECRET: testSecrets[0], LOG_LEVEL: 'error', KONTOR_DATA_DIR: folder },
	})
	started.push(worker)
	return worker
}

/** Both databases are empty, so that the same makes get the same ids. */
async function makeMerchandiser(db: Db): Promise<StaffMember> {
	const [seller] = await db<
		{ id: number }[]
	>`insert into seller_entity (code, name, currency, country, time_zone) values ('ROASTER', 'Roaster', 'USD', 'US', 'UTC') returning id`
	const [user] = await db<{ id: number }[]>`
		insert into crm_user (seller_entity_id, first_name, last_name, email, roles) values (${seller?.id ?? 0}, 'Inés', 'Duarte', 'ines@house.test', '{merchandiser}') returning id`
	return { kind: 'staff', userId: user?.id, roles: ['merchandiser'], seller: { id: seller?.id, code: 'ROASTER' } } as unknown as StaffMember
}

/** Shelves that stand under one far below them, shelves without a name, and shelves under one that nobody has. */
function shelves(round: number): string {
	const line = (code: string, parent = '') => `${code},${parent},${code.toLowerCase()},,0,false,`
	const middle = Array.from({ length: 2000 }, (_, n) => {
		if (n % 97 === 5) return line('', 'no name')
		if (n % 83 === 7) return line(`R${round}-${n}`, 'NOWHERE')
		return line(`R${round}-${n}`, n % 40 === 3 ? `R${round}-LAST` : '')
	})
	return ['code,parent,slug,picture,position,is_hidden,external_key', ...middle, line(`R${round}-LAST`)].join('\r\n')
}

/** A product file of another house: an empty name, a price that is none, a SKU said twice. */
function beans(round: number): string {
	const lines = Array.from({ length: 3000 }, (_, n) => {
		if (n % 71 === 3) return `Bean ${n},R${round}-BEAN-${n},much,Coffee`
		return `Bean ${n},${n % 67 === 5 ? '' : `R${round}-BEAN-${n % 61 === 9 ? n - 1 : n}`},${n}.25,Coffee`
	})
	return ['Product Name,SKU,Price (sale) USD,Category 1', ...lines].join('\n')
}

/** Tries the file, and asks for its import. */
async function askFor(db: Db, staff: StaffMember, kind: string, text: string): Promise<number> {
	const bytes = (async function* () {
		yield new TextEncoder().encode(text)
	})()
	const trial = await stageImport(db, files, staff, { fileName: `${kind}.csv`, bytes, kind, at })
	if (!trial.ok) throw new Error(JSON.stringify(trial.refusals))
	// A worker may be at it already.
	while ((await advanceImports({ db, files, at })) > 0);
	await until(db, trial.runId, ({ state }) => state === 'finished')
	const begun = await steerImport(db, staff, { runId: trial.runId, act: 'start', at, requestId: 'r' })
	if (!begun?.ok) throw new Error(JSON.stringify(begun))
	return begun.runId
}

type Run = { state: string; readCount: number; rowCount: number }
async function until(db: Db, runId: number, is: (run: Run) => boolean): Promise<Run> {
	for (;;) {
		const [run] = await db<Run[]>`select state, read_count, row_count from import_run where id = ${runId}`
		if (run && is(run)) return run
		if (!run || run.state === 'failed') throw new Error(`the import is ${JSON.stringify(run)}`)
		await sleep(4)
	}
}

async function state(db: Db) {
	const rows = (found: readonly object[]) => found.map((one) => ({ ...one }))
	return {
		runs: rows(
			await db`select mode, state, row_count, read_count, created_count, updated_count, unchanged_count, skipped_count, rejected_count, totals, refusals from import_run order by id`,
		),
		rejects: rows(await db`select run_id, row_number, outcome, reason, source from import_reject order by run_id, row_number`),
		shelves: rows(await db`select c.code, c.slug, p.code as parent from category c left join category p on p.id = c.parent_id order by c.code`),
		products: rows(
			await db`
				select p.sku, t.name, e.tier_price, (select count(*)::int from product_category k where k.product_id = p.id) as shelves
				from product p left join product_text t on t.product_id = p.id left join price_book_entry e on e.product_id = p.id order by p.sku`,
		),
	}
}

test('a worker killed in the middle of an import of the room: the next one goes on, and the rows and counts are those of one run', {
	timeout: 60_000 + 60_000 * runs,
}, async () => {
	const [ines, other] = [await makeMerchandiser(whole.db), await makeMerchandiser(killed.db)]
	let worker = await startWorker()
	for (let run = 0; run < runs; run += 1) {
		const luck = dice(seed + run)
		const [kind, text] = (seed + run) % 2 === 1 ? (['categories', shelves(run)] as const) : (['products', beans(run)] as const)
		await askFor(whole.db, ines, kind, text)
		while ((await advanceImports({ db: whole.db, files, at })) > 0);

		const part = luck.whole(10, 60) / 100
		const id = await askFor(killed.db, other, kind, text)
		await until(killed.db, id, ({ readCount, rowCount }) => readCount >= rowCount * part)
		const [, next] = await Promise.all([worker.kill(), startWorker()])
		const half = await until(killed.db, id, () => true)
		expect(half).toMatchObject({ state: 'running' })
		expect(half.readCount, 'it died in the middle').toBeLessThan(half.rowCount)
		await until(killed.db, id, (one) => one.state === 'finished')
		worker = next
		const report = { seed: seed + run, kind, part, killedAt: half.readCount, rows: half.rowCount }
		if (runs > 1) process.stdout.write(`${JSON.stringify(report)}\n`)
		expect(await state(killed.db), JSON.stringify(report)).toEqual(await state(whole.db))
	}
})
