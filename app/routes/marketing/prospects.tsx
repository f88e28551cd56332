import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { openProspects } from '../../flows/marketing/open-prospects.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { LinkButton } from '../../ui/parts/button.tsx'
import { PageHeader } from '../../ui/parts/page-header.tsx'
import { useListHref } from '../../ui/parts/use-list-href.ts'
import { ProspectList } from '../../ui/people/prospect-list.tsx'
import { readProspectFilter } from '../../ui/people/read-people-form.ts'
import { pageTitle } from '../../ui/shell/page-title.ts'
import { ForRoles } from '../../ui/shell/roles.tsx'

export const handle = { i18n: ['people', 'crm'] }

export async function loader({ request, context }: LoaderFunctionArgs) {
	const { db, at, locale } = context.house
	const staff = await requireStaff(request, context, 'marketer', 'head_office')
	const filter = readProspectFilter(new URL(request.url).searchParams)
	return { ...(await openProspects(db, staff, filter, locale, at)), filter, title: fixedT(locale, 'people')('title') }
}
export const meta: MetaFunction<typeof loader> = ({ data, matches }) => [{ title: pageTitle(data?.title, matches) }]

export default function Prospects() {
	const { t } = useTranslation('people')
	const { prospects, room, next, filter, refusals } = useLoaderData<typeof loader>()
	const href = useListHref()
	return (
		<>
			<PageHeader
				title={t('title')}
				lead={t('lead')}
				actions={
					<>
						{prospects.length > 0 ? (
							<LinkButton to={href({}, '/marketing/prospects.csv')} icon="download" reloadDocument>
								{t('csv')}
							</LinkButton>
						) : null}
						<ForRoles roles={['marketer']}>
							<LinkButton to="/marketing/duplicates">{t('duplicates')}</LinkButton>
							<LinkButton to="/marketing/prospects/new" variant="primary" icon="plus">
								{t('new')}
							</LinkButton>
						</ForRoles>
					</>
				}
			/>
			<ProspectList {...{ prospects, room, next, filter, refusals }} />
		</>
	)
}
