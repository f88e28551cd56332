import { useTranslation } from 'react-i18next'
import { useReader } from '../format/locale.tsx'
import { countryName, placeName } from '../format/place-name.ts'
import { Counted } from '../parts/counted.tsx'
import { DateText, DayText } from '../parts/date-text.tsx'
import { Icon } from '../parts/icon.tsx'
import { KeyValueList } from '../parts/key-value.tsx'
import { Money } from '../parts/money.tsx'
import { Section } from '../parts/page-header.tsx'
import { Table, TBody, Td, THead, Th, Tr } from '../parts/table.tsx'
import { Parcel } from './parcel.tsx'
import { OrderStatus } from './status.tsx'
import { useWord } from './use-word.ts'

export type ShownShipment = {
	number: string
	status: string
	carrier: string | null
	trackingNumber: string | null
	shippedAt: string
	deliveredAt: string | null
	lines: { lineId: number; quantity: string }[]
}

export type ShownDelivery = {
	id: number
	sequence: number
	place: string | null
	code: string | null
	address: { line1?: string; line2?: string | null; city?: string; region?: string | null; postal_code?: string; country?: string } | null
	requestedOn: string | null
	confirmedOn: string | null
	method: string
	status: string
	instructions: string | null
	window: string | null
	netMinor: number
	shippingMinor: number
	shippingDiscountMinor: number
	taxMinor: number
	dueMinor: number
	cancelledMinor: number
	allocations: { id: number; lineId: number; quantity: string; shippedQuantity: string; cancelledQuantity: string; netMinor: number; taxMinor: number }[]
	taxes: { jurisdiction: string; taxCode: string; rate: string; baseMinor: number; taxMinor: number }[]
	shipments: ShownShipment[]
}

export type ShownLine = { id: number; name: string; sku: string | null; unitCode: string }

type DeliveryProps = {
	delivery: ShownDelivery
	lines: ReadonlyMap<number, ShownLine>
	currency: string
	/** Amounts are shown with their tax, and the tax as a part of what it comes to. */
	pricesIncludeTax: boolean
	place: string
}

/** One delivery of an order: where, when, what of it is on its way, and what it comes to. */
export function Delivery(props: DeliveryProps) {
	const { delivery, place } = props
	const { t } = useTranslation('account')
	const { locale } = useReader()
	const word = useWord()
	const { address } = delivery
	return (
		<Section id={`delivery-${delivery.sequence}`} title={place} aside={<OrderStatus status={delivery.status} />} className="break-inside-avoid">
			<div className="flex flex-wrap gap-x-8 gap-y-2 text-sm text-ink-soft">
				{address ? (
					<p className="flex gap-2">
						<Icon name="pin" className="size-4.5" />
						{[
							address.line1,
							address.line2,
							[address.postal_code, address.city].filter(Boolean).join(' '),
							address.region,
							countryName(address.country ?? '', locale),
						]
							.filter(Boolean)
							.join(', ')}
					</p>
				) : null}
				<p className="flex gap-2">
					<Icon name="truck" className="size-4.5" />
					{word(`method.${delivery.method}`, delivery.method)}
				</p>
				{delivery.requestedOn || delivery.confirmedOn ? (
					<p className="flex gap-2">
						<Icon name="calendar" className="size-4.5" />
						<span>
							{delivery.confirmedOn ? t('delivery.confirmed') : t('delivery.requested')} <DayText day={delivery.confirmedOn ?? delivery.requestedOn ?? ''} />
						</span>
					</p>
				) : null}
			</div>
			{delivery.window ? (
				<p className="text-sm">
					{t('common:window.label')}: {t(`common:window.${delivery.window}`)}
				</p>
			) : null}
			{delivery.instructions ? <p className="text-sm">{delivery.instructions}</p> : null}
			{delivery.shipments.map((shipment) => (
				<Shipment key={shipment.number} shipment={shipment} />
			))}
			<DeliveryLines {...props} />
			<DeliverySums {...props} />
		</Section>
	)
}

function Shipment({ shipment }: { shipment: ShownShipment }) {
	const { t } = useTranslation('account')
	return (
		<div className="flex flex-wrap items-baseline gap-x-6 gap-y-1 bg-sunken px-4 py-3 text-sm">
			<span className="font-medium">{t('shipment.number', { number: shipment.number })}</span>
			<span className="text-ink-soft">
				{shipment.deliveredAt ? (
					<>
						{t('shipment.deliveredOn')} <DateText instant={shipment.deliveredAt} />
					</>
				) : (
					<>
						{t('shipment.shippedOn')} <DateText instant={shipment.shippedAt} />
					</>
				)}
			</span>
			<Parcel carrier={shipment.carrier} trackingNumber={shipment.trackingNumber} className="sm:ml-auto" />
		</div>
	)
}

