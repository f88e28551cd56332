/** A row as somebody typed or pasted it: all text, nothing looked up yet. */
export type TypedRow = {
	sku: string
	quantity: string
	unit: string
	shipTo: string
	requestedOn: string
	/** Of a bundle that was ordered before: SKUs that were chosen inside. Nobody types them. */
	chosen?: readonly string[]
}
export type UnreadRow = { row: number; text: string }
type Column = Exclude<keyof TypedRow, 'chosen'>

/** Headings as people's spreadsheets have them, in the five languages, without case, accents and signs. */
const headings: Readonly<Record<Column, readonly string[]>> = {
	sku: [
		...[
			'sku',
			'product',
			'productnumber',
			'productcode',
			'item',
			'itemnumber',
			'itemcode',
			'article',
			'code',
			'produit',
			'numerodeproduit',
			'codeproduit',
			'ugs',
		],
		...[
			'producto',
			'numerodeproducto',
			'codigo',
			'articulo',
			'referencia',
			'商品番号',
			'品番',
			'商品コード',
			'produkt',
			'cisloproduktu',
			'kodproduktu',
			'kod',
			'polozka',
		],
	],
	quantity: ['quantity', 'qty', 'pcs', 'quantite', 'qte', 'cantidad', 'cant', '数量', 'mnozstvi', 'pocet', 'ks'],
	unit: ['unit', 'uom', 'unite', 'unidad', '単位', 'jednotka', 'mj'],
	shipTo: [
		...[
			'shipto',
			'shiptocode',
			'store',
			'storecode',
			'location',
			'magasin',
			'succursale',
			'tienda',
			'destino',
			'店舗',
			'納品先',
			'prodejna',
			'pobocka',
			'mistododani',
		],
	],
	requestedOn: [
		'requestedon',
		'requesteddate',
		'date',
		'day',
		'deliveron',
		'deliverydate',
		'datedelivraison',
		'fecha',
		'fechadeentrega',
		'納品日',
		'希望日',
		'datum',
		'dendodani',
	],
}

const plain = (text: string) =>
	text
		.normalize('NFD')
		.toLowerCase()
		.replace(/[^\p{L}\d]/gu, '')

function columnOf(heading: string): Column | null {
	const known = plain(heading)
	return (Object.keys(headings) as Column[]).find((column) => headings[column].includes(known)) ?? null
}

/** The sign that parts the cells of a line; null: spaces. The comma of a number that stands alone is its decimal sign. */
function delimiterOf(line: string): string | null {
	if (line.includes('\t')) return '\t'
	if (line.includes(';')) return ';'
	return line.replaceAll(/(^|\s)-?\d+,\d+(?=\s|$)/g, '').includes(',') ? ',' : null
}

/** The cells of one line; a cell in quotes may hold the delimiter, and a doubled quote is one. */
function cellsOf(line: string, delimiter: string | null): string[] {
	if (delimiter === null) return line.trim().split(/\s+/)
	const cells: string[] = []
	const pattern = new RegExp(`(?:^|${delimiter})(?:"((?:[^"]|"")*)"|([^${delimiter}]*))`, 'g')
	for (const [, quoted, bare] of line.matchAll(pattern)) cells.push((quoted?.replaceAll('""', '"') ?? bare ?? '').trim())
	return cells
}

/** The first line that says something, when it names the column of the product number; all lines are then parted as it is. */
function headsOf(lines: readonly string[]): { at: number; delimiter: string | null; columns: (Column | null)[] } | null {
	const at = lines.findIndex((line) => line.trim() !== '')
	const first = lines[at] ?? ''
	const delimiter = delimiterOf(first)
	const columns = cellsOf(first, delimiter).map(columnOf)
	return columns.includes('sku') ? { at, delimiter, columns } : null
}

const isSku = (text: string) => /^[\p{L}\d][\p{L}\d ._/-]*$/u.test(text)
const isQuantity = (text: string) => /^-?\d+([.,]\d+)?$/.test(text)
const decimal = (text: string) => text.replace(',', '.')

const empty: TypedRow = { sku: '', quantity: '', unit: '', shipTo: '', requestedOn: '' }

/** Under headings: each cell is what its heading says. */
function readUnder(columns: readonly (Column | null)[], cells: readonly string[]): TypedRow {
	const row = { ...empty }
	for (const [index, column] of columns.entries()) if (column) row[column] = cells[index] ?? ''
	return { ...row, quantity: decimal(row.quantity) }
}

/** Without headings: number, quantity, then a unit, a store and a day; a quantity in front ("3 x SKU") is understood. */
function readBare(cells: readonly string[]): TypedRow | null {
	const parts = cells.filter((part, index) => part !== '×' && part.toLowerCase() !== 'x' && !(part === '' && index < 2))
	const [first = '', second = ''] = parts
	if (parts.length === 1) return isSku(first) ? { ...empty, sku: first, quantity: '1' } : null
	const isFront = /^\d+([.,]\d+)?x?$/i.test(first) && !isQuantity(second)
	const [sku, quantity] = isFront ? [second, first.replace(/x$/i, '')] : [first, second]
	if (!isSku(sku) || !isQuantity(quantity)) return null
	const [unit = '', shipTo = '', requestedOn = ''] = parts.slice(2)
	return { sku, quantity: decimal(quantity), unit, shipTo, requestedOn }
}

/**
 * Rows out of a spreadsheet, a CSV file or a mail (section 7: `sku,uom,qty,ship_to_code,requested_on` in any order under
 * headings; without them number, quantity, unit, store, day). What cannot be read is handed back with its place from 1.
 */
export function readTypedRows(text: string): { rows: TypedRow[]; unread: UnreadRow[] } {
	const lines = text.replace(/^\uFEFF/, '').split(/\r\n|\r|\n/)
	const heads = headsOf(lines)
	const rows: TypedRow[] = []
	const unread: UnreadRow[] = []
	for (const [index, line] of lines.entries()) {
		if (line.trim() === '' || index === heads?.at) continue
		const row = heads ? readUnder(heads.columns, cellsOf(line, heads.delimiter)) : readBare(cellsOf(line, delimiterOf(line)))
		if (row && row.sku !== '') rows.push(row)
		else unread.push({ row: index + 1, text: line.trim().slice(0, 60) })
	}
	return { rows, unread }
}
