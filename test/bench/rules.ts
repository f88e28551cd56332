import { advanceRuns } from '../../app/flows/marketing/advance-runs.ts'
import { workTouched } from '../../app/flows/marketing/work-touched.ts'
import { type Db, withTransaction } from '../../db/client.server.ts'
import { insertRun } from '../../db/queries/marketing-run.ts'

export type RulesResult = { prospects: number; matched: number; firstRunSeconds: number; touched: number; incrementalMs: number[] }

const at = new Date('2026-03-02T09:00:00Z')
const inSeconds = (from: number) => Math.round((performance.now() - from) / 10) / 100

/** Everybody with a title, one in five with a form, one in two on a list: what a rule that asks for all of these has to look at. */
export async function fillProspects(db: Db, prospects: number): Promise<void> {
	const [seller] = await db<{ id: number }[]>`insert into seller_entity (code, name, currency, country) values ('rules', 'Bench', 'USD', 'US') returning id`
	const sellerId = seller?.id ?? 0
	for (const table of ['ma_prospect', 'ma_activity', 'ma_list_member']) await db.unsafe(`alter table ${table} disable trigger user`)
	await db`
		insert into ma_prospect (seller_entity_id, email, first_name, last_name, company, title, score, grade)
		select ${sellerId}, 'p' || n || '@bench.test', 'P' || n, 'Bench', 'Café ' || n % 5000, case when n % 3 = 0 then 'Owner' else 'Barista' end, n % 200, (array['A','B','C','D'])[1 + n % 4] from generate_series(1, ${prospects}) n`
	await db`
		insert into ma_activity (prospect_id, source_key, kind, score, occurred_at)
		select id, 'bench:' || id, 'form.succeeded', 0, ${at}::timestamptz - make_interval(days => (id % 90)::int) from ma_prospect where id % 5 = 0`
	const [list] = await db<{ id: number }[]>`insert into ma_list (seller_entity_id, name) values (${sellerId}, 'Half') returning id`
	await db`insert into ma_list_member (list_id, prospect_id) select ${list?.id ?? 0}, id from ma_prospect where id % 2 = 0`
	const predicate = {
		all: [
			{ field: 'title', op: 'eq', value: 'owner' },
			{ field: 'score', op: 'gte', value: 50 },
			{ field: 'list', op: 'in', value: [list?.id ?? 0] },
			{ field: 'tag', op: 'ne', value: 'Cold' },
			{
				any: [
					{ field: 'did:form.succeeded:30', op: 'gte', value: 1 },
					{ field: 'grade', op: 'in', value: ['A', 'B'] },
				],
			},
		],
	}
	await db`insert into ma_rule (seller_entity_id, name, predicate, actions, is_active)
		values (${sellerId}, 'Warm owners', ${db.json(predicate)}, '[{"kind":"tag_add","tag":"Warm"},{"kind":"score","points":5}]', true)`
	for (const table of ['ma_prospect', 'ma_activity', 'ma_list_member']) await db.unsafe(`alter table ${table} enable trigger user`)
	await db.unsafe('vacuum analyze')
}

/** As before the rule's first look, so that a filled database can be asked again. */
async function forgetRuns(db: Db): Promise<void> {
	await db`delete from ma_run`
	await db.unsafe('truncate ma_rule_match, ma_action, ma_prospect_tag, ma_touch')
	await db`delete from ma_activity where kind = 'score.given'`
	await db.unsafe('vacuum analyze ma_activity')
}

/** T7 of sync-core.md: a rule over everybody, and over so many who changed. */
export async function runRules(owner: Db, db: Db, prospects: number): Promise<RulesResult> {
	await forgetRuns(owner)
	const [rule] = await db<{ id: number; sellerEntityId: number }[]>`select id, seller_entity_id from ma_rule`
	const sellerEntityId = rule?.sellerEntityId ?? 0
	await withTransaction(db, (tx) => insertRun(tx, { sellerEntityId, kind: 'rule', subjectId: rule?.id ?? 0, subject: null, userId: null, at }))
	const begun = performance.now()
	while ((await advanceRuns(db, at)) > 0);
	const firstRunSeconds = inSeconds(begun)
	const [{ matched } = { matched: 0 }] = await db<{ matched: number }[]>`select count(*) as matched from ma_rule_match`
	await db`delete from ma_touch`
	const touched = 1000
	const incrementalMs: number[] = []
	for (let round = 0; round < 5; round += 1) {
		await db`update ma_prospect set title = 'Owner' where id in (select id from ma_prospect where title = 'Barista' and id % 2 = 0 order by id limit ${touched})`
		const from = performance.now()
		await workTouched(db, at)
		incrementalMs.push(Math.round(performance.now() - from))
		await db`delete from ma_touch`
	}
	return { prospects, matched, firstRunSeconds, touched, incrementalMs }
}
