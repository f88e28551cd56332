import { fixedT } from '../../platform/i18n.server.ts'
import { isLocale } from '../../platform/locale.ts'
import { unseal } from '../../platform/sealing.server.ts'
import type { MailDesk, MailEvent, Written } from './types.ts'

/** The code and the link that signs a person in once. Payload: email, sealed (the code, for the mail alone), link, locale, name, seller. */
export async function loadSignInMail({ at, publicUrl, secrets }: MailDesk, { id, payload, contactId, accountId }: MailEvent): Promise<Written> {
	const { email, sealed, link, locale: asked, name, seller } = payload as Record<string, string | undefined>
	const code = sealed ? unseal(sealed, { purpose: 'sign-in-code', secrets }) : null
	if (!email || !code) return null
	const locale = isLocale(asked) ? asked : 'en'
	const t = fixedT(locale, 'mail')
	const url = link && `${publicUrl}${link}#${code}`
	return {
		mail: {
			to: { email, name: name ?? null },
			locale,
			kind: 'sign_in_code',
			isSecret: true,
			content: {
				subject: t('signIn.subject', { code }),
				preheader: t('signIn.preheader'),
				title: t('signIn.title'),
				blocks: [
					{ kind: 'code', label: t('signIn.label'), code },
					...(url ? [{ kind: 'button' as const, label: t('signIn.button'), url }] : []),
					{ kind: 'note', text: t('signIn.note') },
				],
				footer: [seller ? t('footer.why', { seller }) : '', t('footer.doNotForward', { email })].filter(Boolean),
			},
			idempotencyKey: `sign_in_code:${id}`,
			accountId,
			contactId,
			at,
		},
	}
}
