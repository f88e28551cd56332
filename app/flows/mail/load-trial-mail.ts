import { exampleText } from '../../engine/marketing/merge-text.ts'
import { mapSendText, sendTextOf } from '../../engine/marketing/send-content.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { defaultLocale, isLocale } from '../../platform/locale.ts'
import type { MailDesk, MailEvent, Written } from './types.ts'

const textIn = ({ payload }: MailEvent, name: string) => (typeof payload[name] === 'string' ? payload[name] : null)

/** A send as its author would get it: its links lead to the shop and identify nobody, and nothing of it is counted. */
export async function loadTrialMail({ at, publicUrl }: MailDesk, event: MailEvent): Promise<Written> {
	const asked = textIn(event, 'locale') ?? ''
	const locale = isLocale(asked) ? asked : defaultLocale
	const written = sendTextOf(event.payload['content'], locale)
	const text = written && mapSendText(written, exampleText)
	const email = textIn(event, 'email')
	if (!text || !email) return null
	const t = fixedT(locale, 'mail')
	return {
		mail: {
			to: { email, name: textIn(event, 'name') },
			locale,
			kind: 'campaign.trial',
			content: {
				subject: t('trial.subject', { subject: text.subject }),
				preheader: text.preheader,
				title: text.heading,
				blocks: [
					{ kind: 'text', text: t('greeting', { name: textIn(event, 'name') ?? '' }) },
					{ kind: 'text', text: text.body },
					{ kind: 'button', label: text.button, url: `${publicUrl}/${locale}` },
				],
				footer: [t('trial.why'), t('footer.whyMarketing', { seller: textIn(event, 'sellerName') ?? '' })],
			},
			idempotencyKey: `trial:${event.id}`,
			at,
		},
	}
}
