/** What one day's orders took of a budget, cancelled ones left out. */
export type BudgetDay = { day: string; minor: number; uses: number }

/** What was left at the end of a day: money where the budget has a limit of money, uses where it has one of uses. */
export type BurnDownDay = { day: string; leftMinor: number | null; leftUses: number | null }

type Budget = { limitMinor: number | null; usedMinor: number; limitUses: number | null; usedUses: number }

/**
 * How a budget ran down. The last day's figure is what is left now; what was used without an order of ours (an opening
 * balance) was gone from the beginning.
 */
export function burnDown({ limitMinor, usedMinor, limitUses, usedUses }: Budget, days: readonly BudgetDay[]): BurnDownDay[] {
	if (limitMinor === null && limitUses === null) return []
	let [minor, uses] = [usedMinor - sum(days.map((day) => day.minor)), usedUses - sum(days.map((day) => day.uses))]
	return days.map((day) => {
		minor += day.minor
		uses += day.uses
		return { day: day.day, leftMinor: limitMinor === null ? null : limitMinor - minor, leftUses: limitUses === null ? null : limitUses - uses }
	})
}

const sum = (amounts: readonly number[]) => amounts.reduce((a, b) => a + b, 0)
