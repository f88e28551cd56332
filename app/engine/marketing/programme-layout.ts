import { type Branch, branchesOf, inOrder, type Programme, stepOf } from './programme.ts'

/** Where a step is drawn: column from the left, row from the top, both from 0. */
export type Placed = { key: string; number: number; column: number; row: number }
export type Way = { from: string | null; to: string | null; branch: Branch | 'start'; isBack: boolean }
export type Layout = { placed: Placed[]; ways: Way[]; columns: number; rows: number }

/**
 * A drawing of a programme from the top down: a step stands below everything that leads to it, the yes of a question
 * straight below, its no to the right. Two steps never stand at the same place. A way back up is marked.
 */
export function layProgramme(programme: Programme): Layout {
	const order = inOrder(programme)
	const rowOf = rows(programme)
	const columnOf = new Map<string, number>()
	let widest = 0
	const spread = (key: string | null, column: number): void => {
		const step = stepOf(programme, key)
		if (!step || columnOf.has(step.key)) return
		columnOf.set(step.key, column)
		for (const [nth, { to }] of branchesOf(step).entries()) {
			const isAside = nth > 0 && stepOf(programme, to) !== null && !columnOf.has(to ?? '')
			if (isAside) widest += 1
			spread(to, isAside ? widest : column)
		}
	}
	spread(programme.firstKey, 0)
	const alone = order.filter(({ key }) => !columnOf.has(key))
	for (const { key } of alone) {
		widest += 1
		columnOf.set(key, widest)
	}
	const placed = order.map(({ key }, place) => ({ key, number: place + 1, column: columnOf.get(key) ?? 0, row: rowOf.get(key) ?? 0 }))
	const ways: Way[] = order.flatMap((step) =>
		branchesOf(step).map(({ branch, to }) => ({ from: step.key, to, branch, isBack: to !== null && (rowOf.get(to) ?? 0) <= (rowOf.get(step.key) ?? 0) })),
	)
	const start: Way = { from: null, to: programme.firstKey, branch: 'start', isBack: false }
	return { placed, ways: [start, ...ways], columns: widest + 1, rows: Math.max(0, ...rowOf.values()) + 1 }
}

/** The longest way to each step, ways back up not counted. */
function rows(programme: Programme): Map<string, number> {
	const found = new Map<string, number>()
	const above = new Set<string>()
	const visit = (key: string | null, row: number): void => {
		const step = stepOf(programme, key)
		if (!step || above.has(step.key) || (found.get(step.key) ?? -1) >= row) return
		found.set(step.key, row)
		above.add(step.key)
		for (const { to } of branchesOf(step)) visit(to, row + 1)
		above.delete(step.key)
	}
	visit(programme.firstKey, 0)
	return found
}
