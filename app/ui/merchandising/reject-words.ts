import type { TFunction } from 'i18next'

const sorts: readonly (readonly [RegExp, string])[] = [
	[/^guard\./, 'guard'],
	[/^csv\.column_count$/, 'columns'],
	[/^csv\./, 'quote'],
	[/^text\./, 'characters'],
	[/^order\./, 'document'],
	[/^component\.is_an_option$/, 'option'],
	[/^(component\.is_a_bundle|components\.(taken|itself|duplicate|of_a_variant))$/, 'set'],
	[/^account\.merged$/, 'merged'],
	[/^consent\.opted_out$/, 'optedOut'],
	[/\.duplicate$/, 'twice'],
	[/\.unknown$/, 'unknown'],
	[/\.missing$/, 'missing'],
	[/\.too_/, 'long'],
	[/\./, 'invalid'],
]

export type RejectWords = { message: string; remedy: string }

/** Why a row was refused and what would help, in the reader's words; several reasons one after the other. */
export function rejectWords(t: TFunction<'exchange'>, reason: string): RejectWords {
	const said = reason.split('; ').map((one) => {
		const sort = sorts.find(([pattern]) => pattern.test(one))?.[1] ?? 'other'
		const field = sort === 'guard' ? one.slice('guard.'.length) : (one.split('.')[0] ?? one)
		return { message: t(`reject.${sort}`, { field }), remedy: t(`rejectRemedy.${sort}`, { field }) }
	})
	return { message: said.map(({ message }) => message).join(' '), remedy: [...new Set(said.map(({ remedy }) => remedy))].join(' ') }
}
