import { saveStatistics } from '../../app/flows/import/save-statistics.ts'
import { type Db, withTransaction } from '../client.server.ts'
import { refreshCatalog } from '../queries/derived.ts'
import { seedAccounts } from './account-rows.ts'
import { seedCapture } from './capture.ts'
import { seedCategories } from './categories.ts'
import { seedCompany } from './company.ts'
import { seedCrmRooms } from './crm-rooms.ts'
import { clockOf } from './days.ts'
import { seedDuties } from './duties.ts'
import { continueIdentities } from './fill.ts'
import { seedGroups } from './groups.ts'
import { seedHistory } from './history/index.ts'
import { seedLeadQuote } from './lead-quote.ts'
import { seedMarketing } from './marketing.ts'
import { seedStaff } from './people.ts'
import { seedPrices } from './prices.ts'
import { seedProducts } from './products/index.ts'
import { seedVariants } from './products/variants.ts'
import { seedProgrammes } from './programmes.ts'
import { seedPromotions } from './promotions.ts'
import { seedSales } from './sales.ts'
import { seedSearch } from './search.ts'

export { papers } from './papers.ts'
export { type DemoSignIn, demoSignIns } from './sign-ins.ts'

/** Whether nobody has put anything in yet. */
export async function isEmpty(db: Db): Promise<boolean> {
	const [row] = await db<{ found: boolean }[]>`select exists (select 1 from account) as found`
	return !row?.found
}

/** Fills an empty database with the demo company as it is at `at`, in one transaction, and counts what stands then. */
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
		await seedCapture(tx, clock)
		await seedCrmRooms(tx, clock)
		await seedProgrammes(tx, clock)
		await seedSales(tx, await seedHistory(tx, clock), clock)
		await seedLeadQuote(tx, clock)
		await seedVariants(tx, clock)
		await seedSearch(tx, clock)
		await refreshCatalog(tx)
		await continueIdentities(tx)
	})
	await saveStatistics(db)
}
