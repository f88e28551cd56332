import { readGoalFacts } from '../../../db/queries/mail-facts.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { defaultLocale, isLocale } from '../../platform/locale.ts'
import type { MailDesk, MailEvent, Written } from './types.ts'

/** A rep reached her goal. Payload: goalId. */
export async function loadGoalMail({ db, publicUrl, at, format }: MailDesk, event: MailEvent): Promise<Written> {
	const goalId = event.payload['goalId']
	const goal = typeof goalId === 'number' ? await readGoalFacts(db, goalId) : null
	if (!goal) return null
	const locale = isLocale(goal.locale) ? goal.locale : defaultLocale
	const t = fixedT(locale, 'mail')
	const amount = (minor: number) => format.money(minor, goal.currency, locale)
	const facts = {
		name: goal.firstName,
		target: amount(goal.targetMinor),
		achieved: amount(goal.achievedMinor),
		until: format.day(goal.endsOn, locale),
		seller: goal.sellerName,
	}
	return {
		mail: {
			to: { email: goal.email, name: `${goal.firstName} ${goal.lastName}` },
			locale,
			kind: event.topic,
			content: {
				subject: t('goalReached.subject', facts),
				preheader: t('goalReached.preheader', facts),
				title: t('goalReached.title', facts),
				blocks: [
					{ kind: 'text', text: t('greeting', facts) },
					{ kind: 'text', text: t('goalReached.text', facts) },
					{ kind: 'button', label: t('goalReached.button'), url: `${publicUrl}/desk` },
				],
				footer: [t('footer.whyWork', facts)],
			},
			idempotencyKey: `mail:${event.id}`,
			at,
		},
	}
}
