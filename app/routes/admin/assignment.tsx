import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { changeAssignment } from '../../flows/crm/change-assignment.ts'
import { openAssignment } from '../../flows/crm/open-assignment.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { notFound } from '../../platform/responses.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { RefusalList } from '../../ui/account/refusal-list.tsx'
import { RuleSection, TeamSection } from '../../ui/crm/assignment.tsx'
import { readAssignmentForm } from '../../ui/crm/read-assignment-form.ts'
import { PageHeader } from '../../ui/parts/page-header.tsx'
import { pageTitle } from '../../ui/shell/page-title.ts'

export const handle = { i18n: ['crm'] }

export async function loader({ request, context }: LoaderFunctionArgs) {
	const { db, locale } = context.house
	const staff = await requireStaff(request, context, 'administrator')
	return { room: await openAssignment(db, staff), title: fixedT(locale, 'crm')('assignment.title') }
}

export const meta: MetaFunction<typeof loader> = ({ data: page, matches }) => [{ title: pageTitle(page?.title, matches) }]

/** Queues, groups and rules are made, changed and ended here, one at a time. */
export async function action({ request, context }: ActionFunctionArgs) {
	const { db, at, requestId } = context.house
	const staff = await requireStaff(request, context, 'administrator')
	const edit = readAssignmentForm(await request.formData())
	const done = edit && (await changeAssignment(db, staff, { edit, requestId, at }))
	if (!done) throw notFound()
	return done.ok ? redirect(request.url) : data({ refusals: done.refusals }, { status: 422 })
}

export default function AdminAssignment() {
	const { t } = useTranslation('crm')
	const { room } = useLoaderData<typeof loader>()
	const refused = useActionData<typeof action>()
	return (
		<>
			<PageHeader title={t('assignment.title')} lead={t('assignment.lead')} />
			{refused ? (
				<div className="mb-8">
					<RefusalList title={t('refused')} refusals={refused.refusals} />
				</div>
			) : null}
			<div className="grid gap-12 *:min-w-0">
				<RuleSection room={room} fields={room.fields} />
				<div className="grid gap-x-12 gap-y-12 *:min-w-0 lg:grid-cols-2">
					<TeamSection kind="queue" teams={room.queues} users={room.users} />
					<TeamSection kind="group" teams={room.groups} users={room.users} />
				</div>
			</div>
		</>
	)
}
