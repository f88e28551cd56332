import { readGoalFacts } from '../../../db/queries/mail-facts.ts'
import { loadFramedMail } from './load-framed-mail.ts'
import type { MailDesk, MailEvent, Written } from './types.ts'

/** A rep reached her goal. Payload: goalId. */
export async function loadGoalMail(desk: MailDesk, event: MailEvent): Promise<Written> {
	const goalId = event.payload['goalId']
	const goal = typeof goalId === 'number' ? await readGoalFacts(desk.db, goalId) : null
	if (!goal) return null
	const { format } = desk
	const { currency, targetMinor, achievedMinor, endsOn, ...reader } = goal
	return loadFramedMail(desk, event, { ...reader, accountId: null }, ({ t, locale }) => {
		const amount = (minor: number) => format.money(minor, currency, locale)
		return {
			key: 'goalReached',
			facts: { target: amount(targetMinor), achieved: amount(achievedMinor), until: format.day(endsOn, locale) },
			blocks: [],
			button: { label: t('goalReached.button'), path: '/desk' },
			footer: 'footer.whyWork',
		}
	})
}
