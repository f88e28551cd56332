/** Where the rows of a quick order come from, as its address says it. Null: from nowhere, or from nowhere that we know. */
export function readQuickFrom(asked: URLSearchParams) {
	const said = asked.get('from') ?? ''
	if (said === 'bought') return { kind: 'bought' as const }
	const [, kind, rest = ''] = /^(order|list)\.(.{1,60})$/.exec(said) ?? []
	if (kind === 'order') return { kind: 'order' as const, number: rest === 'last' ? null : rest }
	return kind === 'list' && /^[1-9]\d{0,14}$/.test(rest)
		? { kind: 'list' as const, listId: Number(rest), shipTo: (asked.get('store') ?? '').slice(0, 40) }
		: null
}

/** The page of what the rows come from. */
export function quickSourceHref(from: NonNullable<ReturnType<typeof readQuickFrom>>, name: string): string | null {
	if (from.kind === 'bought') return null
	return from.kind === 'order' ? `/orders/${encodeURIComponent(name)}` : `/lists/${from.listId}`
}
