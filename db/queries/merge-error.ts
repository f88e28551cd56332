import type { Tx } from '../client.server.ts'
import type { MergePair } from './merge.ts'
import type { MergeObject } from './merge-parts.ts'
import { recordset } from './recordset.ts'

/**
 * What a merge settles in the error list (sync-core.md B8): whatever was open about the loser, who is nobody by herself any more, an address that
 * only the two had between them, and a choice among several of whom no two are left.
 */
export async function closeMergedErrors(tx: Tx, object: MergeObject, pairs: readonly MergePair[], at: Date): Promise<void> {
	const [side, system] = object === 'prospect' ? ['ma', 'embedded_ma'] : ['crm', 'embedded_crm']
	await tx`
		update sync_error e set closed_at = ${at}, closed_for = 'merged'
		from jsonb_to_recordset(${recordset(tx, pairs)}) r(winner_id bigint, loser_id bigint), sync_connection c
		where c.id = e.connection_id and case ${side} when 'crm' then c.crm_system else c.ma_system end = ${system} and e.closed_at is null and (
			(e.side = ${side} and e.object = ${object} and e.record_id = r.loser_id::text)
			or (e.code = 'DUPLICATE_VALUE' and e.side = ${side} and e.object = ${object} and e.record_id = r.winner_id::text and e.facts -> 'candidates' ? (${object} || ':' || r.loser_id))
			or (e.code = 'DUPLICATE_MATCH' and e.facts -> 'candidates' ? (${object} || ':' || r.loser_id) and 2 > (
				select count(*) from jsonb_array_elements_text(e.facts -> 'candidates') one
				where not exists (select from record_merge m where m.object = split_part(one, ':', 1) and m.loser_id::text = split_part(one, ':', 2) and m.undone_at is null))))`
}
