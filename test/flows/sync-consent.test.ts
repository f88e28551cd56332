import { afterAll, beforeEach, expect, test } from 'vitest'
import { workSync } from '../../app/cli/work-sync.ts'
import { sendMailOfEvent } from '../../app/flows/mail/send-mail-of-event.ts'
import { changePerson, createProspect } from '../../app/flows/marketing/change-person.ts'
import { withdrawConsent } from '../../app/flows/marketing/withdraw-consent.ts'
import { drainMarks } from '../../app/flows/sync/drain-marks.ts'
import { openHouseConnections } from '../../app/flows/sync-setup/open-house-connections.ts'
import { seal } from '../../app/platform/sealing.server.ts'
import { sign } from '../../app/platform/signing.server.ts'
import { openDb } from '../../db/client.server.ts'
import { readConsentWords } from '../../db/queries/consent.ts'
import { makeCompany } from '../support/company.ts'
import { makeStaff } from '../support/staff.ts'
import { statementsOf } from '../support/statement-counter.ts'
import { testDb } from '../support/test-db.ts'

const { db, ownerUrl } = await testDb()
const owner = openDb(ownerUrl, { max: 1 })
afterAll(() => owner.end())
const { accountId, sellerId } = await makeCompany(db, 'marble')
const natalie = await makeStaff(db, sellerId, { firstName: 'Natalie', lastName: 'Roy', roles: ['marketer'] })
// Later than the database's own clock, which times the flags.
const at = new Date(Date.now() + 86_400_000)
const later = (minutes: number) => new Date(at.getTime() + minutes * 60_000)
let now = at
const work = { db, clock: () => now, random: () => 0, outside: () => null }
const secrets = ['a-secret-of-the-tests-that-is-long-enough']
const marketer = { userId: natalie.userId, loginId: natalie.loginId, roles: ['marketer'], seller: { id: sellerId }, locale: 'en' } as never

async function settle(): Promise<number> {
	let rounds = 0
	for (; (await drainMarks(db, now)) + (await workSync(work)) > 0; rounds++) if (rounds > 50) throw new Error('It never comes to rest')
	return rounds
}

let n = 0
async function mina(): Promise<{ mail: string; contactId: number; prospectId: number }> {
	const mail = `mina${++n}@marble.test`
	const [contact] = await db<
		{ id: number }[]
	>`insert into contact (account_id, first_name, last_name, email) values (${accountId}, 'Mina', 'Park', ${mail}) returning id`
	const [prospect] = await db<{ id: number }[]>`
		insert into ma_prospect (seller_entity_id, email, first_name, last_name, contact_id) values (${sellerId}, ${mail}, 'Mina', 'Park', ${contact?.id ?? 0}) returning id`
	await settle()
	return { mail, contactId: contact?.id ?? 0, prospectId: prospect?.id ?? 0 }
}
const flags = async (mail: string) => [
	...(await db`select has_opted_out as out from contact where email = ${mail}`).map(({ out }) => out),
	...(await db`select opted_out as out from ma_prospect where email = ${mail}`).map(({ out }) => out),
]
const words = async (mail: string) =>
	await db`select kind, source, actor, evidence from ma_consent where email_hash = encode(sha256(convert_to(${mail}, 'UTF8')), 'hex') order by id`
const say = async (prospectId: number, kind: 'opt_in' | 'opt_out', reason: string) =>
	await changePerson(db, marketer, { id: prospectId, edit: { act: 'consent', kind, reason }, requestId: 'r', at: now })
const blocked = async ({ contactId, prospectId }: { contactId: number; prospectId: number }) =>
	await db`select side, field, code, facts from sync_error where closed_at is null and (side = 'crm' and record_id = ${String(contactId)} or side = 'ma' and record_id = ${String(prospectId)})`

await openHouseConnections(db, at)
beforeEach(() => {
	now = later(60 * ++n)
})

