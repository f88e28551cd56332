import { type Db, withTransaction } from '../../../db/client.server.ts'
import { type ClimberRow, readClimbers } from '../../../db/queries/ladder.ts'
import { dayIn } from '../../engine/base/calendar.ts'
import type { CommerceEvent } from '../../engine/base/event.ts'
import { progressOn } from '../../engine/credit/climb.ts'
import { readLadderRules } from '../../engine/credit/ladder-rules.ts'
import { climbLadder } from '../../engine/credit/onboarding-ladder.ts'
import { type Climber, saveClimbed } from './save-climbed.ts'

const AT_ONCE = 500

function judge(row: ClimberRow, at: Date): Climber[] {
	const progress = progressOn(dayIn(at, row.timeZone), { ...row.paying, limitMinor: row.limitMinor, isStopped: row.isStopped })
	const { step } = climbLadder(row.step, readLadderRules(row.ladder), progress)
	return step === row.step ? [] : [{ row, step }]
}

async function climb(db: Db, rows: readonly ClimberRow[], at: Date): Promise<number> {
	const climbers = rows.flatMap((row) => judge(row, at))
	return climbers.length === 0 ? 0 : withTransaction(db, (tx) => saveClimbed(tx, climbers, { userId: null, requestId: null, at }))
}

/** The night's round: every account that has done what the next step asks stands on it (commerce-engine.md section 8). Answers how many. */
export async function climbLadders(db: Db, at: Date): Promise<number> {
	let climbed = 0
	for (let afterId = 0; ; ) {
		const rows = await readClimbers(db, { afterId, most: AT_ONCE, accountId: null, sellerEntityId: null })
		climbed += await climb(db, rows, at)
		if (rows.length < AT_ONCE) return climbed
		afterId = rows.at(-1)?.accountId ?? 0
	}
}

/** An invoice was paid: its account need not wait for the night. */
export async function climbOnPayment(db: Db, { accountId }: CommerceEvent, at: Date): Promise<void> {
	if (accountId === null) return
	await climb(db, await readClimbers(db, { afterId: 0, most: 1, accountId, sellerEntityId: null }), at)
}
