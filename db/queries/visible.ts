import type { Sql } from '../client.server.ts'

/** Section 3: a grant that reaches it, and no denial. */
export const isVisible = (sql: Sql, row: 'l' | 'm' | 'p' | 'v', policyIds: readonly number[]) => {
	const policies = sql.array([...policyIds], 23)
	return sql`${sql(row)}.grant_policy_ids && ${policies}::int[] and not ${sql(row)}.deny_policy_ids && ${policies}::int[]`
}
