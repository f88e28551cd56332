import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node'
import { Form, useActionData, useLoaderData, useNavigation } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { openPacking, type PackingPage } from '../../flows/shipping/open-warehouse.ts'
import { shipGroup } from '../../flows/shipping/ship-group.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { notFound } from '../../platform/responses.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { Parcel } from '../../ui/account/parcel.tsx'
import { RefusalList } from '../../ui/account/refusal-list.tsx'
import { OrderStatus } from '../../ui/account/status.tsx'
import { useWord } from '../../ui/account/use-word.ts'
import { CarrierField } from '../../ui/desk/carrier-field.tsx'
import { Breadcrumbs } from '../../ui/parts/breadcrumbs.tsx'
import { Button } from '../../ui/parts/button.tsx'
import { Checkbox } from '../../ui/parts/checkbox.tsx'
import { Counted } from '../../ui/parts/counted.tsx'
import { DateText, DayText } from '../../ui/parts/date-text.tsx'
import { KeyValueList } from '../../ui/parts/key-value.tsx'
import { QuantityCell } from '../../ui/parts/number-field.tsx'
import { PageHeader, Section } from '../../ui/parts/page-header.tsx'
import { SelectField } from '../../ui/parts/select-field.tsx'
import { Table, TBody, Td, THead, Th, Tr } from '../../ui/parts/table.tsx'
import { TextField } from '../../ui/parts/text-field.tsx'
import { pageTitle } from '../../ui/shell/page-title.ts'
import { idOf } from './read-form.ts'
import { readShipForm } from './read-ship-form.ts'

export const handle = { i18n: ['warehouse', 'account', 'storefront'] }

