import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'
import { runImport } from '../../app/cli/import.ts'
import type { Db } from '../../db/client.server.ts'
import { testDb } from '../support/test-db.ts'

const at = new Date('2026-03-02T09:00:00Z')
const folder = await mkdtemp(join(tmpdir(), 'import-'))
const whole = await testDb()
const killed = await testDb()
const kontor = resolve(import.meta.dirname, '../../app/cli/kontor.ts')

const lines = 12_000
const file = join(folder, 'history.csv')
const map = join(folder, 'map.json')
const columns = { number: 'Order', account: 'Account', placedAt: 'Date', sku: 'Sku', name: 'Name', quantity: 'Quantity', price: 'Price' }
const seller = { code: 'HARBOR', name: 'Harbor Supplies', currency: 'USD', country: 'US' }
await writeFile(map, JSON.stringify({ what: 'orders', seller, columns, create: ['accounts', 'products'], filters: [{ column: 'Account', not: ['Closed'] }] }))
await writeFile(file, `Order,Account,Date,Sku,Name,Quantity,Price\n${Array.from({ length: lines }, (_, line) => row(line)).join('\n')}\n`)

/** Orders that interleave, returns, stock notes, bad quantities, filtered accounts: what must come out the same after a kill. */
function row(line: number): string {
	const order = Math.floor(line / 12) - (line % 12 === 11 ? 5 : 0)
	if (line % 97 === 0) return `O${order},A${order % 40},2025-03-04,S${line % 300},Broken,many,1.00`
	if (line % 89 === 0) return `O${order},Closed,2025-03-04,S${line % 300},Filtered,1,1.00`
	if (line % 83 === 0) return `O${order},A${order % 40},2025-03-04,S${line % 300},Counted,-3,0`
	if (line % 79 === 0) return `R${order},A${order % 40},2025-03-04,S${line % 300},Returned,-1,${(line % 50) + 1}.125`
	return `O${order},A${order % 40},2025-03-04,S${line % 300},"Sold, ${line % 300}",${(line % 9) + 1},${(line % 50) + 1}.125`
}

function begin(): ChildProcess {
	const args = [kontor, 'import', 'orders', '--file', file, '--map', map, '--chunk', '250', '--json', '--rejects', join(folder, 'killed.csv')]
	return spawn(process.execPath, args, { env: { ...process.env, DATABASE_URL: killed.url }, stdio: ['ignore', 'pipe', 'pipe'] })
}

/** Kills the program the hard way once it has counted `rows`; answers the signal it died of. */
async function killAt(child: ChildProcess, rows: number): Promise<NodeJS.Signals | null> {
	let said = ''
	child.stderr?.on('data', (block: Buffer) => {
		said += block
		const read = [...said.matchAll(/ (\d+) rows ·/g)].at(-1)?.[1]
		if (Number(read ?? 0) >= rows) child.kill('SIGKILL')
	})
	return new Promise((done) => child.on('close', (_, signal) => done(signal)))
}

async function state(db: Db) {
	const [run] = await db`select state, read_count, created_count, updated_count, unchanged_count, skipped_count, rejected_count, totals from import_run`
	const documents = await db`
		select a.number as account, i.kind, i.number, i.net_minor, i.total_minor, i.settled_minor, o.net_minor as order_net, g.due_minor, i.bill_to from invoice i
		join account a on a.id = i.account_id left join sales_order o on o.account_id = i.account_id and o.id = i.order_id
		left join delivery_group g on g.account_id = o.account_id and g.order_id = o.id order by i.kind, i.number`
	const rows = await db`
		select i.kind, i.number, l.sequence, l.sku, l.name, l.quantity, l.unit_price, l.net_minor, l.exact_net, ol.net_minor as ordered, al.quantity as delivered
		from invoice_line l join invoice i on i.account_id = l.account_id and i.id = l.invoice_id
		left join order_line ol on ol.account_id = i.account_id and ol.order_id = i.order_id and ol.sequence = l.sequence
		left join allocation al on al.account_id = l.account_id and al.id = l.allocation_id order by i.kind, i.number, l.sequence`
	const rejects = await db`select row_number, outcome, reason, source from import_reject order by row_number`
	return { runs: run, documents: documents.map((one) => ({ ...one })), rows: rows.map((one) => ({ ...one })), rejects: rejects.map((one) => ({ ...one })) }
}

