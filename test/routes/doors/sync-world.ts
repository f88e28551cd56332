import type { Db, Tx } from '../../../db/client.server.ts'

/** What a seller's rooms of sync may name. */
export type SyncIds = {
	connectionId: number
	/** A connection with another system. */
	outsideId: number
	objectMapId: number
	fieldMapId: number
	syncLinkId: number
	syncRunId: number
	syncListId: number
	/** What somebody deleted at one go, at which the sync stopped. */
	deletionId: number
	/** Two prospects of one person, a merge that stands, and a proposal. */
	twinIds: readonly [number, number]
	mergeId: number
	mergeProposalId: number
	/** Two accounts of one company, and a merge of two others that stands. */
	twinAccountIds: readonly [number, number]
	accountMergeId: number
	errorGroup: string
	decisionId: number
}

/** A connection of the seller's own two sides with a mapped field, a linked person, an error and what the journal says of it; as often as it is asked. */
export function renewSync(tx: Tx, sellerId: number): Promise<unknown>[] {
	const mine = tx`select id from sync_connection where seller_entity_id = ${sellerId} and name = 'house'`
	return [
		tx`
			insert into sync_connection (seller_entity_id, name, crm_system, ma_system, state, started_at) values (${sellerId}, 'house', 'embedded_crm', 'embedded_ma', 'running', '2026-03-02')
			on conflict (seller_entity_id, name) do update set state = 'running'`,
		tx`insert into sync_object_map (connection_id, crm_object, ma_object, rank) select id, 'contact', 'prospect', 1 from (${mine}) c on conflict do nothing`,
		tx`insert into sync_field_map (object_map_id, crm_field, ma_field, behaviour) select m.id, f, f, 'most_recent' from sync_object_map m cross join unnest(array['first_name', 'email']) f where connection_id = (${mine}) on conflict do nothing`,
		tx`insert into sync_connection (seller_entity_id, name, crm_system, ma_system) values (${sellerId}, 'org', 'salesforce', 'embedded_ma') on conflict (seller_entity_id, name) do nothing`,
		tx`
			insert into sync_user_map (connection_id, outside_id, name, email, is_active, seen_at) select id, '005A', 'Natalie Ortiz', 'natalie@org.test', true, '2026-03-02' from sync_connection where seller_entity_id = ${sellerId} and name = 'org'
			on conflict do nothing`,
		tx`
			insert into sync_link (connection_id, object_map_id, crm_object, crm_id, ma_object, ma_id)
			select m.connection_id, m.id, 'contact', (select min(k.id)::text from contact k join account a on a.id = k.account_id where a.seller_entity_id = ${sellerId}), 'prospect',
				(select min(p.id)::text from ma_prospect p where p.seller_entity_id = ${sellerId} and p.email like 'queued.%') from sync_object_map m where m.connection_id = (${mine}) on conflict do nothing`,
		tx`insert into sync_run (connection_id, kind, started_at, total) select id, 'resync', '2026-03-02', 1 from (${mine}) c where not exists (select from sync_run r where r.connection_id = c.id and r.kind = 'resync' and r.ended_at is null)`,
		tx`insert into sync_run (connection_id, kind, started_at, stage) select id, 'reconcile', '2026-03-02', 'listed' from (${mine}) c where not exists (select from sync_run r where r.connection_id = c.id and r.kind = 'reconcile' and r.stage = 'listed')`,
		tx`
			insert into sync_error (connection_id, link_id, side, object, record_id, field_map_id, field, code, class, value, first_at, last_at)
			select l.connection_id, l.id, 'crm', 'contact', l.crm_id, f.id, 'first_name', 'STRING_TOO_LONG', 'data', '"Long"', '2026-03-02', '2026-03-02' from sync_link l join sync_field_map f on f.object_map_id = l.object_map_id
			where l.connection_id = (${mine}) on conflict do nothing`,
		tx`
			insert into sync_decision (at, run_id, connection_id, link_id, field_map_id, crm_field, ma_field, crm_value, ma_value, changed, later, rule, winner, wrote, value, cause, actor)
			select '2026-03-02', r.id, l.connection_id, l.id, f.id, 'first_name', 'first_name', '"Signe"', '"Sig"', 'crm', 'crm', 'most_recent.only_change', 'crm', 'ma', '"Signe"', 'edit', 'user:1'
			from sync_link l join sync_field_map f on f.object_map_id = l.object_map_id cross join lateral (select min(id) as id from sync_run where connection_id = l.connection_id) r
			where l.connection_id = (${mine}) and not exists (select from sync_decision d where d.link_id = l.id)`,
		tx`
			with told as (
				insert into deletion (seller_entity_id, xact, cause, actor, at, state, linked) values (${sellerId}, 'doors', 'edit', 'database:console', now(), 'asked', 1)
				on conflict (seller_entity_id, xact) do update set state = 'asked', settled_at = null, settled_by_user_id = null, at = now() returning id
			)
			insert into deletion_record (deletion_id, object, record_id, name) select id, 'lead', '999999999', 'Deleted Lead' from told on conflict (deletion_id, object, record_id) do update set state = 'gone', reason = null`,
		...renewTwins(tx, sellerId),
		...renewTwinAccounts(tx, sellerId),
	]
}

