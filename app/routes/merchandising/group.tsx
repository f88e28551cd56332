import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { openGroup } from '../../flows/entitlement/open-entitlement.ts'
import { previewGroup } from '../../flows/entitlement/preview-entitlement.ts'
import { saveGroup } from '../../flows/entitlement/save-entitlement.ts'
import { undoEntitlement } from '../../flows/entitlement/undo-entitlement.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { notFound } from '../../platform/responses.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { EditPage } from '../../ui/entitlement/edit-page.tsx'
import { GroupForm } from '../../ui/entitlement/group-form.tsx'
import { pageTitle } from '../../ui/shell/page-title.ts'
import { textIn } from '../desk/read-form.ts'
import { answerEdit, subjectIn } from './answer-entitlement.ts'
import { readGroupForm, readIntent } from './read-entitlement-form.ts'

export const handle = { i18n: ['entitlement', 'merchandising'] }

export async function loader({ request, params, context }: LoaderFunctionArgs) {
	const { db, locale } = context.house
	const staff = await requireStaff(request, context, 'merchandiser')
	const { searchParams } = new URL(request.url)
	const search = textIn(searchParams, 'q')
	const open = await openGroup(db, staff, { id: subjectIn(params['id']), locale, search })
	if (!open) throw notFound()
	return { ...open, search, done: searchParams.get('done'), title: open.group?.name ?? fixedT(locale, 'entitlement')('groups.new') }
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => [{ title: pageTitle(data?.title, matches) }]

export async function action({ request, params, context }: ActionFunctionArgs) {
	const { db, at, locale, requestId } = context.house
	const staff = await requireStaff(request, context, 'merchandiser')
	const id = subjectIn(params['id'])
	const form = await request.formData()
	const { intent, changeId } = readIntent(form)
	const wish = readGroupForm(form)
	const answer =
		intent === 'undo'
			? await undoEntitlement(db, staff, changeId, { at, requestId })
			: intent === 'save'
				? await saveGroup(db, staff, id, wish, { at, requestId })
				: await previewGroup(db, staff, { id, wish, locale })
	return answerEdit('groups', answer, wish)
}

export default function Group() {
	const { t } = useTranslation('entitlement')
	const { group, title, done, changes, ...page } = useLoaderData<typeof loader>()
	const answer = useActionData<typeof action>()
	return (
		<EditPage room="groups" code={group?.code} title={title} lead={t('groups.groupLead')} done={done} changes={changes} answer={answer}>
			<GroupForm group={group} wish={answer?.wish ?? null} {...page} />
		</EditPage>
	)
}
