import type { Sql, Tx } from '../client.server.ts'

export type Opening = { recipientId: number; sendId: number; prospectId: number; sentAt: Date | null; openedAt: Date | null; machineOpenedAt: Date | null }

/** A mail whose picture is asked for, and whose it is now; null when it never left, or she has said no since. */
export async function readOpening(sql: Sql, recipientId: number): Promise<Opening | null> {
	const [row] = await sql<Opening[]>`
		select r.id as recipient_id, r.send_id, coalesce(p.merged_into_id, p.id) as prospect_id, r.sent_at, r.opened_at, r.machine_opened_at
		from ma_send_recipient r join ma_prospect p on p.id = r.prospect_id where r.id = ${recipientId} and r.skipped_for is null and not p.opted_out`
	return row ?? null
}

/** The first open of a mail by a person; false when it was opened before. */
export async function updateOpen(tx: Tx, recipientId: number, at: Date): Promise<boolean> {
	const rows = await tx`update ma_send_recipient set opened_at = ${at} where id = ${recipientId} and opened_at is null returning id`
	return rows.length > 0
}

/** The first time a program loaded the picture by itself. */
export async function updateMachineOpen(tx: Tx, recipientId: number, at: Date): Promise<void> {
	await tx`update ma_send_recipient set machine_opened_at = ${at} where id = ${recipientId} and machine_opened_at is null`
}
