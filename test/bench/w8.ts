import { createWriteStream } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { runImport } from '../../app/cli/import.ts'
import type { Db } from '../../db/client.server.ts'

export type W8Result = {
	rows: number
	seconds: number
	rowsPerSecond: number
	/** Processor seconds: the importing process, and the database connection that took the rows (Linux only). */
	clientCpuSeconds: number
	databaseCpuSeconds: number
	heapMegabytesEarly: number
	heapMegabytesLate: number
}

const seller = { code: 'W8', name: 'Bench', currency: 'USD', country: 'US' }
const columns = { number: 'Order', account: 'Account', placedAt: 'Date', sku: 'Sku', name: 'Name', quantity: 'Quantity', price: 'Price' }

/** W8 of performance.md: order lines with accounts and products from one CSV, through the import as people run it. */
export async function runW8(db: Db, lines = 500_000, chunkRows?: number): Promise<W8Result> {
	const folder = await mkdtemp(join(tmpdir(), 'w8-'))
	const file = join(folder, 'history.csv')
	const map = join(folder, 'map.json')
	await writeFile(map, JSON.stringify({ what: 'orders', seller, columns, create: ['accounts', 'products'] }))
	await pipeline(Readable.from(history(lines)), createWriteStream(file))
	const heaps: { read: number; heap: number }[] = []
	const pids = await db`select pid from pg_stat_activity where application_name = 'kontor-import'`
	const before = { client: process.cpuUsage(), database: await cpuOf(pids.map((row) => Number(row['pid']))) }
	const answer = await runImport(db, {
		what: 'orders',
		file,
		map,
		chunkRows,
		at: new Date('2026-03-02T09:00:00Z'),
		onProgress: ({ read }) => void heaps.push({ read, heap: process.memoryUsage().heapUsed / 2 ** 20 }),
	})
	const client = process.cpuUsage(before.client)
	const after = await cpuOf((await db`select pid from pg_stat_activity where application_name = 'kontor-import'`).map((row) => Number(row['pid'])))
	await rm(folder, { recursive: true })
	if (!answer.ok || answer.counts.created !== lines) throw new Error(`W8 brought in ${JSON.stringify(answer)} instead of ${lines} lines`)
	const median = (some: typeof heaps) => Math.round(some.map(({ heap }) => heap).sort((a, b) => a - b)[Math.floor(some.length / 2)] ?? 0)
	return {
		rows: lines,
		seconds: Math.round(answer.seconds * 10) / 10,
		rowsPerSecond: Math.round(lines / answer.seconds),
		clientCpuSeconds: Math.round((client.user + client.system) / 1e5) / 10,
		databaseCpuSeconds: Math.round((after - before.database) * 10) / 10,
		heapMegabytesEarly: median(heaps.filter(({ read }) => read < lines / 3)),
		heapMegabytesLate: median(heaps.filter(({ read }) => read > (lines * 2) / 3)),
	}
}

/** 20 lines an order, 2,000 accounts, 10,000 products; the same file every time. */
function* history(lines: number): Generator<string> {
	yield 'Order,Account,Date,Sku,Name,Quantity,Price\n'
	let text = ''
	for (let line = 0; line < lines; line++) {
		const order = Math.floor(line / 20)
		const product = (line * 7919 + order * 31) % 10_000
		const day = String(1 + (order % 28)).padStart(2, '0')
		const cents = 100 + (product % 9900)
		text += `H${order},A${order % 2000},2025-${String(1 + (Math.floor(order / 28) % 12)).padStart(2, '0')}-${day},SKU-${product},"Product, number ${product}",${1 + (line % 24)},${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, '0')}\n`
		if (line % 1000 === 999 || line === lines - 1) {
			yield text
			text = ''
		}
	}
}

/** User and system time in hundredths of a second, from Linux's own books. */
async function cpuOf(pids: number[]): Promise<number> {
	const stats = await Promise.all(pids.map((pid) => readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')))
	return stats.reduce((sum, stat) => {
		const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
		return sum + (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) / 100
	}, 0)
}
