import { readTypedRows, type TypedRow, type UnreadRow } from '../../engine/cart/read-typed-rows.ts'

/** `quote`: a price is asked for what stands here. */
export type RowsForm = { intent: 'check' | 'add' | 'express' | 'quote'; typed: TypedRow[]; unread: UnreadRow[]; text: string; note: string }

const columns = ['sku', 'quantity', 'unit', 'shipTo', 'requestedOn'] as const satisfies (keyof TypedRow)[]
const intents = ['check', 'add', 'express', 'quote'] as const
const MOST_CHOSEN = 50
const MOST_NOTED = 1000

const isFilled = ({ sku, quantity }: TypedRow) => sku !== '' || quantity !== ''

function typedOf(row: Partial<Record<keyof TypedRow, unknown>> | null): TypedRow {
	const text = (name: keyof TypedRow) => (typeof row?.[name] === 'string' ? row[name].trim().slice(0, 80) : '')
	const named = row?.chosen
	const chosen = (Array.isArray(named) ? named : String(named ?? '').split(',')).map((sku) => String(sku).trim().slice(0, 80)).filter(Boolean)
	const typed = { sku: text('sku'), quantity: text('quantity').replace(',', '.'), unit: text('unit'), shipTo: text('shipTo'), requestedOn: text('requestedOn') }
	return chosen.length > 0 ? { ...typed, chosen: chosen.slice(0, MOST_CHOSEN) } : typed
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

/** What the page sends without scripts: a field per cell; where rows are there to choose from, only those that are ticked. */
function readCells(form: FormData): TypedRow[] {
	const fields = [...columns, 'chosen'] as const
	const cells = fields.map((name) => form.getAll(name).map(String))
	const taken = form.has('picks') ? new Set(form.getAll('take').map(String)) : null
	const rows = Array.from({ length: Math.max(...cells.map(({ length }) => length)) }, (_, row) =>
		typedOf(Object.fromEntries(fields.map((name, column) => [name, cells[column]?.[row] ?? '']))),
	)
	return rows.filter((row, index) => isFilled(row) && (!taken || taken.has(String(index))))
}

/** A form of quick order: cells, rows as JSON, pasted text and a file, whichever is there, one after the other. */
export async function readRowsForm(form: FormData): Promise<RowsForm> {
	const [text, file] = [String(form.get('text') ?? ''), form.get('file')]
	// Each has its own way to part its cells.
	const read = [text, file instanceof Blob ? await file.text() : ''].map(readTypedRows)
	const json = form.get('rows')
	const rows = typeof json === 'string' ? readJson(json).filter(isFilled) : readCells(form)
	return {
		intent: intents.find((one) => one === form.get('intent')) ?? 'check',
		typed: [...rows, ...read.flatMap((one) => one.rows)],
		unread: read.flatMap(({ unread }) => unread),
		text: read[0] && read[0].unread.length > 0 ? text : '',
		note: String(form.get('note') ?? '')
			.trim()
			.slice(0, MOST_NOTED),
	}
}