test('(B9) an opt-out of the CRM is a word with its side, actor and record; then there is quiet', async () => {
	const { mail, contactId } = await mina()
	await db`update contact set has_opted_out = true where id = ${contactId}`
	await settle()
	expect(await flags(mail)).toEqual([true, true])
	const word = {
		...{ kind: 'opt_out', source: 'crm', actor: 'database:kontor_house' },
		evidence: { system: 'embedded_crm', object: 'contact', record: String(contactId), field: 'has_opted_out' },
	}
	expect(await words(mail)).toEqual([word])
	await db`update contact set title = 'Buyer' where id = ${contactId}`
	await settle()
	expect(await words(mail)).toEqual([word])
	expect(await db`select distinct lane from sync_job`).toEqual([])
})

test('(B9) an opt-out goes over before what waits for nobody', async () => {
	const { contactId } = await mina()
	await db`update contact set has_opted_out = true where id = ${contactId}`
	await drainMarks(db, now)
	expect(await db`select lane from sync_job`).toEqual([{ lane: 0 }])
	await settle()
})

test('(B9) a flag turned off shows nothing: it is not carried from either side, and the room says whose it was', async () => {
	const { mail, contactId, prospectId } = await mina()
	await withdrawConsent(db, { token: sign({ p: prospectId }, { purpose: 'preference-centre', secrets, expiresAt: later(1e6) }), secrets, at: now })
	await settle()
	expect(await flags(mail)).toEqual([true, true])
	await db`update contact set has_opted_out = false where id = ${contactId}`
	await settle()
	expect(await flags(mail)).toEqual([true, true])
	expect(await blocked({ contactId, prospectId })).toEqual([{ side: 'crm', field: 'has_opted_out', code: 'CONSENT_BLOCKED', facts: { reason: 'no_evidence' } }])
	// Not a quarrel of two programs, which would be stopped (B6.5).
	now = later(60 * n + 20)
	await db`update ma_prospect set opted_out = false where id = ${prospectId}`
	await settle()
	expect(await flags(mail)).toEqual([true, true])
	expect(await blocked({ contactId, prospectId })).toEqual([{ side: 'ma', field: 'opted_out', code: 'CONSENT_BLOCKED', facts: { reason: 'no_evidence' } }])
	expect((await words(mail)).map(({ kind, source }) => `${kind} ${source}`)).toEqual(['opt_out mail_link'])
	expect(await db`select crm_value, ma_value, wrote, value from sync_decision where rule = 'consent.no_evidence' order by id`).toEqual([
		{ crmValue: false, maValue: true, wrote: 'crm', value: true },
		{ crmValue: true, maValue: false, wrote: 'ma', value: true },
	])
})

test('(B9) somebody of the house opts her in with a reason, which goes over and closes the trouble; without a reason she is not', async () => {
	const { mail, contactId, prospectId } = await mina()
	await db`update contact set has_opted_out = true where id = ${contactId}`
	await settle()
	await db`update contact set has_opted_out = false where id = ${contactId}`
	await settle()
	now = later(60 * n + 20)
	expect(await say(prospectId, 'opt_in', '')).toMatchObject({ ok: false, refusals: [{ code: 'CONSENT_REASON_MISSING' }] })
	expect(await flags(mail)).toEqual([true, true])
	expect(await say(prospectId, 'opt_in', 'Told me at the fair in Lyon')).toEqual({ ok: true })
	await settle()
	expect(await flags(mail)).toEqual([false, false])
	expect((await words(mail)).at(-1)).toEqual({
		...{ kind: 'opt_in', source: 'person', actor: `user:${natalie.userId}`, evidence: { reason: 'Told me at the fair in Lyon' } },
	})
	expect(await blocked({ contactId, prospectId })).toEqual([])
	expect(await db`select payload from outbox_event where topic = 'consent.changed' and subject = ${`prospect:${prospectId}`}`).toEqual([
		{ payload: { kind: 'opt_in', reason: 'Told me at the fair in Lyon' } },
	])
})

