import { type PartContent, type ProductPart, productParts } from '../../engine/catalog/product-part.ts'

/** The part that an address names; null: none. */
export const partOf = (text: string | undefined): ProductPart | null => productParts.find((part) => part === text) ?? null

/** The fields (`head.<name>`) and rows (`row.<place>.<name>`) of a part's form; rows in which nobody wrote are none. */
export function readPartForm(form: FormData): PartContent {
	const head: Record<string, string> = {}
	const rows = new Map<number, Record<string, string>>()
	for (const [name, value] of form.entries()) {
		if (typeof value !== 'string') continue
		const text = value.trim().slice(0, 500)
		const own = /^head\.(.{1,60})$/.exec(name)?.[1]
		const cell = /^row\.(\d{1,4})\.(.{1,80})$/.exec(name)
		if (own) head[own] = text
		else if (cell) rows.set(Number(cell[1]), { ...rows.get(Number(cell[1])), [cell[2] ?? '']: text })
	}
	const isFilled = ({ kind: _kind, unit: _unit, audience: _audience, locale: _locale, ...typed }: Record<string, string>) =>
		Object.values(typed).some((text) => text !== '')
	return { head, rows: [...rows].sort(([a], [b]) => a - b).flatMap(([, row]) => (isFilled(row) ? [row] : [])) }
}
