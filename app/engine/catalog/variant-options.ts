export type Variant = { id: number; slug: string; attributes: Readonly<Record<string, string | number>> }

/** One value of an axis. `slug` leads to the variant that has it, keeping as much of the rest as there is; null: none has it. */
export type VariantOption = { value: string; slug: string | null; isCurrent: boolean; keepsRest: boolean }
export type OptionAxis = { axis: string; options: VariantOption[] }

const valueOn = ({ attributes }: Variant, axis: string): string | null => {
	const value = attributes[axis]
	return value === undefined || value === '' ? null : String(value)
}

/** How many of the other axes a variant shares with the one in sight. */
function nearness(variant: Variant, current: Variant | null, axes: readonly string[], axis: string): number {
	return current === null ? 0 : axes.filter((one) => one !== axis && valueOn(variant, one) === valueOn(current, one)).length
}

/** Sizes that are numbers stand by number, all others as the variants bring them. */
function inOrder(values: readonly string[]): string[] {
	const numbers = values.map((value) => Number.parseInt(value, 10))
	return numbers.every((number) => Number.isSafeInteger(number)) ? [...values].sort((a, b) => Number.parseInt(a, 10) - Number.parseInt(b, 10)) : [...values]
}

/**
 * What can be chosen of a product with variants, axis by axis, each value an address, so that choosing needs no script.
 * Laws: each value leads to a variant that has it; where every combination is made, choosing each axis once, in any order,
 * reaches any variant; the one in sight is current on every axis. Axes by which no two variants differ are left out.
 */
export function variantOptions(axes: readonly string[], variants: readonly Variant[], currentId: number | null): OptionAxis[] {
	const current = variants.find(({ id }) => id === currentId) ?? null
	return axes.flatMap((axis): OptionAxis[] => {
		const values = inOrder([...new Set(variants.flatMap((variant) => valueOn(variant, axis) ?? []))])
		if (values.length < 2) return []
		const options = values.map((value): VariantOption => {
			const having = variants.filter((variant) => valueOn(variant, axis) === value)
			const [nearest] = [...having].sort((a, b) => nearness(b, current, axes, axis) - nearness(a, current, axes, axis) || a.id - b.id)
			const isCurrent = current !== null && valueOn(current, axis) === value
			const keepsRest = nearest !== undefined && (current === null || nearness(nearest, current, axes, axis) === axes.length - 1)
			return { value, slug: (isCurrent ? current.slug : nearest?.slug) ?? null, isCurrent, keepsRest }
		})
		return [{ axis, options }]
	})
}
