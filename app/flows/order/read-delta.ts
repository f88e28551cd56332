import type { PlacedOrder } from '../../../db/queries/order-change.ts'
import { printMicros } from '../../engine/base/money.ts'
import { printQuantity } from '../../engine/base/units.ts'
import type { DeltaDocument, DeltaLine } from '../../engine/order/change-delta.ts'
import type { TotalledLine } from '../../engine/order/total-order.ts'
import type { PublicTrace } from '../../engine/pricing/price-trace.ts'
import { feeNameOf, giftOfLine } from '../cart/load-gifts.ts'
import type { Decided } from '../checkout/load-locked.ts'

/** The tier of a price that has several; the smallest one tells nothing. */
function tierOf(trace: Pick<PublicTrace, 'candidates'> | undefined): string | null {
	const from = trace?.candidates.find(({ status }) => status === 'won')?.tierFrom ?? null
	return from === null || from <= 10_000 ? null : printQuantity(from)
}

type Names = (id: number | null, stored: string) => string

/** An order as it stands, told as what a change is measured by. `nameOf` says a promotion in the reader's language. */
export function placedDelta(before: PlacedOrder, nameOf: Names): DeltaDocument {
	const { goodsMinor, discountMinor, shippingMinor, shippingDiscountMinor, taxMinor, totalMinor, creditMinor, termsDays } = before
	return {
		...{ goodsMinor, discountMinor, shippingMinor: shippingMinor - shippingDiscountMinor, taxMinor, totalMinor, creditMinor, termsDays: termsDays ?? 0 },
		lines: before.lines.map(({ sequence, kind, sku, name, unitCode, quantity, unitPrice, netMinor, trace, promotions }) => ({
			...{ sequence, kind, sku, name, unit: unitCode, quantity, unitPrice, netMinor, tierFrom: tierOf(trace?.public) },
			promotions: [...new Set(promotions.map((one) => nameOf(one.id, one.name)))],
		})),
		groups: before.groups.map((group) => ({
			...{ key: String(group.sequence), sequence: group.sequence, place: group.place, requestedOn: group.requestedOn, confirmedOn: group.confirmedOn },
			...{ netMinor: group.netMinor, shippingMinor: group.shippingMinor - group.shippingDiscountMinor, taxMinor: group.taxMinor, dueMinor: group.dueMinor },
		})),
	}
}

function decidedLine(line: TotalledLine, { load }: Pick<Decided, 'load'>, locale: string, nameOf: Names): DeltaLine {
	const row = load.document.lines.find(({ sequence }) => sequence === line.sequence)
	const gift = giftOfLine(load.promotions, line)
	const name = row?.name ?? (gift ? (gift.names[locale] ?? gift.names['en']) : feeNameOf(load, line, locale)) ?? ''
	const { sequence, kind, unit, quantity, unitPriceMicros, resolvedMinor, discountMinor, parts, adjustments } = line
	return {
		...{ sequence, kind, sku: row?.sku ?? gift?.sku ?? null, name, unit, quantity: printQuantity(quantity), netMinor: resolvedMinor - discountMinor },
		unitPrice: unitPriceMicros === null ? null : printMicros(unitPriceMicros),
		tierFrom: parts.length === 1 ? tierOf(parts[0]?.price.trace) : null,
		promotions: [...new Set(adjustments.map(({ promotionId }) => nameOf(promotionId, '')))],
	}
}

/** The same of a changed order that was decided. */
export function decidedDelta({ order, load }: Pick<Decided, 'order' | 'load'>, locale: string, nameOf: Names): DeltaDocument {
	const { cart, creditMinor, stock } = order
	const { goodsMinor, discountMinor, shippingMinor, shippingDiscountMinor, taxMinor, totalMinor, termsDays } = cart
	const promised = new Map(stock.promises.map(({ groupKey, promisedOn }) => [groupKey, promisedOn]))
	const priced = new Map(cart.groups.map((group) => [group.groupKey, group]))
	return {
		...{ goodsMinor, discountMinor, shippingMinor: shippingMinor - shippingDiscountMinor, taxMinor, totalMinor, creditMinor, termsDays },
		lines: cart.lines.map((line) => decidedLine(line, { load }, locale, nameOf)),
		groups: load.document.groups.flatMap(({ id, sequence, name, requestedOn }) => {
			const group = priced.get(String(id))
			if (!group) return []
			const { netMinor, taxMinor: tax, dueMinor } = group
			const freight = (group.shippingMinor ?? 0) - group.shippingDiscountMinor
			return [
				{
					key: String(sequence),
					sequence,
					place: name,
					requestedOn,
					confirmedOn: promised.get(String(id)) ?? null,
					netMinor,
					shippingMinor: freight,
					taxMinor: tax,
					dueMinor,
				},
			]
		}),
	}
}
