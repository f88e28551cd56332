import { type PartContent, type ProductPart, productParts } from '../../engine/catalog/product-part.ts'

/** The part that an address names; null: none. */
export const partOf = (text: string | undefined): ProductPart | null => productParts.find((part) => part === text) ?? null

type Rows = Map<number, Record<string, string>>
const inOrder = (rows: Rows) => [...rows].sort(([a], [b]) => a - b).map(([, row]) => row)
const isTyped = (texts: Record<string, string>) => Object.values(texts).some((text) => text !== '')

/** The fields (`head.<name>`), rows (`row.<place>.<name>`) and choices (`choice.<place>.<name>`) of a part's form; those in which nobody wrote are none. */
export function readPartForm(form: FormData): PartContent {
	const head: Record<string, string> = {}
	const rows: Record<'row' | 'choice', Rows> = { row: new Map(), choice: new Map() }
	for (const [name, value] of form.entries()) {
		if (typeof value !== 'string') continue
		const text = value.trim().slice(0, 500)
		const own = /^head\.(.{1,60})$/.exec(name)?.[1]
		const cell = /^(row|choice)\.(\d{1,4})\.(.{1,80})$/.exec(name)
		const [place, into] = [Number(cell?.[2]), cell?.[1] === 'choice' ? rows.choice : rows.row]
		if (own) head[own] = text
		else if (cell) into.set(place, { ...into.get(place), [cell[3] ?? '']: text })
	}
	const isRow = ({ kind: _kind, unit: _unit, audience: _audience, locale: _locale, choice: _choice, ...typed }: Record<string, string>) => isTyped(typed)
	const isChoice = ({ code: _code, minimum: _minimum, maximum: _maximum, ...typed }: Record<string, string>) => isTyped(typed)
	return { head, rows: inOrder(rows.row).filter(isRow), ...(rows.choice.size > 0 ? { choices: inOrder(rows.choice).filter(isChoice) } : {}) }
}
