import type { Db } from '../../../db/client.server.ts'
import { type ProductFacts, readProduct } from '../../../db/queries/product.ts'
import { type OptionAxis, variantOptions } from '../../engine/catalog/variant-options.ts'
import { decideBuying } from '../../engine/entitlement/decide-buying.ts'
import type { Shopper } from '../../platform/actor.ts'
import { loadOffers } from '../pricing/load-price-candidates.ts'
import { loadPricedCards, type PricedProduct, sumOf } from './load-list-prices.ts'
import { type ReadChoice, readChoices } from './read-choices.ts'
import { type OwnPrice, readOwnPrice } from './read-own-price.ts'
import { readPromise, type ShownPromise } from './read-promise.ts'

export type ProductPage = {
	product: Omit<ProductFacts, 'related' | 'components' | 'variants' | 'receipts' | 'available' | 'bundle' | 'optionAxes' | 'siblings' | 'choices' | 'serving'>
	/** Null for a guest, who sees no prices. */
	price: OwnPrice | null
	promise: ShownPromise
	blocks: { code: string; liftedBy: string }[]
	shelves: { kind: string; products: PricedProduct[] }[]
	components: { quantity: string; product: PricedProduct }[]
	variants: (PricedProduct & { attributes: ProductFacts['attributes'] })[]
	/** What can be chosen, axis by axis, each value an address. */
	options: OptionAxis[]
	/** What can be chosen inside a bundle; each press is an address. */
	choices: ShownChoice[]
	/** SKUs that are chosen inside. */
	chosen: string[]
}

export type ShownChoice = Omit<ReadChoice, 'options'> & { options: (Omit<ReadChoice['options'][number], 'id'> & { product: PricedProduct })[] }

/** `chosen`: SKUs that are chosen inside a bundle; as usual where none of a choice is named. */
type OpenProduct = { quantity: string | null; unit: string | null; chosen?: readonly string[]; locale: string; at: Date }

const shelves = ['accessory', 'substitute', 'successor', 'cross_sell', 'up_sell', 'spare_part']

/** Parts first for who owns the machine, what can be had instead first for what is out; then what goes with it. */
function shelfOrder(
	related: readonly { kind: string }[],
	{ ownedAt, available, stockPolicy }: Pick<ProductFacts, 'ownedAt' | 'available' | 'stockPolicy'>,
): string[] {
	const isOut = stockPolicy !== 'untracked' && !(Number.parseFloat(available) > 0)
	const first = [...(isOut ? ['substitute', 'successor'] : []), ...(ownedAt.length > 0 ? ['spare_part'] : [])]
	const kinds = new Set(related.map(({ kind }) => kind))
	return [...new Set([...first, ...shelves])].filter((kind) => kinds.has(kind))
}

/**
 * A product as one account sees it: facts, own price with its reasons, what goes with it. Three statements beside the
 * session's, two where nothing goes with it. Null: it does not exist, or not for this account.
 */
export async function openProduct(
	db: Db,
	shopper: Shopper,
	{ quantity, unit, chosen: asked = [], locale, at, ...key }: ({ slug: string } | { sku: string }) & OpenProduct,
): Promise<ProductPage | null> {
	const { account } = shopper
	const entitled = { sellerEntityId: account.sellerEntityId, policyIds: account.policyIds, locale }
	const facts = await readProduct(db, entitled, key, { accountId: account.accountId, locationId: shopper.locationId, currency: account.currency, at })
	if (!facts) return null
	const {
		related,
		components,
		variants,
		receipts: _receipts,
		available: _available,
		serving: _serving,
		bundle,
		optionAxes,
		siblings,
		choices: _choices,
		...product
	} = facts
	const inside = readChoices(facts, asked, { locale, currency: account.currency })
	const productIds = [facts.id, ...(bundle?.components ?? []).map(([id]) => id)]
	const beside = [
		...new Set([
			...related.map(({ id }) => id),
			...components.map(({ id }) => id),
			...facts.choices.flatMap(({ options }) => options.map(({ id }) => id)),
			...variants,
		]),
	]
	const [offers, cards] = await Promise.all([
		account.accountId === null ? null : loadOffers(db, account, { productIds, at, liveOnly: false }),
		loadPricedCards(db, shopper, beside, { locale, at }),
	])
	const cardOf = (id: number) => cards.filter((card) => card.id === id)
	const role = shopper.kind === 'buyer' ? shopper.role : null
	return {
		product,
		price:
			offers &&
			readOwnPrice(shopper, facts, {
				candidates: inside.priced(offers.candidates.get(facts.id) ?? []),
				inside: sumOf(inside.held(bundle), facts.unitCode, offers.candidates),
				...{ rules: offers.quantityRules.get(facts.id) ?? [], quantity, unit, at },
			}),
		promise: readPromise(facts, shopper, at),
		blocks: decideBuying(account, { productClass: facts.productClass, isActive: true }, role).map(({ code, liftedBy }) => ({ code, liftedBy })),
		shelves: shelfOrder(related, facts).map((kind) => ({
			kind,
			products: related.filter((one) => one.kind === kind).flatMap(({ id }) => cardOf(id)),
		})),
		components: components.flatMap(({ id, quantity: count }) => cardOf(id).map((card) => ({ quantity: count, product: card }))),
		variants: variants.flatMap((id) => cardOf(id).map((card) => ({ ...card, attributes: siblings.find((one) => one.id === id)?.attributes ?? {} }))),
		choices: inside.choices.map((choice) => ({
			...choice,
			options: choice.options.flatMap(({ id, ...option }) => cardOf(id).map((product) => ({ ...option, product }))),
		})),
		chosen: inside.chosen,
		options: variantOptions(optionAxes, siblings, facts.kind === 'variant' ? facts.id : null),
	}
}
