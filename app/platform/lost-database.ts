/** A connection to the database that broke or could not be made, and a server that is going down or coming up (PostgreSQL 18, appendix A). */
const lost = new Set([
	...['CONNECTION_CLOSED', 'CONNECTION_DESTROYED', 'CONNECTION_ENDED', 'CONNECT_TIMEOUT', 'ECONNRESET', 'ECONNREFUSED', 'EPIPE'],
	...['57P01', '57P02', '57P03', '08000', '08003', '08006'],
])

/** How long whoever asked meanwhile should wait: a server that crashed is back within a second or two. */
export const lostForSeconds = 2

/** Whether it failed because the database was away, and not because of what was asked. */
export function isDatabaseLost(error: unknown): boolean {
	const { code } = (error ?? {}) as { code?: unknown }
	return typeof code === 'string' && lost.has(code)
}
