import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { openPipeline } from '../../flows/lead/open-leads.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { Pipeline } from '../../ui/lead/pipeline.tsx'
import { PageHeader } from '../../ui/parts/page-header.tsx'
import { pageTitle } from '../../ui/shell/page-title.ts'

export const handle = { i18n: ['leads'] }

export async function loader({ request, context }: LoaderFunctionArgs) {
	const { db, locale } = context.house
	const staff = await requireStaff(request, context, 'rep', 'head_office')
	return { rows: await openPipeline(db, staff), title: fixedT(locale, 'leads')('pipeline.title') }
}

export const meta: MetaFunction<typeof loader> = ({ data: page, matches }) => [{ title: pageTitle(page?.title, matches) }]

export default function DeskPipeline() {
	const { t } = useTranslation('leads')
	const { rows, title } = useLoaderData<typeof loader>()
	return (
		<>
			<PageHeader title={title} lead={t('pipeline.lead')} />
			<Pipeline rows={rows} />
		</>
	)
}
