import { gzipSync } from 'node:zlib'
import { parse } from 'csv-parse/sync'
import { describe, expect, test } from 'vitest'
import { advanceImports } from '../../../app/flows/exchange/advance-imports.ts'
import { openImport, openImports } from '../../../app/flows/exchange/open-imports.ts'
import { exchangeKindOf, exportKind } from '../../../app/flows/exchange/read-kind.ts'
import { stageImport } from '../../../app/flows/exchange/stage-import.ts'
import { steerImport } from '../../../app/flows/exchange/steer-import.ts'
import type { StaffMember, StaffRole } from '../../../app/platform/actor.ts'
import { bytesOf, testFiles } from '../../support/files.ts'
import { testDb } from '../../support/test-db.ts'

const { db } = await testDb({ seeded: true })
const { files } = testFiles()
const at = new Date('2026-03-02T09:00:00Z')
const [seller] = await db<{ id: number; code: string }[]>`select id, code from seller_entity order by id limit 1`
const [user] = await db<{ id: number }[]>`select id from crm_user where seller_entity_id = ${seller?.id ?? 0} order by id limit 1`

const member = (...roles: StaffRole[]) =>
	({ kind: 'staff', userId: user?.id ?? 0, roles, seller: { id: seller?.id, code: seller?.code } }) as unknown as StaffMember
const ines = member('merchandiser')
const ada = member('administrator')

const stage = (text: string | Uint8Array, kind: string | null = null, staff = ines, fileName = 'a.csv') =>
	stageImport(db, files, staff, { fileName, bytes: bytesOf(text), kind, at })
async function staged(text: string | Uint8Array, kind: string | null = null, staff = ines): Promise<number> {
	const answer = await stage(text, kind, staff)
	if (!answer.ok) throw new Error(JSON.stringify(answer.refusals))
	return answer.runId
}
const work = async (chunkRows?: number) => {
	while ((await advanceImports({ db, files, at, ...(chunkRows ? { chunkRows } : {}) })) > 0);
}
const see = async (runId: number, staff = ines) => {
	const open = await openImport(db, staff, { runId, at })
	if (!open) throw new Error(`no run ${runId}`)
	return open
}
const steer = async (runId: number, act: 'start' | 'stop' | 'resume', staff = ines) => {
	const answer = await steerImport(db, staff, { runId, act, at, requestId: 'r' })
	return answer?.ok ? answer.runId : answer
}
const exported = async (name: string) => {
	let text = ''
	const kind = exchangeKindOf(name)
	if (!kind) throw new Error(name)
	for await (const part of exportKind(db, seller?.id ?? 0, kind)) text += part
	return text
}
/** A file of a kind with these cells, the others not set. */
async function linesOf(name: string, rows: readonly Record<string, string>[]): Promise<string> {
	const [head = []] = parse(await exported(name)) as string[][]
	return [head.join(','), ...rows.map((row) => head.map((column) => row[column] ?? '').join(','))].join('\r\n')
}
const codes = (answer: { ok: boolean }) => (answer as { refusals?: { code: string }[] }).refusals?.map(({ code }) => code)

