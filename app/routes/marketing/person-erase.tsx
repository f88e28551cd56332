import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { erasePerson, openErasure } from '../../flows/sync/erase-person.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { notFound } from '../../platform/responses.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { RefusalList } from '../../ui/account/refusal-list.tsx'
import { Breadcrumbs } from '../../ui/parts/breadcrumbs.tsx'
import { PageHeader } from '../../ui/parts/page-header.tsx'
import { ErasePage } from '../../ui/people/erase-page.tsx'
import { idIn } from '../../ui/people/read-people-form.ts'
import { pageTitle } from '../../ui/shell/page-title.ts'

export const handle = { i18n: ['people', 'sync'] }

export async function loader({ request, params, context }: LoaderFunctionArgs) {
	const { db, at, locale } = context.house
	const staff = await requireStaff(request, context, 'administrator')
	const id = idIn(params['id'])
	const page = await openErasure(db, staff, id, at)
	if (!page) throw notFound()
	const t = fixedT(locale, 'people')
	const { done, name, counts, faces } = page
	const { documents, outside } = faces
	return { id, done, name, counts, documents, outside, title: done ? t('erase.doneTitle', { id }) : t('erase.title', { name }) }
}

export const meta: MetaFunction<typeof loader> = ({ data: page, matches }) => [{ title: pageTitle(page?.title, matches) }]

export async function action({ request, params, context }: ActionFunctionArgs) {
	const { db, at, requestId } = context.house
	const staff = await requireStaff(request, context, 'administrator')
	const typed = String((await request.formData()).get('name') ?? '').slice(0, 300)
	const done = await erasePerson(db, staff, { prospectId: idIn(params['id']), typed, requestId, at })
	if (!done) throw notFound()
	return done.ok ? redirect(request.url) : data({ refusals: done.refusals, typed }, { status: 422 })
}

export default function PersonErase() {
	const { t } = useTranslation('people')
	const { id, title, name, done, counts, documents, outside } = useLoaderData<typeof loader>()
	const refused = useActionData<typeof action>()
	const crumbs = [
		{ label: t('title'), href: '/marketing/prospects' },
		{ label: done ? `#${id}` : name, href: `/marketing/people/${id}` },
		{ label: t('erase.open') },
	]
	return (
		<>
			<PageHeader breadcrumbs={<Breadcrumbs label={t('path')} crumbs={crumbs} />} title={title} lead={t(done ? 'erase.gone' : 'erase.lead')} />
			{refused && !done ? (
				<div className="mb-8">
					<RefusalList title={t('erase.refused')} refusals={refused.refusals} />
				</div>
			) : null}
			<ErasePage {...{ name, counts, documents, outside, done }} typed={refused?.typed ?? ''} />
		</>
	)
}
