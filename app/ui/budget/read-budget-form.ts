import type { TypedBudget } from '../../engine/budget/read-budget.ts'

export type BudgetForm = { kind: 'add'; typed: TypedBudget } | { kind: 'save'; typed: TypedBudget } | { kind: 'end' } | { kind: 'putBack' }

const fields = ['name', 'locationId', 'costCentre', 'contactId', 'period', 'amount', 'onBeyond'] as const

/** A press on the pages of budgets: `add`, and of one budget `save`, `end`, `putBack`. Null: none of them. */
export function readBudgetForm(form: FormData): BudgetForm | null {
	const kind = String(form.get('intent') ?? '')
	if (kind === 'end') return { kind }
	if (kind === 'putBack') return { kind }
	if (kind !== 'add' && kind !== 'save') return null
	return { kind, typed: Object.fromEntries(fields.map((name) => [name, String(form.get(name) ?? '').slice(0, 200)])) as TypedBudget }
}

export type BudgetQuery = { text: string | null; scope: 'store' | 'centre' | 'buyer' | null; isEnded: boolean; after: number | null }

const scopes = ['store', 'centre', 'buyer'] as const

/** The filters of the list as they stand in its address. */
export function readBudgetQuery(query: URLSearchParams): BudgetQuery {
	const after = query.get('after') ?? ''
	return {
		text: query.get('q')?.trim().slice(0, 100) || null,
		scope: scopes.find((one) => one === query.get('scope')) ?? null,
		isEnded: query.get('state') === 'ended',
		after: /^\d{1,15}$/.test(after) ? Number(after) : null,
	}
}

/** A period in an address: the first day of one. */
export const readPeriod = (query: URLSearchParams): string | null => {
	const text = query.get('period') ?? ''
	return /^\d{4}-(0[1-9]|1[0-2])-01$/.test(text) ? text : null
}
