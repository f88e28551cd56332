import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { answerCase } from '../../flows/case/answer-case.ts'
import { openDeskCase } from '../../flows/case/open-cases.ts'
import { notFound } from '../../platform/responses.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { CasePage } from '../../ui/help/case-page.tsx'
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
	return <CasePage one={one} side="house" kicker={one.accountName} list={{ label: t('desk.title'), href: '/desk/cases' }} refused={refused} />
}
