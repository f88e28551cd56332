import type { Tx } from '../../../db/client.server.ts'
import { readCarried, readCustomDefs } from '../../../db/queries/custom.ts'
import { updateCustom } from '../../../db/queries/record.ts'
import { carriedObjects, carryFields } from '../../engine/crm/lead-fields.ts'

type Became = { sellerEntityId: number; leadId: number; accountId: number; contactId: number; opportunityId: number }

/** What a lead says in fields of the house's own goes where the administrator said (app/decisions/0423); one statement where nobody said anything, at most five. */
export async function saveLeadFields(tx: Tx, { sellerEntityId, ...became }: Became): Promise<void> {
	const defs = await readCustomDefs(tx, sellerEntityId)
	if (!defs.some(({ object, becomes }) => object === 'lead' && Object.keys(becomes).length > 0)) return
	const { lead, ...carried } = await readCarried(tx, became)
	const after = carryFields(lead, carried, defs)
	const ids = { contact: became.contactId, account: became.accountId, opportunity: became.opportunityId }
	for (const object of carriedObjects) if (after[object]) await updateCustom(tx, object, ids[object], after[object])
}
