import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { parse } from 'csv-parse/sync'

/** Micros of a decimal in text: this reading shares no code with the house that it judges. */
export function microsIn(text: string): bigint {
	const [whole = '0', fraction = ''] = text.split('.')
	if (fraction.length > 6) throw new Error(`${text} is finer than a micro`)
	return BigInt(`${whole}${fraction.padEnd(6, '0')}`)
}

export function textOfMicros(micros: bigint): string {
	const [sign, size] = micros < 0n ? ['-', -micros] : ['', micros]
	const fraction = String(size % 1_000_000n)
		.padStart(6, '0')
		.replace(/0{1,3}$/, '')
	return `${sign}${size / 1_000_000n}.${fraction}`
}

/** Half away from zero, the rule of the seller: what one line of an invoice comes to, in pennies. */
export function pennies(micros: bigint): number {
	const size = micros < 0n ? -micros : micros
	const rounded = Number((size + 5000n) / 10_000n)
	return micros < 0n ? -rounded : rounded
}

const charges: Readonly<Record<string, string>> = {
	...{ POST: 'carriage', DOT: 'carriage', C2: 'carriage', D: 'discount', M: 'manual', S: 'sample' },
	...{ 'BANK CHARGES': 'bank_charge', AMAZONFEE: 'marketplace_fee', CRUK: 'charity' },
}

/** What a row is: goods, given away, or a charge by its code. */
function classOf(sku: string, price: bigint): string {
	if (sku.startsWith('GIFT_')) return 'voucher'
	return charges[sku] ?? (price === 0n ? 'free' : 'goods')
}

export type RetailRow = { sku: string; name: string; class: string; quantity: number; price: string; micros: bigint }
export type RetailDocument = {
	number: string
	kind: 'sale' | 'cancellation' | 'bad_debt' | 'stock_note'
	/** The account's number; of rows without one, the walk-in of their country. */
	account: string
	country: string
	at: Date
	rows: RetailRow[]
}

function kindOf(number: string, rows: readonly RetailRow[]): RetailDocument['kind'] {
	if (number.startsWith('A')) return 'bad_debt'
	if (number.startsWith('C')) return 'cancellation'
	return rows.every(({ quantity, micros }) => quantity < 0 && micros === 0n) ? 'stock_note' : 'sale'
}

type Cells = Record<'InvoiceNo' | 'StockCode' | 'Description' | 'Quantity' | 'InvoiceDate' | 'UnitPrice' | 'CustomerID' | 'Country', string>

/** The documents of the half year in the order of the file, exact; of its first `most` rows those that are whole. */
export function readRetail(file: string, most?: number): RetailDocument[] {
	const rows = parse(gunzipSync(readFileSync(file)), { columns: true, ...(most ? { to: most } : {}) }) as Cells[]
	const documents = [...Map.groupBy(rows, ({ InvoiceNo }) => InvoiceNo)]
	return (most ? documents.slice(0, -1) : documents).map(([number, own]) => {
		const [first] = own as [Cells]
		const lines = own.map((row): RetailRow => {
			const [sku, micros] = [row.StockCode.toUpperCase(), microsIn(row.UnitPrice)]
			return { sku, name: row.Description || sku, class: classOf(sku, micros), quantity: Number(row.Quantity), price: row.UnitPrice, micros }
		})
		return {
			...{ number, kind: kindOf(number, lines), account: first.CustomerID ? first.CustomerID.replace(/\.0$/, '') : `WALK-IN-${first.Country}` },
			...{ country: first.Country, at: new Date(`${first.InvoiceDate.replace(' ', 'T')}Z`), rows: lines },
		}
	})
}

export const exactOf = (rows: readonly RetailRow[]): bigint => rows.reduce((sum, { quantity, micros }) => sum + BigInt(quantity) * micros, 0n)
/** What a document comes to: each row rounded once, by the rule of the seller. */
export const totalOf = (rows: readonly RetailRow[]): number => rows.reduce((sum, { quantity, micros }) => sum + pennies(BigInt(quantity) * micros), 0)
export const isWalkIn = ({ account }: Pick<RetailDocument, 'account'>): boolean => account.startsWith('WALK-IN-')