test('(B9) her word survives that both of her records go and are made anew', async () => {
	const { mail, contactId, prospectId } = await mina()
	await db`update contact set has_opted_out = true where id = ${contactId}`
	await settle()
	await owner`alter table ma_consent disable trigger ma_consent_is_immutable`
	await owner`update ma_consent set prospect_id = null where prospect_id = ${prospectId}`
	await db`delete from ma_prospect where id = ${prospectId}`
	await db`delete from contact where id = ${contactId}`
	await settle()
	const [anew] = await db<
		{ id: number }[]
	>`insert into contact (account_id, first_name, last_name, email) values (${accountId}, 'Mina', 'Park', ${mail}) returning id`
	await db`insert into ma_prospect (seller_entity_id, email, first_name, last_name, contact_id) values (${sellerId}, ${mail}, 'Mina', 'Park', ${anew?.id ?? 0})`
	await settle()
	expect(await flags(mail)).toEqual([true, true])
	expect((await words(mail)).length, 'said once').toBe(1)
	await owner`alter table ma_consent enable trigger ma_consent_is_immutable`
})

test('(B9) who is written down by hand under an address that said no has opted out from the start', async () => {
	const { mail, contactId, prospectId } = await mina()
	await db`update contact set has_opted_out = true where id = ${contactId}`
	await settle()
	await db`update ma_prospect set email = 'other@marble.test' where id = ${prospectId}`
	await db`update contact set email = 'other@marble.test' where id = ${contactId}`
	await settle()
	const wish = { email: mail, firstName: 'Mina', lastName: 'Park', company: '', title: '', phone: '', locale: 'en' }
	expect(await createProspect(db, marketer, { wish, requestId: 'r', at: now })).toMatchObject({ ok: true })
	expect(await db`select opted_out from ma_prospect where email = ${mail}`).toEqual([{ optedOut: true }])
})

test('(B9) a mail that a server refuses for good is a bounce of its address, once, and no opt-out; who never asked for mails complains', async () => {
	const { mail, prospectId } = await mina()
	const email = {
		isReadable: false,
		send: async () => ({ ok: false as const, refusals: [{ code: 'mail.refused', facts: { said: '550 5.1.1 no such user' } }] }),
	}
	const event = { id: 'e', topic: 'sign_in_code.requested', subject: `login:${mail}`, accountId: null, contactId: null, occurredAt: now }
	const payload = { email: mail, sealed: seal('123456', { purpose: 'sign-in-code', secret: secrets[0] ?? '' }), locale: 'en' }
	const desk = { db, email, publicUrl: 'https://kontor.test', secrets, at: now, format: {} as never }
	for (let time = 0; time < 2; time++) await sendMailOfEvent(desk as never, { ...event, payload } as never)
	const bounce = (await words(mail)).at(-1)
	expect(bounce).toMatchObject({ kind: 'bounce', source: 'mail_server', evidence: { said: '550 5.1.1 no such user' } })
	expect((await words(mail)).length).toBe(1)
	await settle()
	expect(await flags(mail)).toEqual([false, false])
	await withdrawConsent(db, { token: sign({ p: prospectId }, { purpose: 'preference-centre', secrets, expiresAt: later(1e6) }), secrets, at: now }, true)
	await settle()
	expect((await words(mail)).map(({ kind }) => kind)).toEqual(['bounce', 'complaint'])
	expect(await flags(mail)).toEqual([true, true])
})

test('words of three people and of three hundred take the same statements, and each is there', async () => {
	const make = async (from: number, count: number) => {
		await db`insert into contact (account_id, first_name, last_name, email) select ${accountId}, 'P' || i, 'L', 'p' || i || '@marble.test' from generate_series(${from}::int, ${from + count - 1}) i`
		await db`insert into ma_prospect (seller_entity_id, email, first_name, last_name, contact_id) select ${sellerId}, email, first_name, last_name, id from contact where email like 'p%@marble.test' and id not in (select contact_id from ma_prospect where contact_id is not null)`
		await settle()
		await db`update contact set has_opted_out = true where email like 'p%@marble.test' and not has_opted_out`
		await drainMarks(db, now)
		return (await statementsOf(db, () => workSync(work))).statements.length
	}
	const [few, many] = [await make(1, 3), await make(100, 297)]
	expect(many).toBe(few)
	const mails = Array.from({ length: 297 }, (_, place) => `p${place + 100}@marble.test`)
	expect((await readConsentWords(db, mails)).size).toBe(297)
})
