/** A connection as its room is given it. Instants as ISO 8601. */
export type ShownConnection = {
	id: number
	name: string
	crmSystem: string
	maSystem: string
	state: 'paused' | 'canary' | 'running' | 'suspended'
	suspendedFor: string | null
	prospectCap: number | null
	capWarned: 0 | 80 | 95
	livePausedUntil: string | Date | null
	canaryStage: number
	canaryDone: number
	canaryRefused: number
	heldBack: number
	startedAt: string | Date | null
	links: Partial<Record<'active' | 'archived' | 'held' | 'conflict' | 'never', number>>
	lanes: readonly { lane: number; waiting: number; oldestAt: string; isStuck: boolean }[]
	openErrors: number
	feeds: readonly ShownFeed[]
	quotas: readonly ShownQuota[]
	reconcile: { runId: number; endedAt: string | null; startedAt: string; total: number | null; drift: number } | null
	tasks: readonly { id: number; subject: string; facts: Readonly<Record<string, string | number | null>>; ownerName: string; dueOn: string }[]
}

export type ShownFeed = {
	side: 'crm' | 'ma'
	object: string
	feed: 'changed' | 'deleted' | 'push'
	beatAt: string
	caughtUpAt: string | null
	standing: 'stopped' | 'behind' | 'fresh'
}

export type ShownQuota = {
	side: 'crm' | 'ma'
	onDay: string
	used: number
	allowed: number
	forecast: { share: number; expected: number; reachedAt: string | null }
}
