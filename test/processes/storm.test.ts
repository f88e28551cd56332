import { expect, test } from 'vitest'
import { openShop } from './shop.ts'
import { type StormReport, storm } from './storm.ts'

const asked = (name: string, otherwise: number) => Number(process.env[name] ?? otherwise)
const [runs, seed] = [asked('STORM_RUNS', 1), asked('STORM_SEED', 1)]

test('a hundred submits, cancels, payments and stock receipts at the same moment, through two web processes: exactly the right number win', {
	timeout: 240_000 + 120_000 * runs,
}, async () => {
	const shop = await openShop()
	const webs = await Promise.all([shop.startWeb(), shop.startWeb()])
	const reports: StormReport[] = []
	for (let run = 0; run < runs; run += 1) {
		const report = await storm(shop.db, webs, seed + run)
		reports.push(report)
		if (process.env['STORM_RUNS']) process.stdout.write(`${JSON.stringify(report)}\n`)
	}
	expect(reports.flatMap((report) => report.wrong.map((what) => `seed ${report.seed}: ${what}`))).toEqual([])
})
