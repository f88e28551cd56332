import { readQuoteFacts } from '../../../db/queries/mail-facts.ts'
import { withLocale } from '../../platform/locale.ts'
import { unseal } from '../../platform/sealing.server.ts'
import { loadFramedMail } from './load-framed-mail.ts'
import type { MailDesk, MailEvent, Written } from './types.ts'

/** What a mail names of a quote; the rest stands on its page. */
const NAMED_LINES = 20

/** Tells who asked for a quote what is offered and until when, or that the last day is over. Payload: quoteId, version, and for a lead `sealed`: the link's token. */
export async function loadQuoteMail(desk: MailDesk, event: MailEvent): Promise<Written> {
	const { quoteId, version, sealed } = event.payload
	const quote = typeof quoteId === 'number' && typeof version === 'number' ? await readQuoteFacts(desk.db, { quoteId, version }) : null
	if (!quote) return null
	const token = typeof sealed === 'string' ? unseal(sealed, { purpose: 'quote-link', secrets: desk.secrets }) : null
	// A lead has no page of her own to look it up on.
	if (quote.isProspects && !token) return null
	const { format } = desk
	const { number, currency, pricesIncludeTax, lines, note, totalMinor } = quote
	return loadFramedMail(desk, event, quote, ({ t, locale }) => {
		const amount = (minor: number | null) => (minor === null ? '–' : format.money(minor, currency, locale))
		const rows = lines.slice(0, NAMED_LINES).map((line) => [line.name, format.quantity(line.quantity, locale), amount(line.totalMinor)])
		const left = lines.length - rows.length
		const rest = left > 0 ? [[t('quote.more', { count: left }), '', '']] : []
		const foot = totalMinor === null ? [] : [[t(pricesIncludeTax ? 'quote.totalWithTax' : 'quote.total'), '', amount(totalMinor)]]
		const isOffer = event.topic === 'quote.offered'
		return {
			key: isOffer ? 'quoteOffered' : 'quoteExpired',
			facts: { number, until: format.day(quote.validOn, locale) },
			blocks: isOffer
				? [
						{
							kind: 'lines',
							head: [t('quote.product'), t('quote.quantity'), t(pricesIncludeTax ? 'quote.amountWithTax' : 'quote.amount')],
							rows: [...rows, ...rest],
							foot,
							figures: [1, 2],
						},
						...(note ? [{ kind: 'facts' as const, facts: [{ name: t('quote.note'), value: note }] }] : []),
					]
				: [],
			button: { label: t('quote.button'), path: token ? withLocale(`/q/${token}`, locale) : `/quotes/${encodeURIComponent(number)}` },
			...(token ? { footer: 'footer.whyOffer', isSecret: true as const } : {}),
		}
	})
}
