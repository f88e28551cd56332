import { type Refusal, refusal } from '../base/refusal.ts'
import { isEmail } from '../crm/lead.ts'

/** Whose word her company is: the name of the account of which she is a contact, or what sales say and the sync carries here. */
export type CompanyOf = { company: string | null; accountName: string | null; isTold: boolean }

/**
 * What stands against a prospect as typed: an address that is none, nothing that tells who it is, or another company than sales say
 * (sync-core.md A32): `PROSPECT_COMPANY_OF_ACCOUNT`, `PROSPECT_COMPANY_OF_SALES`, each with what was typed. Of a contact a blank company says nothing.
 */
export function checkProspect({ email, lastName, company }: { email: string; lastName: string; company: string }, of: CompanyOf | null = null): Refusal[] {
	return [
		...(of ? checkCompany(company, of) : []),
		...(email !== '' && !isEmail(email) ? [refusal('EMAIL_INVALID')] : []),
		...(email === '' && lastName === '' && company === '' ? [refusal('PROSPECT_NOBODY')] : []),
	]
}

function checkCompany(typed: string, { company, accountName, isTold }: CompanyOf): Refusal[] {
	if (typed === (company ?? '') || typed === accountName) return []
	if (accountName !== null) return typed === '' ? [] : [refusal('PROSPECT_COMPANY_OF_ACCOUNT', { company: typed, account: accountName })]
	return isTold && company ? [refusal('PROSPECT_COMPANY_OF_SALES', { company: typed || '–', kept: company })] : []
}
