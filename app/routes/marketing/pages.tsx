import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { createPage } from '../../flows/capture/change-page.ts'
import { openPages } from '../../flows/capture/open-pages.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { isLocale, withLocale } from '../../platform/locale.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { RefusalList } from '../../ui/account/refusal-list.tsx'
import { AssetList, NewAsset } from '../../ui/capture/asset-list.tsx'
import { readAssetFilter, slugOf } from '../../ui/capture/read-form-edit.ts'
import { useReader } from '../../ui/format/locale.tsx'
import { count } from '../../ui/format/number.ts'
import { LinkButton } from '../../ui/parts/button.tsx'
import { PageHeader } from '../../ui/parts/page-header.tsx'
import { useListHref } from '../../ui/parts/use-list-href.ts'
import { pageTitle } from '../../ui/shell/page-title.ts'
import { textIn } from '../desk/read-form.ts'

export const handle = { i18n: ['capture'] }

export async function loader({ request, context }: LoaderFunctionArgs) {
	const { db, locale } = context.house
	const staff = await requireStaff(request, context, 'marketer', 'head_office')
	const filter = readAssetFilter(new URL(request.url).searchParams)
	return { ...(await openPages(db, staff, filter)), filter, title: fixedT(locale, 'capture')('pages.title') }
}

export const meta: MetaFunction<typeof loader> = ({ data: page, matches }) => [{ title: pageTitle(page?.title, matches) }]

export async function action({ request, params, context }: ActionFunctionArgs) {
	const { db, at, requestId, locale } = context.house
	const staff = await requireStaff(request, context, 'marketer')
	const name = textIn(await request.formData(), 'name').slice(0, 120)
	const made = await createPage(db, staff, {
		name,
		slug: slugOf(name) || `page-${at.getTime().toString(36)}`,
		design: { title: { [locale]: name }, lead: {}, picture: 'roastery', blocks: [] },
		requestId,
		at,
	})
	if (!made.ok) return data({ refusals: made.refusals }, { status: 422 })
	return redirect(withLocale(`/marketing/pages/${made.id}`, isLocale(params['locale']) ? params['locale'] : null))
}

export default function Pages() {
	const { t } = useTranslation('capture')
	const { locale } = useReader()
	const { pages, next, filter } = useLoaderData<typeof loader>()
	const refused = useActionData<typeof action>()
	const href = useListHref()
	return (
		<>
			<PageHeader
				title={t('pages.title')}
				lead={t('pages.lead')}
				actions={
					pages.length > 0 ? (
						<LinkButton to={href({}, '/marketing/pages.csv')} icon="download" reloadDocument>
							{t('csv')}
						</LinkButton>
					) : null
				}
			/>
			{refused ? <RefusalList title={t('refused')} refusals={refused.refusals} /> : null}
			<AssetList
				kind="pages"
				rows={pages}
				next={next}
				filter={filter}
				statuses={['draft', 'published', 'archived']}
				columns={[
					{ key: 'form', of: ({ formName }) => formName ?? '–' },
					{ key: 'visitors', numeric: true, of: ({ visitors }) => count(visitors, locale) },
					{ key: 'views', numeric: true, of: ({ views }) => count(views, locale) },
				]}
			/>
			<NewAsset label={t('pages.newName')} submit={t('pages.create')} />
		</>
	)
}
