import type { Tx } from '../../../db/client.server.ts'
import { insertAudit } from '../../../db/queries/audit.ts'
import { type ClimberRow, saveSteps } from '../../../db/queries/ladder.ts'
import { standingAt } from '../../engine/credit/climb.ts'
import { saveEvents } from '../event/save-events.ts'

export type Climber = { row: ClimberRow; step: ClimberRow['step'] }

/** Puts accounts on a step with audit and event, whoever decided it. Answers how many moved: one that moved meanwhile stays. */
export async function saveClimbed(
	tx: Tx,
	climbers: readonly Climber[],
	{ userId, requestId, at }: { userId: number | null; requestId: string | null; at: Date },
): Promise<number> {
	const moved = await saveSteps(
		tx,
		climbers.map(({ row, step }) => ({ accountId: row.accountId, was: row.step, step, ...standingAt(step, row) })),
	)
	const climbed = climbers.filter(({ row }) => moved.has(row.accountId))
	await insertAudit(
		tx,
		climbed.map(({ row: { accountId, step: was }, step }) => ({
			...{ userId, accountId, action: 'account.climbed', subject: `account:${accountId}`, before: { step: was }, after: { step }, requestId, at },
		})),
	)
	await saveEvents(
		tx,
		climbed.map(({ row: { accountId, step: was }, step }) => ({
			...{ topic: 'account.climbed' as const, subject: `account:${accountId}`, accountId, actedByUserId: userId, payload: { was, step }, occurredAt: at },
		})),
	)
	return climbed.length
}
