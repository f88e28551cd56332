import { useTranslation } from 'react-i18next'
import type { Currency } from '../../engine/base/money.ts'
import { printQuantity } from '../../engine/base/units.ts'
import { fitCells } from '../../engine/cart/fit-cells.ts'
import type { ShownLine } from '../../engine/order/shown-cart.ts'
import { useReader } from '../format/locale.tsx'
import { money, unitPrice } from '../format/money.ts'
import { quantity, quantityInput } from '../format/number.ts'
import { Button } from '../parts/button.tsx'
import { cellKey } from './cell-store.ts'
import { microsText } from './line-notes.tsx'
import type { SavedCells } from './use-saved-cells.ts'

type OfferProps = { currency: Currency; line: ShownLine; saved: Pick<SavedCells, 'type' | 'done'>; isShort?: boolean }

/**
 * Another quantity of the line with its figures: one that fits the packs, or a little more at a lower price. One press
 * takes it, nothing else does; without scripts the button sends the cells itself.
 */
export function PackOffer({ currency, line, saved, isShort }: OfferProps) {
	const { t } = useTranslation('checkout')
	const { locale } = useReader()
	const { offer } = line
	const wanted = offer?.quantity ?? line.fitting
	if (wanted === null) return null
	const cells = fitCells(line.cells, wanted)
	if (cells.length === 0) return null
	const before = new Map(line.cells.map((cell) => [cell.groupKey, cell.quantity]))
	const figures = offer && {
		price: unitPrice(microsText(offer.unitPrice), currency, locale),
		after: money(offer.thenMinor, currency, locale),
		now: offer.nowMinor === null ? null : money(offer.nowMinor, currency, locale),
	}
	return (
		<p className={isShort ? 'truncate' : 'flex flex-wrap items-baseline gap-x-3 gap-y-1 text-sm'}>
			<Button
				type="submit"
				size="sm"
				variant={isShort ? 'quiet' : 'secondary'}
				name="intent"
				value={`fit:${cells.map(({ groupKey, quantity: own }) => `${line.id}.${groupKey}.${printQuantity(own)}`).join(',')}`}
				className={isShort ? 'h-4 border-0 px-0 text-xs text-accent underline underline-offset-3' : 'justify-self-start'}
				onClick={(event) => {
					event.preventDefault()
					for (const { groupKey, quantity: own } of cells) saved.type(cellKey(line.id, groupKey), printQuantity(own), quantityInput(before.get(groupKey) ?? 0))
					saved.done()
				}}
			>
				{t('matrix.takeInstead', { quantity: quantity(wanted, locale), now: quantity(line.quantity, locale) })}
			</Button>
			{figures && !isShort ? <span className="text-ink-soft">{t(figures.now === null ? 'matrix.offerAlone' : 'matrix.offer', figures)}</span> : null}
		</p>
	)
}
