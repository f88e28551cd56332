import { readStandingFacts } from '../../../db/queries/mail-facts.ts'
import type { Refusal } from '../../engine/base/refusal.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { defaultLocale, isLocale } from '../../platform/locale.ts'
import type { MailDesk, MailEvent, Written } from './types.ts'

const keys: Readonly<Record<string, string>> = { 'standing_order.coming': 'standingComing', 'standing_order.held': 'standingHeld' }

/** Tells a buyer two days before what is coming, and of a run that waits for her, with the reasons. Payload: standingOrderId, runOn, reasons. */
export async function loadStandingMail({ db, publicUrl, at, format }: MailDesk, event: MailEvent): Promise<Written> {
	const { standingOrderId, runOn } = event.payload
	const standing = typeof standingOrderId === 'number' ? await readStandingFacts(db, standingOrderId) : null
	if (!standing || typeof runOn !== 'string') return null
	const locale = isLocale(standing.locale) ? standing.locale : defaultLocale
	const t = fixedT(locale, 'mail')
	const why = fixedT(locale, 'refusals')
	const key = keys[event.topic] ?? 'standingComing'
	const facts = { name: standing.name, day: format.day(runOn, locale), seller: standing.sellerName, stores: standing.stores.join(', ') }
	const reasons = (event.payload['reasons'] ?? []) as Refusal[]
	return {
		mail: {
			to: { email: standing.email, name: `${standing.firstName} ${standing.lastName}` },
			locale,
			kind: event.topic,
			content: {
				subject: t(`${key}.subject`, facts),
				preheader: t(`${key}.preheader`, facts),
				title: t(`${key}.title`, facts),
				blocks: [
					{ kind: 'text', text: t('greeting', { ...facts, name: standing.firstName }) },
					{ kind: 'text', text: t(`${key}.text`, facts) },
					...reasons.map((one) => ({ kind: 'note' as const, text: [one.facts['sku'], why(one.code, one.facts)].filter(Boolean).join(': ') })),
					{ kind: 'button', label: t('standing.button'), url: `${publicUrl}/standing-orders/${standingOrderId}` },
				],
				footer: [t('footer.why', facts)],
			},
			idempotencyKey: `mail:${event.id}`,
			accountId: standing.accountId,
			contactId: standing.contactId,
			at,
		},
	}
}
