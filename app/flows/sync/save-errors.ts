import type { Sql, Tx } from '../../../db/client.server.ts'
import { suspendConnection } from '../../../db/queries/sync-connection.ts'
import { closeMended, type ErrorRow, upsertErrors } from '../../../db/queries/sync-journal.ts'
import { endSyncTasks, lockSyncTasks, readErasedErrors, readTaskOwner, upsertSyncTasks } from '../../../db/queries/sync-task.ts'
import { dayIn, workingDayAfter } from '../../engine/base/calendar.ts'
import type { FailureClass } from '../../engine/sync/failure-table.ts'
import type { SideFailure } from '../../engine/sync/types.ts'
import type { ConnectionShare } from './load-share.ts'

/** What nobody mends at the record: an administrator has to look at the other system (B8). */
const asksAdministrator: readonly string[] = ['remote_config'] satisfies FailureClass[]

type Subject = 'task.sync_refused' | 'task.sync_suspended' | 'task.sync_share'
type Cause = { subject: Subject; code: string; message: string | null; facts?: Readonly<Record<string, number | string>> }

/** By which the share of a connection stands among the causes; it has one at most. */
const overShare = { subject: 'task.sync_share', code: 'ERROR_SHARE' } as const

const keyOf = (connectionId: number, { subject, code }: Pick<Cause, 'subject' | 'code'>) => `${subject}:${connectionId}:${code}`

/** What was refused, for the error list; what asks for an administrator is a task of hers too, one for each code however many records have it. */
export async function saveErrors(tx: Sql, connectionId: number, rows: readonly ErrorRow[], at: Date): Promise<void> {
	await upsertErrors(tx, connectionId, rows, at)
	const causes = new Map(
		rows
			.filter(({ errorClass }) => asksAdministrator.includes(errorClass))
			.map(({ code, message }) => [code, { subject: 'task.sync_refused' as const, code, message }]),
	)
	if (causes.size > 0) await openTasks(tx, { connectionId, causes: [...causes.values()], at })
}

/** What was looked at and not refused again is mended; with the last error of a code its task ends by itself. */
export async function closeErrors(tx: Sql, connectionId: number, looked: Parameters<typeof closeMended>[2]): Promise<void> {
	const closed = await closeMended(tx, connectionId, looked)
	await endTasks(tx, keysOf(connectionId, closed), looked.at)
}

/** Who is forgotten takes her errors along; `at`: the moment of her erasure. */
export async function closeErased(tx: Tx, at: Date): Promise<void> {
	const closed = await readErasedErrors(tx, at)
	await endTasks(
		tx,
		closed.flatMap((one) => keysOf(one.connectionId, [one])),
		at,
	)
}

function keysOf(connectionId: number, closed: readonly { code: string; errorClass: string }[]): string[] {
	const asked = closed.filter(({ errorClass }) => asksAdministrator.includes(errorClass))
	return asked.map(({ code }) => keyOf(connectionId, { subject: 'task.sync_refused', code }))
}

/** Nothing goes until there is a good key, and an administrator is asked for it in the other side's own words. */
export async function suspendFor(tx: Tx, connectionId: number, { code, message }: SideFailure, at: Date): Promise<void> {
	if (await suspendConnection(tx, connectionId, code)) await openTasks(tx, { connectionId, causes: [{ subject: 'task.sync_suspended', code, message }], at })
}

/** A connection goes on, or waits for somebody to let it go on: what it was suspended for is done. */
export async function endSuspension(tx: Tx, connectionId: number, suspendedFor: string | null, at: Date): Promise<void> {
	await endTasks(tx, suspendedFor === null ? [] : [keyOf(connectionId, { subject: 'task.sync_suspended', code: suspendedFor })], at)
}

/** More is refused than was allowed: an administrator is asked once for each connection, however long it lasts. */
export async function askForShares(tx: Tx, over: readonly ConnectionShare[], at: Date): Promise<void> {
	for (const { id, most, share } of over) {
		const facts = { share: share.share, most, refused: share.refused, tried: share.tried }
		await openTasks(tx, { connectionId: id, causes: [{ ...overShare, message: null, facts }], at })
	}
}

/** Of these connections no more is refused than was allowed. */
export async function endShares(tx: Tx, connectionIds: readonly number[], at: Date): Promise<void> {
	await endTasks(
		tx,
		connectionIds.map((id) => keyOf(id, overShare)),
		at,
	)
}

async function openTasks(tx: Sql, { connectionId, causes, at }: { connectionId: number; causes: readonly Cause[]; at: Date }): Promise<void> {
	const owner = await readTaskOwner(tx, connectionId)
	if (!owner) return
	const { userId, name, timeZone } = owner
	const tasks = causes.map(({ subject, code, message, facts }) => ({
		key: keyOf(connectionId, { subject, code }),
		subject,
		facts: { connectionId, name, code, message, ...facts },
	}))
	await upsertSyncTasks(tx, { userId, dueOn: workingDayAfter(dayIn(at, timeZone), 1), tasks, at })
}

async function endTasks(tx: Sql, keys: readonly string[], at: Date): Promise<void> {
	if (keys.length > 0 && (await lockSyncTasks(tx, keys))) await endSyncTasks(tx, { keys, at })
}
