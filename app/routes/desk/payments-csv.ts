import type { LoaderFunctionArgs } from '@remix-run/node'
import { openPayments } from '../../flows/invoice/open-payments.ts'
import { csvResponse } from '../../platform/csv.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { readPaymentFilters } from '../../ui/desk/read-payment-filters.ts'
import { printMinorText } from '../../ui/print/words.ts'

const columns = ['received', 'number', 'account', 'how', 'reference', 'currency', 'amount', 'applied', 'refunded', 'settled'] as const

/** The payments that the filters leave, as a file. */
export async function loader({ request, context }: LoaderFunctionArgs) {
	const { db, at, locale } = context.house
	const staff = await requireStaff(request, context, 'credit_manager', 'head_office')
	const filters = readPaymentFilters(new URL(request.url).searchParams)
	const { payments } = await openPayments(db, staff, { ...filters, after: null, limit: null })
	const t = fixedT(locale, ['documents', 'account'])
	return csvResponse(
		`payments-${at.toISOString().slice(0, 10)}.csv`,
		columns.map((column) => t(`documents:payments.file.${column}`)),
		payments.map((one) => [
			...[
				one.receivedOn,
				String(one.id),
				`${one.accountName} (${one.accountNumber})`,
				t(`account:paymentMethod.${one.method}`),
				one.reference ?? '',
				one.currency,
			],
			...[one.amountMinor, one.appliedMinor, one.refundedMinor].map((minor) => printMinorText(minor, one.currency)),
			one.numbers.join(' '),
		]),
	)
}
