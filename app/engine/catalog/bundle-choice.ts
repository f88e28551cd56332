import { type Refusal, refusal } from '../base/refusal.ts'

/** One of the things that can be chosen; `isUsual`: a new line begins with it. */
export type ChoiceOption = { id: number; sku: string; isUsual: boolean }
/** Between `minimum` and `maximum` of these come with the bundle. */
export type BundleChoice = { code: string; minimum: number; maximum: number; options: readonly ChoiceOption[] }

type Chosen = { ok: true; ids: number[] } | { ok: false; refusals: Refusal[] }

/**
 * What of a bundle is chosen by SKUs; a choice of which nothing is named is as usual. Answers the products in ascending
 * order. Refuses `BUNDLE_CHOICE_UNKNOWN`, `BUNDLE_CHOICE_FEW` and `BUNDLE_CHOICE_MANY` by name, all at once.
 */
export function chooseInside(choices: readonly BundleChoice[], skus: readonly string[], line?: number): Chosen {
	const asked = [...new Set(skus.map((sku) => sku.trim().toUpperCase()).filter(Boolean))]
	const known = new Set(choices.flatMap(({ options }) => options.map(({ sku }) => sku.toUpperCase())))
	const unknown = asked.filter((sku) => !known.has(sku)).map((sku) => refusal('BUNDLE_CHOICE_UNKNOWN', { sku: sku.slice(0, 80) }, line))
	const picked = choices.map((choice) => {
		const named = choice.options.filter(({ sku }) => asked.includes(sku.toUpperCase()))
		return { choice, options: named.length > 0 ? named : choice.options.filter(({ isUsual }) => isUsual) }
	})
	const wrong = picked.flatMap(({ choice: { minimum, maximum }, options }): Refusal[] => {
		if (options.length < minimum) return [refusal('BUNDLE_CHOICE_FEW', { minimum, count: options.length }, line)]
		return options.length > maximum ? [refusal('BUNDLE_CHOICE_MANY', { maximum, count: options.length }, line)] : []
	})
	const refusals = [...unknown, ...wrong]
	if (refusals.length > 0) return { ok: false, refusals }
	return { ok: true, ids: picked.flatMap(({ options }) => options.map(({ id }) => id)).sort((a, b) => a - b) }
}

/** The SKUs chosen after one press on an option: in a choice of one it takes the other's place, else it is added or taken out. */
export function pressOption(choices: readonly BundleChoice[], chosen: readonly string[], sku: string): string[] {
	const own = choices.find(({ options }) => options.some((option) => option.sku === sku))
	if (!own) return [...chosen]
	const inOwn = chosen.filter((one) => own.options.some((option) => option.sku === one))
	const others = chosen.filter((one) => !inOwn.includes(one))
	const next = inOwn.includes(sku) ? inOwn.filter((one) => one !== sku) : [...inOwn, sku]
	// Choosing stays within its bounds: one too many pushes the first out, one too few is not taken out.
	if (next.length < own.minimum) return [...chosen].sort()
	return [...others, ...next.slice(Math.max(0, next.length - own.maximum))].sort()
}
