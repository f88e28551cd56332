import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node'
import { Form, useActionData, useLoaderData, useNavigation } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { openGroup } from '../../flows/entitlement/open-entitlement.ts'
import { previewGroup } from '../../flows/entitlement/preview-entitlement.ts'
import { saveGroup } from '../../flows/entitlement/save-entitlement.ts'
import { undoEntitlement } from '../../flows/entitlement/undo-entitlement.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { notFound } from '../../platform/responses.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { ChangeList, DoneBanner } from '../../ui/entitlement/change-list.tsx'
import { DifferenceView } from '../../ui/entitlement/difference.tsx'
import { EditBar } from '../../ui/entitlement/edit-bar.tsx'
import { GroupForm } from '../../ui/entitlement/group-form.tsx'
import { RefusedList } from '../../ui/entitlement/refused-list.tsx'
import { Breadcrumbs } from '../../ui/parts/breadcrumbs.tsx'
import { PageHeader } from '../../ui/parts/page-header.tsx'
import { pageTitle } from '../../ui/shell/page-title.ts'
import { idOf, textIn } from '../desk/read-form.ts'
import { readGroupForm, readIntent } from './read-entitlement-form.ts'

export const handle = { i18n: ['entitlement', 'merchandising'] }

const idIn = (id: string | undefined) => (id === 'new' ? null : (idOf(id) ?? 0))

export async function loader({ request, params, context }: LoaderFunctionArgs) {
	const { db, locale } = context.house
	const staff = await requireStaff(request, context, 'merchandiser')
	const { searchParams } = new URL(request.url)
	const search = textIn(searchParams, 'q')
	const open = await openGroup(db, staff, { id: idIn(params['id']), locale, search })
	if (!open) throw notFound()
	return { ...open, search, done: searchParams.get('done'), title: open.group?.name ?? fixedT(locale, 'entitlement')('groups.new') }
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => [{ title: pageTitle(data?.title, matches) }]

export async function action({ request, params, context }: ActionFunctionArgs) {
	const { db, at, locale, requestId } = context.house
	const staff = await requireStaff(request, context, 'merchandiser')
	const id = idIn(params['id'])
	const form = await request.formData()
	const { intent, changeId } = readIntent(form)
	const wish = readGroupForm(form)
	const answer =
		intent === 'undo'
			? await undoEntitlement(db, staff, changeId, { at, requestId })
			: intent === 'save'
				? await saveGroup(db, staff, id, wish, { at, requestId })
				: await previewGroup(db, staff, { id, wish, locale })
	if (!answer) throw notFound()
	if (!answer.ok) return data({ refusals: answer.refusals, difference: null, wish }, { status: 422 })
	if ('difference' in answer) return data({ refusals: [], difference: answer.difference, wish })
	return redirect('id' in answer ? `/merchandising/groups/${answer.id}?done=${answer.changeId}` : `/merchandising/groups/${answer.subjectId}?done=undone`)
}

export default function Group() {
	const { t } = useTranslation('entitlement')
	const { group, title, done, changes, ...page } = useLoaderData<typeof loader>()
	const answer = useActionData<typeof action>()
	const isBusy = useNavigation().state !== 'idle'
	return (
		<>
			<PageHeader
				breadcrumbs={<Breadcrumbs label={t('merchandising:path')} crumbs={[{ href: '/merchandising/groups', label: t('groups.title') }, { label: title }]} />}
				kicker={group?.code}
				title={title}
				lead={t('groups.groupLead')}
			/>
			<div className="grid gap-8 *:min-w-0">
				{answer ? null : <DoneBanner done={done} changes={changes} />}
				{answer && answer.refusals.length > 0 ? <RefusedList refusals={answer.refusals} /> : null}
				{answer?.difference ? <DifferenceView difference={answer.difference} /> : null}
				<Form method="post" noValidate key={`${group?.id} ${changes[0]?.id}`} className="grid gap-10">
					<GroupForm group={group} wish={answer?.wish ?? null} {...page} />
					<EditBar isBusy={isBusy} />
				</Form>
				<ChangeList changes={changes} />
			</div>
		</>
	)
}
