import type { Predicate } from '../../app/engine/base/predicate.ts'
import type { Sql, Tx } from '../client.server.ts'
import type { RunView } from './marketing-list.ts'

export type CriterionRow = { id: number; name: string; weight: number; predicate: Predicate }
export type ProfileRow = { id: number; name: string; isDefault: boolean; people: number; criteria: CriterionRow[] }

/** Profiles of a seller with their criteria and how many people each grades; one statement. */
export async function listProfiles(sql: Sql, sellerId: number, id: number | null = null): Promise<ProfileRow[]> {
	return await sql<ProfileRow[]>`
		select f.id, f.name, f.is_default, (select count(*) from ma_prospect p where p.seller_entity_id = f.seller_entity_id and (p.profile_id = f.id or (f.is_default and p.profile_id is null)))::int as people,
			coalesce((select json_agg(json_build_object('id', c.id, 'name', c.name, 'weight', c.weight, 'predicate', c.predicate) order by c.position, c.id) from ma_criterion c where c.profile_id = f.id), '[]') as criteria
		from ma_profile f where f.seller_entity_id = ${sellerId} and (${id}::bigint is null or f.id = ${id}) order by f.is_default desc, lower(f.name), f.id limit 500`
}

export type GradeFacts = { counts: { grade: string; people: number }[]; run: RunView | null }

/** How many people stand at each grade, and the newest look at all of them. */
export async function readGradeFacts(sql: Sql, sellerId: number): Promise<GradeFacts> {
	const [row] = await sql<GradeFacts[]>`
		select coalesce((select json_agg(json_build_object('grade', x.grade, 'people', x.people)) from (select grade, count(*) as people from ma_prospect where seller_entity_id = ${sellerId} group by 1) x), '[]') as counts,
			(select json_build_object('id', w.id, 'state', w.state, 'total', w.total, 'looked', w.looked, 'changed', w.changed, 'createdAt', w.created_at, 'begunAt', w.begun_at, 'finishedAt', w.finished_at)
				from ma_run w where w.kind = 'grade' and w.seller_entity_id = ${sellerId} order by w.id desc limit 1) as run`
	return row ?? { counts: [], run: null }
}

/** The first profile of a seller is everybody's who has none of her own. Null: the name is taken. */
export async function insertProfile(tx: Tx, sellerId: number, { name, at }: { name: string; at: Date }): Promise<number | null> {
	const [row] = await tx<{ id: number }[]>`
		insert into ma_profile (seller_entity_id, name, is_default, created_at)
		select ${sellerId}, ${name}, not exists (select from ma_profile where seller_entity_id = ${sellerId} and is_default), ${at}
		where not exists (select from ma_profile where seller_entity_id = ${sellerId} and lower(name) = lower(${name})) on conflict do nothing returning id`
	return row?.id ?? null
}

export async function lockProfile(tx: Tx, sellerId: number, id: number): Promise<{ id: number; name: string; isDefault: boolean } | null> {
	const rows = await tx<{ id: number; name: string; isDefault: boolean }[]>`
		select id, name, is_default from ma_profile where seller_entity_id = ${sellerId} order by id for update`
	return rows.find((row) => row.id === id) ?? null
}

/** False: another profile has the name. One that becomes everybody's takes that from the one before, in a statement ahead of it. */
export async function updateProfile(tx: Tx, sellerId: number, { id, name, isDefault }: { id: number; name: string; isDefault: boolean }): Promise<boolean> {
	if (isDefault) await tx`update ma_profile set is_default = false where seller_entity_id = ${sellerId} and is_default and id <> ${id}`
	const rows = await tx`
		update ma_profile f set name = ${name}, is_default = f.is_default or ${isDefault} where f.id = ${id}
			and not exists (select from ma_profile o where o.seller_entity_id = ${sellerId} and o.id <> ${id} and lower(o.name) = lower(${name})) returning 1`
	return rows.length > 0
}

/** Whom it graded are graded by everybody's again. */
export async function deleteProfile(tx: Tx, id: number): Promise<void> {
	await tx`with own as (update ma_prospect set profile_id = null where profile_id = ${id}) delete from ma_profile where id = ${id}`
}

/** `id` null: a new one, at the end. False: the profile has no such criterion. */
export async function saveCriterion(
	tx: Tx,
	profileId: number,
	{ id, name, weight, predicate }: { id: number | null; name: string; weight: number; predicate: Predicate },
): Promise<boolean> {
	const json = tx.json(predicate as never)
	const rows =
		id === null
			? await tx`insert into ma_criterion (profile_id, name, predicate, weight, position)
				select ${profileId}, ${name}, ${json}, ${weight}, coalesce(max(position), 0) + 1 from ma_criterion where profile_id = ${profileId} returning 1`
			: await tx`update ma_criterion set name = ${name}, predicate = ${json}, weight = ${weight} where id = ${id} and profile_id = ${profileId} returning 1`
	return rows.length > 0
}

export async function deleteCriterion(tx: Tx, profileId: number, id: number): Promise<boolean> {
	const rows = await tx`delete from ma_criterion where id = ${id} and profile_id = ${profileId} returning 1`
	return rows.length > 0
}
