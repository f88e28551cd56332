import type { Tx } from '../client.server.ts'
import { mailHash } from './consent.ts'
import type { PersonRow } from './merge.ts'
import { type MergeObject, type MergePart, mergeParts, mergeTables } from './merge-parts.ts'

export type StoodMerge = {
	id: number
	object: MergeObject
	winnerId: number
	loserId: number
	loserMail: string | null
	before: PersonRow
	wrote: Record<string, unknown>
	lost: PersonRow
	at: Date
	undoneAt: Date | null
	/** Both as they are now. */
	winner: PersonRow
	loser: PersonRow
	/** Merges on the other side that followed this one. */
	follows: number[]
	/** Another record has the loser's address by now. */
	isMailTaken: boolean
	/** Somebody said something of the winner's mails since. */
	isConsentSaid: boolean
}

/** A merge of this seller's with both records as they are now, locked; null: none. */
export async function lockMerge(tx: Tx, sellerEntityId: number, id: number): Promise<StoodMerge | null> {
	const [row] = await tx<Omit<StoodMerge, 'winner' | 'loser'>[]>`
		select m.id, m.object, m.winner_id, m.loser_id, m.loser_mail, m.before, m.wrote, m.lost, m.at, m.undone_at,
			coalesce((select array_agg(f.id order by f.id desc) from record_merge f where f.caused_by_id = m.id and f.undone_at is null), '{}') as follows,
			m.object = 'prospect' and exists (select from ma_prospect o where o.seller_entity_id = m.seller_entity_id and lower(o.email) = lower(m.loser_mail) and o.id not in (m.winner_id, m.loser_id)) as is_mail_taken,
			exists (select from ma_consent k join ma_prospect p on p.id = m.winner_id where m.object = 'prospect' and k.email_hash = ${mailHash(tx, tx`p.email`)} and k.at > m.at and k.source <> 'merge') as is_consent_said
		from record_merge m where m.id = ${id} and m.seller_entity_id = ${sellerEntityId} and m.object <> 'account' for update of m`
	if (!row) return null
	const table = tx(mergeTables[row.object].table)
	await tx`select id from ${table} where id in (${row.winnerId}, ${row.loserId}) order by id for update`
	const [both] = await tx<
		{ winner: PersonRow; loser: PersonRow }[]
	>`select to_jsonb(w) as winner, to_jsonb(l) as loser from ${table} w, ${table} l where w.id = ${row.winnerId} and l.id = ${row.loserId}`
	return both ? { ...row, ...both } : null
}

/** One kind of row goes back to the loser, those alone that still stand with the winner. */
function returning(part: MergePart, place: number): string {
	const { table, columns, key, yields } = part
	const sets = columns.map((column) => `"${column}" = case when e -> 'c' ? '${column}' and t."${column}" = m.winner_id then m.loser_id else t."${column}" end`)
	if (yields)
		sets.push(
			`"${yields.column}" = case when e -> 'was' ? '${yields.column}' then (jsonb_populate_record(null::"${table}", e -> 'was'))."${yields.column}" else t."${yields.column}" end`,
		)
	return `m${place} as (update "${table}" t set ${sets.join(', ')} from merged m, jsonb_array_elements(m.parts -> '${table}:moved') e, jsonb_populate_record(null::"${table}", e -> 'k') k
		where ${key.map((one) => `t."${one}" = k."${one}"`).join(' and ')} and (${columns.map((column) => `t."${column}" = m.winner_id`).join(' or ')}) returning 1)`
}

const again = ({ table }: MergePart, place: number) =>
	`d${place} as (insert into "${table}" select (jsonb_populate_record(null::"${table}", e)).* from merged m, jsonb_array_elements(m.parts -> '${table}:dropped') e on conflict do nothing returning 1)`

/** All that went along comes back, in one statement. */
export async function returnParts(tx: Tx, object: MergeObject, mergeId: number): Promise<void> {
	const steps = mergeParts[object].flatMap((part, place) => [returning(part, place), ...(part.onClash === 'drops' ? [again(part, place)] : [])])
	await tx`with merged as materialized (select id, winner_id, loser_id, parts from record_merge where id = ${mergeId}), ${tx.unsafe(steps.join(',\n'))} select 1`
}

export async function closeMerge(tx: Tx, mergeId: number, { userId, kept, at }: { userId: number; kept: readonly string[]; at: Date }): Promise<void> {
	await tx`
		with corrected as (delete from ma_activity where source_key = 'merge:' || ${mergeId}::bigint)
		update record_merge set undone_at = ${at}, undone_by_user_id = ${userId}, kept = ${tx.array([...kept], 25)} where id = ${mergeId}`
}

/** An opt-out for the winner because the loser had opted out: it stands by her address from now on (B9). */
export async function sayMergedConsent(tx: Tx, prospectIds: readonly number[], at: Date): Promise<void> {
	await tx`
		insert into ma_consent (prospect_id, email_hash, kind, source, actor, at)
		select p.id, ${mailHash(tx, tx`p.email`)}, 'opt_out', 'merge', 'sync', ${at} from ma_prospect p where p.id = any(${tx.array([...prospectIds], 20)}::bigint[]) and p.email is not null`
}

/** What the winner had said last before the merge is said again, or nothing, where she had said nothing: nobody is opted in by an undo. */
export async function takeBackConsent(tx: Tx, merge: Pick<StoodMerge, 'winnerId' | 'at'>, at: Date): Promise<void> {
	await tx`
		insert into ma_consent (prospect_id, email_hash, kind, channel, topic, source, actor, evidence, at)
		select p.id, ${mailHash(tx, tx`p.email`)}, coalesce(k.kind, 'none'), coalesce(k.channel, 'email'), coalesce(k.topic, 'all'), 'merge_undone', coalesce(k.actor, 'sync'), coalesce(k.evidence, '{}'), ${at}
		from ma_prospect p left join lateral (
			select * from ma_consent c where c.email_hash = ${mailHash(tx, tx`p.email`)} and c.kind <> 'bounce' and (c.at < ${merge.at} or (c.at = ${merge.at} and c.source <> 'merge')) order by c.at desc, c.id desc limit 1
		) k on true where p.id = ${merge.winnerId} and p.email is not null`
}
