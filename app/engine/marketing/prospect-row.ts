import type { Day } from '../base/calendar.ts'
import { type Refusal, refusal } from '../base/refusal.ts'
import { isDay } from '../crm/campaign.ts'
import { type Custom, type CustomDef, changeCustom, type TypedValues, wordIn } from '../crm/custom-fields.ts'
import { fieldOf, isEmail } from '../crm/person-fields.ts'

/** What a file says of a person; null leaves what stands. */
export type ProspectSaid = Readonly<Record<ProspectField, string | null>>
export type ProspectField = 'firstName' | 'lastName' | 'company' | 'title' | 'phone' | 'locale'

/** A person's own word as the file has it: on which day she said it, and where. */
export type ConsentSaid = { kind: 'opt_in' | 'opt_out'; source: string; on: Day | null }

export type ProspectRow = {
	email: string
	said: ProspectSaid
	consent: ConsentSaid | null
	tags: readonly string[]
	lists: readonly string[]
	campaign: string | null
	custom: TypedValues
}

const fields = ['firstName', 'lastName', 'company', 'title', 'phone', 'locale'] as const satisfies readonly ProspectField[]
const longestTag = 80
const wordsIn: ReadonlySet<string> = new Set(['opt_in', 'in', 'yes', 'true', '1'])
const wordsOut: ReadonlySet<string> = new Set(['opt_out', 'out', 'no', 'false', '0'])

/**
 * A row of people (sync-core.md A10). Blank cells leave what stands. Who opted in must have said so somewhere and on a day that has been (B9). Refuses
 * `email.missing`, `email.invalid`, `….too_long`, `locale.invalid`, `consent.invalid`, `consentSource.missing`, `consentOn.missing`, `consentOn.invalid`, `tags.too_long`.
 */
export function readProspectRow(
	cells: Readonly<Record<string, string>>,
	{ today, locales }: { today: Day; locales: readonly string[] },
): ProspectRow | Refusal[] {
	const cell = (name: string) => (cells[name] ?? '').trim()
	const email = cell('email').toLowerCase()
	const said = Object.fromEntries(fields.map((name) => [name, cell(name) || null])) as ProspectSaid
	const [tags, lists] = [listIn(cell('tags')), listIn(cell('lists'))]
	const consent = consentIn({ word: cell('consent').toLowerCase(), source: cell('consentSource'), on: cell('consentOn') || null })
	const wrong = [
		...(email === '' ? [refusal('email.missing')] : isEmail(email) ? [] : [refusal('email.invalid', { email })]),
		...fields.filter((name) => [...(said[name] ?? '')].length > fieldOf(name).most).map((name) => refusal(`${name}.too_long`, { most: fieldOf(name).most })),
		...(said.locale === null || locales.includes(said.locale) ? [] : [refusal('locale.invalid', { locale: said.locale })]),
		...(tags.some((tag) => tag.length > longestTag) ? [refusal('tags.too_long', { most: longestTag })] : []),
		...(consent === 'invalid' ? [refusal('consent.invalid', { consent: cell('consent') })] : consent ? checkConsent(consent, today) : []),
	]
	if (wrong.length > 0) return wrong
	return { email, said, consent: consent === 'invalid' ? null : consent, tags, lists, campaign: cell('sourceCampaign') || null, custom: customIn(cells) }
}

const listIn = (text: string) => [
	...new Map(text.split(';').flatMap((one) => (one.trim() === '' ? [] : [[one.trim().toLowerCase(), one.trim()] as const]))).values(),
]

function consentIn({ word, source, on }: { word: string; source: string; on: string | null }): ConsentSaid | 'invalid' | null {
	if (word === '') return null
	return wordsIn.has(word) ? { kind: 'opt_in', source, on } : wordsOut.has(word) ? { kind: 'opt_out', source, on } : 'invalid'
}

/** An opt-in needs its evidence; an opt-out is taken at its word, from today where no day stands. */
function checkConsent({ kind, source, on }: ConsentSaid, today: Day): Refusal[] {
	const isBad = on !== null && (!isDay(on) || on > today)
	return [
		...(kind === 'opt_in' && source === '' ? [refusal('consentSource.missing')] : []),
		...(kind === 'opt_in' && on === null ? [refusal('consentOn.missing')] : []),
		...(isBad ? [refusal('consentOn.invalid', { day: on })] : []),
	]
}

const customIn = (cells: Readonly<Record<string, string>>): TypedValues =>
	Object.fromEntries(
		Object.entries(cells).flatMap(([name, cell]) => (name.startsWith('custom.') && cell.trim() !== '' ? [[name.slice('custom.'.length), cell.trim()]] : [])),
	)

/** Somebody who stands already, or of whom only her word is known. `isOut`: she opted out and never came back by herself. */
export type KnownProspect = { id: number | null; values: ProspectSaid; custom: Custom; hasContact: boolean; isOut: boolean }

export type ProspectChange = { values: ProspectSaid; custom: Custom; isChanged: boolean; consent: ConsentSaid | null }

/**
 * What the row makes of her. The company of a contact is her account's and stays (A32). An import never brings back who opted out: refuses
 * `consent.opted_out`, and `….unknown`, `….missing`, `….too_long`, `….invalid` of the house's own fields.
 */
export function changeProspect({ said, consent, custom: typed }: ProspectRow, known: KnownProspect, defs: readonly CustomDef[]): ProspectChange | Refusal[] {
	const strange = Object.keys(typed).filter((name) => !defs.some((def) => def.name === name && def.isActive))
	const several = Object.fromEntries(defs.filter(({ type }) => type === 'multipicklist').map(({ name }) => [name, true]))
	const given = Object.fromEntries(Object.entries(typed).map(([name, value]) => [name, several[name] ? listIn(String(value)) : value]))
	const changed = changeCustom(defs, known.custom, given, 'en')
	const wrong = [
		...strange.map((name) => refusal(`${name}.unknown`)),
		...(changed.ok ? [] : changed.refusals.map(({ code, facts }) => refusal(`${nameOf(defs, facts['field'])}.${endings[code] ?? 'invalid'}`))),
		...(consent?.kind === 'opt_in' && known.isOut ? [refusal('consent.opted_out')] : []),
	]
	if (wrong.length > 0 || !changed.ok) return wrong
	const values = Object.fromEntries(
		fields.map((name) => [name, name === 'company' && known.hasContact ? known.values.company : (said[name] ?? known.values[name])]),
	) as ProspectSaid
	const isSame = fields.every((name) => values[name] === known.values[name]) && isEqual(changed.custom, known.custom)
	// Said twice, it stands once.
	return { values, custom: changed.custom, isChanged: !isSame, consent: consent?.kind === 'opt_out' && known.isOut ? null : consent }
}

const endings: Readonly<Record<string, string>> = { REQUIRED_FIELD_MISSING: 'missing', STRING_TOO_LONG: 'too_long', NUMBER_OUTSIDE_VALID_RANGE: 'too_long' }
const nameOf = (defs: readonly CustomDef[], label: unknown) => defs.find(({ labels }) => wordIn(labels, 'en') === label)?.name ?? 'custom'
const isEqual = (a: Custom, b: Custom) => {
	const text = (custom: Custom) => JSON.stringify(Object.entries(custom).sort(([one], [other]) => (one < other ? -1 : 1)))
	return text(a) === text(b)
}
