/** Somebody who would become live now. `heldId`: her place in the line already; instants as ISO 8601. */
export type Arrival = { key: string; heldId: number | null; isReserved: boolean; arrivedAt: string; id: string }
export type CapState = {
	cap: number | null
	/** Live ones, and those who are on their way to it. */
	live: number
	/** How many are held in all, and the first of them as they came: at least as many as there is room for. */
	held: number
	line: readonly number[]
}

/**
 * Who goes through and who is held (sync-core.md A9). Laws: never more live ones than the cap; who came first goes first, so nobody new
 * passes while others are held and there is no room for all of them; who was let through before and lost the answer still is; nobody is dropped.
 */
export function admit(arrivals: readonly Arrival[], { cap, live, held, line }: CapState): { passing: Arrival[]; holding: Arrival[] } {
	if (cap === null) return { passing: [...arrivals], holding: [] }
	const room = Math.max(0, cap - live)
	const next = new Set(line.slice(0, room))
	const fresh = inOrder(arrivals.filter(({ heldId, isReserved }) => heldId === null && !isReserved)).slice(0, Math.max(0, room - held))
	const through = new Set([
		...fresh.map(({ key }) => key),
		...arrivals.filter(({ heldId, isReserved }) => isReserved || (heldId !== null && next.has(heldId))).map(({ key }) => key),
	])
	return { passing: inOrder(arrivals.filter(({ key }) => through.has(key))), holding: inOrder(arrivals.filter(({ key }) => !through.has(key))) }
}

/** As they came; at the same moment by their ids. */
function inOrder(arrivals: readonly Arrival[]): Arrival[] {
	return [...arrivals].sort((a, b) => (a.arrivedAt === b.arrivedAt ? a.id.length - b.id.length || (a.id < b.id ? -1 : 1) : a.arrivedAt < b.arrivedAt ? -1 : 1))
}

/** From which share on administrators are warned: 80 and 95 of a hundred. */
export function capWarning({ cap, live }: { cap: number | null; live: number }): 0 | 80 | 95 {
	if (cap === null) return 0
	const share = cap === 0 ? 100 : (100 * live) / cap
	return share >= 95 ? 95 : share >= 80 ? 80 : 0
}
