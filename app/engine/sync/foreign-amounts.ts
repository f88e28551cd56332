import type { FieldMap, FieldShape, ForeignAmount, Role, SyncValue } from './types.ts'

type Shapes = Readonly<Record<string, FieldShape>>
type Values = Readonly<Record<string, SyncValue>>

export const otherCurrency = 'OTHER_CURRENCY'

/**
 * Amounts of a record that the other side would read as its own currency's (sync-core.md A19): it counts in one alone, and the record in another. Such an
 * amount is told nowhere, neither as a bare number nor converted: nobody said at which rate. By the key of its line.
 */
export function foreignAmounts(
	maps: readonly FieldMap[],
	shapes: Readonly<Record<Role, Shapes>>,
	values: Readonly<Record<Role, Values>>,
): Map<string, ForeignAmount> {
	const found = new Map<string, ForeignAmount>()
	for (const { key, crmField, maField } of maps) {
		const [crm, ma] = [shapes.crm[crmField], shapes.ma[maField]]
		for (const [role, mine, other, its] of [
			['crm', crm, ma, values.ma],
			['ma', ma, crm, values.crm],
		] as const) {
			const currency = other?.currencyIn === undefined ? null : its[other.currencyIn]
			if (mine?.onlyCurrency && typeof currency === 'string' && currency !== '' && currency !== mine.onlyCurrency)
				found.set(key, { role, currency, only: mine.onlyCurrency })
		}
	}
	return found
}
