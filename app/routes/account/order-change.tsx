import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node'
import { Form, useActionData, useLoaderData, useNavigation, useSearchParams } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { openChangeForm } from '../../flows/order/open-change.ts'
import { proposeChange } from '../../flows/order/propose-change.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { notFound } from '../../platform/responses.ts'
import { requireShopper } from '../../platform/session.server.ts'
import { AccountPage } from '../../ui/account/account-page.tsx'
import { RefusalList } from '../../ui/account/refusal-list.tsx'
import { ChangeAdds, ChangeDeliveries, ChangeMatrix } from '../../ui/changes/change-form.tsx'
import { Breadcrumbs } from '../../ui/parts/breadcrumbs.tsx'
import { Button, LinkButton } from '../../ui/parts/button.tsx'
import { PageHeader } from '../../ui/parts/page-header.tsx'
import { TextArea } from '../../ui/parts/text-field.tsx'
import { pageTitle } from '../../ui/shell/page-title.ts'
import { NEW_ROWS, readChangeForm } from './read-change-form.ts'

export const handle = { i18n: ['changes', 'account'] }

export async function loader({ request, params, context }: LoaderFunctionArgs) {
	const { db, locale } = context.house
	const shopper = await requireShopper(request, context)
	const page = await openChangeForm(db, shopper, params['number'] ?? '')
	if (!page) throw notFound()
	return { ...page, title: fixedT(locale, 'changes')('form.title', { number: page.number }) }
}

export const meta: MetaFunction<typeof loader> = ({ data: page, matches }) => [{ title: pageTitle(page?.title, matches) }]

/** Proposes the change; what it costs is read, and agreed to, on the next page. */
export async function action({ request, params, context }: ActionFunctionArgs) {
	const { db, at, locale, requestId } = context.house
	const shopper = await requireShopper(request, context)
	const { reason, ...typed } = readChangeForm(await request.formData())
	const done = await proposeChange(db, shopper, { number: params['number'] ?? '', typed, reason, locale, at, requestId })
	if (!done) throw notFound()
	if (!done.ok) return data({ refusals: done.refusals, typed, reason }, { status: 422 })
	return redirect(`${new URL(request.url).pathname}/${done.changeId}`)
}

export default function OrderChange() {
	const { t } = useTranslation(['changes', 'account'])
	const page = useLoaderData<typeof loader>()
	const refused = useActionData<typeof action>()
	const [asked] = useSearchParams()
	const isPending = useNavigation().state !== 'idle'
	const { number, side, lines, refusals } = page
	const names = new Map(lines.map(({ sequence, name }) => [sequence, name]))
	const whereOf = ({ line, facts }: { line?: number; facts: Record<string, unknown> }) =>
		line === undefined ? (typeof facts['sku'] === 'string' ? facts['sku'] : null) : (names.get(line) ?? null)
	const order = `/orders/${encodeURIComponent(number)}`
	const crumbs = [{ label: t('account:orders.title'), href: '/orders' }, { label: number, href: order }, { label: t('form.crumb') }]
	const typed = refused?.typed ?? { cells: readAsked(asked), groups: [], newGroup: null, adds: [] }
	return (
		<AccountPage>
			<PageHeader
				breadcrumbs={<Breadcrumbs label={t('account:breadcrumbs')} crumbs={crumbs} />}
				title={t('form.title', { number })}
				lead={t(side === 'house' ? 'form.leadForBuyer' : 'form.lead')}
			/>
			{refused || refusals.length > 0 ? (
				<div className="mb-8">
					<RefusalList title={t('form.refused')} refusals={refused?.refusals ?? refusals} whereOf={whereOf} />
				</div>
			) : null}
			{refusals.length > 0 ? (
				<LinkButton to={order}>{t('form.back')}</LinkButton>
			) : (
				<Form method="post" className="grid gap-10">
					<ChangeMatrix page={page} typed={typed} />
					<ChangeDeliveries page={page} typed={typed} />
					<ChangeAdds page={page} typed={typed} rows={NEW_ROWS} />
					<TextArea
						label={t(side === 'house' ? 'form.reason' : 'form.note')}
						hint={side === 'house' ? t('form.reasonHint') : undefined}
						name="reason"
						rows={2}
						maxLength={1000}
						required={side === 'house'}
						defaultValue={refused?.reason ?? ''}
						className="max-w-prose"
					/>
					<div className="flex flex-wrap gap-3">
						<Button type="submit" variant="primary" pending={isPending}>
							{t('form.send')}
						</Button>
						<LinkButton to={order} variant="quiet">
							{t('form.back')}
						</LinkButton>
					</div>
				</Form>
			)}
		</AccountPage>
	)
}

/** Cells that another page asks for, as `cell-<line>-<delivery>`. */
function readAsked(asked: URLSearchParams) {
	return [...asked].flatMap(([name, quantity]) => {
		const match = /^cell-(\d{1,15})-(\d{1,15})$/.exec(name)
		return match ? [{ lineId: Number(match[1]), groupId: Number(match[2]), quantity }] : []
	})
}
