import type { Tx } from '../../../../db/client.server.ts'
import { type SideObjectName, sideTable } from '../../../../db/queries/side-tables.ts'
import { readOwnCurrency, readSideRows } from '../../../../db/queries/sync-side.ts'
import { parseMinor, printMinor } from '../../../engine/base/money.ts'
import type { SyncValue } from '../../../engine/sync/types.ts'
import type { SideWrite } from '../contract.ts'

type Values = Readonly<Record<string, SyncValue>>

const moneyOf = (object: SideObjectName): string[] => Object.entries(sideTable(object).fields).flatMap(([name, { isMoney }]) => (isMoney ? [name] : []))

const isText = (value: SyncValue | undefined): value is string => typeof value === 'string' && value !== ''

/** Amounts as exact decimals of their record's currency: 5400 CAD is `54.00`. */
export function tellMoney(object: SideObjectName, values: Record<string, SyncValue>, currency = values['currency']): Record<string, SyncValue> {
	const told = moneyOf(object).flatMap((name) => {
		const minor = values[name]
		return isText(minor) && isText(currency) ? [[name, printMinor(Number(minor), currency)] as const] : []
	})
	return told.length > 0 ? { ...values, ...Object.fromEntries(told) } : values
}

/** `unfit`: the field of a row whose amount is finer than its currency, or too large. `currencies`: by the row's key. */
type Stored = { rows: SideWrite[]; unfit: Map<string, string>; currencies: Map<string, string> }

/** The same back: what is written stands in minor units of the record's currency; that of a new one is its own, its account's or the house's. Three statements at most, none where no amount is written. */
export async function storeMoney(
	tx: Tx,
	{ object, sellerEntityId }: { object: SideObjectName; sellerEntityId: number },
	rows: readonly SideWrite[],
): Promise<Stored> {
	const fields = moneyOf(object)
	const stored: Stored = { rows: [...rows], unfit: new Map(), currencies: new Map() }
	if (!rows.some(({ values }) => fields.some((name) => isText(values[name])))) return stored
	const currencyOf = async (of: SideObjectName, ids: readonly string[]) => {
		const found = ids.length > 0 ? await readSideRows(tx, of, { ids: ids.filter((id) => /^\d+$/.test(id)), sellerEntityId, locks: false }) : []
		return new Map(found.map(({ id, values }) => [id, values['currency']]))
	}
	const known = await currencyOf(
		object,
		rows.flatMap(({ id }) => id ?? []),
	)
	const parents = rows.flatMap(({ id, values }) => (id === null && isText(values['account_id']) && !isText(values['currency']) ? [values['account_id']] : []))
	const accounts = await currencyOf('account', parents)
	const isFree = ({ id, values }: SideWrite) => id === null && !isText(values['currency']) && !isText(values['account_id'])
	const own = rows.some(isFree) ? await readOwnCurrency(tx, sellerEntityId) : null
	stored.rows = rows.map((row) => {
		const { key, id, values } = row
		const currency =
			id === null ? (isText(values['currency']) ? values['currency'] : isFree(row) ? own : accounts.get(String(values['account_id']))) : known.get(id)
		if (!isText(currency)) return row
		stored.currencies.set(key, currency)
		return { ...row, values: { ...values, ...minorsOf(values, fields, { currency, refuse: (name) => stored.unfit.set(key, name) }) } }
	})
	return stored
}

function minorsOf(values: Values, fields: readonly string[], { currency, refuse }: { currency: string; refuse: (name: string) => void }) {
	return Object.fromEntries(
		fields.flatMap((name) => {
			const amount = values[name]
			if (!isText(amount)) return []
			const minor = parseMinor(amount, currency)
			if (minor === null) refuse(name)
			return [[name, minor === null ? null : String(minor)] as const]
		}),
	)
}
