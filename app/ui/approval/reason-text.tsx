import { useTranslation } from 'react-i18next'
import { useReader } from '../format/locale.tsx'
import { money } from '../format/money.ts'

export type ApprovalReason = {
	ruleId: number | null
	name: string | null
	amountMinor: number
	atLeastMinor: number
	budgets?: { budgetId: number; name: string; shortMinor: number }[]
}

/** Why somebody is asked: the rule by its name, and what of the order falls under it. */
export function ReasonText({ reason: { ruleId, name, amountMinor, atLeastMinor, budgets }, currency }: { reason: ApprovalReason; currency: string }) {
	const { t } = useTranslation('approvals')
	const { locale } = useReader()
	if (budgets) {
		const words = budgets.map((one) => t('reason.budgetBy', { name: one.name, amount: money(one.shortMinor, currency, locale) }))
		const told = { name, budgets: new Intl.ListFormat(locale).format(words) }
		return t(ruleId === null ? 'reason.budget' : 'reason.budgetRule', told)
	}
	if (ruleId === null) return t('reason.credit')
	const facts = { name, amount: money(amountMinor, currency, locale), atLeast: money(atLeastMinor, currency, locale) }
	return t(atLeastMinor > 0 ? 'reason.amount' : 'reason.rule', facts)
}
