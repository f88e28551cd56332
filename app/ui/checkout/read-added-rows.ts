export type AddedRow = { sku: string; quantity: string; unit: string | null; locationId: number | null; requestedOn: string | null; chosen?: string[] }

const textOf = (value: FormDataEntryValue | undefined | null) => (typeof value === 'string' ? value.trim() : '')

const idOf = (text: string) => (/^\d{1,15}$/.test(text) ? Number(text) : null)

/**
 * The rows of a form that adds to a cart: fields `sku`, `quantity`, `unit`, `locationId`, `requestedOn`, each once per
 * row or once for all. One product without a quantity is one of it; of several, those without a quantity are the rows
 * of an order sheet that nobody filled in.
 */
export function readAddedRows(form: FormData): AddedRow[] {
	const column = (name: string) => form.getAll(name).map(textOf)
	const [quantities, units, locations, days] = [column('quantity'), column('unit'), column('locationId'), column('requestedOn')]
	const at = (values: string[], index: number) => (values.length === 1 ? values[0] : values[index]) ?? ''
	const skus = column('sku')
	return skus.flatMap((sku, index): AddedRow[] => {
		const typed = quantities.length === 0 ? '1' : at(quantities, index)
		if (sku === '' || (skus.length > 1 && (typed === '' || typed === '0'))) return []
		const quantity = typed || '1'
		// A page of one product says what is chosen inside it.
		const chosen = skus.length === 1 ? column('choose').filter(Boolean).slice(0, 50) : []
		return [{ sku, quantity, unit: at(units, index) || null, locationId: idOf(at(locations, index)), requestedOn: at(days, index) || null, chosen }]
	})
}
