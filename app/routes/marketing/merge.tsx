import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { mergePeople } from '../../flows/merge/merge-people.ts'
import { openMerge } from '../../flows/merge/open-merge.ts'
import { notFound } from '../../platform/responses.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { RefusalList } from '../../ui/account/refusal-list.tsx'
import { Breadcrumbs } from '../../ui/parts/breadcrumbs.tsx'
import { PageHeader } from '../../ui/parts/page-header.tsx'
import { pageTitle } from '../../ui/shell/page-title.ts'
import { MergePreview } from '../../ui/sync/merge-preview.tsx'
import { peopleMerges, placeOf } from '../../ui/sync/merge-room.tsx'
import { idOf } from '../desk/read-form.ts'
import { objectOf, readChosen } from './read-merge-form.ts'

export const handle = { i18n: ['merge'] }

const namedIn = (params: Readonly<Record<string, string | undefined>>) => {
	const [object, winnerId, loserId] = [objectOf(params['object']), idOf(params['winner']), idOf(params['loser'])]
	return object && winnerId && loserId ? { object, winnerId, loserId } : null
}

export async function loader({ request, params, context }: LoaderFunctionArgs) {
	const { db } = context.house
	const staff = await requireStaff(request, context, 'marketer')
	const named = namedIn(params)
	const page = named && (await openMerge(db, staff, named))
	if (!page) throw notFound()
	return { page }
}
export const meta: MetaFunction<typeof loader> = ({ data: found, matches }) => [{ title: pageTitle(found?.page.winner.name, matches) }]

/** Makes them one; `keep:title` says whose value stays in a field. */
export async function action({ request, params, context }: ActionFunctionArgs) {
	const { db, at, requestId } = context.house
	const staff = await requireStaff(request, context, 'marketer')
	const [named, form] = [namedIn(params), await request.formData()]
	const done = named && (await mergePeople(db, staff, { ...named, chosen: readChosen(form), requestId, at }))
	if (!done) throw notFound()
	return done.ok ? redirect(placeOf(peopleMerges, 'merges')) : data({ refusals: done.refusals }, { status: 422 })
}

export default function Merge() {
	const { t } = useTranslation('merge')
	const { page } = useLoaderData<typeof loader>()
	const refused = useActionData<typeof action>()
	const refusals = refused?.refusals ?? page.refusals
	const crumbs = [{ label: t('title'), href: `${placeOf(peopleMerges, 'duplicates')}?object=${page.object}` }, { label: t('preview.title') }]
	return (
		<>
			<PageHeader title={t('preview.title')} lead={t('preview.lead')} breadcrumbs={<Breadcrumbs label={t('where')} crumbs={crumbs} />} />
			{refusals.length > 0 ? (
				<div className="mb-8">
					<RefusalList title={t('refused')} refusals={refusals} />
				</div>
			) : null}
			<MergePreview page={page} />
		</>
	)
}
