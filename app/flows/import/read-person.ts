import { type Refusal, refusal } from '../../engine/base/refusal.ts'
import { nameOfPerson } from '../../engine/crm/person-account.ts'
import type { Fields } from './types.ts'

/** A person's name in its columns, or whole in one: then the last word is the family name. */
export function readName(fields: Fields): { firstName: string; lastName: string } {
	const whole = (fields['name'] ?? '').trim()
	const cut = whole.lastIndexOf(' ')
	return {
		firstName: fields['firstName'] || (cut > 0 ? whole.slice(0, cut) : ''),
		lastName: fields['lastName'] || (cut > 0 ? whole.slice(cut + 1) : whole),
	}
}

/** Refuses `email.not_an_address`; nothing where there is none. */
export const mailProblems = (email: string): Refusal[] => (email && !/^[^\s@]+@[^\s@]+$/.test(email) ? [refusal('email.not_an_address', { value: email })] : [])

export type PersonOfRow = { firstName: string; lastName: string; email: string | null; title: string | null }
const orNull = (text: string | undefined) => text || null

/**
 * Whether a row's account is one person (decision 0445), and then who: `person` says yes or no, blank says nothing. What such an account is
 * called follows from her name. Refuses `person.not_yes_or_no`, `name.missing`, `email.not_an_address`.
 */
export function readPerson(fields: Fields): { isPerson: boolean | null; person: PersonOfRow | null; name: string } | Refusal[] {
	const word = (fields['person'] ?? '').trim().toLowerCase()
	const isPerson = word === '' ? null : (words.get(word) ?? undefined)
	if (isPerson === undefined) return [refusal('person.not_yes_or_no', { value: fields['person'] ?? '' })]
	if (!isPerson) return { isPerson, person: null, name: fields['name'] ?? '' }
	const [name, email] = [readName(fields), fields['email'] ?? '']
	const problems = [...(name.lastName ? [] : [refusal('name.missing')]), ...mailProblems(email)]
	if (problems.length > 0) return problems
	return { isPerson, person: { ...name, email: orNull(email), title: orNull(fields['title']) }, name: nameOfPerson(name) }
}

const words: ReadonlyMap<string, boolean> = new Map([
	...['yes', 'true', '1', 'y', 'x'].map((word) => [word, true] as const),
	...['no', 'false', '0', 'n'].map((word) => [word, false] as const),
])
