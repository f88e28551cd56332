import { type Refusal, refusal } from '../base/refusal.ts'
import { isEmail } from '../crm/lead.ts'

/** What stands against a prospect as typed: an address that is none, or nothing that tells who it is. */
export function checkProspect({ email, lastName, company }: { email: string; lastName: string; company: string }): Refusal[] {
	return [
		...(email !== '' && !isEmail(email) ? [refusal('EMAIL_INVALID')] : []),
		...(email === '' && lastName === '' && company === '' ? [refusal('PROSPECT_NOBODY')] : []),
	]
}
