import type { SideFailure } from '../../engine/sync/types.ts'
import { SideDown } from '../../platform/side-down.ts'
import type { SideWrite, SideWritten } from './contract.ts'

export type WriteLot = { rows: readonly SideWrite[]; run: () => Promise<SideWritten[]> }

/**
 * All lots, each a call of its own. A call that fails as a whole is told row by row, because others beside it may have
 * landed; only when nobody could be asked at all is it SideDown.
 */
export async function writeLots(lots: readonly WriteLot[]): Promise<SideWritten[]> {
	const written = (await Promise.all(lots.map(({ rows, run }) => run().catch((error: unknown) => failAll(rows, error))))).flat()
	const failures = written.map((answer) => (answer.ok ? null : answer.failure))
	const [first] = failures
	if (first && failures.every((one) => one !== null && isWhole(one))) throw new SideDown(first)
	return written
}

/** Failures of a call and not of a row, after which it is known that nothing was written. */
const whole = new Set(['REQUEST_LIMIT_EXCEEDED', 'RATE_LIMITS', 'SERVER_UNAVAILABLE', 'INVALID_SESSION_ID', 'API_DISABLED_FOR_ORG'])
const isWhole = ({ code, status, isUnknown }: SideFailure) => !isUnknown && (status === 401 || whole.has(code))

export const failRows = (rows: readonly SideWrite[], failure: SideFailure): SideWritten[] => rows.map(({ key }) => ({ key, ok: false, failure }))

function failAll(rows: readonly SideWrite[], error: unknown): SideWritten[] {
	if (!(error instanceof SideDown)) throw error
	return failRows(rows, error.failure)
}
