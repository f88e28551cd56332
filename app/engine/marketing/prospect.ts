import { type Refusal, refusal } from '../base/refusal.ts'
import { checkPerson, type FieldOf, type PersonField, type PersonSaid, type PersonStanding } from '../crm/person-fields.ts'

/** Whose word about her it is: the name of the account of which she is a contact, and what sales alone say and the sync carries here, `told`. */
export type SalesSay = { accountName: string | null; told: readonly PersonField[] }

/**
 * What stands against a prospect as typed, `standing` null where she is new: what stands against anybody (`checkPerson`), nothing that tells who it is
 * (`PROSPECT_NOBODY`), or another word than sales say (sync-core.md A32): `PROSPECT_COMPANY_OF_ACCOUNT`, `PROSPECT_COMPANY_OF_SALES`, each with what was
 * typed, `PROSPECT_FIELD_OF_SALES` for status and rating (facts: field). Of a contact a blank company says nothing.
 */
export function checkProspect(said: PersonSaid<'prospect'>, standing: (PersonStanding & SalesSay) | null = null): Refusal[] {
	const now = (name: FieldOf<'prospect'>) => said[name] ?? standing?.[name] ?? ''
	const isNobody = now('email') === '' && now('lastName') === '' && now('company') === ''
	return [
		...(standing && said.company !== undefined ? checkCompany(said.company, { ...standing, company: standing.company ?? null }) : []),
		...(standing ? checkTold(said, standing) : []),
		...checkPerson('prospect', said, standing),
		...(isNobody ? [refusal('PROSPECT_NOBODY')] : []),
	]
}

function checkCompany(typed: string, { company, accountName, told }: SalesSay & { company: string | null }): Refusal[] {
	if (typed === (company ?? '') || typed === accountName) return []
	if (accountName !== null) return typed === '' ? [] : [refusal('PROSPECT_COMPANY_OF_ACCOUNT', { company: typed, account: accountName })]
	return told.includes('company') && company ? [refusal('PROSPECT_COMPANY_OF_SALES', { company: typed || '–', kept: company })] : []
}

const checkTold = (said: PersonSaid<'prospect'>, standing: PersonStanding & SalesSay): Refusal[] =>
	(['leadStatus', 'rating'] as const)
		.filter((name) => standing.told.includes(name) && said[name] !== undefined && said[name] !== (standing[name] ?? ''))
		.map((name) => refusal('PROSPECT_FIELD_OF_SALES', { field: name }))
