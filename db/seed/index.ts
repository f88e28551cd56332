import { type Db, withTransaction } from '../client.server.ts'
import { refreshCatalog } from '../queries/derived.ts'
import { seedAccounts } from './account-rows.ts'
import { seedCategories } from './categories.ts'
import { seedCompany, sellerId } from './company.ts'
import { clockOf } from './days.ts'
import { seedDuties } from './duties.ts'
import { continueIdentities, fill } from './fill.ts'
import { seedGroups } from './groups.ts'
import { seedMarketing } from './marketing.ts'
import { seedStaff } from './people.ts'
import { seedPrices } from './prices.ts'
import { seedProducts } from './products/index.ts'
import { seedPromotions } from './promotions.ts'

export { type DemoSignIn, demoSignIns } from './sign-ins.ts'

/** Whether nobody has put anything in yet. */
export async function isEmpty(db: Db): Promise<boolean> {
	const [row] = await db<{ found: boolean }[]>`select exists (select 1 from account) as found`
	return !row?.found
}

/** Fills an empty database with the demo company as it is at `at`, in one transaction. */
export async function seedDemo(db: Db, at: Date): Promise<void> {
	const clock = clockOf(at)
	await withTransaction(db, async (tx) => {
		await seedCompany(tx)
		await seedDuties(tx)
		await seedStaff(tx)
		await seedCategories(tx)
		await seedProducts(tx, clock)
		await seedGroups(tx)
		await seedAccounts(tx, clock)
		await seedPrices(tx, clock)
		await seedPromotions(tx, clock)
		await seedMarketing(tx, clock)
		await fill(
			tx,
			'number_series',
			[
				['order', 'SO-'],
				['invoice', 'INV-'],
				['credit_note', 'CN-'],
				['shipment', 'SH-'],
				['quote', 'Q-'],
				['case', 'CS-'],
			].map(([kind, prefix]) => ({ sellerEntityId: sellerId, kind, prefix })),
		)
		await refreshCatalog(tx)
		await continueIdentities(tx)
	})
}
