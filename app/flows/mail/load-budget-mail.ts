import { readPersonFacts } from '../../../db/queries/mail-facts.ts'
import { loadFramedMail } from './load-framed-mail.ts'
import type { MailDesk, MailEvent, Written } from './types.ts'

/** Tells an owner that a budget of her company is used up for its period. Payload: budgetId, name, amountMinor, currency. */
export async function loadBudgetMail(desk: MailDesk, event: MailEvent): Promise<Written> {
	const { budgetId, name, amountMinor, currency } = event.payload
	const { accountId, contactId } = event
	if (typeof budgetId !== 'number' || accountId === null || contactId === null) return null
	const owner = await readPersonFacts(desk.db, { accountId, contactId })
	if (!owner) return null
	return loadFramedMail(desk, event, owner, ({ t, locale }) => ({
		key: 'budgetExhausted',
		facts: { budget: String(name), amount: desk.format.money(Number(amountMinor), String(currency), locale) },
		blocks: [],
		button: { label: t('budget.button'), path: `/company/budgets/${budgetId}` },
	}))
}
