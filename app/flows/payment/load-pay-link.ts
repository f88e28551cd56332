import type { Db } from '../../../db/client.server.ts'
import type { TaxConnectors } from '../../connectors/tax/contract.ts'
import type { Shopper } from '../../platform/actor.ts'
import { loadPricedCart } from '../cart/load-priced-cart.ts'
import { loadTaxQuote } from '../checkout/load-tax-quote.ts'

export type PayQuestion = { cartId: number; locale: string; at: Date; tax: TaxConnectors | undefined }

/** A cart as a card would pay it now: its hash says all of it, prices and taxes included. Null: nothing that can be ordered. */
export async function loadPayable(
	db: Db,
	shopper: Shopper,
	{ cartId, locale, at, tax }: PayQuestion,
): Promise<{ hash: string; totalMinor: number; currency: string } | null> {
	const found = await loadPricedCart(db, shopper, { accountId: shopper.account.accountId ?? 0, cartId }, { locale, at, paymentMethod: 'card' })
	const cart = found && (await loadTaxQuote(db, tax, { loaded: found, shopper, at }))?.loaded.cart
	if (!cart || cart.lines.length === 0) return null
	return { hash: cart.hash, totalMinor: cart.totalMinor, currency: cart.currency }
}
