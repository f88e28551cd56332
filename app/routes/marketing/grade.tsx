import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node'
import { Form, Link, useActionData, useLoaderData, useSearchParams } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { changeProfile, openProfile } from '../../flows/marketing/change-grades.ts'
import { stopRun } from '../../flows/marketing/change-list.ts'
import { isLocale, withLocale } from '../../platform/locale.ts'
import { notFound } from '../../platform/responses.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { RefusalList } from '../../ui/account/refusal-list.tsx'
import { RunProgress } from '../../ui/automation/run-progress.tsx'
import { Breadcrumbs } from '../../ui/parts/breadcrumbs.tsx'
import { Button } from '../../ui/parts/button.tsx'
import { Checkbox } from '../../ui/parts/checkbox.tsx'
import { PageHeader } from '../../ui/parts/page-header.tsx'
import { TextField } from '../../ui/parts/text-field.tsx'
import { idIn } from '../../ui/people/read-people-form.ts'
import { CriterionForm, CriterionList } from '../../ui/scoring/grade-parts.tsx'
import { readProfileChange } from '../../ui/scoring/read-scoring-form.ts'
import { pageTitle } from '../../ui/shell/page-title.ts'

export const handle = { i18n: ['scoring', 'automation', 'people', 'crm'] }

export async function loader({ request, params, context }: LoaderFunctionArgs) {
	const staff = await requireStaff(request, context, 'marketer', 'head_office')
	const page = await openProfile(context.house.db, staff, idIn(params['id']))
	if (!page) throw notFound()
	return { ...page, mayWrite: staff.roles.some((role) => role === 'marketer' || role === 'administrator') }
}
export const meta: MetaFunction<typeof loader> = ({ data: page, matches }) => [{ title: pageTitle(page?.profile.name, matches) }]

/** The profile, one of its criteria, or the end of either. */
export async function action({ request, params, context }: ActionFunctionArgs) {
	const { db, at, requestId } = context.house
	const staff = await requireStaff(request, context, 'marketer')
	const form = await request.formData()
	const page = await openProfile(db, staff, idIn(params['id']))
	if (!page) throw notFound()
	const own = new URL(request.url).pathname
	if (form.get('intent') === 'stop') {
		if (page.run) await stopRun(db, staff, { runId: page.run.id, at })
		return redirect(own)
	}
	const asked = readProfileChange(form)
	if (!asked) throw notFound()
	if (!asked.change) return data({ refusals: asked.refusals, typed: asked.typed }, { status: 422 })
	const answer = await changeProfile(db, staff, { id: page.profile.id, change: asked.change, requestId, at })
	if (!answer) throw notFound()
	if (!answer.ok) return data({ refusals: answer.refusals, typed: asked.typed }, { status: 422 })
	return redirect(asked.change.kind === 'delete' ? withLocale('/marketing/grades', isLocale(params['locale']) ? params['locale'] : null) : own)
}

export default function Grade() {
	const { t } = useTranslation('scoring')
	const { profile, room, run, mayWrite } = useLoaderData<typeof loader>()
	const refused = useActionData<typeof action>()
	const [params] = useSearchParams()
	const chosen = params.get('criterion')
	const criterion = profile.criteria.find(({ id }) => String(id) === chosen) ?? null
	return (
		<>
			<PageHeader
				breadcrumbs={<Breadcrumbs label={t('path')} crumbs={[{ label: t('grades.title'), href: '/marketing/grades' }, { label: profile.name }]} />}
				title={profile.name}
				lead={profile.isDefault ? t('grades.everybodyLead') : t('grades.chosenLead')}
			/>
			{refused ? <RefusalList title={t('refused')} refusals={refused.refusals} /> : null}
			<div className="grid gap-10 *:min-w-0">
				<div className="max-w-xl empty:hidden">
					<RunProgress run={run} mayStop={mayWrite} />
				</div>
				{mayWrite ? (
					<Form method="post" className="flex flex-wrap items-end gap-x-6 gap-y-4" key={profile.name}>
						<TextField label={t('grades.name')} name="name" required maxLength={120} defaultValue={profile.name} className="w-full max-w-sm" />
						{profile.isDefault ? null : <Checkbox label={t('grades.makeDefault')} name="isDefault" className="sm:pb-2" />}
						<Button type="submit" name="intent" value="profile">
							{t('grades.save')}
						</Button>
						{profile.isDefault ? null : (
							<Button type="submit" name="intent" value="delete" variant="danger" icon="trash">
								{t('grades.delete')}
							</Button>
						)}
					</Form>
				) : null}
				<CriterionList profile={profile} mayWrite={mayWrite} chosen={chosen} />
				{mayWrite ? (
					<>
						{criterion ? (
							<Link to="?" preventScrollReset className="justify-self-start text-accent hover:underline">
								{t('grades.another')}
							</Link>
						) : null}
						<CriterionForm criterion={criterion} typed={refused?.typed ?? null} room={room} />
					</>
				) : null}
			</div>
		</>
	)
}
