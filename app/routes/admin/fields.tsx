import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { changeFields, openFields } from '../../flows/crm/change-fields.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { notFound } from '../../platform/responses.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { RefusalList } from '../../ui/account/refusal-list.tsx'
import { FieldRoom } from '../../ui/crm/field-room.tsx'
import { readFieldForm } from '../../ui/crm/read-field-form.ts'
import { PageHeader } from '../../ui/parts/page-header.tsx'
import { pageTitle } from '../../ui/shell/page-title.ts'

export const handle = { i18n: ['crm'] }

export async function loader({ request, context }: LoaderFunctionArgs) {
	const { db, locale } = context.house
	const staff = await requireStaff(request, context, 'administrator')
	return { room: await openFields(db, staff), title: fixedT(locale, 'crm')('fields.title') }
}

export const meta: MetaFunction<typeof loader> = ({ data: page, matches }) => [{ title: pageTitle(page?.title, matches) }]

export async function action({ request, context }: ActionFunctionArgs) {
	const { db, at, requestId } = context.house
	const staff = await requireStaff(request, context, 'administrator')
	const edit = readFieldForm(await request.formData())
	const done = edit && (await changeFields(db, staff, { edit, requestId, at }))
	if (!done) throw notFound()
	return done.ok ? redirect(request.url) : data({ refusals: done.refusals }, { status: 422 })
}

export default function AdminFields() {
	const { t } = useTranslation('crm')
	const { room } = useLoaderData<typeof loader>()
	const refused = useActionData<typeof action>()
	return (
		<>
			<PageHeader title={t('fields.title')} lead={t('fields.lead')} />
			{refused ? (
				<div className="mb-8">
					<RefusalList title={t('refused')} refusals={refused.refusals} />
				</div>
			) : null}
			<FieldRoom {...room} />
		</>
	)
}
