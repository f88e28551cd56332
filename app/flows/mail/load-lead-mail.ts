import { readPersonFacts } from '../../../db/queries/mail-facts.ts'
import { loadFramedMail } from './load-framed-mail.ts'
import type { MailDesk, MailEvent, Written } from './types.ts'

/** Asks a lead in whom her rep converted: she signs in by a code that is mailed to her then. Payload: byRep. */
export async function loadLeadMail(desk: MailDesk, event: MailEvent): Promise<Written> {
	const { accountId, contactId, payload } = event
	// Who accepted an offer gets her code with it.
	if (payload['byRep'] !== true || accountId === null || contactId === null) return null
	const person = await readPersonFacts(desk.db, { accountId, contactId })
	if (!person) return null
	return loadFramedMail(desk, event, person, ({ t }) => ({
		key: 'leadConverted',
		facts: { account: person.accountName },
		blocks: [],
		button: { label: t('leadConverted.button'), path: `/sign-in?${new URLSearchParams({ to: '/quotes' })}` },
	}))
}
