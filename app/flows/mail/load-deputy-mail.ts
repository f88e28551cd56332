import { readDeputyFacts } from '../../../db/queries/mail-facts.ts'
import { loadFramedMail } from './load-framed-mail.ts'
import type { MailDesk, MailEvent, Written } from './types.ts'

/** Tells a deputy for whom she answers and how long, and who is away who answers for her. Payload: deputyId. */
export async function loadDeputyMail(desk: MailDesk, event: MailEvent): Promise<Written> {
	const { deputyId } = event.payload
	const { accountId, contactId } = event
	if (typeof deputyId !== 'number' || accountId === null || contactId === null) return null
	const deputy = await readDeputyFacts(desk.db, { accountId, deputyId, contactId })
	if (!deputy) return null
	const isAway = contactId === deputy.awayContactId
	return loadFramedMail(desk, event, deputy, ({ t, locale }) => ({
		key: isAway ? 'deputyForYou' : 'deputyNamed',
		facts: {
			away: deputy.awayName,
			deputy: deputy.deputyName,
			by: deputy.namedByName,
			from: desk.format.day(deputy.fromOn, locale),
			until: desk.format.day(deputy.untilOn, locale),
		},
		blocks: [],
		button: { label: t('deputy.button'), path: '/approvals/deputies' },
	}))
}
