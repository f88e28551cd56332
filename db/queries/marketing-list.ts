import type { Predicate } from '../../app/engine/base/predicate.ts'
import type { MarketingAction } from '../../app/engine/marketing/action.ts'
import type { Sql, Tx } from '../client.server.ts'

export type RunView = {
	id: number
	state: string
	total: number
	looked: number
	changed: number
	createdAt: string
	begunAt: string | null
	finishedAt: string | null
}

/** The newest long work of a kind about a subject, as JSON. */
const newestRun = (sql: Sql, kind: string, subject: ReturnType<typeof sql>) => sql`
	(select json_build_object('id', w.id, 'state', w.state, 'total', w.total, 'looked', w.looked, 'changed', w.changed, 'createdAt', w.created_at, 'begunAt', w.begun_at, 'finishedAt', w.finished_at)
		from ma_run w where w.kind = ${kind} and ${subject} order by w.id desc limit 1)`

export type ListRow = {
	id: number
	name: string
	kind: 'static' | 'segment'
	members: number
	predicate: Predicate | null
	createdAt: Date
	run: RunView | null
}

/** Lists and segments of a seller with how many people they hold, by name; one statement. */
export async function listLists(
	sql: Sql,
	sellerEntityId: number,
	{ text, kind, id = null }: { text: string | null; kind: string | null; id?: number | null },
): Promise<ListRow[]> {
	const like = text === null ? null : `%${text.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)}%`
	return await sql<ListRow[]>`
		select l.id, l.name, l.kind, l.predicate, l.created_at, (select count(*) from ma_list_member m where m.list_id = l.id) as members, ${newestRun(sql, 'segment', sql`w.subject_id = l.id`)} as run
		from ma_list l where l.seller_entity_id = ${sellerEntityId} and (${id}::bigint is null or l.id = ${id}) and (${like}::text is null or l.name ilike ${like}) and (${kind}::text is null or l.kind = ${kind})
		order by lower(l.name), l.id limit 500`
}

export type TagRow = { id: number; name: string; people: number }

export async function listTags(sql: Sql, sellerEntityId: number): Promise<TagRow[]> {
	return await sql<TagRow[]>`
		select t.id, t.name, (select count(*) from ma_prospect_tag m where m.tag_id = t.id) as people from ma_tag t where t.seller_entity_id = ${sellerEntityId} order by lower(t.name) limit 500`
}

/** A new list, or a segment with its predicate; null: the name is taken. */
export async function insertList(
	tx: Tx,
	sellerEntityId: number,
	{ name, predicate, at }: { name: string; predicate: Predicate | null; at: Date },
): Promise<number | null> {
	const [row] = await tx<{ id: number }[]>`
		insert into ma_list (seller_entity_id, name, kind, predicate, created_at)
		values (${sellerEntityId}, ${name}, ${predicate ? 'segment' : 'static'}, ${predicate ? tx.json(predicate as never) : null}, ${at}) on conflict do nothing returning id`
	return row?.id ?? null
}

/** Another name, and for a segment another question. False: the name is taken. */
export async function updateList(tx: Tx, id: number, { name, predicate }: { name: string; predicate: Predicate | null }): Promise<boolean> {
	const rows = await tx`
		update ma_list l set name = ${name}, predicate = case when l.kind = 'segment' then ${predicate ? tx.json(predicate as never) : null}::jsonb end,
			refreshed_at = case when l.kind = 'segment' then null else l.refreshed_at end
		where l.id = ${id} and not exists (select from ma_list o where o.seller_entity_id = l.seller_entity_id and o.id <> l.id and o.name = ${name}) returning 1`
	return rows.length > 0
}

export type RuleListRow = {
	id: number
	name: string
	predicate: Predicate
	actions: MarketingAction[]
	repeatDays: number | null
	isActive: boolean
	people: number
	lastAt: string | null
	run: RunView | null
}

/** Automation rules of a seller with what they did; one statement. */
export async function listRules(sql: Sql, sellerEntityId: number, id: number | null = null): Promise<RuleListRow[]> {
	return await sql<RuleListRow[]>`
		select r.id, r.name, r.predicate, r.actions, r.repeat_days, r.is_active, coalesce(m.people, 0) as people, m.last_at, ${newestRun(sql, 'rule', sql`w.subject_id = r.id`)} as run
		from ma_rule r left join lateral (select count(*) as people, max(m.last_at)::text as last_at from ma_rule_match m where m.rule_id = r.id) m on true
		where r.seller_entity_id = ${sellerEntityId} and (${id}::bigint is null or r.id = ${id}) order by lower(r.name), r.id limit 500`
}

export type RuleWish = { name: string; predicate: Predicate; actions: readonly MarketingAction[]; repeatDays: number | null; isActive: boolean }

/** A rule as it was written; `id` null: a new one. Null: the name is another rule's. */
export async function saveRule(
	tx: Tx,
	sellerEntityId: number,
	{ id, wish, userId, at }: { id: number | null; wish: RuleWish; userId: number; at: Date },
): Promise<number | null> {
	const [predicate, actions] = [tx.json(wish.predicate as never), tx.json(wish.actions as never)]
	const [row] =
		id === null
			? await tx<{ id: number }[]>`
				insert into ma_rule (seller_entity_id, name, predicate, actions, repeat_days, is_active, created_by, created_at, changed_at)
				values (${sellerEntityId}, ${wish.name}, ${predicate}, ${actions}, ${wish.repeatDays}, ${wish.isActive}, ${userId}, ${at}, ${at}) on conflict do nothing returning id`
			: await tx<{ id: number }[]>`
				update ma_rule r set name = ${wish.name}, predicate = ${predicate}, actions = ${actions}, repeat_days = ${wish.repeatDays}, is_active = ${wish.isActive}, version = version + 1, changed_at = ${at}
				where r.id = ${id} and r.seller_entity_id = ${sellerEntityId} and not exists (select from ma_rule o where o.seller_entity_id = r.seller_entity_id and o.id <> r.id and lower(o.name) = lower(${wish.name})) returning id`
	return row?.id ?? null
}
