import { type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { dismissProposal } from '../../flows/merge/dismiss-proposal.ts'
import { openDuplicates } from '../../flows/merge/open-duplicates.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { notFound } from '../../platform/responses.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { EmptyState } from '../../ui/parts/empty-state.tsx'
import { ListBody, ListFilters, ListSearch } from '../../ui/parts/list-page.tsx'
import { SelectField } from '../../ui/parts/select-field.tsx'
import { pageTitle } from '../../ui/shell/page-title.ts'
import { DuplicateGroups, Proposals } from '../../ui/sync/duplicates.tsx'
import { MergeHead, peopleMerges, placeOf } from '../../ui/sync/merge-room.tsx'
import { idIn } from '../desk/read-form.ts'
import { readDuplicateQuery } from './read-merge-form.ts'

export const handle = { i18n: ['merge'] }

export async function loader({ request, context }: LoaderFunctionArgs) {
	const { db, at, locale } = context.house
	const staff = await requireStaff(request, context, 'marketer')
	const query = readDuplicateQuery(new URL(request.url).searchParams)
	return { ...(await openDuplicates(db, staff, query)), query, at, title: fixedT(locale, 'merge')('title') }
}
export const meta: MetaFunction<typeof loader> = ({ data, matches }) => [{ title: pageTitle(data?.title, matches) }]

/** `dismiss` a proposal. */
export async function action({ request, context }: ActionFunctionArgs) {
	const { db, at, requestId } = context.house
	const staff = await requireStaff(request, context, 'marketer')
	const id = idIn(await request.formData(), 'proposal')
	if (!id || !(await dismissProposal(db, staff, { id, requestId, at }))) throw notFound()
	return redirect(placeOf(peopleMerges, 'duplicates'))
}

export default function Duplicates() {
	const { t } = useTranslation('merge')
	const { groups, proposals, next, query, at } = useLoaderData<typeof loader>()
	return (
		<>
			<MergeHead room={peopleMerges} place="duplicates" />
			{proposals.length > 0 ? <Proposals proposals={proposals} at={at} /> : null}
			<ListFilters submit={t('show')}>
				<ListSearch label={t('search')} value={query.text ?? ''} />
				<SelectField
					label={t('kind')}
					name="object"
					defaultValue={query.object}
					options={peopleMerges.objects.map((value) => ({ value, label: t(`object.${value}`) }))}
				/>
			</ListFilters>
			<ListBody
				empty={groups.length === 0 ? <EmptyState title={t('none')}>{t(`by.${query.object}`)}</EmptyState> : null}
				words={{ pages: t('pages'), first: t('first'), next: t('next') }}
				after={query.after}
				nextAfter={next}
			>
				<DuplicateGroups object={query.object} groups={groups} />
			</ListBody>
		</>
	)
}
