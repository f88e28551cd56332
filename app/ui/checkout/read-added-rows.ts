export type AddedRow = { sku: string; quantity: string; unit: string | null; locationId: number | null; requestedOn: string | null }

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
		return [{ sku, quantity, unit: at(units, index) || null, locationId: idOf(at(locations, index)), requestedOn: at(days, index) || null }]
	})
}

export type UnreadRow = { row: number; text: string }

/**
 * Rows as people paste them from a spreadsheet or a mail: product number, quantity and, if they like, a unit, parted by
 * tabs, semicolons, commas or spaces; a quantity in front ("3 x SKU") is understood. What cannot be read is handed back.
 */
export function readPastedRows(text: string, locationId: number | null): { rows: AddedRow[]; unread: UnreadRow[] } {
	const rows: AddedRow[] = []
	const unread: UnreadRow[] = []
	for (const [index, line] of text.split(/\r?\n/).entries()) {
		const parts = line
			.trim()
			.split(/\t|;|,(?!\d)|\s+/)
			.map((part) => part.trim())
			.filter((part) => part !== '' && part !== '×' && part.toLowerCase() !== 'x')
		if (parts.length === 0) continue
		const [first = '', second = '1', unit] = parts
		const isFront = /^\d+([.,]\d+)?x?$/i.test(first) && parts.length > 1 && !/^\d+([.,]\d+)?$/.test(second)
		const [sku, quantity] = isFront ? [second, first.replace(/x$/i, '')] : [first, second]
		const isRead = /^[\p{L}\d][\p{L}\d._/-]*$/u.test(sku) && /^-?\d+([.,]\d+)?$/.test(quantity)
		if (isRead) rows.push({ sku, quantity: quantity.replace(',', '.'), unit: unit ?? null, locationId, requestedOn: null })
		else unread.push({ row: index + 1, text: line.trim().slice(0, 60) })
	}
	return { rows, unread }
}
