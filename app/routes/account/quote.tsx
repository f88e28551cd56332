import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { acceptQuote } from '../../flows/quote/accept-quote.ts'
import { closeQuote } from '../../flows/quote/close-quote.ts'
import { counterQuote } from '../../flows/quote/counter-quote.ts'
import { openQuote } from '../../flows/quote/open-quotes.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { isLocale, withLocale } from '../../platform/locale.ts'
import { notFound } from '../../platform/responses.ts'
import { requireShopper } from '../../platform/session.server.ts'
import { AccountPage } from '../../ui/account/account-page.tsx'
import { PrintButton } from '../../ui/account/print-button.tsx'
import { Breadcrumbs } from '../../ui/parts/breadcrumbs.tsx'
import { PageHeader } from '../../ui/parts/page-header.tsx'
import { AcceptQuote, CloseForm } from '../../ui/quote/quote-acts.tsx'
import { QuoteRefused, QuoteStatus } from '../../ui/quote/quote-status.tsx'
import { QuoteTerms } from '../../ui/quote/quote-terms.tsx'
import { QuoteVersions } from '../../ui/quote/quote-versions.tsx'
import { pageTitle } from '../../ui/shell/page-title.ts'
import { readQuoteForm } from './read-quote-form.ts'

export const handle = { i18n: ['quotes', 'account'] }

export async function loader({ request, params, context }: LoaderFunctionArgs) {
	const { db, at, locale } = context.house
	const shopper = await requireShopper(request, context)
	const page = await openQuote(db, shopper, { number: params['number'] ?? '', locale, at })
	if (!page) throw notFound()
	return { ...page, title: fixedT(locale, 'quotes')('one', { number: page.quote.number }) }
}

export const meta: MetaFunction<typeof loader> = ({ data: page, matches }) => [{ title: pageTitle(page?.title, matches) }]

/** `accept` goes on in the cart; `counter`, `decline` and `withdraw` answer the house. */
export async function action({ request, params, context }: ActionFunctionArgs) {
	const { db, at, locale, requestId } = context.house
	const shopper = await requireShopper(request, context)
	const form = await request.formData()
	const intent = form.get('intent')
	const typed = readQuoteForm(form)
	const said = { number: params['number'] ?? '', seenVersion: typed.seenVersion, note: typed.note, at }
	const close = (act: 'decline' | 'withdraw') => closeQuote(db, { kind: 'shopper', shopper }, { ...said, act, requestId })
	const done =
		intent === 'accept'
			? await acceptQuote(db, shopper, { ...said, locale })
			: intent === 'counter'
				? await counterQuote(db, shopper, { ...said, lines: typed.lines })
				: await close(intent === 'withdraw' ? 'withdraw' : 'decline')
	if (!done) throw notFound()
	if (!done.ok) return data({ refusals: done.refusals, typed }, { status: 422 })
	return redirect('cartId' in done ? withLocale('/cart', isLocale(params['locale']) ? params['locale'] : null) : request.url)
}

export default function Quote() {
	const { t } = useTranslation('quotes')
	const { quote, state, acts, changes } = useLoaderData<typeof loader>()
	const refused = useActionData<typeof action>()
	return (
		<AccountPage>
			<PageHeader
				breadcrumbs={<Breadcrumbs label={t('title')} crumbs={[{ label: t('title'), href: '/quotes' }, { label: quote.number }]} />}
				title={t('one', { number: quote.number })}
				lead={<QuoteStatus state={state} validOn={quote.validOn} />}
				actions={<PrintButton label={t('print')} />}
			/>
			<QuoteRefused quote={quote} refusals={refused?.refusals ?? []} />
			<div className="grid gap-10 *:min-w-0">
				{state === 'asked' || state === 'countered' ? <p className="max-w-prose">{t('waits', { seller: quote.sellerName })}</p> : null}
				{acts.includes('accept') ? <AcceptQuote quote={quote} /> : null}
				<QuoteVersions quote={quote} changes={changes} ordersAt="/orders" />
				{acts.includes('counter') ? <QuoteTerms quote={quote} typed={refused?.typed ?? null} /> : null}
				<CloseForm quote={quote} acts={acts} />
			</div>
		</AccountPage>
	)
}
