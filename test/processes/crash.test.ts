import { expect, test } from 'vitest'
import { accountFor, type CrashReport, crash, makeCrashCompany } from './crash.ts'
import { openShop } from './shop.ts'

const asked = (name: string, otherwise: number) => Number(process.env[name] ?? otherwise)
const [runs, seed] = [asked('CRASH_RUNS', 1), asked('CRASH_SEED', 1)]

test('web processes killed while orders are placed by card and on terms: afterwards every cart, order, reservation and intent is accounted for', {
	timeout: 240_000 + 60_000 * runs,
}, async () => {
	const shop = await openShop()
	const company = await makeCrashCompany(shop.db, `crash${seed}`)
	const beside = await shop.startWeb()
	let [victim, next] = await Promise.all([shop.startWeb(), shop.startWeb()])
	const reports: CrashReport[] = []
	const cartIds: number[] = []
	for (let run = 0; run < runs; run += 1) {
		const one = await crash(shop, { victim, beside, next }, company, seed + run)
		reports.push(one.report)
		cartIds.push(...one.cartIds)
		;[victim, next] = [next, await shop.startWeb()]
		if (runs > 3) process.stdout.write(`${JSON.stringify(one.report)}\n`)
	}
	const accounts = await accountFor(shop, company, cartIds)
	if (runs > 3) process.stdout.write(`${JSON.stringify(accounts)}\n`)
	expect(reports.flatMap(({ wrong }) => wrong)).toEqual([])
	expect(accounts.wrong).toEqual([])
	expect(accounts.placedByCard + accounts.placedOnTerms + accounts.carts).toBe(cartIds.length)
})
