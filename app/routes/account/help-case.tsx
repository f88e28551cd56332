import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { answerCaseAsBuyer } from '../../flows/case/answer-case.ts'
import { openCase } from '../../flows/case/open-cases.ts'
import { notFound } from '../../platform/responses.ts'
import { requireShopper } from '../../platform/session.server.ts'
import { AccountPage } from '../../ui/account/account-page.tsx'
import { CasePage } from '../../ui/help/case-page.tsx'
import { pageTitle } from '../../ui/shell/page-title.ts'
import { readCaseForm } from './read-case-form.ts'

export const handle = { i18n: ['help'] }

export async function loader({ request, params, context }: LoaderFunctionArgs) {
	const shopper = await requireShopper(request, context)
	const one = await openCase(context.house.db, shopper, params['number'] ?? '')
	if (!one) throw notFound()
	return { one }
}

export const meta: MetaFunction<typeof loader> = ({ data: page, matches }) => [{ title: pageTitle(page?.one.subject, matches) }]

/** `say` answers, `close` ends, `reopen` begins again. */
export async function action({ request, params, context }: ActionFunctionArgs) {
	const { db, at } = context.house
	const shopper = await requireShopper(request, context)
	const typed = readCaseForm(await request.formData())
	const done = await answerCaseAsBuyer(db, shopper, { ...typed, number: params['number'] ?? '', at })
	if (!done) throw notFound()
	return done.ok ? redirect(request.url) : data({ refusals: done.refusals, typed }, { status: 422 })
}

export default function HelpCase() {
	const { t } = useTranslation('help')
	const { one } = useLoaderData<typeof loader>()
	const refused = useActionData<typeof action>()
	return (
		<AccountPage>
			<CasePage one={one} side="buyer" kicker={one.number} list={{ label: t('title'), href: '/help' }} refused={refused} />
		</AccountPage>
	)
}
