import { sql } from 'drizzle-orm'
import { char, check, date, pgTable, unique } from 'drizzle-orm/pg-core'
import { id, instant, minor, ref } from './columns.ts'
import { crmUser } from './seller.ts'

/** The rep's target for a period, and the moment it was reached: the notice goes out once. */
export const salesGoal = pgTable(
	'sales_goal',
	{
		id: id(),
		userId: ref()
			.notNull()
			.references(() => crmUser.id),
		currency: char({ length: 3 }).notNull(),
		startsOn: date().notNull(),
		endsOn: date().notNull(),
		targetMinor: minor().notNull(),
		achievedMinor: minor().notNull().default(0),
		reachedAt: instant(),
	},
	(t) => [
		unique('goal_period').on(t.userId, t.startsOn),
		check('goal_window', sql`${t.endsOn} >= ${t.startsOn}`),
		check('goal_target', sql`${t.targetMinor} > 0`),
	],
)
