import { readStandingFacts } from '../../../db/queries/mail-facts.ts'
import type { Refusal } from '../../engine/base/refusal.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { loadFramedMail } from './load-framed-mail.ts'
import type { MailDesk, MailEvent, Written } from './types.ts'

/** Tells a buyer two days before what is coming, and of a run that waits for her, with the reasons. Payload: standingOrderId, runOn, reasons. */
export async function loadStandingMail(desk: MailDesk, event: MailEvent): Promise<Written> {
	const { standingOrderId, runOn } = event.payload
	const standing = typeof standingOrderId === 'number' ? await readStandingFacts(desk.db, standingOrderId) : null
	if (!standing || typeof runOn !== 'string') return null
	const reasons = (event.payload['reasons'] ?? []) as Refusal[]
	return loadFramedMail(desk, event, standing, ({ t, locale }) => {
		const why = fixedT(locale, 'refusals')
		return {
			key: event.topic === 'standing_order.held' ? 'standingHeld' : 'standingComing',
			// What it is called, not who reads of it.
			facts: { name: standing.name, day: desk.format.day(runOn, locale), stores: standing.stores.join(', ') },
			blocks: reasons.map((one) => ({ kind: 'note', text: [one.facts['sku'], why(one.code, one.facts)].filter(Boolean).join(': ') })),
			button: { label: t('standing.button'), path: `/standing-orders/${standingOrderId}` },
		}
	})
}
