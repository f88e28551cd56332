import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { openWays } from '../../flows/crm/open-ways.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { readWaysQuery, WayRoom } from '../../ui/crm/way-room.tsx'
import { LinkButton } from '../../ui/parts/button.tsx'
import { PageHeader } from '../../ui/parts/page-header.tsx'
import { useListHref } from '../../ui/parts/use-list-href.ts'
import { pageTitle } from '../../ui/shell/page-title.ts'

export const handle = { i18n: ['crm'] }

export async function loader({ request, context }: LoaderFunctionArgs) {
	const { db, at, locale } = context.house
	const staff = await requireStaff(request, context, 'marketer', 'head_office')
	const query = readWaysQuery(new URL(request.url).searchParams)
	return { page: await openWays(db, staff, query, at), query, title: fixedT(locale, 'crm')('ways.title') }
}

export const meta: MetaFunction<typeof loader> = ({ data: page, matches }) => [{ title: pageTitle(page?.title, matches) }]

export default function MarketingFunnel() {
	const { t } = useTranslation('crm')
	const { page, query, title } = useLoaderData<typeof loader>()
	const href = useListHref()
	return (
		<>
			<PageHeader
				title={title}
				lead={t('ways.lead')}
				actions={
					<LinkButton to={href({}, '/marketing/funnel.csv')} icon="download" reloadDocument>
						{t('csv')}
					</LinkButton>
				}
			/>
			<WayRoom page={page} query={query} />
		</>
	)
}
