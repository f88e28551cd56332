import type { Sql } from '../../../db/client.server.ts'
import { loadAutomations as loadStored, type Profile, type Rule, type Segment } from '../../../db/queries/automation.ts'
import { isTimely, planSegment } from '../../engine/marketing/segment.ts'

type Timely = { isTimely: boolean }
export type Automations = { segments: (Segment & Timely)[]; rules: (Rule & Timely)[]; profiles: Profile[] }

/** Everything that looks at people by itself, ready to be asked; one statement. */
export async function loadAutomations(sql: Sql): Promise<Automations> {
	const { segments, rules, profiles } = await loadStored(sql)
	return {
		segments: segments.map(({ predicate, ...segment }) => ({ ...segment, plan: planSegment(predicate), isTimely: isTimely(predicate) })),
		rules: rules.map(({ predicate, ...rule }) => ({ ...rule, plan: planSegment(predicate), isTimely: isTimely(predicate) })),
		profiles: profiles.map(({ criteria, ...profile }) => ({
			...profile,
			criteria: criteria.map(({ predicate, ...one }) => ({ ...one, plan: planSegment(predicate) })),
		})),
	}
}
