import type { PriceEdit } from '../../flows/merchandising/change-prices.ts'
import { idOf } from '../desk/read-form.ts'

const day = /^\d{4}-\d{2}-\d{2}$/
export const dayIn = (form: FormData, name: string) => {
	const value = String(form.get(name) ?? '')
	return day.test(value) && !Number.isNaN(Date.parse(value)) ? value : null
}
/** Where the comma is the decimal sign, 17,75 is what people type; elsewhere it would divide thousands and is refused. */
export const commaLocales: readonly string[] = ['fr-CA', 'es', 'cs']

export function decimalOf(value: unknown, locale: string): string {
	const text = typeof value === 'string' ? value.trim() : ''
	return commaLocales.includes(locale) && /^\d+,\d+$/.test(text) ? text.replace(',', '.') : text
}

/** Without needless zeros: 11.90 is what the book holds as 11.9. */
const plain = (decimal: string) => (/^\d+\.\d*0*$/.test(decimal) ? decimal.replace(/\.?0+$/, '') : decimal)

/** One row of the grid as it was posted: its fields carry the entry's id; a tier with neither field filled is none. */
export type PostedRow = PriceEdit & { isChanged: boolean }

/**
 * The rows of the grid that somebody changed. Each row posts what it showed beside what it holds now, so that rows left
 * alone are no edits, and an edit says which state it was made from.
 */
export function readPriceEdits(form: FormData, locale: string): PostedRow[] {
	const ids = form.getAll('entry').flatMap((value) => idOf(value) ?? [])
	return ids.map((entryId) => {
		const field = (name: string) => `e${entryId}.${name}`
		const textsOf = (name: string) => form.getAll(field(name)).map((value) => decimalOf(value, locale))
		const prices = textsOf('price')
		const typed = textsOf('from').map((from, tier) => ({ from, price: prices[tier] ?? '' }))
		const tiers = typed.filter(({ from, price }) => from !== '' || price !== '')
		const seen = String(form.get(field('seen')) ?? '')
		const now = `${tiers.map(({ from }) => plain(from)).join(',')}|${tiers.map(({ price }) => plain(price)).join(',')}`
		const [from, to] = [dayIn(form, field('validFrom')), dayIn(form, field('validTo'))]
		const isMoved = `${from ?? ''}|${to ?? ''}` !== String(form.get(field('window')) ?? '|')
		return { entryId, seen, tiers, window: isMoved ? { from, to } : null, isChanged: now !== seen || isMoved }
	})
}