test('killed at 37 % and repeated, an import gives the same rows and counts as one run', { timeout: 120_000 }, async () => {
	const inOne = await runImport(whole.db, { what: 'orders', file, map, rejects: join(folder, 'whole.csv'), at })
	expect(inOne.ok && inOne.counts).toEqual({ read: 12_000, created: 11_601, updated: 0, unchanged: 0, skipped: 275, rejected: 124 })

	expect(await killAt(begin(), lines * 0.37)).toBe('SIGKILL')
	const [half] = await killed.db`select read_count, state from import_run`
	expect(Number(half?.['readCount'])).toBeGreaterThanOrEqual(lines * 0.37)
	expect(Number(half?.['readCount'])).toBeLessThan(lines)

	const again = begin()
	let answer = ''
	again.stdout?.on('data', (block: Buffer) => {
		answer += block
	})
	expect(await new Promise((done) => again.on('close', (code) => done(code)))).toBe(0)
	expect(JSON.parse(answer)).toMatchObject({ ok: true, state: 'finished', resumedAt: half?.['readCount'], counts: { read: 12_000, created: 11_601 } })
	expect(await state(killed.db)).toEqual(await state(whole.db))
	expect(await readFile(join(folder, 'killed.csv'), 'utf8')).toBe(await readFile(join(folder, 'whole.csv'), 'utf8'))
})

test('a finished import repeated finds everything unchanged', async () => {
	const answer = await runImport(whole.db, { what: 'orders', file, map, rejects: join(folder, 'twice.csv'), at })
	expect(answer.ok && answer.counts).toEqual({ read: 12_000, created: 0, updated: 0, unchanged: 11_601, skipped: 275, rejected: 124 })
})

test('documents add up: lines, order, delivery and invoice say the same', async () => {
	const [row] = await whole.db`
		select count(*)::int as documents from invoice i
		join lateral (select sum(l.net_minor) as net, sum(l.quantity) as pieces from invoice_line l where l.account_id = i.account_id and l.invoice_id = i.id) l on true
		left join sales_order o on o.account_id = i.account_id and o.id = i.order_id left join delivery_group g on g.account_id = o.account_id and g.order_id = o.id
		where l.net <> i.net_minor or (i.kind = 'invoice' and (o.net_minor <> l.net or g.net_minor <> l.net))`
	expect(row?.['documents']).toBe(0)
})

test('a line that differs from what was imported is refused: an order is a document', async () => {
	const changed = join(folder, 'changed.csv')
	await writeFile(changed, 'Order,Account,Date,Sku,Name,Quantity,Price\nO0,A0,2025-03-04,S1,"Sold, 1",99,2.125\nO1,A7,2025-03-04,S1,Foreign,1,1\n')
	const answer = await runImport(whole.db, { what: 'orders', file: changed, map, rejects: join(folder, 'changed.rejects.csv'), at })
	expect(answer.ok && answer.counts).toMatchObject({ read: 2, created: 0, rejected: 2 })
	const rejects = await readFile(join(folder, 'changed.rejects.csv'), 'utf8')
	expect(rejects).toContain('order.is_a_document')
	expect(rejects).toContain('order.other_account')
})

test('enormous, negative and nonsensical amounts are refused row by row', async () => {
	const bad = join(folder, 'bad.csv')
	const rows = ['1e9,1.00', '99999999999,1.00', '0,1.00', '2,one', '2,1.0000001', '9999999999,999999999999', '-1,-1.00', '1,1.00']
	await writeFile(
		bad,
		`Order,Account,Date,Sku,Name,Quantity,Price\n${rows.map((text, index) => `B${index},A1,2025-03-04,S1,Bad,${text}`).join('\n')}\nB9,A1,2025-02-30,S1,Bad,1,1\n`,
	)
	const answer = await runImport(whole.db, { what: 'orders', file: bad, map, rejects: join(folder, 'bad.rejects.csv'), at })
	expect(answer.ok && answer.counts).toMatchObject({ read: 9, created: 1, rejected: 8 })
	const reasons = (await readFile(join(folder, 'bad.rejects.csv'), 'utf8'))
		.split('\n')
		.slice(1, -1)
		.map((line) => line.split(',')[1])
	expect(reasons).toEqual([
		'quantity.not_a_quantity',
		'quantity.too_large',
		'quantity.zero',
		'price.not_a_price',
		'price.not_a_price',
		'amount.too_large',
		'price.negative_twice',
		'date.not_a_day',
	])
})
