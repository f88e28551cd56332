import { type Db, type Tx, tryOut, withTransaction } from '../../../db/client.server.ts'
import type { StandingDocument, StandingPrice } from '../../../db/queries/standing.ts'
import { printMicros } from '../../engine/base/money.ts'
import type { Refusal } from '../../engine/base/refusal.ts'
import { printQuantity } from '../../engine/base/units.ts'
import { sumsWithTax } from '../../engine/order/sums-with-tax.ts'
import type { TotalledCart } from '../../engine/order/total-order.ts'
import type { Shopper } from '../../platform/actor.ts'
import { quantityOf } from '../cart/read-line.ts'
import { agreedOn, judgeLoaded, loadRunCart, pricesOf, runPayment, saveRunCart } from './load-run.ts'

export type PreviewLine = {
	sequence: number
	sku: string
	slug: string
	name: string
	unitCode: string
	quantity: string
	agreed: string | null
	now: string | null
	netMinor: number
}
export type RunPreview = {
	runOn: string
	poNumber: string
	lines: PreviewLine[]
	promotions: { id: number; name: string; savingMinor: number }[]
	sums: {
		goodsMinor: number
		/** After its discount. */
		shippingMinor: number
		taxMinor: number
		totalMinor: number
		/** What certificates take off, and whether goods and shipping have the tax in them. */
		relievedMinor: number
		pricesIncludeTax: boolean
	}
	/** What would hold it, were it today. */
	holds: Refusal[]
}

type Question = { runOn: string; locale: string; at: Date }

/** What the worker would order and what would hold it, by the same cart, pricer and judge; nothing of it stays. Eight statements for any number of lines. */
export function previewRun(db: Db, shopper: Shopper, standing: StandingDocument, question: Question): Promise<RunPreview | null> {
	return withTransaction(db, (tx) => tryOut(tx, (part) => preview(part, shopper, standing, question)))
}

async function preview(tx: Tx, shopper: Shopper, standing: StandingDocument, { runOn, locale, at }: Question): Promise<RunPreview | null> {
	// Whoever looks sees what would hold it for the one in whose name it runs.
	const buyer: Shopper = { ...shopper, contactId: standing.contactId, role: 'buyer' }
	const { poNumber } = runPayment(standing, runOn)
	const made = await saveRunCart(tx, buyer, standing, at)
	const loaded = await loadRunCart(tx, buyer, made.id, { locale, at, poNumber })
	if (!loaded) return null
	const { cart, document } = loaded
	const priced = new Map(cart?.lines.map((line) => [line.sequence, line]))
	// An outside tax service is asked when it is ordered, never for a look.
	const holds = [...made.refusals, ...judgeLoaded(loaded, buyer, standing, { runOn, at })].filter(({ code }) => code !== 'TAX_NOT_QUOTED')
	const names = new Map(loaded.promotions.map((one) => [one.id, one.names[locale] ?? one.names['en'] ?? one.code]))
	return {
		...{ runOn, poNumber, holds },
		lines: document.lines.map((line) => {
			const { sequence, sku, slug, name, unitCode } = line
			const found = priced.get(sequence)
			const now = found?.unitPriceMicros == null ? null : printMicros(found.unitPriceMicros)
			return {
				sequence,
				sku,
				slug,
				name,
				unitCode,
				quantity: printQuantity(quantityOf(line.quantity)),
				agreed: agreedOn(standing.prices, line),
				now,
				netMinor: found?.netMinor ?? 0,
			}
		}),
		promotions: (cart?.explanation ?? [])
			.filter(({ applied }) => applied)
			.map(({ promotionId, savingMinor }) => ({ id: promotionId, name: names.get(promotionId) ?? '', savingMinor })),
		sums: sumsOf(cart, loaded.facts.pricesIncludeTax),
	}
}

/** Shipping after its discount, and with its tax where prices have it in them. */
function sumsOf(cart: TotalledCart | null, pricesIncludeTax: boolean): RunPreview['sums'] {
	if (!cart) return { goodsMinor: 0, shippingMinor: 0, taxMinor: 0, totalMinor: 0, relievedMinor: 0, pricesIncludeTax }
	const { goodsMinor, shippingDiscountMinor, taxMinor, totalMinor, lines } = cart
	const feesMinor = lines.reduce((sum, line) => (line.kind === 'fee' ? sum + line.netMinor : sum), 0)
	const linesTaxMinor = lines.reduce((sum, line) => sum + line.taxMinor, 0)
	const withTax = pricesIncludeTax ? sumsWithTax({ ...cart, feesMinor, linesTaxMinor }) : { shippingMinor: cart.shippingMinor, relievedMinor: 0 }
	return { goodsMinor, taxMinor, totalMinor, pricesIncludeTax, ...withTax, shippingMinor: withTax.shippingMinor - shippingDiscountMinor }
}

/** What a standing order's goods cost now, to be agreed on; within the caller's transaction, of which nothing else stays. */
export function priceNow(tx: Tx, shopper: Shopper, standing: StandingDocument, at: Date): Promise<StandingPrice[]> {
	return tryOut(tx, async (part) => {
		const { id } = await saveRunCart(part, shopper, standing, at)
		const loaded = await loadRunCart(part, shopper, id, { locale: shopper.locale, at, poNumber: '' })
		return loaded ? pricesOf(loaded) : []
	})
}
