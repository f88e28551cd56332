import { allocate } from '../base/allocate.ts'
import { sumOf } from './workbench.ts'

/**
 * Shares a discount over amounts where each line gives at most its room (its amount above 0 and above its floor):
 * what a full line cannot give is shared again over the lines that can, until it is spent or no room is left
 * (commerce-engine.md section 5). Answers the shares and what lapsed, in minor units. Room never exceeds the amount.
 */
export function shareOverRoom(totalMinor: number, amounts: readonly number[], rooms: readonly number[]): { shares: number[]; lapsedMinor: number } {
	const allRoom = sumOf(rooms)
	if (totalMinor >= allRoom) return { shares: [...rooms], lapsedMinor: totalMinor - allRoom }
	const shares = amounts.map(() => 0)
	let left = totalMinor
	let open = amounts.map((_, line) => line).filter((line) => (rooms[line] ?? 0) > 0)
	while (left > 0) {
		const round = allocate(
			left,
			open.map((line) => amounts[line] ?? 0),
		)
		for (const [index, line] of open.entries()) {
			const taken = Math.min(round[index] ?? 0, (rooms[line] ?? 0) - (shares[line] ?? 0))
			shares[line] = (shares[line] ?? 0) + taken
			left -= taken
		}
		open = open.filter((line) => (shares[line] ?? 0) < (rooms[line] ?? 0))
	}
	return { shares, lapsedMinor: 0 }
}
