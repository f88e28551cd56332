import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node'
import { Form, useActionData, useLoaderData } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { stopRun } from '../../flows/marketing/change-list.ts'
import { changeRule, openRule } from '../../flows/marketing/change-rule.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { isLocale, withLocale } from '../../platform/locale.ts'
import { notFound } from '../../platform/responses.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { RefusalList } from '../../ui/account/refusal-list.tsx'
import { ActionEditor } from '../../ui/automation/action-editor.tsx'
import { QuestionEditor } from '../../ui/automation/question-editor.tsx'
import { actionRowOf, questionOf, readRuleForm } from '../../ui/automation/read-automation-form.ts'
import { RunProgress } from '../../ui/automation/run-progress.tsx'
import { Breadcrumbs } from '../../ui/parts/breadcrumbs.tsx'
import { Button } from '../../ui/parts/button.tsx'
import { Checkbox } from '../../ui/parts/checkbox.tsx'
import { PageHeader, Section } from '../../ui/parts/page-header.tsx'
import { TextField } from '../../ui/parts/text-field.tsx'
import { idIn } from '../../ui/people/read-people-form.ts'
import { pageTitle } from '../../ui/shell/page-title.ts'

export const handle = { i18n: ['automation', 'people', 'crm'] }

const isNew = (id: string | undefined) => id === 'new'

export async function loader({ request, params, context }: LoaderFunctionArgs) {
	const { db, locale } = context.house
	const staff = await requireStaff(request, context, 'marketer', 'head_office')
	const id = idIn(params['id'])
	const page = id === null && !isNew(params['id']) ? null : await openRule(db, staff, id)
	if (!page) throw notFound()
	const mayWrite = staff.roles.some((role) => role === 'marketer' || role === 'administrator')
	return { ...page, mayWrite, title: page.rule?.name ?? fixedT(locale, 'automation')('rules.new') }
}
export const meta: MetaFunction<typeof loader> = ({ data: page, matches }) => [{ title: pageTitle(page?.title, matches) }]

/** `save` the rule, or `stop` its look at everybody. */
export async function action({ request, params, context }: ActionFunctionArgs) {
	const { db, at, requestId } = context.house
	const staff = await requireStaff(request, context, 'marketer')
	const form = await request.formData()
	const id = idIn(params['id'])
	const page = id === null && !isNew(params['id']) ? null : await openRule(db, staff, id)
	if (!page) throw notFound()
	if (form.get('intent') === 'stop') {
		if (page.rule?.run) await stopRun(db, staff, { runId: page.rule.run.id, at })
		return redirect(request.url)
	}
	const { typed, read } = readRuleForm(form)
	if (!read.ok) return data({ refusals: read.refusals, typed }, { status: 422 })
	const saved = await changeRule(db, staff, { id, wish: read.value, requestId, at })
	if (!saved) throw notFound()
	if (!saved.ok) return data({ refusals: saved.refusals, typed }, { status: 422 })
	return redirect(withLocale(`/marketing/rules/${saved.id}`, isLocale(params['locale']) ? params['locale'] : null))
}

export default function Rule() {
	const { t } = useTranslation('automation')
	const { rule, room, title, mayWrite } = useLoaderData<typeof loader>()
	const refused = useActionData<typeof action>()
	const typed = refused?.typed
	const question = typed?.question ?? questionOf(rule?.predicate ?? null)
	return (
		<>
			<PageHeader
				breadcrumbs={<Breadcrumbs label={t('path')} crumbs={[{ label: t('rules.title'), href: '/marketing/rules' }, { label: title }]} />}
				title={title}
				lead={t('rules.ruleLead')}
			/>
			{refused ? <RefusalList title={t('refused')} refusals={refused.refusals} /> : null}
			<div className="grid gap-10 *:min-w-0">
				{rule ? (
					<div className="max-w-xl">
						<RunProgress run={rule.run} mayStop={mayWrite} />
					</div>
				) : null}
				<Form method="post" className="grid gap-10">
					<div className="flex flex-wrap items-end gap-x-6 gap-y-4">
						<TextField
							label={t('rules.name')}
							name="name"
							maxLength={120}
							required
							defaultValue={typed?.name ?? rule?.name ?? ''}
							className="w-full max-w-sm"
						/>
						<TextField
							label={t('rules.repeat')}
							name="repeatDays"
							inputMode="numeric"
							hint={t('rules.repeatHint')}
							defaultValue={typed?.repeatDays ?? rule?.repeatDays ?? ''}
							className="w-full max-w-xs"
						/>
						<Checkbox label={t('rules.isOn')} name="isActive" defaultChecked={typed ? typed.isActive : (rule?.isActive ?? false)} className="sm:mt-8" />
					</div>
					<Section title={t('question.title')}>
						{question ? <QuestionEditor view={question} room={room} /> : <p className="text-sm text-ink-soft">{t('question.deep')}</p>}
					</Section>
					<Section title={t('action.title')}>
						<ActionEditor actions={typed?.actions ?? rule?.actions.map(actionRowOf) ?? []} room={room} />
					</Section>
					{mayWrite && question ? (
						<Button type="submit" name="intent" value="save" variant="primary" className="justify-self-start">
							{t('save')}
						</Button>
					) : null}
				</Form>
			</div>
		</>
	)
}
