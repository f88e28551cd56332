import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { openMerges } from '../../flows/merge/open-merges.ts'
import { undoMerge } from '../../flows/merge/undo-merge.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { notFound } from '../../platform/responses.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { RefusalList } from '../../ui/account/refusal-list.tsx'
import { EmptyState } from '../../ui/parts/empty-state.tsx'
import { ListBody, ListChoice, ListFilters, ListSearch } from '../../ui/parts/list-page.tsx'
import { pageTitle } from '../../ui/shell/page-title.ts'
import { MergeList } from '../../ui/sync/duplicates.tsx'
import { MergeHead, peopleMerges, placeOf } from '../../ui/sync/merge-room.tsx'
import { idIn } from '../desk/read-form.ts'
import { readMergeQuery } from './read-merge-form.ts'

export const handle = { i18n: ['merge'] }

export async function loader({ request, context }: LoaderFunctionArgs) {
	const { db, at, locale } = context.house
	const staff = await requireStaff(request, context, 'marketer')
	const query = readMergeQuery(new URL(request.url).searchParams)
	return { ...(await openMerges(db, staff, query, at)), query, at, title: fixedT(locale, 'merge')('rooms.merges') }
}
export const meta: MetaFunction<typeof loader> = ({ data: found, matches }) => [{ title: pageTitle(found?.title, matches) }]

/** Takes a merge back. */
export async function action({ request, context }: ActionFunctionArgs) {
	const { db, at, requestId } = context.house
	const staff = await requireStaff(request, context, 'marketer')
	const mergeId = idIn(await request.formData(), 'merge')
	const done = mergeId ? await undoMerge(db, staff, { mergeId, requestId, at }) : null
	if (!done) throw notFound()
	return done.ok ? redirect(placeOf(peopleMerges, 'merges')) : data({ refusals: done.refusals }, { status: 422 })
}

export default function Merges() {
	const { t } = useTranslation('merge')
	const { merges, next, query, at } = useLoaderData<typeof loader>()
	const refused = useActionData<typeof action>()
	return (
		<>
			<MergeHead room={peopleMerges} place="merges" />
			{refused ? (
				<div className="mb-8">
					<RefusalList title={t('refused')} refusals={refused.refusals} />
				</div>
			) : null}
			<ListFilters submit={t('show')}>
				<ListSearch label={t('search')} value={query.text ?? ''} />
				<ListChoice
					label={t('kind')}
					name="object"
					value={query.object}
					any={t('any')}
					options={peopleMerges.objects.map((value) => ({ value, label: t(`object.${value}`) }))}
				/>
			</ListFilters>
			<ListBody
				empty={merges.length === 0 ? <EmptyState title={t('noMerges')}>{t('noMergesText')}</EmptyState> : null}
				words={{ pages: t('pages'), first: t('first'), next: t('next') }}
				after={query.after}
				nextAfter={next}
			>
				<MergeList merges={merges} at={at} />
			</ListBody>
		</>
	)
}