const twinNumbers = ['TWIN-A', 'TWIN-B', 'TWIN-C', 'TWIN-D']

function renewTwinAccounts(tx: Tx, sellerId: number): Promise<unknown>[] {
	return [
		tx`insert into account (seller_entity_id, number, name, currency) select ${sellerId}, n, 'Twin ' || n, 'USD' from unnest(${tx.array(twinNumbers, 25)}::text[]) n on conflict (seller_entity_id, number) do nothing`,
		tx`update record_merge set undone_at = now() where seller_entity_id = ${sellerId} and object = 'account' and undone_at is null`,
		tx`update account set merged_into_id = null, status = 'active' where seller_entity_id = ${sellerId} and number = any(${tx.array(twinNumbers, 25)}::text[])`,
		tx`
		with merged as (
			insert into record_merge (seller_entity_id, object, winner_id, loser_id, winner_name, loser_name, cause, before, wrote, lost, parts, at)
			select ${sellerId}, 'account', c.id, d.id, c.name, d.name, 'person', '{}', '{}', '{}', jsonb_build_object('dropped', '{}'::jsonb, 'moved', '{}'::jsonb, 'figures', '{"openInvoiceMinor":0,"unbilledMinor":0,"reservedMinor":0}'::jsonb,
				'changed', jsonb_build_object('account', jsonb_build_array(jsonb_build_object('id', d.id, 'status', 'active', 'parent_id', null, 'bill_to_account_id', null, 'merged_into_id', null)))), now()
			from account c join account d on d.seller_entity_id = c.seller_entity_id and d.number = 'TWIN-D' where c.seller_entity_id = ${sellerId} and c.number = 'TWIN-C' returning winner_id, loser_id
		)
		update account a set merged_into_id = m.winner_id, status = 'closed' from merged m where a.id = m.loser_id`,
	]
}

async function twinAccountIdsOf(db: Db, sellerId: number): Promise<Pick<SyncIds, 'twinAccountIds' | 'accountMergeId'>> {
	const rows = await db<{ id: number }[]>`select id from account where seller_entity_id = ${sellerId} and number in ('TWIN-A', 'TWIN-B') order by number`
	const [row] = await db<
		{ id: number }[]
	>`select max(id) as id from record_merge where seller_entity_id = ${sellerId} and object = 'account' and undone_at is null`
	return { twinAccountIds: [rows[0]?.id ?? 0, rows[1]?.id ?? 0], accountMergeId: row?.id ?? 0 }
}

