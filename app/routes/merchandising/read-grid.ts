import type { GridEdit } from '../../flows/catalog/change-products.ts'
import { locales } from '../../platform/locale.ts'
import { allColumns, statuses } from '../../ui/grid/grid-view.ts'
import { idIn, idOf, oneOf, textIn } from '../desk/read-form.ts'

const sorts = ['sku', 'name', 'status', 'class', 'changed'] as const
const usual: readonly string[] = ['status', 'productClass', 'minimumQuantity', 'incrementQuantity', 'price', 'coverage']

/** Everything of a grid's address: what is shown, in which order, with which columns. */
export function readGridQuery(searchParams: URLSearchParams) {
	const chosen = allColumns.filter((column) => searchParams.getAll('col').includes(column))
	return {
		search: textIn(searchParams, 'q'),
		status: oneOf(statuses, searchParams.get('status')),
		productClass: textIn(searchParams, 'class') || null,
		categoryId: idIn(searchParams, 'category'),
		lacks: oneOf(locales, searchParams.get('lacks')),
		sort: oneOf(sorts, searchParams.get('sort')) ?? ('sku' as const),
		after: idIn(searchParams, 'after'),
		limit: 50,
		columns: chosen.length > 0 ? chosen : allColumns.filter((column) => usual.includes(column)),
	}
}

/** The cells that were typed over: each stands beside what it showed. */
export function readCells(form: FormData): GridEdit[] {
	return [...form].flatMap(([name, value]) => {
		const [, id, key] = /^c\.(\d+)\.(.+)$/.exec(name) ?? []
		const productId = idOf(id)
		const seen = form.get(`s.${id}.${key}`)
		if (!productId || !key || typeof value !== 'string' || typeof seen !== 'string' || value.trim() === seen.trim()) return []
		return [{ productId, key, seen, value }]
	})
}

/** What shall be done to which: those ticked, or all that the address matches. */
export function readBulkForm(form: FormData) {
	const key = textIn(form, 'key')
	const value = key.startsWith('category.') ? textIn(form, 'categoryId') : textIn(form, 'value')
	return { edit: { key, value }, isAll: form.get('scope') === 'all', productIds: form.getAll('productId').flatMap((one) => idOf(one) ?? []) }
}
