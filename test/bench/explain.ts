import { openCatalogPage } from '../../app/flows/catalog/open-catalog-page.ts'
import { openStorefront } from '../../app/flows/catalog/open-storefront.ts'
import { absentShopper } from '../../app/platform/session.server.ts'
import { openDb } from '../../db/client.server.ts'
import { readApiKey } from '../../db/queries/session.ts'
import { benchKey, hashed, type Size } from './data.ts'
import { openStage } from './stage.ts'

/** As often as a statement is run before PostgreSQL keeps one plan for it, and once more. */
const UNTIL_KEPT = 8

/** `--explain`: the plans of the hot statements of W1 as the server keeps them, with times and buffers. */
export async function explain(size: Size): Promise<string> {
	const stage = await openStage(size)
	let listening = false
	const plans: string[] = []
	const db = openDb(stage.ownerUrl, { max: 1, onNotice: (message) => listening && plans.push(message) })
	try {
		await db.unsafe(
			"load 'auto_explain'; set auto_explain.log_min_duration = 0; set auto_explain.log_analyze = on; set auto_explain.log_buffers = on; set client_min_messages = log",
		)
		const shopper = await absentShopper(db, { accountId: 5, contactId: 5 })
		if (!shopper) throw new Error('Account 5 of the bench is gone')
		for (let run = 0; run < UNTIL_KEPT; run++) {
			listening = run === UNTIL_KEPT - 1
			await readApiKey(db, hashed(benchKey(5)), new Date())
			await openStorefront(db, shopper, 'en')
			await openCatalogPage(db, shopper, { category: 'c5', limit: 48, cursor: null, locale: 'en', at: new Date() })
		}
		return plans.join('\n\n')
	} finally {
		await db.end()
		await stage.close()
	}
}
