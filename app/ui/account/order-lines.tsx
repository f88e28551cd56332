import { Link } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { useReader } from '../format/locale.tsx'
import { decimalText } from '../format/number.ts'
import { Badge } from '../parts/badge.tsx'
import { Counted } from '../parts/counted.tsx'
import { InsideList } from '../parts/inside-list.tsx'
import { Money, UnitPrice } from '../parts/money.tsx'
import { Table, TBody, Td, THead, Th, Tr } from '../parts/table.tsx'
import { partsHref } from './machine-table.tsx'
import { WhyPrice } from './why-price.tsx'

export type PricedLine = {
	id: number
	sequence: number
	kind: 'goods' | 'gift' | 'fee'
	sku: string | null
	name: string
	picture: string | null
	unitCode: string
	quantity: string
	unitPrice: string | null
	resolvedMinor: number
	discountMinor: number
	netMinor: number
	hasTrace: boolean
	hasParts: boolean
	discounts: { name: string; phase: string; amountMinor: number }[]
	inside: { sku: string; name: string; quantity: string; netMinor: number; taxMinor: number }[]
}

type LinesOfOrder = { lines: readonly PricedLine[]; currency: string; number: string; pricesIncludeTax: boolean }

/** What each line cost and why, once for the whole order: the price counts over all stores. */
export function OrderLines({ order }: { order: LinesOfOrder }) {
	const { lines, pricesIncludeTax } = order
	const { t } = useTranslation('account')
	return (
		<Table caption={t('order.lines')} className="[&_td]:align-top">
			<THead>
				<tr>
					<Th>{t('line.product')}</Th>
					<Th numeric className="hidden sm:table-cell">
						{t('line.quantity')}
					</Th>
					<Th numeric className="hidden sm:table-cell">
						{t(pricesIncludeTax ? 'line.unitPriceWithTax' : 'line.unitPrice')}
					</Th>
					<Th numeric>{t(pricesIncludeTax ? 'sum.amountWithTax' : 'sum.net')}</Th>
				</tr>
			</THead>
			<TBody>
				{lines.map((line) => (
					<LineRow key={line.id} line={line} order={order} />
				))}
			</TBody>
		</Table>
	)
}

/** What is inside a bundle, and what of its price each thing carries: by that it is taxed, and given back. */
export function Inside({ inside, currency, withTax }: { inside: PricedLine['inside']; currency: string; withTax: boolean }) {
	const { t } = useTranslation('account')
	const { locale } = useReader()
	const things = inside.map(({ sku, name, quantity, netMinor, taxMinor }) => ({
		...{ key: sku, name, quantity: decimalText(quantity, locale) },
		amount: <Money minor={withTax ? netMinor + taxMinor : netMinor} currency={currency} />,
	}))
	return <InsideList label={t('line.inside')} things={things} />
}

function LineRow({ line, order: { currency, number, pricesIncludeTax } }: { line: PricedLine; order: LinesOfOrder }) {
	const { t } = useTranslation('account')
	const price = line.unitPrice === null ? null : <UnitPrice micros={line.unitPrice.replace('.', '')} currency={currency} />
	return (
		<Tr>
			<Td>
				<div className="flex gap-3">
					{line.picture ? (
						<img
							src={line.picture}
							alt=""
							width={48}
							height={48}
							loading="lazy"
							className="drawn hidden size-12 shrink-0 rounded-md bg-sunken object-contain sm:block print:hidden"
						/>
					) : null}
					<div className="min-w-0">
						<p className="font-medium">
							{line.name} {line.kind === 'goods' ? null : <Badge tone={line.kind === 'gift' ? 'positive' : 'neutral'}>{t(`line.kind.${line.kind}`)}</Badge>}
						</p>
						<p className="text-ink-soft">{line.sku}</p>
						<p className="tabular-nums sm:hidden">
							<Counted quantity={line.quantity} unit={line.unitCode} /> {price}
						</p>
						{line.discounts.map((discount) => (
							<p key={`${discount.phase} ${discount.name}`} className="text-positive">
								{discount.name} <Money minor={-discount.amountMinor} currency={currency} />
							</p>
						))}
						<Inside inside={line.inside} currency={currency} withTax={pricesIncludeTax} />
						{line.kind === 'fee' ? null : (
							<Link
								to={`/orders/${encodeURIComponent(number)}/help?line=${line.sequence}`}
								className="inline-flex min-h-6 items-center text-sm text-accent hover:underline print:hidden"
							>
								{t('line.help')}
								<span className="sr-only">{` (${line.name})`}</span>
							</Link>
						)}
						{line.hasParts && line.sku ? (
							<Link to={partsHref(line.sku, null)} className="ml-4 inline-flex min-h-6 items-center text-sm text-accent hover:underline print:hidden">
								{t('machines.partsOf')}
								<span className="sr-only">{` (${line.name})`}</span>
							</Link>
						) : null}
						{line.hasTrace ? <WhyPrice href={`/orders/${encodeURIComponent(number)}/why/${line.sequence}`} /> : null}
					</div>
				</div>
			</Td>
			<Td numeric className="hidden sm:table-cell">
				<Counted quantity={line.quantity} unit={line.unitCode} />
			</Td>
			<Td numeric className="hidden sm:table-cell">
				{price}
			</Td>
			<Td numeric>
				{line.discountMinor > 0 ? (
					<s className="block text-ink-soft">
						<Money minor={line.resolvedMinor} currency={currency} />
					</s>
				) : null}
				<Money minor={line.netMinor} currency={currency} />
			</Td>
		</Tr>
	)
}
