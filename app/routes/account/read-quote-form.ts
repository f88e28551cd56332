import { idOf, oneOf, textIn } from '../desk/read-form.ts'

const STATES = ['asked', 'offered', 'countered', 'accepted', 'declined', 'expired', 'withdrawn'] as const

/** The list as its address asks for it. */
export function readQuoteFilter(params: URLSearchParams, { sort, limit, at }: { sort: 'expiry' | 'newest'; limit: number; at: Date }) {
	const [, key = '', id] = /^([\d-]*)\.(\d{1,15})$/.exec(params.get('after') ?? '') ?? []
	const after = idOf(id) === null ? null : { key, id: idOf(id) ?? 0 }
	return {
		...{ text: textIn(params, 'q').slice(0, 100) || null, state: oneOf(STATES, params.get('state')), after, limit, at },
		sort: oneOf(['expiry', 'newest'] as const, params.get('sort')) ?? sort,
	}
}

/** What is said to a quote: terms by line as typed, the version that was read, a word. */
export function readQuoteForm(form: FormData) {
	const lines = [...form].flatMap(([name, value]) => {
		const position = idOf(/^quantity-(\d{1,9})$/.exec(name)?.[1])
		if (position === null || typeof value !== 'string') return []
		const minimum = form.has(`minimum-${position}`) ? { minimum: textIn(form, `minimum-${position}`).slice(0, 20) } : {}
		return [{ position, quantity: value.slice(0, 20), price: textIn(form, `price-${position}`).slice(0, 30), ...minimum }]
	})
	return { lines, seenVersion: idOf(form.get('version')) ?? 0, note: textIn(form, 'note').slice(0, 1000) || null, validOn: textIn(form, 'validOn') }
}

/** What a quote is asked for: the cart, or a product. */
export function readAskForm(form: FormData) {
	const note = textIn(form, 'note').slice(0, 1000) || null
	const sku = textIn(form, 'sku').slice(0, 80)
	if (sku === '') return { from: 'cart' as const, note }
	const chosen = form.getAll('choose').flatMap((one) => (typeof one === 'string' ? [one] : []))
	const row = { sku, quantity: textIn(form, 'quantity').slice(0, 20) || '1', unit: textIn(form, 'unit').slice(0, 20) || null }
	return { from: [{ ...row, ...(chosen.length > 0 ? { chosen: chosen.slice(0, 50) } : {}) }], note }
}
