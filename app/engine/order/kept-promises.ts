import type { Day } from '../base/calendar.ts'
import type { WantedCell, WantedGroup, WantedOrder } from './apply-edits.ts'

type Promised = { groupKey: string; promisedOn: Day }
type PromisedOrder = { groups: readonly (WantedGroup & { confirmedOn: Day | null })[]; cells: readonly WantedCell[] }

const cellKey = ({ lineId, groupId }: Omit<WantedCell, 'quantity'>) => `${lineId} ${groupId}`

/**
 * What was promised of a delivery stays promised when a change sends no more with it and moves it nowhere (decision 0351):
 * its goods are held as before. Every other delivery is promised anew.
 */
export function keepPromises<T extends Promised>(promises: readonly T[], before: PromisedOrder, wanted: WantedOrder): T[] {
	const had = new Map(before.cells.map((cell) => [cellKey(cell), cell.quantity]))
	const grown = new Set(wanted.cells.filter((cell) => cell.quantity > (had.get(cellKey(cell)) ?? 0)).map(({ groupId }) => groupId))
	const kept = new Map(
		before.groups.flatMap((group): [string, Day][] => {
			const now = wanted.groups.find(({ id }) => id === group.id)
			const isMoved = !now || now.locationId !== group.locationId || now.requestedOn !== group.requestedOn
			return isMoved || grown.has(group.id) || group.confirmedOn === null ? [] : [[String(group.id), group.confirmedOn]]
		}),
	)
	return promises.map((promise) => ({ ...promise, promisedOn: kept.get(promise.groupKey) ?? promise.promisedOn }))
}
