import { type Refusal, refusal } from '../base/refusal.ts'
import { fitsUnit, parseQuantity } from '../base/units.ts'

/** What the product grid can change, one field of many products or many fields of one. Words are by language: `name.cs`. */
export const editableFields = [
	'status',
	'productClass',
	'taxCode',
	'stockPolicy',
	'minimumQuantity',
	'incrementQuantity',
	'maximumQuantity',
	'leadDays',
] as const
export type EditableField = (typeof editableFields)[number]

const allowed = {
	status: ['draft', 'active', 'retired'],
	stockPolicy: ['backorder', 'refuse', 'substitute', 'untracked'],
} as const

const words = /^(name|summary|description)\.(en|fr-CA|es|ja|cs)$/
export const isEditable = (key: string) => words.test(key) || (editableFields as readonly string[]).includes(key)

/**
 * The value of a field as it is stored, or why it cannot be: FIELD_UNKNOWN, FIELD_INVALID. Blank is "none" where there may be
 * none: a maximum, words in another language than English.
 */
export function readEdit(key: string, given: string): { ok: true; value: string | null } | { ok: false; refusals: Refusal[] } {
	const text = given.trim()
	const invalid = { ok: false as const, refusals: [refusal('FIELD_INVALID', { key, given: text.slice(0, 80) })] }
	const word = words.exec(key)
	if (word) {
		const most = word[1] === 'name' ? 500 : 100_000
		if (text.length > most || (text === '' && key === 'name.en')) return invalid
		return { ok: true, value: text === '' ? null : text }
	}
	if (key === 'status' || key === 'stockPolicy') return (allowed[key] as readonly string[]).includes(text) ? { ok: true, value: text } : invalid
	if (key === 'productClass' || key === 'taxCode') return /^[a-z][a-z0-9_-]{0,39}$/.test(text) ? { ok: true, value: text } : invalid
	if (key === 'leadDays') return /^\d{1,3}$/.test(text) ? { ok: true, value: String(Number(text)) } : invalid
	if (key === 'maximumQuantity' && text === '') return { ok: true, value: null }
	if (key === 'minimumQuantity' || key === 'incrementQuantity' || key === 'maximumQuantity') {
		const quantity = parseQuantity(text)
		return quantity !== null && quantity > 0
			? {
					ok: true,
					value: text
						.replace(/^0+(?=\d)/, '')
						.replace(/(\.\d*?)0+$/, '$1')
						.replace(/\.$/, ''),
				}
			: invalid
	}
	return { ok: false, refusals: [refusal('FIELD_UNKNOWN', { key })] }
}

export type Standing = {
	status: string
	hasName: boolean
	minimumQuantity: string
	maximumQuantity: string | null
	incrementQuantity: string
	unitDigits: number
}

/** Why a product cannot take an edit although its value is right: what it would be with it does not hold together. */
export function misfitOf(standing: Standing): 'no_name' | 'maximum' | 'fraction' | null {
	const { status, hasName, unitDigits } = standing
	if (status === 'active' && !hasName) return 'no_name'
	const [least, most, step] = [standing.minimumQuantity, standing.maximumQuantity, standing.incrementQuantity].map((text) =>
		text === null ? null : parseQuantity(text),
	)
	if (most !== null && most !== undefined && least !== null && least !== undefined && most < least) return 'maximum'
	const unit = { code: '', digits: unitDigits }
	return [least, most, step].some((one) => one !== null && one !== undefined && !fitsUnit(one, unit)) ? 'fraction' : null
}
