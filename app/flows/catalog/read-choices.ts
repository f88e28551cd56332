import type { ProductFacts } from '../../../db/queries/product.ts'
import { microsOf, printMicros } from '../../engine/base/money.ts'
import { chooseInside, pressOption } from '../../engine/catalog/bundle-choice.ts'
import { withDifference } from '../../engine/pricing/bundle-price.ts'
import type { PriceCandidate } from '../../engine/pricing/price-candidate.ts'

export type ReadChoice = {
	code: string
	name: string
	minimum: number
	maximum: number
	options: {
		id: number
		sku: string
		quantity: string
		isChosen: boolean
		/** How much dearer than what is usual, as a decimal; null: as dear. */
		difference: string | null
		/** The SKUs chosen after a press on it. */
		next: string[]
	}[]
}

const differenceMicros = (differences: Record<string, string | number>, currency: string): bigint | null => {
	const said = differences[currency]
	if (said === undefined) return Object.keys(differences).length === 0 ? 0n : null
	const text = String(said)
	return text.startsWith('-') ? -microsOf(text.slice(1)) : microsOf(text)
}

/** What can be chosen inside a bundle, what is chosen by the address, and what that does to its price. A wrong address is as usual. */
export function readChoices(facts: Pick<ProductFacts, 'choices'>, asked: readonly string[], { locale, currency }: { locale: string; currency: string }) {
	const found = chooseInside(facts.choices, asked)
	const usual = chooseInside(facts.choices, [])
	const ids = new Set(found.ok ? found.ids : usual.ok ? usual.ids : [])
	const all = facts.choices.flatMap(({ options }) => options)
	const chosen = all.filter(({ id }) => ids.has(id)).map(({ sku }) => sku)
	const sum = (some: readonly Pick<(typeof all)[number], 'differences'>[]) =>
		some
			.map(({ differences }) => differenceMicros(differences, currency))
			.reduce((total, one) => (total === null || one === null ? null : total + one), 0n as bigint | null)
	const [dearer, base] = [
		sum(all.filter(({ id }) => ids.has(id))),
		sum(facts.choices.flatMap(({ usual: own }) => own.map((differences) => ({ differences })))) ?? 0n,
	]
	const choices = facts.choices.map((choice): ReadChoice => {
		const { code, minimum, maximum, names } = choice
		const options = choice.options.map((option) => {
			const micros = differenceMicros(option.differences, currency)
			return {
				...{ id: option.id, sku: option.sku, quantity: option.quantity, isChosen: ids.has(option.id) },
				difference: micros === null || micros === 0n ? null : printMicros(micros),
				next: pressOption(facts.choices, chosen, option.sku),
			}
		})
		return { code, minimum, maximum, name: names[locale] ?? names['en'] ?? code, options }
	})
	const isOption = new Set(all.map(({ id }) => id))
	return {
		choices,
		chosen,
		/** The bundle's own prices with what is chosen. */
		priced: (candidates: readonly PriceCandidate[]) => withDifference(candidates, dearer === null ? null : dearer - base),
		/** What a bundle that is priced by its sum holds. */
		held: (bundle: ProductFacts['bundle']) => bundle && { ...bundle, components: bundle.components.filter(([id]) => !isOption.has(id) || ids.has(id)) },
	}
}
