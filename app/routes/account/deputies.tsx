import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { changeDeputies, openDeputies } from '../../flows/approval/name-deputy.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { isLocale, withLocale } from '../../platform/locale.ts'
import { notFound } from '../../platform/responses.ts'
import { requireShopper } from '../../platform/session.server.ts'
import { AccountPage } from '../../ui/account/account-page.tsx'
import { RefusalList } from '../../ui/account/refusal-list.tsx'
import { DeputyForm, DeputyList } from '../../ui/approval/deputies.tsx'
import { readDeputyForm } from '../../ui/approval/read-deputy-form.ts'
import { Breadcrumbs } from '../../ui/parts/breadcrumbs.tsx'
import { EmptyState } from '../../ui/parts/empty-state.tsx'
import { PageHeader, Section } from '../../ui/parts/page-header.tsx'
import { pageTitle } from '../../ui/shell/page-title.ts'

export const handle = { i18n: ['approvals', 'account'] }

export async function loader({ request, context }: LoaderFunctionArgs) {
	const { db, at, locale } = context.house
	const shopper = await requireShopper(request, context)
	const page = await openDeputies(db, shopper, at)
	if (!page) throw notFound()
	return { ...page, title: fixedT(locale, 'approvals')('deputies.title') }
}

export const meta: MetaFunction<typeof loader> = ({ data: page, matches }) => [{ title: pageTitle(page?.title, matches) }]

/** `name`, `end:7`, `putBack:7`. */
export async function action({ request, params, context }: ActionFunctionArgs) {
	const { db, at } = context.house
	const shopper = await requireShopper(request, context)
	const change = readDeputyForm(await request.formData())
	const changed = change && (await changeDeputies(db, shopper, { change, at }))
	if (!changed) throw notFound()
	if (!changed.ok) return data({ refusals: changed.refusals, typed: change.kind === 'name' ? change.typed : null }, { status: 422 })
	return redirect(withLocale('/approvals/deputies', isLocale(params['locale']) ? params['locale'] : null))
}

export default function Deputies() {
	const { t } = useTranslation('approvals')
	const { deputies, awayChoices, deputyChoices, contactId, today } = useLoaderData<typeof loader>()
	const refused = useActionData<typeof action>()
	const crumbs = [{ label: t('title'), href: '/approvals' }, { label: t('deputies.title') }]
	const standing = deputies.filter(({ isOver }) => !isOver)
	const over = deputies.filter(({ isOver }) => isOver)
	return (
		<AccountPage>
			<PageHeader breadcrumbs={<Breadcrumbs label={t('breadcrumbs')} crumbs={crumbs} />} title={t('deputies.title')} lead={t('deputies.lead')} />
			<RefusalList title={t('deputies.refused')} refusals={refused?.refusals ?? []} />
			<div className="mt-4 grid max-w-3xl gap-12 *:min-w-0">
				{standing.length > 0 ? <DeputyList deputies={standing} today={today} /> : <EmptyState title={t('deputies.none')}>{t('deputies.noneText')}</EmptyState>}
				{awayChoices.length > 0 ? (
					<Section title={t('deputies.new')}>
						<DeputyForm key={deputies.length} away={awayChoices} deputies={deputyChoices} ownId={contactId} today={today} typed={refused?.typed ?? undefined} />
					</Section>
				) : (
					<p className="text-sm text-ink-soft">{t('deputies.mayNot')}</p>
				)}
				{over.length > 0 ? (
					<Section title={t('deputies.past')}>
						<DeputyList deputies={over} today={today} />
					</Section>
				) : null}
			</div>
		</AccountPage>
	)
}
