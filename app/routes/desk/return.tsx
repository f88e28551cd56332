import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { decideReturn } from '../../flows/return/decide-return.ts'
import { openReturn } from '../../flows/return/open-returns.ts'
import { receiveReturn } from '../../flows/return/receive-return.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { notFound } from '../../platform/responses.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { RefusalList } from '../../ui/account/refusal-list.tsx'
import { ReturnStatus } from '../../ui/account/return-status.tsx'
import { ReturnDecision, ReturnFacts, ReturnReceipt } from '../../ui/desk/return-parts.tsx'
import { Breadcrumbs } from '../../ui/parts/breadcrumbs.tsx'
import { PageHeader } from '../../ui/parts/page-header.tsx'
import { pageTitle } from '../../ui/shell/page-title.ts'
import { readReceiveForm } from '../account/read-return-form.ts'
import { idIn, idOf, textIn } from './read-form.ts'

export const handle = { i18n: ['returns', 'account'] }

export async function loader({ request, params, context }: LoaderFunctionArgs) {
	const { db, locale } = context.house
	const staff = await requireStaff(request, context, 'rep')
	const page = await openReturn(db, staff, idOf(params['id']) ?? 0)
	if (!page) throw notFound()
	return { ...page, title: fixedT(locale, 'returns')('desk.title', { number: page.goods.number }) }
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => [{ title: pageTitle(data?.title, matches) }]

/** `approve` and `refuse` answer the buyer; `receive` credits what came back. */
export async function action({ request, params, context }: ActionFunctionArgs) {
	const { db, at, requestId } = context.house
	const staff = await requireStaff(request, context, 'rep')
	const form = await request.formData()
	const intent = form.get('intent')
	const which = { returnId: idOf(params['id']) ?? 0, at, requestId }
	const typed = { note: textIn(form, 'note').slice(0, 1000) || null, rows: readReceiveForm(form), warehouseId: idIn(form, 'warehouseId') }
	const done =
		intent === 'receive'
			? await receiveReturn(db, staff, { ...which, rows: typed.rows, warehouseId: typed.warehouseId })
			: await decideReturn(db, staff, { ...which, approves: intent === 'approve', note: typed.note })
	if (!done) throw notFound()
	return done.ok ? redirect(request.url) : data({ refusals: done.refusals, typed }, { status: 422 })
}

export default function Return() {
	const { t } = useTranslation('returns')
	const { goods, warehouses } = useLoaderData<typeof loader>()
	const refused = useActionData<typeof action>()
	const names = new Map(goods.lines.map(({ sequence, name }) => [sequence, name]))
	return (
		<>
			<PageHeader
				breadcrumbs={<Breadcrumbs label={t('title')} crumbs={[{ label: t('title'), href: '/desk/returns' }, { label: goods.number }]} />}
				kicker={goods.accountName}
				title={t('desk.title', { number: goods.number })}
				lead={<ReturnStatus state={goods.state} />}
			/>
			{refused ? (
				<div className="mb-8">
					<RefusalList title={t('desk.refused')} refusals={refused.refusals} whereOf={({ line }) => (line === undefined ? null : (names.get(line) ?? null))} />
				</div>
			) : null}
			<div className="grid gap-x-12 gap-y-10 lg:grid-cols-[minmax(0,1fr)_20rem]">
				<div className="grid content-start gap-8">
					<ReturnReceipt goods={goods} warehouses={warehouses} typed={refused?.typed ?? null} />
					{goods.state === 'asked' ? <ReturnDecision note={refused?.typed.note ?? ''} /> : null}
				</div>
				<ReturnFacts goods={goods} />
			</div>
		</>
	)
}
