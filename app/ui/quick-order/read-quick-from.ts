/** Where the rows of a quick order come from, as its address says it. Null: from nowhere, or from nowhere that we know. */
export function readQuickFrom(asked: URLSearchParams) {
	const said = asked.get('from') ?? ''
	if (said === 'bought') return { kind: 'bought' as const }
	const [, kind, rest = ''] = /^(order|list|parts)\.(.{1,60})$/.exec(said) ?? []
	if (kind === 'order') return { kind: 'order' as const, number: rest === 'last' ? null : rest }
	const shipTo = (asked.get('store') ?? '').slice(0, 40)
	if (kind === 'parts') return { kind: 'parts' as const, sku: rest, shipTo }
	return kind === 'list' && /^[1-9]\d{0,14}$/.test(rest) ? { kind: 'list' as const, listId: Number(rest), shipTo } : null
}

/** The page of what the rows come from. */
export function quickSourceHref(from: NonNullable<ReturnType<typeof readQuickFrom>>, name: string): string | null {
	if (from.kind === 'bought') return null
	if (from.kind === 'parts') return '/company/machines'
	return from.kind === 'order' ? `/orders/${encodeURIComponent(name)}` : `/lists/${from.listId}`
}
