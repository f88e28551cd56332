import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { consentChange } from '../../flows/order/consent-change.ts'
import { endChange } from '../../flows/order/end-change.ts'
import { openProposal } from '../../flows/order/open-change.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { notFound } from '../../platform/responses.ts'
import { requireShopper } from '../../platform/session.server.ts'
import { AccountPage } from '../../ui/account/account-page.tsx'
import { RefusalList } from '../../ui/account/refusal-list.tsx'
import { ChangeActs } from '../../ui/changes/change-acts.tsx'
import { ChangedDeliveries, ChangedLines, ChangedSums, Dearer } from '../../ui/changes/change-delta.tsx'
import { ChangeFacts, ChangeStatus } from '../../ui/changes/change-facts.tsx'
import { Banner } from '../../ui/parts/banner.tsx'
import { Breadcrumbs } from '../../ui/parts/breadcrumbs.tsx'
import { PageHeader, Section } from '../../ui/parts/page-header.tsx'
import { pageTitle } from '../../ui/shell/page-title.ts'
import { idOf, textIn } from '../desk/read-form.ts'

export const handle = { i18n: ['changes', 'account'] }

export async function loader({ request, params, context }: LoaderFunctionArgs) {
	const { db, locale, at } = context.house
	const shopper = await requireShopper(request, context)
	const number = params['number'] ?? ''
	const change = await openProposal(db, shopper, { number, changeId: idOf(params['id']) ?? 0, at })
	if (!change) throw notFound()
	return { change, title: fixedT(locale, 'changes')('one.title', { number: change.number }) }
}

export const meta: MetaFunction<typeof loader> = ({ data: page, matches }) => [{ title: pageTitle(page?.title, matches) }]

/** `consent` says yes to what was read; `refuse` says no and why; `withdraw` takes it back. */
export async function action({ request, params, context }: ActionFunctionArgs) {
	const { db, at, locale, requestId } = context.house
	const shopper = await requireShopper(request, context)
	const form = await request.formData()
	const said = { number: params['number'] ?? '', changeId: idOf(params['id']) ?? 0, at, requestId }
	const note = textIn(form, 'note').slice(0, 1000) || null
	const done =
		form.get('intent') === 'consent'
			? await consentChange(db, shopper, { ...said, hash: textIn(form, 'hash').slice(0, 200), locale })
			: await endChange(db, shopper, { ...said, note })
	if (!done) throw notFound()
	if (!done.ok) return data({ refusals: done.refusals, note }, { status: 422 })
	// A changed order is read as it is now; whoever is waited for next finds the proposal where it was.
	return redirect(done.state === 'applied' ? request.url.replace(/\/change\/\d+(\?.*)?$/, '') : request.url)
}

export default function OrderProposal() {
	const { t } = useTranslation(['changes', 'account'])
	const { change } = useLoaderData<typeof loader>()
	const refused = useActionData<typeof action>()
	const { number, delta } = change
	const order = `/orders/${encodeURIComponent(number)}`
	const crumbs = [{ label: t('account:orders.title'), href: '/orders' }, { label: number, href: order }, { label: t('form.crumb') }]
	const names = new Map(delta.lines.map(({ sequence, name }) => [sequence, name]))
	return (
		<AccountPage>
			<PageHeader
				breadcrumbs={<Breadcrumbs label={t('account:breadcrumbs')} crumbs={crumbs} />}
				kicker={<ChangeStatus change={change} isYours={change.acts.consent !== null} />}
				title={t('one.title', { number })}
				lead={t(change.state === 'applied' ? 'one.leadApplied' : change.state === 'waiting' ? 'one.lead' : 'one.leadOver')}
			/>
			{refused ? (
				<div className="mb-8">
					<RefusalList title={t('one.refused')} refusals={refused.refusals} whereOf={({ line }) => (line === undefined ? null : (names.get(line) ?? null))} />
				</div>
			) : null}
			{change.isStale ? (
				<Banner tone="warning" className="mb-8">
					{t('one.stale')}
				</Banner>
			) : null}
			<div className="grid gap-x-12 gap-y-10 lg:grid-cols-[minmax(0,1fr)_20rem]">
				<div className="grid content-start gap-10">
					<Dearer delta={delta} />
					<ChangedLines delta={delta} />
					<ChangedDeliveries delta={delta} />
				</div>
				<aside className="grid content-start gap-8">
					<Section title={t('one.sums')}>
						<ChangedSums delta={delta} />
					</Section>
					<ChangeActs change={change} note={refused?.note ?? ''} order={order} />
					<Section title={t('one.facts')}>
						<ChangeFacts change={change} />
					</Section>
				</aside>
			</div>
		</AccountPage>
	)
}
