import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { openDeskQuotes } from '../../flows/quote/open-quotes.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { LinkButton } from '../../ui/parts/button.tsx'
import { PageHeader } from '../../ui/parts/page-header.tsx'
import { useListHref } from '../../ui/parts/use-list-href.ts'
import { QuoteFilters, QuoteList } from '../../ui/quote/quote-list.tsx'
import { pageTitle } from '../../ui/shell/page-title.ts'
import { readQuoteFilter } from '../account/read-quote-form.ts'

export const handle = { i18n: ['quotes'] }

export async function loader({ request, context }: LoaderFunctionArgs) {
	const { db, at, locale } = context.house
	const staff = await requireStaff(request, context, 'rep', 'head_office')
	const filter = readQuoteFilter(new URL(request.url).searchParams, { sort: 'expiry', limit: 50, at })
	const page = await openDeskQuotes(db, staff, filter, locale)
	return { ...page, filter, pricesIncludeTax: staff.seller.pricesIncludeTax, title: fixedT(locale, 'quotes')('title') }
}

export const meta: MetaFunction<typeof loader> = ({ data: page, matches }) => [{ title: pageTitle(page?.title, matches) }]

export default function DeskQuotes() {
	const { t } = useTranslation('quotes')
	const { quotes, next, filter, pricesIncludeTax } = useLoaderData<typeof loader>()
	const href = useListHref()
	return (
		<>
			<PageHeader
				title={t('title')}
				lead={t('desk.lead')}
				actions={
					<LinkButton to={href({}, '/desk/quotes.csv')} icon="download" reloadDocument>
						{t('csv')}
					</LinkButton>
				}
			/>
			<QuoteFilters filter={filter} sorts />
			<QuoteList {...{ quotes, next, filter, pricesIncludeTax }} base="/desk/quotes" />
		</>
	)
}
