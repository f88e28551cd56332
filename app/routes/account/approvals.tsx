import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { openApprovals } from '../../flows/approval/open-approvals.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { notFound } from '../../platform/responses.ts'
import { requireShopper } from '../../platform/session.server.ts'
import { AccountPage } from '../../ui/account/account-page.tsx'
import { ApprovalLists } from '../../ui/approval/approval-lists.tsx'
import { LinkButton } from '../../ui/parts/button.tsx'
import { PageHeader } from '../../ui/parts/page-header.tsx'
import { pageTitle } from '../../ui/shell/page-title.ts'

export const handle = { i18n: ['approvals', 'account'] }

export async function loader({ request, context }: LoaderFunctionArgs) {
	const { db, at, locale } = context.house
	const shopper = await requireShopper(request, context)
	const before = new URL(request.url).searchParams.get('before') ?? ''
	const page = await openApprovals(db, shopper, { before: /^\d{1,15}$/.test(before) ? Number(before) : null, at })
	if (!page) throw notFound()
	return { ...page, title: fixedT(locale, 'approvals')('title') }
}

export const meta: MetaFunction<typeof loader> = ({ data: page, matches }) => [{ title: pageTitle(page?.title, matches) }]

export default function Approvals() {
	const { t } = useTranslation('approvals')
	const page = useLoaderData<typeof loader>()
	return (
		<AccountPage>
			<PageHeader
				title={t('title')}
				lead={t('lead')}
				actions={
					<>
						<LinkButton to="/approvals/deputies">{t('deputies.title')}</LinkButton>
						<LinkButton to="/company/approvals">{t('rules.title')}</LinkButton>
					</>
				}
			/>
			<ApprovalLists {...page} />
		</AccountPage>
	)
}
