import type { Tx } from '../../../db/client.server.ts'
import { readErasedMails } from '../../../db/queries/erase.ts'
import {
	type ContactInput,
	defaultLocations,
	type LocationInput,
	readCompanies,
	readPersonAccounts,
	upsertAccounts,
	upsertContacts,
	upsertLocations,
	upsertPeople,
} from '../../../db/queries/import-account.ts'
import { type Refusal, refusal } from '../../engine/base/refusal.ts'
import { readAll, rejectedBy } from './read-outcomes.ts'
import { mailProblems, readName, readPerson } from './read-person.ts'
import { withKnown } from './save-links.ts'
import type { Fields, ImportContext, RowOutcome, SourceRow } from './types.ts'

const orNull = (text: string | undefined) => text || null
const stateOf = (created: boolean | undefined) => (created === undefined ? 'unchanged' : created ? 'created' : 'updated')

/**
 * Accounts; a row that also carries an address makes the location MAIN of its account. One whose column `person` says yes is a person, with
 * her contact (decision 0445).
 */
export async function saveAccounts(tx: Tx, context: ImportContext, rows: readonly SourceRow[]): Promise<RowOutcome[]> {
	const outcomes: RowOutcome[] = []
	const { seller } = context
	const read = readAll(rows, ({ fields }) => readAccount(fields, context), outcomes)
	const of = { outcomes, isHers: (one: (typeof read)[number], person: PersonRow) => one.isPerson ?? one.name === person.name }
	const good = await withoutErased(tx, context, await withoutTurns(tx, context, await withoutOthers(tx, context, read, of), outcomes), outcomes)
	if (good.length === 0) return outcomes
	const states = new Map((await upsertAccounts(tx, seller.id, good)).map(({ number, created }) => [number, created]))
	const people = good.flatMap(({ number, phone, locale, person }) => (person ? [{ number, phone, locale, ...person }] : []))
	for (const { number } of await upsertPeople(tx, seller.id, people)) if (!states.has(number)) states.set(number, false)
	const places = good.flatMap(({ row, number, name }) =>
		row.fields['line1'] && row.fields['city'] ? [readLocation({ ...row.fields, account: number, code: 'MAIN', name })] : [],
	)
	if (places.length > 0) {
		for (const { account } of await upsertLocations(tx, seller.id, places)) if (!states.has(account)) states.set(account, false)
		await defaultLocations(
			tx,
			seller.id,
			places.map(({ account }) => account),
		)
	}
	for (const { row, number } of good) outcomes.push({ rowNumber: row.rowNumber, outcome: stateOf(states.get(number)) })
	return outcomes
}

/** Leaves out rows that would make a person of a company that is there already, and rows that name a person a second time. */
async function withoutTurns<T extends Found & { isPerson: boolean | null }>(
	tx: Tx,
	{ seller }: ImportContext,
	good: T[],
	outcomes: RowOutcome[],
): Promise<T[]> {
	const people = good.flatMap(({ number, isPerson }) => (isPerson ? [number] : []))
	const companies = new Set(people.length > 0 ? await readCompanies(tx, seller.id, people) : [])
	const taken = new Set<string>()
	return good.filter(({ row, number, isPerson }) => {
		if (!isPerson) return true
		const code = companies.has(number) ? 'account.is_a_company' : taken.has(number) ? 'account.twice' : null
		taken.add(number)
		if (code) outcomes.push(rejectedBy(row, [refusal(code, { number })]))
		return code === null
	})
}

type PersonRow = Awaited<ReturnType<typeof readPersonAccounts>>[number]
type Found = { number: string; row: SourceRow }

/** Leaves out rows that would give a person account another name or a second person (decision 0445). */
async function withoutOthers<T extends Found>(
	tx: Tx,
	{ seller }: ImportContext,
	good: T[],
	{ outcomes, isHers }: { outcomes: RowOutcome[]; isHers: (one: T, person: PersonRow) => boolean },
): Promise<T[]> {
	const numbers = [...new Set(good.map(({ number }) => number))]
	const people = new Map((await readPersonAccounts(tx, seller.id, numbers)).map((person) => [person.number, person]))
	return good.filter((one) => {
		const person = people.get(one.number)
		if (!person || isHers(one, person)) return true
		outcomes.push(rejectedBy(one.row, [refusal('account.is_a_person', { number: one.number })]))
		return false
	})
}

function readAccount(fields: Fields, { seller }: ImportContext) {
	const kind = readPerson(fields)
	const who = Array.isArray(kind) ? null : kind
	const problems: Refusal[] = Array.isArray(kind) ? [...kind] : []
	if (!fields['number']) problems.push(refusal('number.missing'))
	if (who && !who.name) problems.push(refusal('name.missing'))
	const currency = (fields['currency'] || seller.currency).toUpperCase()
	if (!/^[A-Z]{3}$/.test(currency)) problems.push(refusal('currency.unknown', { value: currency }))
	const terms = fields['termsDays'] ?? ''
	if (terms && !/^\d{1,3}$/.test(terms)) problems.push(refusal('terms.not_days', { value: terms }))
	const standing = fields['standing'] ?? ''
	if (standing && !['good', 'watch', 'hold', 'new'].includes(standing)) problems.push(refusal('standing.unknown', { value: standing }))
	problems.push(...countryProblems(fields))
	if (problems.length > 0 || !who) return problems
	return {
		number: fields['number'] ?? '',
		...{ ...who, email: who.person?.email ?? null },
		currency,
		locale: fields['locale'] || seller.locale,
		phone: orNull(fields['phone']),
		industry: orNull(fields['industry']),
		website: orNull(fields['website']),
		standing: orNull(standing),
		termsDays: terms ? Number(terms) : null,
		externalKey: orNull(fields['externalKey']),
	}
}

