import { useTranslation } from 'react-i18next'
import { useReader } from '../format/locale.tsx'
import { money } from '../format/money.ts'
import { LinkButton } from '../parts/button.tsx'
import { EmptyState } from '../parts/empty-state.tsx'

type Over = { state: string; totalMinor: number; currency: string; paymentId: number | null }

/** Why a link to pay invoices is worth nothing any more, and what to do instead: every invoice can be paid without one. */
export function InvoiceLinkOver({ link }: { link: Over }) {
	const { t } = useTranslation('account')
	const { locale } = useReader()
	const isPaid = link.state === 'paid'
	return (
		<EmptyState
			heading="h1"
			picture={isPaid ? <img src="/images/all-done.svg" alt="" width={480} height={360} /> : undefined}
			title={t(`invoiceLink.over.${link.state}`)}
			action={
				isPaid && link.paymentId ? (
					<LinkButton to={`/invoices/payments/${link.paymentId}`} variant="primary">
						{t('invoiceLink.receipt')}
					</LinkButton>
				) : (
					<LinkButton to="/invoices" variant="primary">
						{t('invoiceLink.invoices')}
					</LinkButton>
				)
			}
		>
			{t(`invoiceLink.overText.${link.state}`, { amount: money(link.totalMinor, link.currency, locale) })}
		</EmptyState>
	)
}
