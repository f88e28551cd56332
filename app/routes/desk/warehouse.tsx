import { type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node'
import { Form, Link, useLoaderData, useSearchParams } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { markDelivered } from '../../flows/shipping/mark-delivered.ts'
import { openWarehouse, type WarehousePage } from '../../flows/shipping/open-warehouse.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { notFound } from '../../platform/responses.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { OrderStatus } from '../../ui/account/status.tsx'
import { Button } from '../../ui/parts/button.tsx'
import { DateText, DayText } from '../../ui/parts/date-text.tsx'
import { EmptyState } from '../../ui/parts/empty-state.tsx'
import { PageHeader } from '../../ui/parts/page-header.tsx'
import { Pagination } from '../../ui/parts/pagination.tsx'
import { SearchBox } from '../../ui/parts/search-box.tsx'
import { Table, TBody, Td, THead, Th, Tr } from '../../ui/parts/table.tsx'
import { Tabs } from '../../ui/parts/tabs.tsx'
import { pageTitle } from '../../ui/shell/page-title.ts'
import { idIn } from './read-form.ts'

export const handle = { i18n: ['warehouse', 'account'] }

export async function loader({ request, context }: LoaderFunctionArgs) {
	const { db, locale } = context.house
	const staff = await requireStaff(request, context, 'rep')
	const search = new URL(request.url).searchParams
	const query = { onTheWay: search.get('show') === 'on-the-way', text: search.get('q')?.trim().slice(0, 100) || null, after: search.get('after') }
	return { ...(await openWarehouse(db, staff, query)), query, title: fixedT(locale, 'warehouse')('title') }
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => [{ title: pageTitle(data?.title, matches) }]

/** A shipment has arrived. */
export async function action({ request, context }: ActionFunctionArgs) {
	const { db, at, requestId } = context.house
	const staff = await requireStaff(request, context, 'rep')
	const form = await request.formData()
	const marked = await markDelivered(db, staff, { shipmentId: idIn(form, 'shipmentId') ?? 0, at, requestId })
	if (!marked) throw notFound()
	return redirect('/desk/warehouse?show=on-the-way')
}

export default function Warehouse() {
	const { t } = useTranslation('warehouse')
	const { rows, next, query } = useLoaderData<typeof loader>()
	const [search] = useSearchParams()
	const show = query.onTheWay ? 'on-the-way' : null
	const further = new URLSearchParams([...search].filter(([name]) => name !== 'after'))
	if (next) further.set('after', next)
	return (
		<>
			<PageHeader title={t('title')} lead={t('lead')} />
			<Tabs
				label={t('title')}
				tabs={[
					{ href: '/desk/warehouse', label: t('toPack'), current: !query.onTheWay },
					{ href: '/desk/warehouse?show=on-the-way', label: t('onTheWay'), current: query.onTheWay },
				]}
			/>
			<SearchBox action="/desk/warehouse" label={t('search')} defaultValue={query.text ?? ''} className="my-6 max-w-md">
				{show ? <input type="hidden" name="show" value={show} /> : null}
			</SearchBox>
			{rows.length === 0 ? (
				<EmptyState
					picture={<img src={query.text ? '/images/nothing-found.svg' : '/images/all-done.svg'} alt="" width={480} height={360} />}
					title={t(query.text ? 'none.title' : query.onTheWay ? 'noneOnTheWay.title' : 'empty.title')}
				>
					{t(query.text ? 'none.text' : query.onTheWay ? 'noneOnTheWay.text' : 'empty.text')}
				</EmptyState>
			) : query.onTheWay ? (
				<OnTheWay rows={rows} />
			) : (
				<ToPack rows={rows} />
			)}
			<Pagination label={t('pages')} next={next ? { href: `/desk/warehouse?${further}`, label: t('more') } : null} />
		</>
	)
}

type Rows = WarehousePage['rows'] | (Omit<WarehousePage['rows'][number], 'shippedAt'> & { shippedAt: string | Date | null })[]

function ToPack({ rows }: { rows: Rows }) {
	const { t } = useTranslation('warehouse')
	return (
		<Table caption={t('toPack')} dense>
			<THead>
				<tr>
					<Th>{t('column.due')}</Th>
					<Th>{t('column.place')}</Th>
					<Th className="hidden sm:table-cell">{t('column.order')}</Th>
					<Th numeric className="hidden md:table-cell">
						{t('column.lines')}
					</Th>
					<Th className="hidden sm:table-cell">{t('column.status')}</Th>
				</tr>
			</THead>
			<TBody>
				{rows.map((row) => (
					<Tr key={row.groupId} className="hover:bg-sunken">
						<Td className="whitespace-nowrap">{row.dueOn ? <DayText day={row.dueOn} style="short" /> : t('noDate')}</Td>
						<Td>
							<Link to={`/desk/warehouse/${row.groupId}`} prefetch="intent" className="block font-medium text-accent hover:underline">
								{row.place ?? row.accountName}
							</Link>
							<span className="text-ink-soft">{[row.accountName, row.city].filter(Boolean).join(' · ')}</span>
						</Td>
						<Td className="hidden sm:table-cell">{row.orderNumber}</Td>
						<Td numeric className="hidden md:table-cell">
							{t('openLines', { count: row.openLines, lines: row.lines })}
						</Td>
						<Td className="hidden sm:table-cell">
							<OrderStatus status={row.status} />
						</Td>
					</Tr>
				))}
			</TBody>
		</Table>
	)
}

function OnTheWay({ rows }: { rows: Rows }) {
	const { t } = useTranslation('warehouse')
	return (
		<Table caption={t('onTheWay')} dense>
			<THead>
				<tr>
					<Th>{t('column.shipped')}</Th>
					<Th>{t('column.place')}</Th>
					<Th className="hidden sm:table-cell">{t('column.tracking')}</Th>
					<Th>
						<span className="sr-only">{t('arrived')}</span>
					</Th>
				</tr>
			</THead>
			<TBody>
				{rows.map((row) => (
					<Tr key={row.shipmentId}>
						<Td className="whitespace-nowrap">{row.shippedAt ? <DateText instant={row.shippedAt} /> : null}</Td>
						<Td>
							<Link to={`/desk/warehouse/${row.groupId}`} className="block font-medium text-accent hover:underline">
								{row.place ?? row.accountName}
							</Link>
							<span className="text-ink-soft">{[row.accountName, row.orderNumber].join(' · ')}</span>
						</Td>
						<Td className="hidden sm:table-cell">{[row.carrier, row.trackingNumber].filter(Boolean).join(' ')}</Td>
						<Td className="text-right">
							<Form method="post" action="/desk/warehouse">
								<input type="hidden" name="shipmentId" value={row.shipmentId ?? ''} />
								<Button type="submit" size="sm" icon="check">
									{t('arrived')}
								</Button>
							</Form>
						</Td>
					</Tr>
				))}
			</TBody>
		</Table>
	)
}