function countryProblems(fields: Fields): Refusal[] {
	const country = fields['country'] ?? ''
	return country && !/^[A-Z]{2}$/.test(country) ? [refusal('country.not_two_letters', { value: country })] : []
}

function readLocation(fields: Fields): LocationInput {
	return {
		account: fields['account'] ?? '',
		code: fields['code'] ?? '',
		name: fields['name'] || fields['code'] || '',
		line1: fields['line1'] ?? '',
		line2: orNull(fields['line2']),
		city: fields['city'] ?? '',
		region: orNull(fields['region']),
		postalCode: fields['postalCode'] ?? '',
		country: fields['country'] ?? '',
		phone: orNull(fields['phone']),
	}
}

export async function saveLocations(tx: Tx, context: ImportContext, rows: readonly SourceRow[]): Promise<RowOutcome[]> {
	const outcomes: RowOutcome[] = []
	const known = await withKnown(tx, context, rows, ['account'], outcomes)
	const good = readAll(
		known,
		({ fields }) => {
			const missing = ['code', 'line1', 'city', 'country'].filter((field) => !fields[field]).map((field) => refusal(`${field}.missing`))
			const problems = [...missing, ...countryProblems(fields)]
			return problems.length > 0 ? problems : readLocation(fields)
		},
		outcomes,
	)
	if (good.length === 0) return outcomes
	const saved = await upsertLocations(
		tx,
		context.seller.id,
		good.map(({ row: _, ...place }) => place),
	)
	await defaultLocations(tx, context.seller.id, [...new Set(good.map(({ account }) => account))])
	const states = new Map(saved.map(({ account, code, created }) => [`${account}\u0001${code}`, created]))
	for (const { row, account, code } of good) outcomes.push({ rowNumber: row.rowNumber, outcome: stateOf(states.get(`${account}\u0001${code}`)) })
	return outcomes
}

export async function saveContacts(tx: Tx, context: ImportContext, rows: readonly SourceRow[]): Promise<RowOutcome[]> {
	const outcomes: RowOutcome[] = []
	const known = await withKnown(tx, context, rows, ['account'], outcomes)
	const good = await withoutOthers(
		tx,
		context,
		readAll(known, ({ fields }) => readContact(fields, context), outcomes).map((one) => ({ ...one, number: one.account })),
		{
			outcomes,
			isHers: ({ email, firstName, lastName }, person) =>
				email === null ? firstName === person.firstName && lastName === person.lastName : email.toLowerCase() === person.email?.toLowerCase(),
		},
	)
	const wanted = await withoutErased(tx, context, good, outcomes)
	if (wanted.length === 0) return outcomes
	const saved = await upsertContacts(
		tx,
		context.seller.id,
		wanted.map(({ row: _, number: __, ...person }) => person),
	)
	const states = new Map(saved.map(({ account, contact, created }) => [`${account}\u0001${contact}`, created]))
	for (const { row, account, email, firstName, lastName } of wanted) {
		outcomes.push({ rowNumber: row.rowNumber, outcome: stateOf(states.get(`${account}\u0001${email?.toLowerCase() ?? `${firstName} ${lastName}`}`)) })
	}
	return outcomes
}

/** Who asked to be forgotten does not come back by a file (sync-core.md B11). */
async function withoutErased<T extends { row: SourceRow; email: string | null }>(
	tx: Tx,
	{ seller }: ImportContext,
	good: T[],
	outcomes: RowOutcome[],
): Promise<T[]> {
	const erased = await readErasedMails(
		tx,
		seller.id,
		good.flatMap(({ email }) => email ?? []),
	)
	return good.filter(({ row, email }) => {
		if (email === null || !erased.has(email.trim().toLowerCase())) return true
		outcomes.push(rejectedBy(row, [refusal('email.erased')]))
		return false
	})
}

function readContact(fields: Fields, { seller }: ImportContext): ContactInput | Refusal[] {
	const { firstName, lastName } = readName(fields)
	const email = fields['email'] ?? ''
	const problems = [...(lastName ? [] : [refusal('name.missing')]), ...mailProblems(email)]
	const role = fields['role'] || 'buyer'
	if (!['owner', 'buyer', 'approver', 'viewer'].includes(role)) problems.push(refusal('role.unknown', { value: role }))
	if (problems.length > 0) return problems
	return {
		account: fields['account'] ?? '',
		firstName,
		lastName,
		email: orNull(email),
		phone: orNull(fields['phone']),
		title: orNull(fields['title']),
		role,
		locale: fields['locale'] || seller.locale,
		externalKey: orNull(fields['externalKey']),
	}
}
