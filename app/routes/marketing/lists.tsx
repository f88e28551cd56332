import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node'
import { Form, useActionData, useLoaderData } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { changeList } from '../../flows/marketing/change-list.ts'
import { openLists } from '../../flows/marketing/open-lists.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { isLocale, withLocale } from '../../platform/locale.ts'
import { notFound } from '../../platform/responses.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { RefusalList } from '../../ui/account/refusal-list.tsx'
import { ListTable, TagTable } from '../../ui/automation/list-table.tsx'
import { QuestionEditor } from '../../ui/automation/question-editor.tsx'
import { predicateOf, readQuestionRows } from '../../ui/automation/read-automation-form.ts'
import { Button } from '../../ui/parts/button.tsx'
import { Disclosure } from '../../ui/parts/disclosure.tsx'
import { PageHeader, Section } from '../../ui/parts/page-header.tsx'
import { TextField } from '../../ui/parts/text-field.tsx'
import { wordIn } from '../../ui/people/read-people-form.ts'
import { pageTitle } from '../../ui/shell/page-title.ts'

export const handle = { i18n: ['automation', 'people', 'crm'] }

const readFilter = (search: URLSearchParams) => ({
	text: wordIn(search, 'q', 100) || null,
	kind: (['static', 'segment'] as const).find((one) => one === search.get('kind')) ?? null,
})

export async function loader({ request, context }: LoaderFunctionArgs) {
	const { db, locale } = context.house
	const staff = await requireStaff(request, context, 'marketer', 'head_office')
	const filter = readFilter(new URL(request.url).searchParams)
	const mayWrite = staff.roles.some((role) => role === 'marketer' || role === 'administrator')
	return { ...(await openLists(db, staff, filter)), filter, mayWrite, title: fixedT(locale, 'automation')('lists.title') }
}
export const meta: MetaFunction<typeof loader> = ({ data: page, matches }) => [{ title: pageTitle(page?.title, matches) }]

/** `list` makes one that people fill, `segment` one that fills itself. */
export async function action({ request, params, context }: ActionFunctionArgs) {
	const { db, at, requestId } = context.house
	const staff = await requireStaff(request, context, 'marketer')
	const form = await request.formData()
	const question = readQuestionRows(form)
	const isSegment = form.get('intent') === 'segment'
	const typed = { name: wordIn(form, 'name'), question, isSegment }
	const predicate = isSegment ? predicateOf(question) : null
	if (predicate && !predicate.ok) return data({ refusals: predicate.refusals, typed }, { status: 422 })
	const made = await changeList(db, staff, { id: null, wish: { name: typed.name, predicate: predicate?.value ?? null }, requestId, at })
	if (!made) throw notFound()
	if (!made.ok) return data({ refusals: made.refusals, typed }, { status: 422 })
	return redirect(withLocale(`/marketing/lists/${made.id}`, isLocale(params['locale']) ? params['locale'] : null))
}

export default function Lists() {
	const { t } = useTranslation('automation')
	const { lists, tags, room, filter, mayWrite } = useLoaderData<typeof loader>()
	const refused = useActionData<typeof action>()
	const typed = refused?.typed
	return (
		<>
			<PageHeader title={t('lists.title')} lead={t('lists.lead')} />
			{refused ? <RefusalList title={t('refused')} refusals={refused.refusals} /> : null}
			<div className="grid gap-10 *:min-w-0">
				{mayWrite ? (
					<div className="grid gap-2">
						<Disclosure summary={t('lists.newList')} open={typed !== undefined && !typed.isSegment}>
							<Form method="post" className="flex flex-wrap items-end gap-3">
								<TextField
									label={t('lists.name')}
									name="name"
									maxLength={120}
									required
									defaultValue={typed && !typed.isSegment ? typed.name : ''}
									className="w-full max-w-sm"
								/>
								<Button type="submit" name="intent" value="list" variant="primary">
									{t('make')}
								</Button>
							</Form>
						</Disclosure>
						<Disclosure summary={t('lists.newSegment')} open={typed?.isSegment}>
							<Form method="post" className="grid gap-5">
								<TextField
									label={t('lists.name')}
									name="name"
									maxLength={120}
									required
									defaultValue={typed?.isSegment ? typed.name : ''}
									className="w-full max-w-sm"
								/>
								<QuestionEditor view={typed?.question ?? { join: 'all', rows: [] }} room={room} />
								<Button type="submit" name="intent" value="segment" variant="primary" className="justify-self-start">
									{t('make')}
								</Button>
							</Form>
						</Disclosure>
					</div>
				) : null}
				<ListTable lists={lists} filter={filter} />
				<Section title={t('lists.tags')}>
					<TagTable tags={tags} />
				</Section>
			</div>
		</>
	)
}
