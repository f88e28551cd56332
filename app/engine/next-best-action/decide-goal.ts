/** A rep's target for a period; `reachedAt` once the notice went out. Minor units. */
export type SalesGoal = { targetMinor: number; achievedMinor: number; reachedAt: Date | null }

/** What an order makes of a goal. Crossing is said once: a cancelled order does not arm it again. */
export function decideGoal(goal: SalesGoal, orderMinor: number, at: Date): { achievedMinor: number; crosses: boolean; reachedAt: Date | null } {
	const achievedMinor = goal.achievedMinor + orderMinor
	const crosses = goal.reachedAt === null && achievedMinor >= goal.targetMinor
	return { achievedMinor, crosses, reachedAt: crosses ? at : goal.reachedAt }
}
