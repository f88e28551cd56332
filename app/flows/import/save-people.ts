import type { Tx } from '../../../db/client.server.ts'
import { readCustomDefs } from '../../../db/queries/custom.ts'
import {
	hangTags,
	insertConsents,
	type KnownPerson,
	leaveOptedOut,
	lockPeopleByMail,
	putOnLists,
	readNamedPlaces,
	savePersons,
} from '../../../db/queries/import-people.ts'
import { dayIn, startOfDay } from '../../engine/base/calendar.ts'
import { type Refusal, refusal } from '../../engine/base/refusal.ts'
import { changeProspect, type KnownProspect, type ProspectChange, type ProspectRow, readProspectRow } from '../../engine/marketing/prospect-row.ts'
import { locales } from '../../platform/locale.ts'
import { saveEvents } from '../event/save-events.ts'
import { readAll, rejectedBy } from './read-outcomes.ts'
import type { ImportContext, RowOutcome, SourceRow } from './types.ts'

type Read = { row: SourceRow; person: ProspectRow }
type Going = Read & ProspectChange & { id: number | null; campaignId: number | null }

const nobody: KnownProspect = {
	...{ id: null, custom: {}, hasContact: false, isOut: false },
	values: { firstName: null, lastName: null, company: null, title: null, phone: null, locale: null },
}

/**
 * Prospects out of a file (sync-core.md A10, way of acquisition `import`): found by their addresses within the seller, changed where the file says
 * something, made where nobody is. Tags are made as they come, lists must be there. A word of consent is kept with its source and day; whoever opted out is never
 * brought back by a file, and a row that would is refused (B9). Statements do not grow with the rows.
 */
export async function savePeople(tx: Tx, context: ImportContext, rows: readonly SourceRow[]): Promise<RowOutcome[]> {
	const { seller, at } = context
	const outcomes: RowOutcome[] = []
	const today = dayIn(at, seller.timeZone)
	const read = readAll(rows, ({ fields }) => personOf(readProspectRow(fields, { today, locales })), outcomes)
	const going = await judge(tx, context, read, outcomes)
	const ids = await savePersons(tx, {
		sellerEntityId: seller.id,
		rows: going.flatMap((one) => (one.id === null || one.isChanged ? [{ ...one, email: one.person.email }] : [])),
		at,
	})
	const all = going.flatMap((one) => {
		const id = one.id ?? ids.get(one.person.email)
		return id === undefined ? [] : [{ ...one, prospectId: id }]
	})
	const touched = new Set([...(await sayConsents(tx, context, all)), ...(await place(tx, context, all))])
	for (const { row, id, prospectId, isChanged } of all)
		outcomes.push({ rowNumber: row.rowNumber, outcome: id === null ? 'created' : isChanged || touched.has(prospectId) ? 'updated' : 'unchanged' })
	const done = new Set(outcomes.map(({ rowNumber }) => rowNumber))
	// Somebody else made her in the meantime: the next run finds her.
	for (const { row } of going) if (!done.has(row.rowNumber)) outcomes.push({ rowNumber: row.rowNumber, outcome: 'rejected', reason: 'email.duplicate' })
	return outcomes
}

const personOf = (person: ProspectRow | Refusal[]) => (Array.isArray(person) ? person : { person })

/** What each row makes of whom; rows that cannot be kept are told why. */
async function judge(tx: Tx, { seller }: ImportContext, read: readonly Read[], outcomes: RowOutcome[]): Promise<Going[]> {
	if (read.length === 0) return []
	const small = (names: readonly string[]) => [...new Set(names.map((name) => name.toLowerCase()))]
	const known = await lockPeopleByMail(
		tx,
		seller.id,
		read.map(({ person }) => person.email),
	)
	const defs = (await readCustomDefs(tx, seller.id, 'prospect')).filter(({ isActive }) => isActive)
	const places = await readNamedPlaces(tx, seller.id, {
		lists: small(read.flatMap(({ person }) => person.lists)),
		campaigns: small(read.flatMap(({ person }) => person.campaign ?? [])),
	})
	const byMail = new Map(known.map((one) => [one.email, knownOf(one)]))
	return read.flatMap((one) => {
		const { person, row } = one
		const who = byMail.get(person.email) ?? nobody
		const campaignId = person.campaign === null ? null : (places.campaigns.get(person.campaign.toLowerCase()) ?? 'unknown')
		const strange = person.lists.filter((name) => !places.lists.has(name.toLowerCase()))
		const change = changeProspect(person, who, defs)
		const wrong = [
			...(Array.isArray(change) ? change : []),
			...(strange.length > 0 ? [refusal('lists.unknown', { lists: strange.join('; ') })] : []),
			...(campaignId === 'unknown' ? [refusal('sourceCampaign.unknown', { campaign: person.campaign ?? '' })] : []),
		]
		if (wrong.length === 0 && !Array.isArray(change) && campaignId !== 'unknown') return [{ ...one, ...change, id: who.id, campaignId }]
		outcomes.push(rejectedBy(row, wrong))
		return []
	})
}

const knownOf = ({ id, custom, hasContact, isOut, firstName, lastName, company, title, phone, locale }: KnownPerson): KnownProspect => ({
	...{ id, custom, hasContact, isOut },
	values: { firstName, lastName, company, title, phone, locale },
})

type Standing = Going & { prospectId: number }

async function sayConsents(tx: Tx, { seller, at }: ImportContext, all: readonly Standing[]): Promise<number[]> {
	// A fair has few days: asking the calendar of a zone for each row took a tenth of an import.
	const days = new Set(all.flatMap(({ consent }) => consent?.on ?? []))
	const starts = new Map([...days].map((day) => [day, startOfDay(day, seller.timeZone)]))
	const words = all.flatMap(({ consent, person: { email }, prospectId }) =>
		consent
			? [
					{
						...{ prospectId, email, kind: consent.kind, at: consent.on === null ? at : (starts.get(consent.on) ?? at) },
						evidence: { source: consent.source, ...(consent.on ? { on: consent.on } : {}) } as Record<string, string>,
					},
				]
			: [],
	)
	const said = await insertConsents(tx, words, 'import')
	const left = await leaveOptedOut(
		tx,
		words.flatMap(({ kind, prospectId }) => (kind === 'opt_out' ? [prospectId] : [])),
	)
	if (left.length > 0)
		await saveEvents(
			tx,
			left.map(({ prospectId, accountId, contactId }) => ({
				...{ topic: 'consent.changed' as const, subject: `prospect:${prospectId}`, accountId, contactId, payload: { kind: 'opt_out' }, occurredAt: at },
			})),
		)
	return said
}

async function place(tx: Tx, { seller, at }: ImportContext, all: readonly Standing[]): Promise<number[]> {
	const tagged = await hangTags(
		tx,
		seller.id,
		all.flatMap(({ prospectId, person }) => person.tags.map((name) => ({ prospectId, name }))),
		at,
	)
	const named = all.flatMap(({ prospectId, person }) => person.lists.map((name) => ({ prospectId, name: name.toLowerCase() })))
	if (named.length === 0) return tagged
	const { lists } = await readNamedPlaces(tx, seller.id, { lists: [...new Set(named.map(({ name }) => name))], campaigns: [] })
	const put = await putOnLists(
		tx,
		named.flatMap(({ prospectId, name }) => (lists.has(name) ? [{ prospectId, listId: lists.get(name) ?? 0 }] : [])),
		at,
	)
	return [...tagged, ...put]
}
