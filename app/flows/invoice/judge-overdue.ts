import { type Db, withTransaction } from '../../../db/client.server.ts'
import { type OwingRow, readOwing, type StandingMove, saveStandings } from '../../../db/queries/account-standing.ts'
import { insertAudit } from '../../../db/queries/audit.ts'
import type { CommerceEvent } from '../../engine/base/event.ts'
import { moveStanding } from '../../engine/credit/move-standing.ts'
import { saveEvents } from '../event/save-events.ts'

const perRound = 500

type Judged = { row: OwingRow; move: StandingMove }

function judge(row: OwingRow): Judged[] {
	const decision = moveStanding(row, row)
	const { accountId, standing: was, source: wasSource } = row
	return decision ? [{ row, move: { accountId, was, wasSource, standing: decision.standing, source: decision.source } }] : []
}

/** Where they stand, with audit and event; an account that was moved meanwhile stays. Answers how many moved; three statements for any number. */
async function move(db: Db, rows: readonly OwingRow[], at: Date): Promise<number> {
	const judged = rows.flatMap(judge)
	if (judged.length === 0) return 0
	return await withTransaction(db, async (tx) => {
		const saved = await saveStandings(
			tx,
			judged.map((one) => one.move),
		)
		const moved = judged.filter(({ row }) => saved.has(row.accountId)).map(({ row, move: to }) => ({ ...changeOf(row, to), accountId: row.accountId }))
		await insertAudit(
			tx,
			moved.map(({ accountId, before, after }) => ({
				...{ userId: null, accountId, action: 'account.standing_moved', subject: `account:${accountId}`, before, after, requestId: null, at },
			})),
		)
		await saveEvents(
			tx,
			moved.map(({ accountId, before, after }) => ({
				...{ topic: 'terms.changed' as const, subject: `account:${accountId}`, accountId, payload: { before, after }, occurredAt: at },
			})),
		)
		return moved.length
	})
}

const changeOf = ({ standing, source, oldestOverdueDays, overdueMinor }: OwingRow, to: StandingMove) => ({
	before: { standing, source },
	after: { standing: to.standing, source: to.source, oldestOverdueDays, overdueMinor },
})

/**
 * The clock's round: whoever owes for as many days as the seller allows is watched, then held, and PO terms end with it; whoever was held for it and
 * owes no more is let go (sync-core.md section c, commerce-engine.md section 8). Answers how many moved.
 */
export async function judgeOverdue(db: Db, at: Date): Promise<number> {
	let moved = 0
	for (let afterId = 0; ; ) {
		const rows = await readOwing(db, { afterId, most: perRound, accountId: null, at })
		moved += await move(db, rows, at)
		if (rows.length < perRound) return moved
		afterId = rows.at(-1)?.accountId ?? 0
	}
}

/** An invoice was paid: its account need not wait for the clock. */
export async function judgeOnPayment(db: Db, { accountId }: CommerceEvent, at: Date): Promise<void> {
	if (accountId === null) return
	await move(db, await readOwing(db, { afterId: 0, most: 1, accountId, at }), at)
}
