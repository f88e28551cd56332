const shows = ['mine', 'asked', 'waiting', 'decided', 'all'] as const
const states = ['waiting', 'approved', 'refused', 'withdrawn', 'expired'] as const
const sorts = ['newest', 'oldest', 'largest'] as const

export type ApprovalQuery = {
	show: (typeof shows)[number] | null
	text: string | null
	state: (typeof states)[number] | null
	sort: (typeof sorts)[number]
	after: { id: number; totalMinor: number } | null
}

/** The filters of the list as they stand in its address; what is none is left out. */
export function readApprovalQuery(query: URLSearchParams): ApprovalQuery {
	const one = <T extends string>(all: readonly T[], name: string) => all.find((value) => value === query.get(name)) ?? null
	const [, id, total] = /^(\d{1,15})~(\d{1,15})$/.exec(query.get('after') ?? '') ?? []
	return {
		show: one(shows, 'show'),
		text: query.get('q')?.trim().slice(0, 100) || null,
		state: one(states, 'state'),
		sort: one(sorts, 'sort') ?? 'newest',
		after: id && total ? { id: Number(id), totalMinor: Number(total) } : null,
	}
}