function DeliverySums({ delivery, currency, pricesIncludeTax }: DeliveryProps) {
	const { t } = useTranslation('account')
	const { locale } = useReader()
	const { allocations, netMinor, shippingMinor, shippingDiscountMinor, taxMinor, dueMinor, cancelledMinor } = delivery
	const sum = (key: string, label: string, minor: number) => ({ key, label, value: <Money minor={minor} currency={currency} />, strong: key === 'due' })
	const goodsTaxMinor = allocations.reduce((total, one) => total + one.taxMinor, 0)
	const shippingDiscount = shippingDiscountMinor ? [sum('discount', t('sum.shippingDiscount'), -shippingDiscountMinor)] : []
	const taxOf = pricesIncludeTax ? 'sum.ofWhichTaxOf' : 'sum.taxOf'
	const taxes =
		delivery.taxes.length > 0
			? delivery.taxes.map((tax) =>
					sum(`${tax.jurisdiction} ${tax.taxCode}`, t(taxOf, { jurisdiction: placeName(tax.jurisdiction, locale), rate: tax.rate }), tax.taxMinor),
				)
			: [sum('tax', t(pricesIncludeTax ? 'sum.ofWhichTax' : 'sum.tax'), taxMinor)]
	const rows = pricesIncludeTax
		? [
				sum('net', t('sum.goodsWithTax'), netMinor + goodsTaxMinor),
				sum('shipping', t('sum.shipping'), shippingMinor + taxMinor - goodsTaxMinor),
				...[...shippingDiscount, sum('due', t('sum.deliveryWithTax'), dueMinor), ...taxes],
			]
		: [
				sum('net', t('sum.net'), netMinor),
				sum('shipping', t('sum.shipping'), shippingMinor),
				...[...shippingDiscount, ...taxes, sum('due', t('sum.delivery'), dueMinor)],
			]
	const cancelled = cancelledMinor > 0 ? [sum('cancelled', t('sum.cancelledPart'), -cancelledMinor)] : []
	return <KeyValueList sums rows={[...rows, ...cancelled]} className="ml-auto w-full sm:max-w-sm" />
}

function DeliveryLines({ delivery, lines, currency, pricesIncludeTax, place }: DeliveryProps) {
	const { t } = useTranslation('account')
	const anyShipped = delivery.allocations.some(({ shippedQuantity }) => shippedQuantity !== '0')
	return (
		// One store may have several days: the number of the delivery tells them apart for whoever goes by landmarks.
		<Table caption={t('delivery.linesOf', { place: `${place} (${delivery.sequence})` })} dense>
			<THead>
				<tr>
					<Th>{t('line.product')}</Th>
					<Th numeric>{t('line.quantity')}</Th>
					{anyShipped ? (
						<Th numeric className="max-sm:hidden">
							{t('line.shipped')}
						</Th>
					) : null}
					<Th numeric>{t(pricesIncludeTax ? 'sum.amountWithTax' : 'sum.net')}</Th>
				</tr>
			</THead>
			<TBody>
				{delivery.allocations.map((allocation) => {
					const line = lines.get(allocation.lineId)
					return (
						<Tr key={allocation.id}>
							<Td>
								{line?.name} <span className="whitespace-nowrap text-ink-soft max-sm:block">{line?.sku}</span>
							</Td>
							<Td numeric>
								<Counted quantity={allocation.quantity} unit={line?.unitCode} />
								{anyShipped && allocation.shippedQuantity !== allocation.quantity ? (
									<span className="block text-ink-soft sm:hidden">{`${t('line.shipped')}: ${allocation.shippedQuantity}`}</span>
								) : null}
								{allocation.cancelledQuantity === '0' ? null : (
									<span className="block text-ink-soft">{t('line.cancelled', { quantity: allocation.cancelledQuantity })}</span>
								)}
							</Td>
							{anyShipped ? (
								<Td numeric className="max-sm:hidden">
									{allocation.shippedQuantity}
								</Td>
							) : null}
							<Td numeric>
								<Money minor={pricesIncludeTax ? allocation.netMinor + allocation.taxMinor : allocation.netMinor} currency={currency} />
							</Td>
						</Tr>
					)
				})}
			</TBody>
		</Table>
	)
}
