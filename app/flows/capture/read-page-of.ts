/** One page of rows that were asked for with one more, and where the next begins. */
export function pageOf<T extends { id: number }>(rows: readonly T[], limit: number): { rows: T[]; next: number | null } {
	return { rows: rows.slice(0, limit), next: rows.length > limit ? (rows[limit - 1]?.id ?? null) : null }
}