describe('a file is tried, then brought in', () => {
	test('a trial counts what would become of each row, shows some, and writes nothing', async () => {
		const text = await exported('product-texts')
		const [head = [], first = [], ...rest] = parse(text) as string[][]
		const place = head.indexOf('name')
		const changed = [head, first.with(place, 'Renamed'), ...rest.slice(0, 20), first.with(0, 'NO-SUCH-SKU')]
			.map((row) => row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(','))
			.join('\r\n')
		const id = await staged(changed)
		await work()
		const { run, sample, reasons } = await see(id)
		expect(run).toMatchObject({
			what: 'product-texts',
			isExact: true,
			mode: 'trial',
			state: 'finished',
			rowCount: 22,
			readCount: 22,
			updatedCount: 1,
			unchangedCount: 20,
			rejectedCount: 1,
		})
		expect(sample).toEqual([
			{
				row: 1,
				name: `${first[0]} · ${first[1]}`,
				outcome: 'updated',
				changes: [{ kind: 'product-texts', column: 'name', of: first[1], before: first[place], after: 'Renamed' }],
			},
		])
		expect(reasons).toEqual([{ reason: 'product.unknown', count: 1, firstRow: 22 }])
		expect(await exported('product-texts')).toBe(text)
		const done = (await steer(id, 'start')) as number
		expect(await steer(id, 'start'), 'pressed twice it is one import').toBe(done)
		await work()
		expect((await see(done)).run).toMatchObject({ mode: 'import', state: 'finished', updatedCount: 1, rejectedCount: 1, trialId: id })
		expect(await exported('product-texts')).not.toBe(text)
		const again = await staged(changed)
		await work()
		expect(
			(await see(again)).same.map((one) => one.id),
			'the same file is told',
		).toEqual([done])
		const back = await staged(text)
		await work()
		await steer(back, 'start')
		await work()
		expect(await exported('product-texts')).toBe(text)
		expect((await see(again)).since.length, 'what came in since a trial is told').toBe(1)
	})

	test.each([',', ';', '\t'])('cells parted by "%s", columns in another order, packed or not', async (mark) => {
		const [head = [], ...rows] = parse(await exported('warehouses')) as string[][]
		const text = [head, ...rows]
			.map((row) =>
				row
					.toReversed()
					.map((cell) => (/[,;\t"]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell))
					.join(mark),
			)
			.join('\n')
		const id = await staged(mark === ';' ? gzipSync(text) : text)
		await work()
		expect((await see(id)).run).toMatchObject({ what: 'warehouses', state: 'finished', unchangedCount: rows.length, rejectedCount: 0 })
	})

	test('a Salesforce product file is known by its headers, in their variants', async () => {
		for (const head of [
			'Product Name,SKU,Price (sale) USD,Media Standard Url 1,Category 1',
			'Name,StockKeepingUnit,Price (sales),Media Standard URL 1,Category',
		]) {
			const id = await staged(`${head}\nHarbor Mug,MUG-${head.length},12.50,https://example.test/mug.png,Drinkware\nNo key,,1,,\n`)
			await work()
			const { run, sample } = await see(id)
			expect(run).toMatchObject({ what: 'products', isExact: false, state: 'finished', createdCount: 1, rejectedCount: 1, readCount: 2 })
			expect(sample[0]?.changes).toEqual(
				expect.arrayContaining([expect.objectContaining({ kind: 'product-texts', column: 'name', before: null, after: 'Harbor Mug' })]),
			)
			expect(await db`select 1 from product where sku like 'MUG-%'`).toHaveLength(0)
		}
	})
})

describe('long works can be left, stopped and resumed', () => {
	const synonyms = () =>
		linesOf(
			'search-synonyms',
			Array.from({ length: 200 }, (_, row) => ({ locale: 'en', term: `term ${row}`, means: '{mud}', both_ways: 'false' })),
		)

	test('stopped in the middle it keeps what is done, and goes on behind it', async () => {
		const trial = await staged(await synonyms())
		await work()
		expect(await see(trial)).toMatchObject({ reasons: [], run: { what: 'search-synonyms', createdCount: 200 } })
		const id = (await steer(trial, 'start')) as number
		await advanceImports({ db, files, at, chunkRows: 10 })
		expect((await see(id)).run).toMatchObject({ state: 'running', readCount: 80, createdCount: 80 })
		expect(await steer(id, 'stop')).toBe(id)
		await work(10)
		expect((await see(id)).run).toMatchObject({ state: 'stopped', readCount: 80 })
		expect(await db`select 1 from search_synonym where term like 'term %'`).toHaveLength(80)
		expect(await steer(id, 'stop'), 'stopped is stopped').toMatchObject({ ok: false })
		expect(await steer(id, 'resume')).toBe(id)
		await work(10)
		expect((await see(id)).run).toMatchObject({ state: 'finished', readCount: 200, createdCount: 200, unchangedCount: 0 })
		expect(await db`select 1 from search_synonym where term like 'term %'`).toHaveLength(200)
		const [counted] = await db<{ rows: number }[]>`select reltuples::int as rows from pg_class where oid = 'search_synonym'::regclass`
		expect(counted?.rows, 'the planner knows what came in').toBeGreaterThan(100)
	})

	test('two workers at once: each row once', async () => {
		await db`delete from search_synonym where term like 'term %'`
		const trial = await staged(await synonyms())
		await work()
		const id = (await steer(trial, 'start')) as number
		await Promise.all([work(7), work(7), work(7)])
		expect((await see(id)).run).toMatchObject({ state: 'finished', readCount: 200, createdCount: 200, unchangedCount: 0 })
	})

	test('a row that speaks of one far below waits for it', async () => {
		const [head = []] = parse(await exported('categories')) as string[][]
		const line = (code: string, parent: string) => head.map((name) => ({ code, parent, slug: code, position: '0', is_hidden: 'false' })[name] ?? '').join(',')
		const text = [
			head.join(','),
			line('low', 'high'),
			...Array.from({ length: 30 }, (_, n) => line(`mid-${n}`, '')),
			line('high', ''),
			line('lost', 'nowhere'),
		].join('\n')
		const trial = await staged(text)
		await work()
		expect((await see(trial)).run).toMatchObject({ createdCount: 32, rejectedCount: 1 })
		const id = (await steer(trial, 'start')) as number
		await work(4)
		expect((await see(id)).run).toMatchObject({ state: 'finished', readCount: 33, createdCount: 32, rejectedCount: 1 })
		expect((await see(id)).reasons).toEqual([{ reason: 'parent.unknown', count: 1, firstRow: 33 }])
	})
})

describe('what cannot be taken is refused with its reason', () => {
	test('nothing, no head, a head of nothing, of several things, of something else', async () => {
		expect(codes(await stage(''))).toEqual(['EXCHANGE_FILE_MISSING'])
		expect(codes(await stage(new Uint8Array([0, 1, 2, 3])))).toEqual(['EXCHANGE_FILE_UNREADABLE'])
		expect(codes(await stage('apples,pears\n1,2\n'))).toEqual(['EXCHANGE_KIND_UNKNOWN'])
		expect(codes(await stage('code,name\nA,B\n'))).toEqual(['EXCHANGE_KIND_UNCLEAR'])
		expect(codes(await stage('apples,pears\n1,2\n', 'products'))).toEqual(['EXCHANGE_HEAD'])
	})

	test('a file that breaks in the middle ends the run before a row is written', async () => {
		const id = await staged(
			await linesOf('search-synonyms', [
				{ locale: 'en', term: 'whole', means: '{mud}', both_ways: 'false' },
				{ locale: 'en', term: '"bro"ken', means: '{mud}', both_ways: 'false' },
			]),
		)
		await work()
		expect(await see(id)).toMatchObject({ run: { state: 'failed', readCount: 0 }, refusals: [{ code: 'EXCHANGE_FILE_UNREADABLE' }] })
	})

	test('a file that is gone, and an archive that breaks off, end the run with their reason', { timeout: 10_000 }, async () => {
		const words = Array.from({ length: 4000 }, (_, row) => ({ locale: 'en', term: `gone ${row}`, means: '{mud}', both_ways: 'false' }))
		const text = await linesOf('search-synonyms', words)
		const gone = await staged(text)
		const [kept] = await db<{ fileHash: string }[]>`select file_hash from import_run where id = ${gone}`
		await files.remove(kept?.fileHash ?? '')
		await work()
		expect(await see(gone)).toMatchObject({ run: { state: 'failed' }, refusals: [{ code: 'EXCHANGE_FILE_GONE' }] })
		for (const [packed, kind] of [
			[gzipSync(text), 'search-synonyms'],
			[gzipSync(`Product Name,SKU\n${words.map(({ term }, row) => `${term},GONE-${row}`).join('\n')}`), 'products'],
		] as const) {
			const broken = await staged(packed.subarray(0, packed.length - 2000), kind)
			await work()
			expect(await see(broken), kind).toMatchObject({ run: { state: 'failed' }, refusals: [{ code: 'EXCHANGE_FILE_UNREADABLE' }] })
		}
	})

	test('people, credit and settings are an administrator’s: a merchandiser is not told that there are any', async () => {
		for (const kind of ['users', 'contacts', 'credit-limits', 'accounts']) {
			const text = await exported(kind)
			expect(codes(await stage(text)), kind).not.toBeUndefined()
			expect(codes(await stage(text, kind)), kind).not.toBeUndefined()
		}
		const id = await staged(await exported('contacts'), null, ada)
		await work()
		expect((await see(id, ada)).run.state).toBe('finished')
		expect(await openImport(db, ines, { runId: id, at })).toBeNull()
		expect(await steer(id, 'start', ines)).toBeNull()
		const list = await openImports(db, ines, { search: '', mode: null, state: null, after: null, limit: 50 })
		expect(list.runs.map(({ what }) => what)).not.toContain('contacts')
		const rival = { ...ada, seller: { ...ada.seller, id: 999_999 } }
		expect(await openImport(db, rival, { runId: id, at })).toBeNull()
	})
})
