import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { openApproval } from '../../flows/approval/open-approvals.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { isLocale, withLocale } from '../../platform/locale.ts'
import { notFound } from '../../platform/responses.ts'
import { requireShopper } from '../../platform/session.server.ts'
import { AccountPage } from '../../ui/account/account-page.tsx'
import { ApprovalBody } from '../../ui/approval/approval-page.tsx'
import { Breadcrumbs } from '../../ui/parts/breadcrumbs.tsx'
import { PageHeader } from '../../ui/parts/page-header.tsx'
import { pageTitle } from '../../ui/shell/page-title.ts'
import { answer, idOf } from './answer.server.ts'

export const handle = { i18n: ['approvals', 'checkout', 'account'] }

export async function loader({ request, params, context }: LoaderFunctionArgs) {
	const { db, at, locale } = context.house
	const shopper = await requireShopper(request, context)
	const page = await openApproval(db, shopper, { requestId: idOf(params['id']), locale, at })
	if (!page) throw notFound()
	return { ...page, title: fixedT(locale, 'approvals')('one.title', { name: page.request.askedByName }) }
}

export const meta: MetaFunction<typeof loader> = ({ data: page, matches }) => [{ title: pageTitle(page?.title, matches) }]

/** `approve`, `refuse`; of who asked `withdraw`, `takeUp`. */
export async function action({ request, params, context }: ActionFunctionArgs) {
	const shopper = await requireShopper(request, context)
	const form = await request.formData()
	const requestId = idOf(params['id'])
	const answered = await answer(context.house, shopper, { requestId, form })
	if (!answered) throw notFound()
	if (!answered.ok) return data({ refusals: answered.refusals, note: String(form.get('note') ?? '') }, { status: 422 })
	return redirect(withLocale(answered.to, isLocale(params['locale']) ? params['locale'] : null))
}

export default function Approval() {
	const { t } = useTranslation('approvals')
	const { title, ...view } = useLoaderData<typeof loader>()
	const refused = useActionData<typeof action>()
	const crumbs = [{ label: t('title'), href: '/approvals' }, { label: view.request.askedByName }]
	return (
		<AccountPage>
			<PageHeader breadcrumbs={<Breadcrumbs label={t('breadcrumbs')} crumbs={crumbs} />} title={title} />
			<ApprovalBody view={view} refused={refused} />
		</AccountPage>
	)
}
