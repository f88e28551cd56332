import { expect, test } from 'vitest'
import { accountFor, type CrashReport, crash, makeCrashCompany } from './crash.ts'
import { crashAt, places } from './crash-cards.ts'
import { openShop } from './shop.ts'

const asked = (name: string, otherwise: number) => Number(process.env[name] ?? otherwise)
const [runs, seed] = [asked('CRASH_RUNS', 1), asked('CRASH_SEED', 1)]
const isLong = process.env['CRASH_RUNS'] !== undefined
const shop = await openShop()

test('web processes killed while orders are placed by card and on terms: afterwards every cart, order, reservation and intent is accounted for', {
	timeout: 240_000 + 60_000 * runs,
}, async () => {
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
		if (isLong) process.stdout.write(`${JSON.stringify(one.report)}\n`)
	}
	const accounts = await accountFor(shop, company, cartIds)
	if (isLong) process.stdout.write(`${JSON.stringify(accounts)}\n`)
	expect(reports.flatMap(({ wrong }) => wrong)).toEqual([])
	expect(accounts.wrong).toEqual([])
	expect(accounts.placedByCard + accounts.placedOnTerms + accounts.carts).toBe(cartIds.length)
})

// Killed at a named call instead of a moment: between the processor's word and our writing it down, and before it heard.
const tried = isLong ? places : places.slice(0, 2)

test.each(tried.map((place) => [place.name, place] as const))(
	'killed at: %s. Nothing is lost, nothing is taken twice',
	{ timeout: 120_000 },
	async (name, place) => {
		const wrong = await crashAt(shop, place, `at${places.indexOf(place)}s${seed}`)
		if (isLong) process.stdout.write(`${JSON.stringify({ killedAt: name, wrong })}\n`)
		expect(wrong).toEqual([])
	},
)
