import { type Db, withTransaction } from '../../../db/client.server.ts'
import { insertCase, readHelpOrder } from '../../../db/queries/case.ts'
import { type Refusal, refusal } from '../../engine/base/refusal.ts'
import { caseKinds } from '../../engine/crm/decide-case.ts'
import { actedBy, type Shopper } from '../../platform/actor.ts'
import { saveEvents } from '../event/save-events.ts'

/** `line`: the sequence of the order's line; null: about the order as a whole. */
export type AskHelp = { number: string; line: number | null; kind: string | null; text: string | null; at: Date }
export type HelpAsked = { ok: true; number: string } | { ok: false; refusals: Refusal[] }

/** The subject of a case is one line of a list. */
const SUBJECT = 90

/**
 * Opens a case on a line of an order: anybody of the company may ask (experience.md section 2, Help), a rep for her. Its
 * rep is told. Four statements. Refuses `CASE_KIND_MISSING` and `CASE_TEXT_MISSING`, together. Null: no such order of
 * this account, or no such line of it.
 */
export async function askHelp(db: Db, shopper: Shopper, { number, line, kind, text, at }: AskHelp): Promise<HelpAsked | null> {
	const { accountId, ownerUserId } = shopper.account
	if (accountId === null || shopper.contactId === null) return null
	const { contactId } = shopper
	return withTransaction(db, async (tx): Promise<HelpAsked | null> => {
		const order = await readHelpOrder(tx, { accountId, number })
		const about = order?.lines.find(({ sequence }) => sequence === line) ?? null
		if (!order || (line !== null && !about)) return null
		const known = caseKinds.find((one) => one === kind)
		const refusals = [...(known ? [] : [refusal('CASE_KIND_MISSING')]), ...(text ? [] : [refusal('CASE_TEXT_MISSING')])]
		if (!known || !text) return { ok: false, refusals }
		const [first = text] = text.split('\n')
		const subject = first.length > SUBJECT ? `${first.slice(0, SUBJECT - 1)}…` : first
		const { actedByUserId } = actedBy(shopper)
		const made = await insertCase(tx, {
			...{ accountId, orderId: order.orderId, lineId: about?.id ?? null, kind: known, contactId, userId: actedByUserId, ownerUserId, subject, text, at },
		})
		const facts = { caseId: made.id, number: made.number, kind: known, orderNumber: number, name: about?.name ?? null, ownerUserId }
		await saveEvents(tx, [{ topic: 'case.opened', subject: `case:${made.id}`, accountId, contactId, actedByUserId, payload: facts, occurredAt: at }])
		return { ok: true, number: made.number }
	})
}
