import type { Sql, Tx } from '../client.server.ts'

export type ChangeRoom = 'policy' | 'group' | 'account' | 'product' | 'category'
export type NewChange = {
	sellerEntityId: number
	userId: number
	room: ChangeRoom
	subjectId: number
	change: object
	before: unknown
	after: unknown
	at: Date
}

/** Keeps what one act changed in one thing, with what was there before. */
export async function insertChange(tx: Tx, { sellerEntityId, userId, room, subjectId, change, before, after, at }: NewChange): Promise<number> {
	const [row] = await tx<{ id: number }[]>`
		with made as (
			insert into change_set (seller_entity_id, user_id, room, subject_id, change, total, done, created_at, finished_at)
			values (${sellerEntityId}, ${userId}, ${room}, ${subjectId}, ${tx.json(change as never)}, 1, 1, ${at}, ${at}) returning id
		), kept as (
			insert into change_row (change_set_id, subject_id, before, after, state)
			select id, ${subjectId}, ${tx.json(before as never)}, ${tx.json(after as never)}, 'applied' from made
		)
		select id from made`
	return row?.id ?? 0
}

export type KeptChange = { id: number; room: ChangeRoom; subjectId: number; before: unknown; after: unknown }

/** A change of one thing that can still be undone, locked. Null: none such of this seller, or undone already. */
export async function lockChange(tx: Tx, key: { sellerEntityId: number; changeId: number }): Promise<KeptChange | null> {
	const [row] = await tx<KeptChange[]>`
		select c.id, c.room, c.subject_id, r.before, r.after from change_set c join change_row r on r.change_set_id = c.id and r.subject_id = c.subject_id
		where c.id = ${key.changeId} and c.seller_entity_id = ${key.sellerEntityId} and c.state = 'applied' for update of c`
	return row ?? null
}

export async function markUndone(tx: Tx, changeId: number, at: Date): Promise<void> {
	await tx`update change_set set state = 'undone', undone_at = ${at} where id = ${changeId}`
}

export type ListedChange = {
	id: number
	userName: string
	at: Date
	state: 'running' | 'applied' | 'cancelled' | 'undoing' | 'undone'
	total: number
	done: number
	change: Record<string, unknown>
}

/** The newest changes of one thing. */
export async function readChangesOf(sql: Sql, key: { sellerEntityId: number; room: ChangeRoom; subjectId: number }): Promise<ListedChange[]> {
	return sql<ListedChange[]>`
		select c.id, u.first_name || ' ' || u.last_name as user_name, c.created_at as at, c.state, c.total, c.done, c.change
		from change_set c join crm_user u on u.id = c.user_id
		where c.seller_entity_id = ${key.sellerEntityId} and c.room = ${key.room} and c.subject_id = ${key.subjectId} order by c.id desc limit 8`
}
