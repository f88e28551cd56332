import type { PartContent } from '../../engine/catalog/product-part.ts'
import { openProductPart } from '../../flows/merchandising/open-product-part.ts'
import { saveProductPart } from '../../flows/merchandising/save-product-part.ts'
import { done, houseDoor } from './call.server.ts'
import { type Components, readComponents, saveComponents } from './contract/house-components.ts'

const under = (prefix: string, texts: Readonly<Record<string, string | undefined>>) =>
	Object.fromEntries(Object.entries(texts).flatMap(([name, text]) => (text === undefined ? [] : [[`${prefix}.${name}`, text] as const])))
const from = (prefix: string, row: Readonly<Record<string, string>>) =>
	Object.fromEntries(Object.entries(row).flatMap(([name, text]) => (name.startsWith(`${prefix}.`) ? [[name.slice(prefix.length + 1), text]] : [])))

/** As the tab of the product's room holds it: one flow judges what a person and what a machine writes. */
function contentOf({ kind, pricing, percentOff, components, choices }: Components): PartContent {
	return {
		head: { kind, pricing, off: percentOff },
		rows: components.map(({ sku, quantity, choice, isUsual, differences }) => ({
			...{ sku, quantity, choice: choice ?? '', ...(isUsual ? { usual: '1' } : {}) },
			...under('difference', differences),
		})),
		choices: choices.map(({ code, minimum, maximum, names }) => ({ code, minimum: String(minimum), maximum: String(maximum), ...under('name', names) })),
	}
}

function answerOf(sku: string, { head, rows, choices = [] }: PartContent) {
	return {
		sku,
		...{ kind: head['kind'] ?? 'simple', pricing: head['pricing'] ?? 'own', percentOff: head['off'] ?? '0' },
		components: rows.map((row) => ({
			...{ sku: row['sku'] ?? '', quantity: row['quantity'] ?? '', choice: row['choice'] ?? null, isUsual: Boolean(row['usual']) },
			differences: from('difference', row),
		})),
		choices: choices.map((choice) => ({
			...{ code: choice['code'] ?? '', minimum: Number(choice['minimum']), maximum: Number(choice['maximum']), names: from('name', choice) },
		})),
	}
}

/** GET /api/v1/house/products/:productId/components: what a bundle or kit holds, what can be chosen inside, and how it is priced. */
export const loader = houseDoor(readComponents, async ({ db, staff, idOf }) => {
	const open = await openProductPart(db, staff, { productId: idOf('productId'), part: 'bundle' })
	return open && done(answerOf(open.product.sku, open.content))
})

/** POST /api/v1/house/products/:productId/components: replaces all of it, or refuses all that is wrong with it. */
export const action = houseDoor(saveComponents, async ({ db, house, staff, body, idOf }) => {
	const asked = { productId: idOf('productId'), part: 'bundle' as const }
	const saved = await saveProductPart(db, staff, { ...asked, content: contentOf(body), at: house.at, requestId: house.requestId })
	if (!saved?.ok) return saved
	const open = await openProductPart(db, staff, asked)
	return open && done(answerOf(open.product.sku, open.content))
})