export async function loader({ request, params, context }: LoaderFunctionArgs) {
	const { db, locale } = context.house
	const staff = await requireStaff(request, context, 'rep')
	const page = await openPacking(db, staff, idOf(params['groupId']) ?? 0)
	if (!page) throw notFound()
	return { ...page, title: fixedT(locale, 'warehouse')('packing', { number: page.delivery.orderNumber }) }
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => [{ title: pageTitle(data?.title, matches) }]

export async function action({ request, params, context }: ActionFunctionArgs) {
	const { db, at, requestId, connectors } = context.house
	const staff = await requireStaff(request, context, 'rep')
	const typed = readShipForm(await request.formData())
	const shipped = await shipGroup(db, connectors.payment, staff, { ...typed, groupId: idOf(params['groupId']) ?? 0, at, requestId })
	if (!shipped) throw notFound()
	if (shipped.ok) return redirect(shipped.status === 'shipped' ? '/desk/warehouse' : request.url)
	return data({ refusals: shipped.refusals, typed }, { status: 422 })
}

export default function Packing() {
	const { t } = useTranslation('warehouse')
	const { delivery, warehouses } = useLoaderData<typeof loader>()
	const refused = useActionData<typeof action>()
	const names = new Map(delivery.lines.map(({ sequence, name }) => [sequence, name]))
	const isOpen = delivery.stage === 'placed' && (delivery.status === 'open' || delivery.status === 'part_shipped')
	return (
		<>
			<PageHeader
				breadcrumbs={<Breadcrumbs label={t('title')} crumbs={[{ label: t('title'), href: '/desk/warehouse' }, { label: delivery.orderNumber }]} />}
				kicker={delivery.place === delivery.accountName ? null : delivery.accountName}
				title={delivery.place ?? delivery.accountName}
				lead={<OrderStatus status={delivery.status} />}
			/>
			{refused ? (
				<div className="mb-8">
					<RefusalList title={t('refused')} refusals={refused.refusals} whereOf={({ line }) => (line === undefined ? null : (names.get(line) ?? null))} />
				</div>
			) : null}
			<div className="grid gap-x-12 gap-y-10 lg:grid-cols-[minmax(0,1fr)_20rem]">
				<PackForm delivery={delivery} warehouses={warehouses} typed={refused?.typed ?? null} isOpen={isOpen} />
				<div className="grid content-start gap-8">
					<Facts delivery={delivery} />
					{delivery.shipments.length > 0 ? (
						<Section title={t('shipments')}>
							<ul className="grid gap-2 text-sm">
								{delivery.shipments.map((shipment) => (
									<li key={shipment.id} className="flex justify-between gap-4">
										<span>
											{shipment.number} <Parcel className="text-ink-soft" carrier={shipment.carrier} trackingNumber={shipment.trackingNumber} />
										</span>
										<DateText instant={shipment.deliveredAt ?? shipment.shippedAt} />
									</li>
								))}
							</ul>
						</Section>
					) : null}
				</div>
			</div>
		</>
	)
}

function Facts({ delivery }: { delivery: PackingPage['delivery'] }) {
	const { t } = useTranslation(['warehouse', 'account'])
	const word = useWord()
	const address = delivery.address
	const rows = [
		{ key: 'order', label: t('column.order'), value: delivery.orderNumber },
		...(delivery.poNumber ? [{ key: 'po', label: t('account:orders.column.po'), value: delivery.poNumber }] : []),
		...(delivery.dueOn ? [{ key: 'due', label: t('column.due'), value: <DayText day={delivery.dueOn} /> }] : []),
		{ key: 'method', label: t('method'), value: word(`method.${delivery.method}`, delivery.method) },
		...(address
			? [
					{
						key: 'address',
						label: t('address'),
						value: [
							address['line1'],
							address['line2'],
							[address['postal_code'], address['city']].filter(Boolean).join(' '),
							address['region'],
							address['country'],
						]
							.filter(Boolean)
							.join(', '),
					},
				]
			: []),
		...(delivery.window ? [{ key: 'window', label: t('common:window.label'), value: t(`common:window.${delivery.window}`) }] : []),
		...(delivery.instructions ? [{ key: 'instructions', label: t('instructions'), value: delivery.instructions }] : []),
	]
	return (
		<Section title={t('facts')}>
			<KeyValueList rows={rows} />
		</Section>
	)
}

type PackFormProps = PackingPage & { typed: ReturnType<typeof readShipForm> | null; isOpen: boolean }

function PackForm({ delivery, warehouses, typed, isOpen }: PackFormProps) {
	const { t } = useTranslation('warehouse')
	const isPending = useNavigation().state !== 'idle'
	return (
		<Form method="post" className="grid content-start gap-8">
			<PackLines lines={delivery.lines} typed={typed} isOpen={isOpen} />
			{isOpen ? (
				<div className="grid gap-4 sm:grid-cols-3">
					<SelectField
						label={t('warehouse')}
						name="warehouseId"
						defaultValue={String(typed?.warehouseId ?? delivery.warehouseId ?? '')}
						options={[{ value: '', label: t('anyWarehouse') }, ...warehouses.map(({ id, name }) => ({ value: String(id), label: name }))]}
					/>
					<CarrierField label={t('carrier')} defaultValue={typed?.carrier ?? ''} />
					<TextField label={t('tracking')} name="trackingNumber" defaultValue={typed?.trackingNumber ?? ''} maxLength={80} />
					<Checkbox
						label={t('closesShort')}
						hint={t('closesShortHint')}
						name="closesShort"
						defaultChecked={typed?.closesShort ?? false}
						className="sm:col-span-3"
					/>
					<div>
						<Button type="submit" variant="primary" icon="truck" pending={isPending}>
							{t('ship')}
						</Button>
					</div>
				</div>
			) : null}
		</Form>
	)
}

function PackLines({ lines, typed, isOpen }: { lines: PackingPage['delivery']['lines']; typed: PackFormProps['typed']; isOpen: boolean }) {
	const { t } = useTranslation(['warehouse', 'account'])
	const typedOf = new Map(typed?.quantities?.map(({ allocationId, quantity }) => [allocationId, quantity]))
	return (
		<Table caption={t('goods')}>
			<THead>
				<tr>
					<Th>{t('account:line.product')}</Th>
					<Th numeric>{t('column.ordered')}</Th>
					<Th numeric className="hidden sm:table-cell">
						{t('column.onHand')}
					</Th>
					<Th numeric>{t(isOpen ? 'column.shipsNow' : 'account:line.shipped')}</Th>
				</tr>
			</THead>
			<TBody>
				{lines.map((line) => (
					<Tr key={line.allocationId}>
						<Td>
							<span className="block font-medium">{line.name}</span>
							<span className="text-ink-soft">{line.sku}</span>
						</Td>
						<Td numeric>
							<Counted quantity={line.quantity} unit={line.unitCode} />
							{line.shippedQuantity === '0' ? null : <span className="block text-ink-soft">{t('shippedSoFar', { quantity: line.shippedQuantity })}</span>}
						</Td>
						<Td numeric className="hidden sm:table-cell">
							{line.onHand ?? '–'}
						</Td>
						<Td numeric>
							{isOpen && line.openQuantity !== '0' ? (
								<QuantityCell
									name={`quantity-${line.allocationId}`}
									className="ml-auto"
									aria-label={t('shipsNowOf', { name: line.name })}
									defaultValue={typedOf.get(line.allocationId) ?? line.openQuantity}
									max={line.openQuantity}
									step={line.unitDigits === 0 ? 1 : 'any'}
								/>
							) : (
								line.shippedQuantity
							)}
						</Td>
					</Tr>
				))}
			</TBody>
		</Table>
	)
}
