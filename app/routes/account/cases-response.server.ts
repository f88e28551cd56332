import type { TFunction } from 'i18next'
import type { CasesPage } from '../../flows/case/open-cases.ts'
import { csvResponse } from '../../platform/csv.ts'

const columns = ['case', 'status', 'kind', 'account', 'contact', 'order', 'product', 'subject', 'opened', 'changed'] as const

/** Cases as a file, in the words of the side that reads it. */
export function casesResponse(cases: CasesPage['cases'], t: TFunction, side: 'buyer' | 'house'): Response {
	return csvResponse(
		'cases.csv',
		columns.map((column) => t(`file.${column}`)),
		cases.map((one) => [
			...[one.number, t(`status.${side}.${one.status}`), t(`kind.${one.kind}`), one.accountName, one.contactName ?? '', one.orderNumber ?? ''],
			...[one.productName ?? '', one.subject, one.createdAt.toISOString(), one.changedAt.toISOString()],
		]),
	)
}
