import { longReference } from '../../../engine/sync/long-reference.ts'
import { type RowError, rowError } from './api-error.ts'
import { keepsStep } from './campaigns.ts'
import { findRow, note, type Org, put, type Row, stampOf, type Values } from './org.ts'
import { detailsOf, emptyReferences, fillReferences, moveReferences } from './own-objects.ts'
import { followPerson, isPerson, otherHalf, putPerson } from './person-accounts.ts'

/** What the org's own people do at their screens, and what no interface offers: merge, convert, take back from the bin. */

export function remove(org: Org, object: string, id: string, by: string): RowError | null {
	const row = findRow(org, object, id)
	if (!row) return rowError('INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id')
	if (row.deletedAt !== null) return rowError('ENTITY_IS_DELETED', 'entity is deleted')
	// A person's contact goes with her account, never alone.
	if (object === 'Contact' && isPerson(row)) return rowError('INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id')
	const kept = keepsStep(org, row)
	if (kept) return kept
	const deletedAt = org.now()
	for (const one of wholeOf(org, row, null)) {
		replace(org, one, { deletedAt, modifiedAt: stampOf(org), modifiedBy: by })
		emptyReferences(org, one)
	}
	return null
}

/** The org's administrator lets somebody go, or takes her back; what is hers stays hers. */
export function employ(org: Org, id: string, isActive: boolean): void {
	const user = need(org, 'User', id)
	replace(org, user, { values: { ...user.values, IsActive: isActive }, modifiedAt: stampOf(org), modifiedBy: org.colleague })
}

const halves = (org: Org, row: Row): Row[] => {
	const other = otherHalf(org, row)
	return other ? [row, other] : [row]
}

/** What goes with a record, and comes back with it from the bin: an account's people and opportunities, and the parts that people play in these. */
const parts: Readonly<Record<string, readonly (readonly [child: string, field: string])[]>> = {
	Account: [
		['Contact', 'AccountId'],
		['Opportunity', 'AccountId'],
	],
	Campaign: [
		['CampaignMember', 'CampaignId'],
		['CampaignMemberStatus', 'CampaignId'],
	],
	Contact: [
		['OpportunityContactRole', 'ContactId'],
		['CampaignMember', 'ContactId'],
	],
	Lead: [['CampaignMember', 'LeadId']],
	Opportunity: [['OpportunityContactRole', 'OpportunityId']],
}

const wholeOf = (org: Org, row: Row, deletedAt: number | null): Row[] => {
	const all = halves(org, row).flatMap((half) => [half, ...below(org, half, deletedAt)])
	return [...new Map(all.toReversed().map((one) => [one.id, one])).values()]
}

function below(org: Org, { object, id }: Row, deletedAt: number | null): Row[] {
	const direct = (parts[object] ?? []).flatMap(([child, field]) =>
		[...(org.rows.get(child)?.values() ?? [])].filter((row) => row.values[field] === id && row.deletedAt === deletedAt),
	)
	const all = [...direct, ...detailsOf(org, { object, id }, deletedAt)]
	return all.flatMap((row) => [row, ...below(org, row, deletedAt)])
}

export function undelete(org: Org, object: string, id: string): void {
	const row = need(org, object, id)
	const { MasterRecordId, ...values } = row.values
	// Who was merged away does not come back as herself.
	if (MasterRecordId) throw new Error('a merged record cannot be undeleted')
	for (const one of wholeOf(org, { ...row, values }, row.deletedAt)) {
		replace(org, one, { deletedAt: null, modifiedAt: stampOf(org), modifiedBy: org.colleague })
		fillReferences(org, one)
	}
}

