import { leadStatuses, type ShipToWish } from '../../engine/crm/lead.ts'
import { ratings, settableStatuses } from '../../engine/crm/person-fields.ts'

const wordIn = (form: FormData | URLSearchParams, name: string, most: number) => {
	const value = form.get(name)
	return typeof value === 'string' ? value.trim().slice(0, most) : ''
}
const idOf = (text: string) => (/^[1-9]\d{0,14}$/.test(text) ? Number(text) : null)

/** The list as its address asks for it; anything unknown counts as not said. */
export function readLeadFilter(search: URLSearchParams, limit = 40) {
	return {
		text: wordIn(search, 'q', 100) || null,
		status: leadStatuses.find((one) => one === search.get('status')) ?? null,
		rating: ratings.find((one) => one === search.get('rating')) ?? null,
		whose: (['mine', 'queue'] as const).find((one) => one === search.get('whose')) ?? null,
		after: idOf(wordIn(search, 'after', 15)),
		limit,
	}
}

export const readStatus = (form: FormData) => settableStatuses.find((one) => one === form.get('status')) ?? null

export function readShipTo(form: FormData): ShipToWish {
	const text = (name: string, most = 120) => wordIn(form, name, most)
	return {
		...{ line1: text('line1'), line2: text('line2'), city: text('city'), region: text('region', 40), postalCode: text('postalCode', 20) },
		country: text('country', 2).toUpperCase(),
	}
}

/** A new account, of her company or of herself, or one that was there. */
export function readTarget(form: FormData): { to: 'new'; asPerson: boolean; accountId: null } | { to: 'into'; asPerson: false; accountId: number } {
	const accountId = idOf(wordIn(form, 'target', 15))
	return accountId === null ? { to: 'new', asPerson: form.get('target') === 'person', accountId: null } : { to: 'into', asPerson: false, accountId }
}

export const readGroup = (form: FormData) => idOf(wordIn(form, 'groupId', 15))