/** Two who may be one, two who became one, and one that the other side proposes; as often as it is asked. */
function renewTwins(tx: Tx, sellerId: number): Promise<unknown>[] {
	const idOf = (letter: string) => tx`select id from ma_prospect where seller_entity_id = ${sellerId} and email = ${`${letter}${sellerId}@twin.test`}`
	return [
		tx`
			insert into ma_prospect (seller_entity_id, email, last_name, company) select ${sellerId}, n || ${sellerId}::text || '@twin.test', 'Twin', 'Twins' from unnest(array['a', 'b', 'c', 'd']) n
			on conflict (seller_entity_id, lower(email)) do nothing`,
		tx`update ma_prospect set merged_into_id = null where seller_entity_id = ${sellerId} and last_name = 'Twin' and merged_into_id is not null and email is not null`,
		tx`
			insert into record_merge (seller_entity_id, object, winner_id, loser_id, winner_name, loser_name, cause, before, wrote, lost, at)
			select ${sellerId}, 'prospect', (${idOf('c')}), (${idOf('d')}), 'Twin', 'Twin', 'person', to_jsonb(c), '{}', to_jsonb(d), now() from ma_prospect c, ma_prospect d where c.id = (${idOf('c')}) and d.id = (${idOf('d')})
				and not exists (select from record_merge m where m.loser_id = d.id and m.object = 'prospect' and m.undone_at is null)`,
		tx`update ma_prospect set merged_into_id = (${idOf('c')}) where id = (${idOf('d')})`,
		tx`
			insert into merge_proposal (seller_entity_id, connection_id, side, object, winner_id, loser_id, reason, at) select seller_entity_id, id, 'crm', 'contact', '1', '2', 'MA_MERGED', now() from sync_connection where seller_entity_id = ${sellerId} and name = 'house'
			on conflict (connection_id, side, object, winner_id, loser_id) do update set state = 'open'`,
	]
}

async function twinIdsOf(db: Db, sellerId: number): Promise<Pick<SyncIds, 'twinIds' | 'mergeId' | 'mergeProposalId'>> {
	const rows = await db<
		{ id: number }[]
	>`select id from ma_prospect where seller_entity_id = ${sellerId} and last_name = 'Twin' and merged_into_id is null and email ~ '^[ab]' order by email`
	const [row] = await db<{ mergeId: number; mergeProposalId: number }[]>`
		select (select max(id) from record_merge where seller_entity_id = ${sellerId} and undone_at is null and loser_name = 'Twin' and loser_mail is null) as merge_id, (select max(id) from merge_proposal where seller_entity_id = ${sellerId} and state = 'open') as merge_proposal_id`
	return { twinIds: [rows[0]?.id ?? 0, rows[1]?.id ?? 0], mergeId: row?.mergeId ?? 0, mergeProposalId: row?.mergeProposalId ?? 0 }
}

export async function syncIdsOf(db: Db, sellerId: number): Promise<SyncIds> {
	const [row] = await db<SyncIds[]>`
		select c.id as connection_id, (select o.id from sync_connection o where o.seller_entity_id = ${sellerId} and o.name = 'org') as outside_id, m.id as object_map_id, f.id as field_map_id, l.id as sync_link_id, (select max(r.id) from sync_run r where r.connection_id = c.id and r.kind = 'resync') as sync_run_id,
			(select max(r.id) from sync_run r where r.connection_id = c.id and r.kind = 'reconcile' and r.stage = 'listed') as sync_list_id, (select max(d.id) from deletion d where d.seller_entity_id = ${sellerId} and d.xact = 'doors') as deletion_id,
			md5('STRING_TOO_LONG|crm|contact|first_name|"Long"') as error_group, (select min(d.id) from sync_decision d where d.link_id = l.id) as decision_id
		from sync_connection c join sync_object_map m on m.connection_id = c.id join sync_field_map f on f.object_map_id = m.id and f.crm_field = 'first_name' join sync_link l on l.connection_id = c.id
		where c.seller_entity_id = ${sellerId} and c.name = 'house' order by l.id limit 1`
	if (!row) throw new Error(`There is no sync of seller ${sellerId}`)
	return { ...row, ...(await twinIdsOf(db, sellerId)), ...(await twinAccountIdsOf(db, sellerId)) }
}
