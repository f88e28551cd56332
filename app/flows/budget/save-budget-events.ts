import type { Tx } from '../../../db/client.server.ts'
import { type AuditRow, insertAudit } from '../../../db/queries/audit.ts'
import type { UsedUp } from '../../../db/queries/company-budget.ts'
import type { ApprovalPerson } from '../../engine/approval/steps-to-take.ts'
import type { BudgetValues } from '../../engine/budget/read-budget.ts'
import type { Shopper } from '../../platform/actor.ts'
import { saveEvents } from '../event/save-events.ts'

/** Tells the owners of a company, once in a period, that an order has used a budget up. */
export async function saveUsedUp(
	tx: Tx,
	{ accountId, orderId }: { accountId: number; orderId: number },
	{ usedUp, people, at }: { usedUp: readonly UsedUp[]; people: readonly ApprovalPerson[]; at: Date },
): Promise<void> {
	const owners = people.filter(({ role }) => role === 'owner').map(({ contactId }) => contactId)
	const told: (number | null)[] = owners.length > 0 ? owners : [null]
	await saveEvents(
		tx,
		usedUp.flatMap(({ budgetId, ...facts }) =>
			told.map((contactId) => ({
				...{ topic: 'budget.exhausted' as const, subject: `budget:${budgetId}`, accountId, contactId, occurredAt: at },
				payload: { budgetId, orderId, ...facts },
			})),
		),
	)
}

type Kept = Pick<BudgetValues, 'name' | 'amountMinor' | 'onBeyond'>
export type BudgetNote = { budgetId: number; before: Kept | null; after: Kept | null; at: Date }

const topics = { made: 'budget.created', changed: 'budget.changed', ended: 'budget.closed', putBack: 'budget.changed' } as const

const keptOf = (budget: Kept | null) => budget && { name: budget.name, amountMinor: budget.amountMinor, onBeyond: budget.onBeyond }

/** Who changed a budget of her company, from what to what: the trail, and an event. */
export async function saveBudgetChange(
	tx: Tx,
	{ account, contactId }: Shopper,
	act: keyof typeof topics,
	{ budgetId, at, ...values }: BudgetNote,
): Promise<void> {
	const { accountId, currency } = account
	const [before, after] = [keptOf(values.before), keptOf(values.after)]
	const row: AuditRow = { userId: null, accountId, contactId, action: topics[act], subject: `company_budget:${budgetId}`, before, after, at }
	await insertAudit(tx, [row])
	await saveEvents(tx, [
		{ topic: topics[act], subject: `budget:${budgetId}`, accountId, contactId, occurredAt: at, payload: { budgetId, currency, before, after } },
	])
}
