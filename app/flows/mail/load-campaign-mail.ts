import { finishSend, readMailTarget, settleRecipient } from '../../../db/queries/send.ts'
import { sendTextOf } from '../../engine/marketing/send-content.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { defaultLocale, isLocale } from '../../platform/locale.ts'
import { sign } from '../../platform/signing.server.ts'
import { loadMerged } from './load-merged.ts'
import type { MailDesk, MailEvent, Written } from './types.ts'

/** A link in a mail is followed weeks later. */
const linkDays = 60

/** One mail of a released send, with a link that identifies its reader and nothing more. Who said no in the meantime gets none. */
export async function loadCampaignMail(desk: MailDesk, { payload }: MailEvent): Promise<Written> {
	const { db, at, publicUrl, secrets } = desk
	const target = await readMailTarget(db, Number(payload['recipientId']), at)
	if (!target) return null
	const settle = async (skippedFor: 'opted_out' | 'no_email' | 'taken_by_rep' | null) => {
		await settleRecipient(db, { recipientId: target.recipientId, at, skippedFor })
		await finishSend(db, target.sendId, at)
	}
	if (target.sentAt || target.skippedFor) {
		// Told before, and perhaps killed before it could say that it was the last.
		await finishSend(db, target.sendId, at)
		return null
	}
	const locale = isLocale(target.locale) ? target.locale : defaultLocale
	const text = sendTextOf(target.content, locale)
	if (target.optedOut || target.consent !== 'opt_in' || !target.email || !text) {
		await settle(target.email ? 'opted_out' : 'no_email')
		return null
	}
	if (target.isTaken) {
		await settle('taken_by_rep')
		return null
	}
	const t = fixedT(locale, 'mail')
	// What is put in speaks the language of the words around it.
	const spoken = sendTextOf({ [locale]: target.content[locale] }, locale) ? locale : defaultLocale
	const words = await loadMerged(desk, target, text, { t: fixedT(spoken, 'mail'), locale: spoken })
	const expiresAt = new Date(at.getTime() + linkDays * 86_400_000)
	const click = sign({ r: target.recipientId }, { purpose: 'campaign-click', secrets, expiresAt })
	const open = sign({ r: target.recipientId }, { purpose: 'mail-open', secrets, expiresAt })
	const leave = sign({ p: target.prospectId }, { purpose: 'preference-centre', secrets, expiresAt: new Date(at.getTime() + 365 * 86_400_000) })
	return {
		mail: {
			to: { email: target.email, name: [target.firstName, target.lastName].filter(Boolean).join(' ') },
			locale,
			kind: 'campaign',
			content: {
				subject: words.subject,
				preheader: words.preheader,
				title: words.heading,
				blocks: [
					...(target.firstName ? [{ kind: 'text' as const, text: t('greeting', { name: target.firstName }) }] : []),
					{ kind: 'text', text: words.body },
					{ kind: 'button', label: words.button, url: `${publicUrl}/${locale}/c/${click}` },
				],
				footer: [t('footer.whyMarketing', { seller: target.sellerName })],
				unsubscribe: { label: t('footer.unsubscribe'), url: `${publicUrl}/${locale}/unsubscribe/${leave}` },
				openUrl: `${publicUrl}/o/${open}`,
			},
			idempotencyKey: `send:${target.sendId}:${target.recipientId}`,
			accountId: target.accountId,
			contactId: target.contactId,
			at,
		},
		afterwards: () => settle(null),
	}
}
