import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { changePerson } from '../../flows/marketing/change-person.ts'
import { openPerson } from '../../flows/marketing/open-person.ts'
import { notFound } from '../../platform/responses.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { RefusalList } from '../../ui/account/refusal-list.tsx'
import { Status } from '../../ui/parts/badge.tsx'
import { Banner } from '../../ui/parts/banner.tsx'
import { Breadcrumbs } from '../../ui/parts/breadcrumbs.tsx'
import { LinkButton, TextLink } from '../../ui/parts/button.tsx'
import { PageHeader } from '../../ui/parts/page-header.tsx'
import { PersonPage } from '../../ui/people/person-page.tsx'
import { idIn, readPersonEdit } from '../../ui/people/read-people-form.ts'
import { pageTitle } from '../../ui/shell/page-title.ts'
import { useMay } from '../../ui/shell/roles.tsx'

export const handle = { i18n: ['people', 'crm', 'desk'] }

export async function loader({ request, params, context }: LoaderFunctionArgs) {
	const { db, at } = context.house
	const staff = await requireStaff(request, context, 'marketer', 'head_office', 'rep')
	const page = await openPerson(db, staff, idIn(params['id']), { at, allTasks: new URL(request.url).searchParams.get('tasks') === 'all' })
	if (!page) throw notFound()
	return {
		...page,
		mayAct: !page.person.isErased && staff.roles.some((role) => role === 'marketer' || role === 'rep' || role === 'administrator'),
		mayErase: staff.roles.includes('administrator'),
		opensDesk: staff.roles.some((role) => role === 'rep' || role === 'head_office' || role === 'administrator'),
	}
}
export const meta: MetaFunction<typeof loader> = ({ data: page, matches }) => [{ title: pageTitle(page?.person.name, matches) }]

/** One act by hand: `edit`, `assign`, `tag_add`, `tag_remove`, `list_add`, `list_remove`, `source`, `profile`, `enrol`, `opt_in`, `opt_out`, `task`. */
export async function action({ request, params, context }: ActionFunctionArgs) {
	const { db, at, requestId } = context.house
	const staff = await requireStaff(request, context, 'marketer', 'rep')
	const edit = readPersonEdit(await request.formData())
	if (!edit) return redirect(request.url)
	const done = await changePerson(db, staff, { id: idIn(params['id']), edit, requestId, at })
	if (!done) throw notFound()
	return done.ok
		? redirect(request.url)
		: data({ refusals: done.refusals, typed: edit.act === 'edit' ? { ...edit.wish, custom: edit.typed } : null }, { status: 422 })
}

export default function Person() {
	const { t } = useTranslation('people')
	const { person, room, grade, hanging, mayAct, mayErase, opensDesk } = useLoaderData<typeof loader>()
	const refused = useActionData<typeof action>()
	const opensMarketing = useMay('marketer', 'head_office')
	const face = person.contact ? 'buyer' : person.lead ? 'lead' : 'prospect'
	return (
		<>
			<PageHeader
				breadcrumbs={
					<Breadcrumbs label={t('path')} crumbs={[{ label: t('title'), href: opensMarketing ? '/marketing/prospects' : undefined }, { label: person.name }]} />
				}
				kicker={person.company ?? undefined}
				title={person.name}
				actions={mayErase && !person.isErased ? <LinkButton to={`/marketing/people/${person.id}/erase`}>{t('erase.open')}</LinkButton> : null}
				lead={
					<span className="flex flex-wrap items-center gap-x-3 gap-y-1">
						<Status tone={person.contact ? 'positive' : person.lead ? 'accent' : 'neutral'}>{t(`face.${face}`)}</Status>
						{person.email ? <span className="wrap-anywhere">{person.email}</span> : <span>{t('noEmail')}</span>}
						{person.title ? <span>{person.title}</span> : null}
					</span>
				}
			/>
			{person.isErased ? (
				<Banner tone="info" title={t('erase.forgotten')} className="mb-8">
					{mayErase ? <TextLink to={`/marketing/people/${person.id}/erase`}>{t('erase.whatWent')}</TextLink> : null}
				</Banner>
			) : null}
			{refused ? (
				<div className="mb-8">
					<RefusalList title={t('refused')} refusals={refused.refusals} />
				</div>
			) : null}
			<PersonPage
				person={person}
				room={room}
				grade={grade}
				hanging={hanging}
				mayAct={mayAct}
				opensDesk={opensDesk}
				typed={refused?.typed ?? null}
				refusals={refused?.refusals}
			/>
		</>
	)
}
