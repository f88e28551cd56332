import { readTypedRows, type TypedRow, type UnreadRow } from '../../engine/cart/read-typed-rows.ts'

export type RowsForm = { intent: 'check' | 'add'; typed: TypedRow[]; unread: UnreadRow[]; text: string }

const columns = ['sku', 'quantity', 'unit', 'shipTo', 'requestedOn'] as const satisfies (keyof TypedRow)[]

const isFilled = ({ sku, quantity }: TypedRow) => sku !== '' || quantity !== ''

function typedOf(row: Partial<Record<keyof TypedRow, unknown>> | null): TypedRow {
	const text = (name: keyof TypedRow) => (typeof row?.[name] === 'string' ? row[name].trim().slice(0, 80) : '')
	return { sku: text('sku'), quantity: text('quantity').replace(',', '.'), unit: text('unit'), shipTo: text('shipTo'), requestedOn: text('requestedOn') }
}

/** What a script sends: the rows as JSON. Nothing of it is trusted. */
function readJson(json: string): TypedRow[] {
	try {
		const rows: unknown = JSON.parse(json)
		return Array.isArray(rows) ? rows.map(typedOf) : []
	} catch {
		return []
	}
}

/** What the page sends without scripts: a field per cell. */
function readCells(form: FormData): TypedRow[] {
	const cells = columns.map((name) => form.getAll(name).map(String))
	const rows = Array.from({ length: Math.max(...cells.map(({ length }) => length)) }, (_, row) =>
		typedOf(Object.fromEntries(columns.map((name, column) => [name, cells[column]?.[row] ?? '']))),
	)
	return rows.filter(isFilled)
}

/** A form of quick order: cells, rows as JSON, pasted text and a file, whichever is there, one after the other. */
export async function readRowsForm(form: FormData): Promise<RowsForm> {
	const [text, file] = [String(form.get('text') ?? ''), form.get('file')]
	// Each has its own way to part its cells.
	const read = [text, file instanceof Blob ? await file.text() : ''].map(readTypedRows)
	const json = form.get('rows')
	const rows = typeof json === 'string' ? readJson(json).filter(isFilled) : readCells(form)
	return {
		intent: form.get('intent') === 'add' ? 'add' : 'check',
		typed: [...rows, ...read.flatMap((one) => one.rows)],
		unread: read.flatMap(({ unread }) => unread),
		text: read[0] && read[0].unread.length > 0 ? text : '',
	}
}
