import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node'
import { Form, useActionData, useLoaderData, useNavigation } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { cancelPart } from '../../flows/order/cancel-part.ts'
import { openCut } from '../../flows/order/open-cut.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { notFound } from '../../platform/responses.ts'
import { requireShopper } from '../../platform/session.server.ts'
import { AccountPage } from '../../ui/account/account-page.tsx'
import { CutGoods } from '../../ui/account/cut-goods.tsx'
import { RefusalList } from '../../ui/account/refusal-list.tsx'
import { Breadcrumbs } from '../../ui/parts/breadcrumbs.tsx'
import { Button, LinkButton } from '../../ui/parts/button.tsx'
import { EmptyState } from '../../ui/parts/empty-state.tsx'
import { PageHeader } from '../../ui/parts/page-header.tsx'
import { TextArea } from '../../ui/parts/text-field.tsx'
import { pageTitle } from '../../ui/shell/page-title.ts'
import { textIn } from '../desk/read-form.ts'

export const handle = { i18n: ['account', 'changes'] }

export async function loader({ request, params, context }: LoaderFunctionArgs) {
	const { db, locale } = context.house
	const shopper = await requireShopper(request, context)
	const page = await openCut(db, shopper, { number: params['number'] ?? '', locale })
	if (!page) throw notFound()
	return { ...page, title: fixedT(locale, 'account')('cut.title', { number: page.number }) }
}

export const meta: MetaFunction<typeof loader> = ({ data: page, matches }) => [{ title: pageTitle(page?.title, matches) }]

/** Cancels a part of what has not shipped. */
export async function action({ request, params, context }: ActionFunctionArgs) {
	const { db, at } = context.house
	const shopper = await requireShopper(request, context)
	const form = await request.formData()
	const cut = [...form].flatMap(([name, value]) => {
		const match = /^quantity-(\d{1,15})$/.exec(name)
		return match ? [{ allocationId: Number(match[1]), quantity: String(value) }] : []
	})
	const note = textIn(form, 'note').slice(0, 1000) || null
	const done = await cancelPart(db, shopper, { number: params['number'] ?? '', cut, note, at })
	if (!done) throw notFound()
	return done.ok ? redirect(request.url.replace(/\/cancel(\?.*)?$/, '')) : data({ refusals: done.refusals, cut, note }, { status: 422 })
}

export default function OrderCut() {
	const { t } = useTranslation(['account', 'changes'])
	const { number, things, isForBuyer } = useLoaderData<typeof loader>()
	const refused = useActionData<typeof action>()
	const isPending = useNavigation().state !== 'idle'
	const names = new Map(things.map(({ line, name }) => [line, name]))
	const order = `/orders/${encodeURIComponent(number)}`
	const crumbs = [{ label: t('orders.title'), href: '/orders' }, { label: number, href: order }, { label: t('cut.crumb') }]
	return (
		<AccountPage>
			<PageHeader
				breadcrumbs={<Breadcrumbs label={t('breadcrumbs')} crumbs={crumbs} />}
				title={t('cut.title', { number })}
				lead={things.length === 0 ? null : t(isForBuyer ? 'cut.leadForBuyer' : 'cut.lead')}
			/>
			{refused ? (
				<div className="mb-8">
					<RefusalList title={t('cut.refused')} refusals={refused.refusals} whereOf={({ line }) => (line === undefined ? null : (names.get(line) ?? null))} />
					{refused.refusals.some(({ code }) => code === 'CUT_REPRICES') ? (
						<div className="mt-4">
							<LinkButton to={`${order}/change?${new URLSearchParams(lessOf(things, refused.cut))}`}>{t('changes:order.instead')}</LinkButton>
						</div>
					) : null}
				</div>
			) : null}
			{things.length === 0 ? (
				<EmptyState title={t('cut.nothing')} action={<LinkButton to={order}>{t('cut.back')}</LinkButton>}>
					{t('cut.nothingText')}
				</EmptyState>
			) : (
				<Form method="post" className="grid gap-8">
					<CutGoods things={things} typed={refused?.cut ?? []} />
					<TextArea label={t('cut.note')} name="note" rows={2} maxLength={1000} defaultValue={refused?.note ?? ''} className="max-w-prose" />
					<div className="flex flex-wrap gap-3">
						<Button type="submit" variant="danger" pending={isPending}>
							{t('cut.send')}
						</Button>
						<LinkButton to={order} variant="quiet">
							{t('cut.back')}
						</LinkButton>
					</div>
				</Form>
			)}
		</AccountPage>
	)
}

/** What would be left of what she cancelled, as the form of a change takes it. */
function lessOf(
	things: readonly { allocationId: number; lineId: number; groupId: number; open: string }[],
	cut: readonly { allocationId: number; quantity: string }[],
) {
	return cut.flatMap(({ allocationId, quantity }): [string, string][] => {
		const thing = things.find((one) => one.allocationId === allocationId)
		const left = Math.round((Number(thing?.open) - Number(quantity)) * 10_000) / 10_000
		return thing && quantity.trim() !== '' && left >= 0 ? [[`cell-${thing.lineId}-${thing.groupId}`, String(left)]] : []
	})
}
