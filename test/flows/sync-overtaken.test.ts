import { afterAll, expect, test } from 'vitest'
import { type SyncWork, workSync } from '../../app/cli/work-sync.ts'
import { openSalesforce } from '../../app/connectors/salesforce/salesforce.server.ts'
import { openSalesforceStandIn } from '../../app/connectors/salesforce/stand-in/open-stand-in.server.ts'
import type { SidePort } from '../../app/connectors/sync/contract.ts'
import { drainMarks } from '../../app/flows/sync/drain-marks.ts'
import { withTransaction } from '../../db/client.server.ts'
import { insertConnections } from '../../db/queries/sync-connection.ts'
import { makeCompany } from '../support/company.ts'
import { testDb } from '../support/test-db.ts'

/** Two workers, of which one is slow: its call is under way while a person edits the record again. */
const { db } = await testDb()
const { sellerId } = await makeCompany(db, 'jasper')
const keys = { clientId: 'kontor', clientSecret: 'secret-of-the-org' }
let now = Date.parse('2026-05-12T09:00:00Z')
const clock = () => new Date(now)
const standIn = await openSalesforceStandIn({ ...keys, now: () => now })
afterAll(() => standIn.close())
const org = openSalesforce({
	...{ origin: standIn.origin, clientId: keys.clientId, signIn: { kind: 'client_credentials', clientSecret: keys.clientSecret } },
	...{ externalKeyField: 'Kontor_Key__c', timeoutMs: 5000, now: () => now },
})
const line = (crmField: string, maField: string, fallback: string | null = null) => ({
	...{ crmField, maField, fallback },
	...({ behaviour: 'most_recent', blank: 'fill', multi: 'last', overflow: 'error' } as const),
})
const fields = [line('Email', 'email'), line('LastName', 'last_name', 'Unknown'), line('Title', 'title'), line('Company', 'company', 'Unknown')]
await withTransaction(db, (tx) =>
	insertConnections(tx, {
		...{ sellerEntityIds: [sellerId], name: 'salesforce', crmSystem: 'salesforce', maSystem: 'embedded_ma', state: 'running', at: clock() },
		objects: [{ crmObject: 'Lead', maObject: 'prospect', rank: 1, createsCrm: 'gate', createsMa: 'never', fields }],
	}),
)
const worker = (port: SidePort = org): SyncWork => ({ db, clock, random: () => 0, outside: () => port })

/** Hears of a write, and makes it only when it is told to. */
function slowOrg() {
	const [heard, told] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
	const write: SidePort['write'] = async (rows) => {
		heard.resolve()
		await told.promise
		return org.write(rows)
	}
	return { port: { ...org, write }, heard: heard.promise, goOn: told.resolve }
}

async function settle(): Promise<void> {
	for (let rounds = 0; (await drainMarks(db, clock())) + (await workSync(worker())) > 0; rounds++) if (rounds > 50) throw new Error('It never comes to rest')
}

let lot = 0
async function comes(): Promise<{ id: number; email: string }> {
	const email = `ana${lot++}@jasper.test`
	const [user] = await db<{ id: number }[]>`
		insert into crm_user (seller_entity_id, first_name, last_name, email, roles) values (${sellerId}, 'N', 'O', ${`rep-${email}`}, '{rep}') returning id`
	const [made] = await db<{ id: number }[]>`
		insert into ma_prospect (seller_entity_id, email, first_name, last_name, company, assigned_user_id, assigned_at)
		values (${sellerId}, ${email}, 'Ana', 'Silva', 'Bar Silva', ${user?.id ?? 0}, ${clock()}) returning id`
	await settle()
	return { id: made?.id ?? 0, email }
}
const says = (id: number, title: string) => db`update ma_prospect set title = ${title} where id = ${id}`
const titles = async ({ id, email }: { id: number; email: string }) => {
	const [here] = await db<{ title: string; agreed: string }[]>`
		select p.title, (select string_agg(v #>> '{}', ',') from jsonb_each(l.agreed) a(k, v) join sync_field_map f on f.id::text = a.k and f.crm_field = 'Title') as agreed
		from ma_prospect p join sync_link l on l.ma_object = 'prospect' and l.ma_id = p.id::text where p.id = ${id}`
	return [here?.title, here?.agreed, (await org.findMatches('Lead', [email], ['Title']))[0]?.values['Title']]
}
const open = async () => (await db`select 1 from sync_job`).length + (await db`select 1 from sync_write where state in ('prepared', 'sent', 'unknown')`).length
const linesOf = async (title: string) =>
	(await db`select 1 from sync_decision where crm_field = 'Title' and value = to_jsonb(${title}::text) and wrote = 'crm'`).length

test('(T4) what is edited while a slow worker writes is written after it, by nobody before, and stands last', async () => {
	const ana = await comes()
	await says(ana.id, 'first')
	await drainMarks(db, clock())
	const slow = slowOrg()
	const first = workSync(worker(slow.port))
	await slow.heard
	await says(ana.id, 'second')
	await drainMarks(db, clock())
	await workSync(worker())
	slow.goOn()
	await first
	await settle()
	expect(await titles(ana)).toEqual(['second', 'second', 'second'])
	expect(await open()).toBe(0)
	expect([await linesOf('first'), await linesOf('second')]).toEqual([1, 1])
})

test.each([
	['before the other wrote', false],
	['after the other was through', true],
])('(T4) a worker that was slower than its lease, heard %s, does not confirm over what the next one wrote', async (_name, isLast) => {
	const ana = await comes()
	await says(ana.id, 'first')
	await drainMarks(db, clock())
	const slow = slowOrg()
	const first = workSync(worker(slow.port))
	await slow.heard
	await says(ana.id, 'second')
	now += 46_000
	await drainMarks(db, clock())
	const other = slowOrg()
	const second = workSync(worker(other.port))
	await other.heard
	const [one, next] = isLast ? [other, slow] : [slow, other]
	one.goOn()
	await (isLast ? second : first)
	next.goOn()
	await Promise.all([first, second])
	await settle()
	now += 61_000
	await settle()
	expect(await titles(ana)).toEqual(['second', 'second', 'second'])
	expect(await open()).toBe(0)
})
