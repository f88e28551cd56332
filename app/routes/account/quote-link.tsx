import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { acceptLeadQuote } from '../../flows/lead/accept-lead-quote.ts'
import { openQuoteLink, type QuoteLinkReader } from '../../flows/lead/open-quote-link.ts'
import { closeQuote } from '../../flows/quote/close-quote.ts'
import { counterQuote } from '../../flows/quote/counter-quote.ts'
import { openQuote } from '../../flows/quote/open-quotes.ts'
import type { House } from '../../platform/house.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { isLocale, withLocale } from '../../platform/locale.ts'
import { notFound } from '../../platform/responses.ts'
import { actAsHouse } from '../../platform/session.server.ts'
import { QuoteLinkPage, QuoteLinkUnknown } from '../../ui/lead/quote-link-page.tsx'
import { readShipTo } from '../../ui/lead/read-lead-form.ts'
import { readQuoteForm } from './read-quote-form.ts'

export const handle = { i18n: ['quotes', 'leads'] }

/** The link of a lead's mail: it only reads, and opens one quote. A wrong token, an old one and another's answer alike. */
export async function loader({ params, context }: LoaderFunctionArgs) {
	const { db, at, locale } = context.house
	actAsHouse(context.house)
	const link = await openQuoteLink(db, params['token'] ?? '', at)
	const page = link && (await openQuote(db, link.shopper, { number: link.number, locale, at }))
	if (!link || !page) return data({ page: null, title: '', sellerName: '' }, { status: 404 })
	const { shopper, countries, email } = link
	return data({ page: { ...page, countries, email }, title: fixedT(locale, 'quotes')('one', { number: link.number }), sellerName: shopper.seller.name })
}

export const meta: MetaFunction<typeof loader> = ({ data: page }) => [
	{ title: page?.title ? `${page.title} · ${page.sellerName}` : '' },
	{ name: 'robots', content: 'noindex' },
]

/** What she says to the offer without taking it. */
function answer({ db, at, requestId }: House, { shopper, number }: QuoteLinkReader, form: FormData) {
	const typed = readQuoteForm(form)
	const said = { number, seenVersion: typed.seenVersion, note: typed.note, at }
	if (form.get('intent') === 'counter') return counterQuote(db, shopper, { ...said, lines: typed.lines })
	return closeQuote(db, { kind: 'shopper', shopper }, { ...said, act: form.get('intent') === 'withdraw' ? 'withdraw' : 'decline', requestId })
}

/** `accept` converts and leads to the code that signs her in; `counter`, `decline` and `withdraw` answer the house. */
export async function action({ request, params, context }: ActionFunctionArgs) {
	const { db, at, locale, requestId, secrets } = context.house
	actAsHouse(context.house)
	const token = params['token'] ?? ''
	const link = await openQuoteLink(db, token, at)
	if (!link) throw notFound()
	const form = await request.formData()
	const [typed, shipTo] = [readQuoteForm(form), readShipTo(form)]
	const inLocale = (path: string) => withLocale(path, isLocale(params['locale']) ? params['locale'] : null)
	const refuse = (refusals: readonly { code: string; line?: number; facts: Record<string, string | number | boolean | null> }[]) =>
		data({ refusals: [...refusals], typed, shipTo }, { status: 422 })
	if (form.get('intent') === 'accept') {
		const own = { returnTo: '/cart', secret: secrets[0] ?? '', locale, requestId, at }
		const accepted = await acceptLeadQuote(db, { token, seenVersion: typed.seenVersion, shipTo, ...own })
		if (!accepted) throw notFound()
		return accepted.ok ? redirect(inLocale(`/sign-in/code?${new URLSearchParams({ email: accepted.email, to: '/cart' })}`)) : refuse(accepted.refusals)
	}
	const done = await answer(context.house, link, form)
	if (!done) throw notFound()
	return done.ok ? redirect(request.url) : refuse(done.refusals)
}

export default function QuoteLink() {
	const { t } = useTranslation('leads')
	const { page, title, sellerName } = useLoaderData<typeof loader>()
	const refused = useActionData<typeof action>()
	return (
		<main className="mx-auto max-w-page px-4 py-8 sm:px-8">
			{page ? (
				<QuoteLinkPage {...page} {...{ title, sellerName, refused }} />
			) : (
				<QuoteLinkUnknown title={t('link.invalid')}>{t('link.invalidText')}</QuoteLinkUnknown>
			)}
		</main>
	)
}
