import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { answerCase } from '../../flows/case/answer-case.ts'
import { openDeskCase } from '../../flows/case/open-cases.ts'
import { notFound } from '../../platform/responses.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { RefusalList } from '../../ui/account/refusal-list.tsx'
import { CaseStatus } from '../../ui/help/case-status.tsx'
import { CaseFacts, CaseThread } from '../../ui/help/case-thread.tsx'
import { Breadcrumbs } from '../../ui/parts/breadcrumbs.tsx'
import { PageHeader } from '../../ui/parts/page-header.tsx'
import { pageTitle } from '../../ui/shell/page-title.ts'
import { readCaseForm } from '../account/read-case-form.ts'

export const handle = { i18n: ['help'] }

export async function loader({ request, params, context }: LoaderFunctionArgs) {
	const staff = await requireStaff(request, context, 'rep', 'head_office')
	const one = await openDeskCase(context.house.db, staff, params['number'] ?? '')
	if (!one) throw notFound()
	return { one }
}

export const meta: MetaFunction<typeof loader> = ({ data: page, matches }) => [{ title: pageTitle(page?.one.subject, matches) }]

/** `say` answers, `close` ends, `reopen` begins again. */
export async function action({ request, params, context }: ActionFunctionArgs) {
	const { db, at, requestId } = context.house
	const staff = await requireStaff(request, context, 'rep', 'head_office')
	const typed = readCaseForm(await request.formData())
	const done = await answerCase(db, staff, { ...typed, requestId, number: params['number'] ?? '', at })
	if (!done) throw notFound()
	return done.ok ? redirect(request.url) : data({ refusals: done.refusals, typed }, { status: 422 })
}

export default function DeskCase() {
	const { t } = useTranslation('help')
	const { one } = useLoaderData<typeof loader>()
	const refused = useActionData<typeof action>()
	return (
		<>
			<PageHeader
				breadcrumbs={<Breadcrumbs label={t('desk.title')} crumbs={[{ label: t('desk.title'), href: '/desk/cases' }, { label: one.number }]} />}
				kicker={one.accountName}
				title={one.subject}
				lead={<CaseStatus status={one.status} side="house" />}
			/>
			{refused ? (
				<div className="mb-8">
					<RefusalList title={t('refused')} refusals={refused.refusals} />
				</div>
			) : null}
			<div className="grid gap-x-12 gap-y-10 lg:grid-cols-[minmax(0,1fr)_20rem]">
				<CaseThread one={one} side="house" typed={refused?.typed.text ?? ''} />
				<CaseFacts one={one} side="house" />
			</div>
		</>
	)
}
