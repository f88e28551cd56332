import { resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { openSalesforce } from '../../app/connectors/salesforce/salesforce.server.ts'
import { openSalesforceStandIn } from '../../app/connectors/salesforce/stand-in/open-stand-in.server.ts'
import { seal } from '../../app/platform/sealing.server.ts'
import { type Db, withTransaction } from '../../db/client.server.ts'
import { insertConnections } from '../../db/queries/sync-connection.ts'
import { benchSecret, startProgram, type Web } from '../bench/stage.ts'
import { makeCompany } from '../support/company.ts'
import type { Dice } from '../support/dice.ts'
import { trailOf } from './sync-trail.ts'

const keys = { clientId: 'kontor', clientSecret: 'secret-of-the-org' }
const linked = 30
const comers = 20

/** Both own sides, an org beside them, and workers that can be killed. Thirty contacts are linked to their prospects; twenty more prospects are nobody's yet. */
export async function openSyncHouse(lot: string, { db, url, ownerUrl }: { db: Db; url: string; ownerUrl: string }) {
	const company = await makeCompany(db, lot)
	const { sellerId, accountId } = company
	const org = await openSalesforceStandIn(keys)
	org.faults.answerDelayMs = 25
	const line = (crmField: string, maField: string, fallback: string | null = null) => ({
		crmField,
		maField,
		fallback,
		...({ behaviour: 'most_recent', blank: 'fill', multi: 'last', overflow: 'error' } as const),
	})
	const person = [
		line('Email', 'email'),
		line('FirstName', 'first_name'),
		line('LastName', 'last_name', 'Unknown'),
		line('Title', 'title'),
		line('Phone', 'phone'),
	]
	await withTransaction(db, (tx) =>
		insertConnections(tx, {
			...{ sellerEntityIds: [sellerId], name: 'org', crmSystem: 'salesforce', maSystem: 'embedded_ma', state: 'running', at: new Date() },
			objects: [
				{
					crmObject: 'Lead',
					maObject: 'prospect',
					rank: 1,
					createsCrm: 'gate',
					createsMa: 'never',
					fields: [...person, line('Company', 'company', 'Unknown')],
				},
			],
		}),
	)
	const key = { origin: org.origin, ...keys, keyField: 'Kontor_Key__c' }
	await db`update sync_connection set sealed_secrets = ${seal(JSON.stringify(key), { purpose: 'sync-key', secret: benchSecret })} where name = 'org'`
	const [rep] = await db<
		{ id: number }[]
	>`insert into crm_user (seller_entity_id, first_name, last_name, email, roles) values (${sellerId}, 'N', 'O', ${`n@${lot}.test`}, '{rep}') returning id`
	await db`insert into contact (account_id, first_name, last_name, email) select ${accountId}, 'C', 'Contact ' || i, 'c' || i || '@' || ${lot} || '.test' from generate_series(1, ${linked}::int) i`
	await db`insert into ma_prospect (seller_entity_id, email, first_name, last_name, contact_id) select ${sellerId}, email, first_name, last_name, id from contact where account_id = ${accountId} and last_name like 'Contact %'`
	await db`insert into ma_prospect (seller_entity_id, email, first_name, last_name, company) select ${sellerId}, 'p' || i || '@' || ${lot} || '.test', 'P', 'Comer ' || i, 'Bar' from generate_series(1, ${comers}::int) i`
	// A program that is killed keeps nothing of what it compiled; what the one that ends well leaves makes each start of the next run half as dear.
	const compiled = resolve('.cache', 'compiled')
	const env = { NODE_COMPILE_CACHE: compiled, DATABASE_URL: url, DATABASE_POOL: '10', LOG_LEVEL: 'fatal' }
	/** Its clock this much ahead. */
	const startWorker = (ahead = '+0s'): Promise<Web> =>
		patiently(() => startProgram('app/worker.ts', { ...env, DATABASE_ADMIN_URL: ownerUrl, KONTOR_CLOCK_OFFSET: ahead }))
	const startWeb = (): Promise<Web> => patiently(() => startProgram('app/server.ts', { ...env, PUBLIC_URL: 'http://127.0.0.1' }))
	const port = openSalesforce({ origin: org.origin, clientId: keys.clientId, signIn: { kind: 'client_credentials', clientSecret: keys.clientSecret } })
	return {
		db,
		org,
		port,
		company,
		startWorker,
		startWeb,
		repId: rep?.id ?? 0,
		sellerId,
		lot,
		said: { title: new Map<number, string[]>(), phone: new Map<number, string[]>() },
	}
}
export type SyncHouse = Awaited<ReturnType<typeof openSyncHouse>>

/** A program that was starting when its database went away is started once more. */
async function patiently<T>(start: () => Promise<T>): Promise<T> {
	for (let tries = 0; ; tries += 1) {
		try {
			return await start()
		} catch (error) {
			if (tries === 5) throw error
			await sleep(500)
		}
	}
}

/** People edit while the worker works: titles only in marketing, phones only in sales, first names on both sides, and somebody takes a prospect now and then. */
export async function edit(house: SyncHouse, luck: Dice, forMs: number): Promise<void> {
	const until = Date.now() + forMs
	for (let word = 0; Date.now() < until; word += 1) {
		await editOne(house, luck, `w${luck.whole(1, 1_000_000)}-${word}`)
		await sleep(5)
	}
}

async function editOne({ db, said, repId, sellerId }: SyncHouse, luck: Dice, text: string): Promise<void> {
	const [kind, name, isSales] = [luck.whole(1, 4), `Contact ${luck.whole(1, linked)}`, luck.chance(0.5)]
	const comer = `Comer ${luck.whole(1, comers)}`
	const [one] = await db<{ contactId: number; id: number }[]>`select contact_id, id from ma_prospect where last_name = ${name}`.catch(() => [])
	if (!one) return
	const { id, contactId } = one
	if (kind === 1) await say(said.title, id, text, db`update ma_prospect set title = ${text} where id = ${id}`)
	if (kind === 2) await say(said.phone, id, text, db`update contact set phone = ${text} where id = ${contactId}`)
	if (kind === 3 && isSales) await tried(db`update contact set first_name = ${text} where id = ${contactId}`)
	if (kind === 3 && !isSales) await tried(db`update ma_prospect set first_name = ${text} where id = ${id}`)
	if (kind === 4)
		await tried(
			db`update ma_prospect set assigned_user_id = ${repId}, assigned_at = now(), title = ${text} where seller_entity_id = ${sellerId} and last_name = ${comer}`,
		)
}

/** Whether the database said that it is done; one that is killed meanwhile says nothing. */
const tried = async (work: PromiseLike<unknown>) => {
	try {
		await work
		return true
	} catch {
		return false
	}
}

/** What was said last; without an answer either stands. */
async function say(last: Map<number, string[]>, id: number, text: string, work: PromiseLike<unknown>): Promise<void> {
	if (await tried(work)) last.set(id, [text])
	else last.set(id, [...(last.get(id) ?? []), text])
}

/** Waits for the work to be done: no mark, no job, no write whose answer is not known. The jobs of the last one killed are free when their lease has run out. */
export async function quiet(db: Db): Promise<boolean> {
	for (let look = 0; look < 1800; look += 1) {
		const [left] = await db<{ count: number }[]>`
			select (select count(*) from sync_change)::int + (select count(*) from sync_job)::int + (select count(*) from sync_write where state in ('prepared','sent','unknown'))::int
				+ (select count(*) from outbox_delivery where destination in ('crm', 'ma') and state = 'waiting')::int as count`
		if (left?.count === 0) return true
		await sleep(100)
	}
	return false
}

/** What is not as it should be, asked of the database and of the org; empty when nothing was lost, doubled or left apart. */
export async function wrongOf({ db, port, said, lot }: SyncHouse): Promise<string[]> {
	const wrong: string[] = []
	const apart = await db<{ id: number }[]>`
		select p.id from ma_prospect p join contact c on c.id = p.contact_id
		where (p.title, p.phone, p.first_name, p.email) is distinct from (c.title, c.phone, c.first_name, c.email)`
	wrong.push(...apart.map(({ id }) => `prospect ${id} and its contact differ`))
	for (const [field, last] of Object.entries(said)) {
		for (const [id, text] of last) {
			const [row] = await db<
				{ title: string; phone: string }[]
			>`select c.title, c.phone from contact c join ma_prospect p on p.contact_id = c.id where p.id = ${id}`
			const [mine] = await db<{ phone: string }[]>`select phone from ma_prospect where id = ${id}`
			const there = field === 'title' ? row?.title : mine?.phone
			// Of the first word, said without an answer, nothing may be there either.
			if (!text.includes(there ?? text[0] ?? '')) wrong.push(`${field} of prospect ${id} was ${text} last and is ${there}`)
		}
	}
	const leads = await db<
		{ id: number }[]
	>`select p.id from ma_prospect p join crm_lead l on l.email = p.email where (p.title, p.first_name, p.last_name) is distinct from (l.title, l.first_name, l.last_name)`
	wrong.push(...leads.map(({ id }) => `prospect ${id} and its lead differ`))
	const people = await db<{ email: string; title: string; taken: boolean; leads: number; links: number }[]>`
		select p.email, p.title, p.assigned_user_id is not null as taken, (select count(*)::int from crm_lead l where l.email = p.email) as leads,
			(select count(*)::int from sync_link k where k.ma_object = 'prospect' and k.ma_id = p.id::text) as links
		from ma_prospect p where p.last_name like 'Comer %'`
	const there = await port.findMatches(
		'Lead',
		people.map(({ email }) => email),
		['Email', 'Title'],
	)
	for (const { email, title, taken, leads, links } of people) {
		const inOrg = there.filter(({ values }) => values['Email'] === email)
		if (leads !== Number(taken) || inOrg.length !== Number(taken) || links !== 2 * Number(taken))
			wrong.push(`${email}: taken ${taken}, ${leads} leads, ${inOrg.length} in the org, ${links} links${await trailOf(db, email)}`)
		if (taken && inOrg[0]?.values['Title'] !== title) wrong.push(`${email}: title ${title}, in the org ${inOrg[0]?.values['Title']}${await trailOf(db, email)}`)
	}
	return wrong.map((one) => `${lot}: ${one}`)
}
