import { Form, useNavigation } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { useReader } from '../format/locale.tsx'
import { unitPriceText } from '../format/money.ts'
import { Button } from '../parts/button.tsx'
import { QuantityCell } from '../parts/number-field.tsx'
import { Section } from '../parts/page-header.tsx'
import { Table, TBody, Td, THead, Th, Tr } from '../parts/table.tsx'
import { DateField, TextArea } from '../parts/text-field.tsx'
import type { HousePriceView, QuoteLineView, QuoteView, TypedView } from './quote-view.ts'

type Props = { quote: QuoteView; typed: TypedView | null; house?: readonly HousePriceView[]; usualValidOn?: string }

/** The lines that stand, to be said otherwise: a counter by the buyer, or with `house` an offer by the rep. */
export function QuoteTerms({ quote, typed, house, usualValidOn }: Props) {
	const { t } = useTranslation('quotes')
	const isPending = useNavigation().state !== 'idle'
	const stands = quote.versions.at(-1)
	const act = house ? 'offer' : 'counter'
	return (
		<Section title={t(`${act}.title`)} className="print:hidden">
			<p className="max-w-prose text-sm text-ink-soft">{t(`${act}.lead`)}</p>
			<Form method="post" className="grid gap-6">
				<input type="hidden" name="version" value={quote.version} />
				<Table caption={t(`${act}.title`)} stacks>
					<THead>
						<tr>
							<Th>{t('column.product')}</Th>
							<Th numeric>{t('column.quantity')}</Th>
							{house ? <Th numeric>{t('column.minimum')}</Th> : null}
							<Th numeric>{t(quote.pricesIncludeTax ? 'column.priceWithTax' : 'column.price')}</Th>
						</tr>
					</THead>
					<TBody>
						{stands?.lines.map((line) => (
							<Row
								key={line.position}
								{...{ line, currency: quote.currency }}
								house={house ? (house.find(({ position }) => position === line.position) ?? null) : undefined}
								typed={typed?.lines.find(({ position }) => position === line.position)}
							/>
						))}
					</TBody>
				</Table>
				<div className="grid max-w-prose gap-4">
					{house ? (
						<DateField label={t('column.validOn')} name="validOn" required defaultValue={typed?.validOn ?? stands?.validOn ?? usualValidOn} className="w-56" />
					) : null}
					<TextArea label={t('note')} name="note" rows={3} maxLength={1000} defaultValue={typed?.note ?? ''} />
				</div>
				<div>
					<Button type="submit" name="intent" value={act} variant={house ? 'primary' : 'secondary'} pending={isPending}>
						{t(`${act}.send`)}
					</Button>
				</div>
			</Form>
		</Section>
	)
}

/** Zeros at the end of six digits say nothing. */
const shortPrice = (price: string | null) => price?.replace(/(\.\d\d\d*?)0+$/, '$1') ?? ''

type RowProps = { line: QuoteLineView; currency: string; house: HousePriceView | null | undefined; typed: TypedView['lines'][number] | undefined }

function Row({ line, currency, house, typed }: RowProps) {
	const { t } = useTranslation('quotes')
	const { locale } = useReader()
	const { position, name, sku, unitDigits } = line
	const shown = (price: string) => unitPriceText(price, currency, locale)
	const notes = house
		? [
				house.list && t('offer.list', { price: shown(house.list) }),
				house.cost && t('offer.cost', { price: shown(house.cost) }),
				house.least ? t('offer.least', { price: shown(house.least) }) : t('offer.none'),
			]
		: [line.listPrice && t('now', { price: shown(line.listPrice) })]
	const cell = { className: 'ml-auto', step: unitDigits === 0 ? 1 : ('any' as const) }
	return (
		<Tr>
			<Td>
				<span className="block font-medium">{name}</span>
				<span className="text-ink-soft">{[sku, ...notes].filter(Boolean).join(' · ')}</span>
			</Td>
			<Td label={t('column.quantity')} numeric>
				<QuantityCell {...cell} name={`quantity-${position}`} aria-label={t('quantityOf', { name })} defaultValue={typed?.quantity ?? line.quantity} />
			</Td>
			{house === undefined ? null : (
				<Td label={t('column.minimum')} numeric>
					<QuantityCell {...cell} name={`minimum-${position}`} aria-label={t('minimumOf', { name })} defaultValue={typed?.minimum ?? line.minimum} />
				</Td>
			)}
			<Td label={t('column.price')} numeric>
				<QuantityCell
					name={`price-${position}`}
					step="any"
					aria-label={t('priceOf', { name })}
					defaultValue={typed?.price ?? shortPrice(line.unitPrice ?? house?.list ?? null)}
					className="ml-auto w-28"
				/>
			</Td>
		</Tr>
	)
}
