import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node'
import { Form, useActionData, useLoaderData } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { changeList, stopRun } from '../../flows/marketing/change-list.ts'
import { openList } from '../../flows/marketing/open-lists.ts'
import { notFound } from '../../platform/responses.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { RefusalList } from '../../ui/account/refusal-list.tsx'
import { QuestionEditor } from '../../ui/automation/question-editor.tsx'
import { predicateOf, questionOf, readQuestionRows } from '../../ui/automation/read-automation-form.ts'
import { RunProgress } from '../../ui/automation/run-progress.tsx'
import { useReader } from '../../ui/format/locale.tsx'
import { count } from '../../ui/format/number.ts'
import { Badge } from '../../ui/parts/badge.tsx'
import { Breadcrumbs } from '../../ui/parts/breadcrumbs.tsx'
import { Button, LinkButton } from '../../ui/parts/button.tsx'
import { Figure, PageHeader, Section } from '../../ui/parts/page-header.tsx'
import { TextField } from '../../ui/parts/text-field.tsx'
import { idIn, wordIn } from '../../ui/people/read-people-form.ts'
import { pageTitle } from '../../ui/shell/page-title.ts'

export const handle = { i18n: ['automation', 'people', 'crm'] }

export async function loader({ request, params, context }: LoaderFunctionArgs) {
	const { db } = context.house
	const staff = await requireStaff(request, context, 'marketer', 'head_office')
	const page = await openList(db, staff, idIn(params['id']))
	if (!page) throw notFound()
	return { ...page, mayWrite: staff.roles.some((role) => role === 'marketer' || role === 'administrator') }
}
export const meta: MetaFunction<typeof loader> = ({ data: page, matches }) => [{ title: pageTitle(page?.list.name, matches) }]

/** `save` its name and question, or `stop` filling it. */
export async function action({ request, params, context }: ActionFunctionArgs) {
	const { db, at, requestId } = context.house
	const staff = await requireStaff(request, context, 'marketer')
	const form = await request.formData()
	const page = await openList(db, staff, idIn(params['id']))
	if (!page) throw notFound()
	if (form.get('intent') === 'stop') {
		if (page.list.run) await stopRun(db, staff, { runId: page.list.run.id, at })
		return redirect(request.url)
	}
	const question = readQuestionRows(form)
	const typed = { name: wordIn(form, 'name'), question }
	const asked = page.list.kind === 'segment' && question.rows.length > 0 ? predicateOf(question) : { ok: true as const, value: page.list.predicate }
	if (!asked.ok) return data({ refusals: asked.refusals, typed }, { status: 422 })
	const saved = await changeList(db, staff, { id: page.list.id, wish: { name: typed.name, predicate: asked.value }, requestId, at })
	if (!saved) throw notFound()
	return saved.ok ? redirect(request.url) : data({ refusals: saved.refusals, typed }, { status: 422 })
}

export default function List() {
	const { t } = useTranslation('automation')
	const { locale } = useReader()
	const { list, room, mayWrite } = useLoaderData<typeof loader>()
	const refused = useActionData<typeof action>()
	const view = refused?.typed.question ?? questionOf(list.predicate)
	return (
		<>
			<PageHeader
				breadcrumbs={<Breadcrumbs label={t('path')} crumbs={[{ label: t('lists.title'), href: '/marketing/lists' }, { label: list.name }]} />}
				title={list.name}
				kicker={<Badge tone={list.kind === 'segment' ? 'accent' : 'neutral'}>{t(`lists.${list.kind}`)}</Badge>}
				lead={t(`lists.${list.kind}Lead`)}
				actions={
					<>
						<LinkButton to={`/marketing/prospects.csv?list=${list.id}`} icon="download" reloadDocument>
							{t('csv')}
						</LinkButton>
						<LinkButton to={`/marketing/prospects?list=${list.id}`} variant="primary">
							{t('lists.open')}
						</LinkButton>
					</>
				}
			/>
			{refused ? <RefusalList title={t('refused')} refusals={refused.refusals} /> : null}
			<div className="grid gap-10 *:min-w-0">
				<div className="grid max-w-xl gap-4">
					<Figure label={t('lists.people')} value={count(list.members, locale)} />
					<RunProgress run={list.run} mayStop={mayWrite} />
				</div>
				{mayWrite ? (
					<Section title={t(list.kind === 'segment' ? 'question.title' : 'lists.rename')}>
						<Form method="post" className="grid gap-5">
							<TextField
								label={t('lists.name')}
								name="name"
								maxLength={120}
								required
								defaultValue={refused?.typed.name ?? list.name}
								className="w-full max-w-sm"
							/>
							{list.kind !== 'segment' ? null : view ? (
								<QuestionEditor view={view} room={room} />
							) : (
								<p className="text-sm text-ink-soft">{t('question.deep')}</p>
							)}
							<Button type="submit" name="intent" value="save" variant="primary" className="justify-self-start">
								{t('save')}
							</Button>
						</Form>
					</Section>
				) : null}
			</div>
		</>
	)
}
