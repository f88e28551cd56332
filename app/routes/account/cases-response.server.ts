import type { TFunction } from 'i18next'
import type { CasesPage } from '../../flows/case/open-cases.ts'
import { csvStream } from '../../platform/csv.ts'

/** So many are read at a time, and no more of them are kept. */
export const CASES_AT_ONCE = 5000
const columns = ['case', 'status', 'kind', 'account', 'contact', 'order', 'product', 'subject', 'opened', 'changed'] as const

/** Cases as a file, in the words of the side that reads it. */
export function casesResponse(pages: AsyncIterable<readonly CasesPage['cases'][number][]>, t: TFunction, side: 'buyer' | 'house'): Response {
	return csvStream(
		'cases.csv',
		columns.map((column) => t(`file.${column}`)),
		pages,
		(cases) =>
			cases.map((one) => [
				...[one.number, t(`status.${side}.${one.status}`), t(`kind.${one.kind}`), one.accountName, one.contactName, one.orderNumber],
				...[one.productName, one.subject, one.createdAt, one.changedAt],
			]),
	)
}
