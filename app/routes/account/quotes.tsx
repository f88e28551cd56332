import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { askQuote } from '../../flows/quote/ask-quote.ts'
import { openQuotes } from '../../flows/quote/open-quotes.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { isLocale, withLocale } from '../../platform/locale.ts'
import { notFound } from '../../platform/responses.ts'
import { requireShopper } from '../../platform/session.server.ts'
import { AccountPage } from '../../ui/account/account-page.tsx'
import { RefusalList } from '../../ui/account/refusal-list.tsx'
import { PageHeader } from '../../ui/parts/page-header.tsx'
import { QuoteFilters, QuoteList } from '../../ui/quote/quote-list.tsx'
import { pageTitle } from '../../ui/shell/page-title.ts'
import { readAskForm, readQuoteFilter } from './read-quote-form.ts'

export const handle = { i18n: ['quotes'] }

export async function loader({ request, context }: LoaderFunctionArgs) {
	const { db, at, locale } = context.house
	const shopper = await requireShopper(request, context)
	const filter = readQuoteFilter(new URL(request.url).searchParams, { sort: 'newest', limit: 40, at })
	const page = await openQuotes(db, shopper, filter, locale)
	if (!page) throw notFound()
	return { ...page, filter, pricesIncludeTax: shopper.seller.pricesIncludeTax, title: fixedT(locale, 'quotes')('title') }
}

export const meta: MetaFunction<typeof loader> = ({ data: page, matches }) => [{ title: pageTitle(page?.title, matches) }]

/** Asks for a quote on the cart, or on the product named. */
export async function action({ request, params, context }: ActionFunctionArgs) {
	const { db, at, locale } = context.house
	const shopper = await requireShopper(request, context)
	const asked = await askQuote(db, shopper, { ...readAskForm(await request.formData()), locale, at })
	if (!asked) throw notFound()
	if (!asked.ok) return data({ refusals: asked.refusals }, { status: 422 })
	return redirect(withLocale(`/quotes/${asked.number}`, isLocale(params['locale']) ? params['locale'] : null))
}

export default function Quotes() {
	const { t } = useTranslation('quotes')
	const { quotes, next, filter, pricesIncludeTax } = useLoaderData<typeof loader>()
	const refused = useActionData<typeof action>()
	return (
		<AccountPage>
			<PageHeader title={t('title')} lead={t('lead')} />
			{refused ? (
				<div className="mb-8">
					<RefusalList title={t('refused')} refusals={refused.refusals} />
				</div>
			) : null}
			<QuoteFilters filter={filter} />
			<QuoteList {...{ quotes, next, filter, pricesIncludeTax }} base="/quotes" />
		</AccountPage>
	)
}
