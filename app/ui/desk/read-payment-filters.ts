import { readOrderFilters } from '../account/order-query.ts'

/** The filters of the list of payments as they stand in its address. */
export function readPaymentFilters(search: URLSearchParams) {
	const { text, from, to } = readOrderFilters(search)
	const after = search.get('after') ?? ''
	return { text, from, to, state: search.get('state') || null, after: /^[1-9]\d{0,14}$/.test(after) ? Number(after) : null }
}
