import type { SidePort, SideWrite, SideWritten } from '../../connectors/sync/contract.ts'
import { createWithout } from '../../engine/sync/leave-behind.ts'
import { SideDown } from '../../platform/side-down.ts'
import type { Shapes } from './types.ts'

/**
 * New records, by key. One that is refused for fields which it can be without is made without them, all such in one more call (sync-core.md B8):
 * the update that follows says of these fields why they stay behind.
 */
export async function writeNew(port: SidePort, rows: readonly SideWrite[], shapes: Shapes[keyof Shapes]): Promise<Map<string, SideWritten>> {
	if (rows.length === 0) return new Map()
	const answers = new Map((await port.write(rows)).map((answer) => [answer.key, answer]))
	const less = rows.flatMap((row): SideWrite[] => {
		const answer = answers.get(row.key)
		const values = answer && !answer.ok ? createWithout(row.values, answer.failure, (field) => shapes[row.object]?.[field]?.required === true) : null
		return values ? [{ ...row, values }] : []
	})
	if (less.length === 0) return answers
	const again = await port.write(less).catch((error: unknown): SideWritten[] => {
		if (!(error instanceof SideDown)) throw error
		return less.map(({ key }) => ({ key, ok: false, failure: error.failure }))
	})
	return new Map([...answers, ...again.map((answer) => [answer.key, answer] as const)])
}
