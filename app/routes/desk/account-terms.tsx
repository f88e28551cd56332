import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node'
import { Form, useActionData, useLoaderData } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { changeLadder, type LadderChange, openLadder } from '../../flows/account/change-ladder.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { notFound } from '../../platform/responses.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { Need } from '../../ui/account/company-money.tsx'
import { RefusalList } from '../../ui/account/refusal-list.tsx'
import { RaiseForm } from '../../ui/desk/raise-form.tsx'
import { Banner } from '../../ui/parts/banner.tsx'
import { Breadcrumbs } from '../../ui/parts/breadcrumbs.tsx'
import { Button } from '../../ui/parts/button.tsx'
import { PageHeader, Section } from '../../ui/parts/page-header.tsx'
import { pageTitle } from '../../ui/shell/page-title.ts'
import { idOf, textIn } from './read-form.ts'

export const handle = { i18n: ['warehouse', 'account'] }

export async function loader({ request, params, context }: LoaderFunctionArgs) {
	const { db, at, locale } = context.house
	const staff = await requireStaff(request, context, 'credit_manager')
	const page = await openLadder(db, staff, { accountId: idOf(params['accountId']) ?? 0, at })
	if (!page) throw notFound()
	return { ...page, title: `${fixedT(locale, 'warehouse')('ladder.title')} · ${page.name}` }
}

export const meta: MetaFunction<typeof loader> = ({ data: page, matches }) => [{ title: pageTitle(page?.title, matches) }]

export async function action({ request, params, context }: ActionFunctionArgs) {
	const { db, at, requestId } = context.house
	const staff = await requireStaff(request, context, 'credit_manager')
	const form = await request.formData()
	const accountId = idOf(params['accountId']) ?? 0
	const typed = { limit: textIn(form, 'limit').slice(0, 30), termsDays: textIn(form, 'termsDays').slice(0, 10) }
	const intent = textIn(form, 'intent')
	const change: LadderChange = intent === 'stop' || intent === 'resume' ? { intent } : { intent: 'raise', ...typed }
	const changed = await changeLadder(db, staff, { accountId, change, at, requestId })
	if (!changed) throw notFound()
	return changed.ok ? redirect(`/receivables/${accountId}/terms`) : data({ refusals: changed.refusals, typed }, { status: 422 })
}

export default function AccountTerms() {
	const { t } = useTranslation(['warehouse', 'account'])
	const page = useLoaderData<typeof loader>()
	const refused = useActionData<typeof action>()
	const { place, isStopped, currency } = page
	const crumbs = [
		{ label: t('receivables.title'), href: '/receivables' },
		{ label: page.name, href: `/receivables/${page.accountId}` },
		{ label: t('ladder.title') },
	]
	return (
		<>
			<PageHeader
				breadcrumbs={<Breadcrumbs label={t('account:breadcrumbs')} crumbs={crumbs} />}
				title={page.name}
				lead={t('ladder.lead', { step: t(`account:step.${place.step}`) })}
			/>
			<div className="grid max-w-3xl gap-10">
				<RefusalList title={t('ladder.refused')} refusals={refused?.refusals ?? []} />
				{place.next ? (
					<>
						<Banner
							tone={isStopped ? 'warning' : 'info'}
							action={
								<Form method="post">
									<Button type="submit" name="intent" value={isStopped ? 'resume' : 'stop'} size="sm">
										{t(isStopped ? 'ladder.resume' : 'ladder.stop')}
									</Button>
								</Form>
							}
						>
							{t(isStopped ? 'ladder.isStopped' : 'ladder.climbs')}
						</Banner>
						<Section title={t('account:limits.next', { step: t(`account:step.${place.next.step}`) })}>
							<div className="grid gap-4">
								{place.next.needs.map((need) => (
									<Need key={need.kind} need={need} currency={currency} />
								))}
							</div>
						</Section>
						<Section title={t('ladder.raise')}>
							<RaiseForm page={page} typed={refused?.typed ?? null} step={t(`account:step.${place.next.step}`)} />
						</Section>
					</>
				) : (
					<p>{t('ladder.top')}</p>
				)}
			</div>
		</>
	)
}
