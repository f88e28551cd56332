import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node'
import { Form, useActionData, useLoaderData } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { createProfile, openGrades } from '../../flows/marketing/change-grades.ts'
import { stopRun } from '../../flows/marketing/change-list.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { isLocale, withLocale } from '../../platform/locale.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { RefusalList } from '../../ui/account/refusal-list.tsx'
import { RunProgress } from '../../ui/automation/run-progress.tsx'
import { Button } from '../../ui/parts/button.tsx'
import { PageHeader, Section } from '../../ui/parts/page-header.tsx'
import { TextField } from '../../ui/parts/text-field.tsx'
import { wordIn } from '../../ui/people/read-people-form.ts'
import { GradeBars, ProfileTable } from '../../ui/scoring/grade-parts.tsx'
import { pageTitle } from '../../ui/shell/page-title.ts'

export const handle = { i18n: ['scoring', 'automation', 'people', 'crm'] }

export async function loader({ request, context }: LoaderFunctionArgs) {
	const { db, locale } = context.house
	const staff = await requireStaff(request, context, 'marketer', 'head_office')
	const mayWrite = staff.roles.some((role) => role === 'marketer' || role === 'administrator')
	return { ...(await openGrades(db, staff)), mayWrite, title: fixedT(locale, 'scoring')('grades.title') }
}
export const meta: MetaFunction<typeof loader> = ({ data: page, matches }) => [{ title: pageTitle(page?.title, matches) }]

export async function action({ request, params, context }: ActionFunctionArgs) {
	const { db, at, requestId } = context.house
	const staff = await requireStaff(request, context, 'marketer')
	const form = await request.formData()
	if (form.get('intent') === 'stop') {
		const { run } = await openGrades(db, staff)
		if (run) await stopRun(db, staff, { runId: run.id, at })
		return redirect(request.url)
	}
	const made = await createProfile(db, staff, { name: wordIn(form, 'name'), requestId, at })
	if (!made.ok) return data({ refusals: made.refusals }, { status: 422 })
	return redirect(withLocale(`/marketing/grades/${made.id}`, isLocale(params['locale']) ? params['locale'] : null))
}

export default function Grades() {
	const { t } = useTranslation('scoring')
	const { profiles, counts, run, mayWrite } = useLoaderData<typeof loader>()
	const refused = useActionData<typeof action>()
	return (
		<>
			<PageHeader title={t('grades.title')} lead={t('grades.lead')} />
			{refused ? <RefusalList title={t('refused')} refusals={refused.refusals} /> : null}
			<div className="grid gap-10 *:min-w-0">
				<GradeBars counts={counts} />
				<div className="max-w-xl empty:hidden">
					<RunProgress run={run} mayStop={mayWrite} />
				</div>
				<Section title={t('grades.profiles')}>
					<ProfileTable profiles={profiles} />
				</Section>
				{mayWrite ? (
					<Form method="post" className="flex flex-wrap items-end gap-3">
						<TextField label={t('grades.newName')} name="name" required maxLength={120} className="w-full max-w-sm" />
						<Button type="submit" name="intent" value="make" icon="plus" variant="primary">
							{t('grades.make')}
						</Button>
					</Form>
				) : null}
			</div>
		</>
	)
}
