import { useTranslation } from 'react-i18next'
import { Status } from '../parts/badge.tsx'

/** Paid, partly paid, open or overdue; overdue only where the caller knows today. */
export function InvoiceStatus({ invoice, overdueDays = 0 }: { invoice: { totalMinor: number; settledMinor: number; kind: string }; overdueDays?: number }) {
	const { t } = useTranslation('account')
	const { totalMinor, settledMinor, kind } = invoice
	if (totalMinor === settledMinor) return <Status tone="positive">{t(kind === 'credit_note' ? 'invoiceStatus.used' : 'invoiceStatus.paid')}</Status>
	if (kind === 'credit_note') return <Status tone="positive">{t('invoiceStatus.credit')}</Status>
	if (overdueDays > 0) return <Status tone="danger">{t('invoiceStatus.overdue', { count: overdueDays })}</Status>
	return <Status tone="accent">{t(settledMinor > 0 ? 'invoiceStatus.part' : 'invoiceStatus.open')}</Status>
}