export function merge(org: Org, object: string, winner: string, losers: readonly string[]): void {
	const kept = need(org, object, winner)
	for (const loser of losers) {
		const row = need(org, object, loser)
		if (isPerson(row) !== isPerson(kept)) throw new Error('a person and a company are not merged')
		const [mine, hers] = [otherHalf(org, kept), otherHalf(org, row)]
		if (mine && hers) replace(org, hers, { values: { ...hers.values, MasterRecordId: mine.id }, deletedAt: org.now(), modifiedAt: stampOf(org) })
		const values: Values = { ...row.values, MasterRecordId: kept.id }
		for (const name of Object.keys(row.values)) if ((kept.values[name] ?? null) === null) kept.values[name] = row.values[name] ?? null
		replace(org, row, { values, deletedAt: org.now(), modifiedAt: stampOf(org), modifiedBy: org.colleague })
		moveReferences(org, row, kept.id)
	}
	replace(org, kept, { values: { ...kept.values }, modifiedAt: stampOf(org), modifiedBy: org.colleague })
	followPerson(org, need(org, object, winner), null)
}

export type Conversion = { accountId: string; contactId: string; opportunityId: string | null }

export function convert(org: Org, id: string, { accountId, opportunity }: { accountId?: string; opportunity?: string } = {}): Conversion {
	const lead = need(org, 'Lead', id)
	const { Company, FirstName, LastName, Email, Phone, Title, OwnerId } = lead.values
	const person = { FirstName, LastName, Email, Phone, Title, OwnerId, Name: lead.values['Name'], HasOptedOutOfEmail: lead.values['HasOptedOutOfEmail'] }
	const known = Object.fromEntries(Object.entries(person).filter((entry): entry is [string, string] => entry[1] !== undefined))
	const { account, contact } = partiesOf(org, { accountId, company: Company ?? null, known })
	const closes = new Date(org.now() + 90 * 86_400_000).toISOString().slice(0, 10)
	const deal = opportunity
		? put(org, 'Opportunity', {
				AccountId: account,
				Name: opportunity,
				StageName: 'Prospecting',
				Probability: '10',
				CloseDate: closes,
				IsClosed: false,
				IsWon: false,
			})
		: null
	if (deal) put(org, 'OpportunityContactRole', { OpportunityId: deal.id, ContactId: contact, Role: null, IsPrimary: true })
	const ids = { ConvertedAccountId: account, ConvertedContactId: contact, ConvertedOpportunityId: deal?.id ?? null }
	const told = { IsConverted: true, Status: 'Closed - Converted', ConvertedDate: new Date(org.now()).toISOString().slice(0, 10), ...ids }
	replace(org, lead, { values: { ...lead.values, ...told }, modifiedAt: stampOf(org), modifiedBy: org.colleague })
	for (const member of org.rows.get('CampaignMember')?.values() ?? []) {
		if (member.values['LeadId'] === lead.id)
			replace(org, member, { values: { ...member.values, ContactId: contact, LeadOrContactId: contact }, modifiedAt: stampOf(org) })
	}
	return { accountId: account, contactId: contact, opportunityId: deal?.id ?? null }
}

type Parties = { accountId: string | undefined; company: Values[string]; known: Values }

/** Whom a lead becomes: a contact of a company, or where the org has accounts of people and no company is named, a person and nobody's contact. */
function partiesOf(org: Org, { accountId, company, known }: Parties): { account: string; contact: string } {
	const named = accountId ? need(org, 'Account', accountId) : null
	const half = named ? otherHalf(org, named) : null
	if (named && half) return { account: named.id, contact: half.id }
	if (!named && company === null && org.personTypes) {
		const { accountId: account, contactId: contact } = putPerson(org, known)
		return { account, contact }
	}
	const account = named?.id ?? put(org, 'Account', { Name: company }).id
	return { account, contact: put(org, 'Contact', { ...known, AccountId: account }).id }
}

function need(org: Org, object: string, id: string): Row {
	const row = findRow(org, object, longReference(id))
	if (!row) throw new Error(`there is no ${object} ${id}`)
	return row
}

function replace(org: Org, row: Row, change: Partial<Row>): void {
	const next = { ...row, ...change }
	org.rows.get(row.object)?.set(row.id, next)
	note(org, next, row.values)
	const kind = next.deletedAt === null ? (row.deletedAt === null ? 'UPDATE' : 'UNDELETE') : 'DELETE'
	org.changed(
		next,
		kind,
		Object.keys(next.values).filter((name) => next.values[name] !== row.values[name]),
	)
}
