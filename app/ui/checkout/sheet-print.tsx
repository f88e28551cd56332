import { type ReactNode, useEffect, useState } from 'react'
import { flushSync } from 'react-dom'
import { useTranslation } from 'react-i18next'
import type { ShownCart } from '../../engine/order/shown-cart.ts'
import { day } from '../format/date.ts'
import { useReader } from '../format/locale.tsx'
import { quantity } from '../format/number.ts'
import { Money, UnitPrice } from '../parts/money.tsx'
import { microsText } from './line-notes.tsx'
import { deliveryName } from './matrix-row.tsx'

/** Paper has no box to scroll in: all lines, and behind each where how much of it goes. Drawn when somebody prints. */
export function SheetPrint({ cart, children }: { cart: ShownCart; children: ReactNode }) {
	const [isPrinting, setPrinting] = useState(false)
	useEffect(() => {
		// The printer takes the page as it is when these return.
		const begin = () => flushSync(() => setPrinting(true))
		const end = () => setPrinting(false)
		addEventListener('beforeprint', begin)
		addEventListener('afterprint', end)
		return () => {
			removeEventListener('beforeprint', begin)
			removeEventListener('afterprint', end)
		}
	}, [])
	return (
		<>
			<div className={isPrinting ? 'print:hidden' : undefined}>{children}</div>
			{isPrinting ? <PrintedLines cart={cart} /> : null}
		</>
	)
}

function PrintedLines({ cart }: { cart: ShownCart }) {
	const { t } = useTranslation('checkout')
	const { locale } = useReader()
	const places = new Map(
		cart.deliveries.map((delivery) => {
			const wanted = delivery.requestedOn ? ` ${day(delivery.requestedOn, locale, 'short')}` : ''
			return [delivery.groupKey, deliveryName(delivery, t('delivery.nowhere')) + wanted]
		}),
	)
	const lines = [...cart.lines, ...cart.gifts.map((gift) => ({ ...gift, id: -gift.sequence, netMinor: 0 }))]
	const th = 'border-b border-ink px-2 pb-1 text-left text-xs font-medium first:pl-0'
	return (
		<table className="hidden w-full text-sm print:table">
			<thead>
				<tr>
					{[t('matrix.product'), t('matrix.stores'), t('matrix.quantity'), t('matrix.price'), t('matrix.net')].map((word) => (
						<th key={word} scope="col" className={th}>
							{word}
						</th>
					))}
				</tr>
			</thead>
			<tbody className="[&_td]:px-2 [&_td]:py-1">
				{lines.map((line) => (
					<tr key={line.id} className="break-inside-avoid border-b border-rule align-top">
						<th scope="row" className="py-1 text-left font-normal">
							{line.name} <span className="text-xs text-ink-soft">{line.sku}</span>
						</th>
						<td>{line.cells.map((cell) => `${places.get(cell.groupKey)}: ${quantity(cell.quantity, locale)}`).join(' · ')}</td>
						<td className="text-right tabular-nums">{quantity(line.quantity, locale)}</td>
						<td className="text-right">
							{line.unitPrice ? <UnitPrice micros={microsText(line.unitPrice)} currency={cart.currency} /> : t('matrix.onRequest')}
						</td>
						<td className="text-right">
							<Money minor={line.netMinor} currency={cart.currency} />
						</td>
					</tr>
				))}
			</tbody>
		</table>
	)
}
