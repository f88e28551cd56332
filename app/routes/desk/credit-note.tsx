import { randomUUID } from 'node:crypto'
import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node'
import { Form, useActionData, useLoaderData, useNavigation } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { issueCreditNote } from '../../flows/invoice/issue-credit-note.ts'
import { openLedger } from '../../flows/invoice/open-receivables.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { notFound } from '../../platform/responses.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { RefusalList } from '../../ui/account/refusal-list.tsx'
import { Breadcrumbs } from '../../ui/parts/breadcrumbs.tsx'
import { Button } from '../../ui/parts/button.tsx'
import { PageHeader } from '../../ui/parts/page-header.tsx'
import { TextField } from '../../ui/parts/text-field.tsx'
import { pageTitle } from '../../ui/shell/page-title.ts'
import { idOf, textIn } from './read-form.ts'

export const handle = { i18n: ['warehouse', 'account'] }

/** As many as a note by hand needs; more come by one note each. */
const ROWS = [1, 2, 3, 4, 5, 6] as const

export async function loader({ request, params, context }: LoaderFunctionArgs) {
	const { db, at, locale } = context.house
	const staff = await requireStaff(request, context, 'credit_manager')
	const page = await openLedger(db, staff, { accountId: idOf(params['accountId']) ?? 0, at })
	if (!page) throw notFound()
	const { accountId, name, currency } = page
	return { accountId, name, currency, key: randomUUID(), title: `${fixedT(locale, 'warehouse')('credit.title')} · ${name}` }
}

export const meta: MetaFunction<typeof loader> = ({ data: page, matches }) => [{ title: pageTitle(page?.title, matches) }]

export async function action({ request, params, context }: ActionFunctionArgs) {
	const { db, at, requestId } = context.house
	const staff = await requireStaff(request, context, 'credit_manager')
	const form = await request.formData()
	const cell = (name: string, row: number) => textIn(form, `${name}-${row}`).slice(0, 200)
	const typed = {
		...{ reference: textIn(form, 'reference').slice(0, 100), reason: textIn(form, 'reason').slice(0, 500) },
		lines: ROWS.map((row) => ({ sku: cell('sku', row), name: cell('name', row), quantity: cell('quantity', row), price: cell('price', row) })),
	}
	const accountId = idOf(params['accountId']) ?? 0
	const issued = await issueCreditNote(db, staff, { ...typed, accountId, idempotencyKey: textIn(form, 'key') || randomUUID(), at, requestId })
	if (!issued) throw notFound()
	return issued.ok
		? redirect(`/receivables/${accountId}?credited=${encodeURIComponent(issued.number)}`)
		: data({ refusals: issued.refusals, typed }, { status: 422 })
}

type Typed = { sku: string; name: string; quantity: string; price: string }

export default function CreditNote() {
	const { t } = useTranslation(['warehouse', 'account'])
	const { accountId, name, currency, key } = useLoaderData<typeof loader>()
	const refused = useActionData<typeof action>()
	const isBusy = useNavigation().state !== 'idle'
	const typed = refused?.typed
	const crumbs = [{ label: t('receivables.title'), href: '/receivables' }, { label: name, href: `/receivables/${accountId}` }, { label: t('credit.title') }]
	return (
		<>
			<PageHeader breadcrumbs={<Breadcrumbs label={t('account:breadcrumbs')} crumbs={crumbs} />} title={t('credit.title')} lead={t('credit.lead', { name })} />
			{refused ? (
				<div className="mb-8">
					<RefusalList
						title={t('credit.refused')}
						refusals={refused.refusals}
						whereOf={({ line }) => (line === undefined ? null : t('credit.row', { row: line }))}
					/>
				</div>
			) : null}
			<Form key={key} method="post" className="grid max-w-4xl gap-8">
				<input type="hidden" name="key" value={key} />
				<div className="grid gap-4 sm:grid-cols-2">
					<TextField label={t('credit.reason')} hint={t('credit.reasonHint')} name="reason" required defaultValue={typed?.reason ?? ''} />
					<TextField label={t('credit.reference')} hint={t('credit.referenceHint')} name="reference" defaultValue={typed?.reference ?? ''} />
				</div>
				<Lines currency={currency} typed={typed?.lines ?? []} />
				<p>
					<Button type="submit" variant="primary" pending={isBusy}>
						{t('credit.issue')}
					</Button>
				</p>
			</Form>
		</>
	)
}

/** The first row says what its columns are; on a phone, where there are none, each row does. */
function Lines({ currency, typed }: { currency: string; typed: readonly Typed[] }) {
	const { t } = useTranslation('warehouse')
	return (
		<div className="grid gap-5 sm:gap-2">
			{ROWS.map((row) => {
				const line = typed[row - 1]
				const named = (label: string) => ({
					...(row === 1 ? { label } : { label: `${label}, ${t('credit.row', { row })}`, hideLabel: true, placeholder: label }),
					inputClassName: 'sm:placeholder:text-transparent',
				})
				return (
					<div key={row} className="grid grid-cols-2 gap-2 sm:grid-cols-[minmax(0,1fr)_10rem_6rem_9rem]">
						<TextField {...named(t('credit.name'))} name={`name-${row}`} className="col-span-2 sm:col-span-1" defaultValue={line?.name ?? ''} />
						<TextField {...named(t('credit.sku'))} name={`sku-${row}`} className="col-span-2 sm:col-span-1" defaultValue={line?.sku ?? ''} />
						<TextField {...named(t('credit.quantity'))} name={`quantity-${row}`} inputMode="decimal" defaultValue={line?.quantity ?? ''} />
						<TextField {...named(`${t('credit.price')} (${currency})`)} name={`price-${row}`} inputMode="decimal" defaultValue={line?.price ?? ''} />
					</div>
				)
			})}
		</div>
	)
}
