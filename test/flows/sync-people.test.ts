import { beforeEach, expect, test } from 'vitest'
import { workSync } from '../../app/cli/work-sync.ts'
import { drainMarks } from '../../app/flows/sync/drain-marks.ts'
import { erasePerson } from '../../app/flows/sync/erase-person.ts'
import type { StaffMember } from '../../app/platform/actor.ts'
import { connectFirst, outsideStage, unfinished } from '../support/outside-stage.ts'
import { statementsOf } from '../support/statement-counter.ts'

/** Who buys for herself, between the house and an org that keeps people as accounts (app/decisions/0425, 0427). */
const stage = await outsideStage('linden', { who: { firstName: 'Natalie', lastName: 'Ortiz', roles: ['rep'] } })
const { db, sellerId, userId, standIn, org, clock, settle } = stage
standIn.turn({ personAccounts: true })
const connectionId = await connectFirst(stage)

let lot = 0
type Person = { id: number; email: string }
/** A person account of ours; with an owner it may go over. */
async function person(more: { owner?: number | null; first?: string; title?: string | null } = {}): Promise<Person> {
	const { owner = userId, first = 'Luka', title = null } = more
	const email = `guest${lot++}@linden.test`
	const [made] = await db<{ id: number }[]>`
		with a as (insert into account (seller_entity_id, number, name, currency, is_person, owner_user_id) values (${sellerId}, ${`L-${lot}`}, ${`${first} Novak`}, 'USD', true, ${owner}) returning id)
		insert into contact (account_id, first_name, last_name, email, title) select id, ${first}, 'Novak', ${email}, ${title} from a returning account_id as id`
	return { id: made?.id ?? 0, email }
}
const linkOf = async (object: string, id: number | string) =>
	(
		await db<{ crmObject: string; crmId: string | null; state: string; stateReason: string | null }[]>`
		select crm_object, crm_id, state, state_reason from sync_link where connection_id = ${connectionId} and ma_object = ${object} and ma_id = ${String(id)}`
	)[0]
const crmIdOf = async (id: number) => (await linkOf('person_account', id))?.crmId ?? ''
const rows = (object: string) => [...(standIn.org.rows.get(object)?.values() ?? [])].filter(({ deletedAt }) => deletedAt === null)
const accountOf = (id: string) => standIn.org.rows.get('Account')?.get(id)
const withMail = (object: string, field: string, email: string) => rows(object).filter(({ values }) => values[field] === email)
const here = async (id: number) =>
	(
		await db`select a.name, a.is_person, a.owner_user_id, c.first_name, c.last_name, c.email, c.phone, c.title from account a join contact c on c.account_id = a.id where a.id = ${id}`
	)[0]
const edit = (object: string, id: string, values: Record<string, string | boolean | null>) =>
	expect(standIn.turn({ edit: { object, id, values } })).toMatchObject({ edit: { ok: true } })
const errors = async () => await db`select object, field, code, closed_for from sync_error where connection_id = ${connectionId} order by id`
const put = (object: string, values: Record<string, string | boolean | null>) => (standIn.turn({ put: { object, values } }) as { put: { id: string } }).put.id
const lives = async (id: number, city: string) =>
	await db`insert into location (account_id, code, name, line1, city, postal_code, country, is_default) values (${id}, 'A', 'Home', 'Dlouhá 1', ${city}, '11000', 'CZ', true) on conflict (account_id, code) do update set city = excluded.city`
beforeEach(async () => {
	await settle()
	await db`delete from sync_error`
})

test('a person account of ours is one person account there, with its contact, and no company of her name stands beside it', async () => {
	const { id, email } = await person({ title: 'Barista' })
	await lives(id, 'Praha')
	await settle()
	const crmId = await crmIdOf(id)
	expect(accountOf(crmId)?.values).toMatchObject({
		...{ Name: 'Luka Novak', IsPersonAccount: true, FirstName: 'Luka', LastName: 'Novak', PersonEmail: email, PersonTitle: 'Barista' },
		...{ PersonMailingCity: 'Praha', PersonMailingStreet: 'Dlouhá 1', OwnerId: standIn.org.colleague },
	})
	expect(withMail('Contact', 'Email', email).map((row) => row.values['AccountId'])).toEqual([crmId])
	expect(rows('Account').filter(({ values }) => values['Name'] === 'Luka Novak')).toHaveLength(1)
	expect(withMail('Lead', 'Email', email)).toEqual([])
	expect([await errors(), await unfinished(stage)]).toEqual([[], 0])
})

test('name, address, phone, title and mail travel both ways, by her account and by her contact there, and then it is quiet', async () => {
	const { id, email } = await person()
	await lives(id, 'Praha')
	await settle()
	const crmId = await crmIdOf(id)
	await db`update contact set last_name = 'Horvat', phone = '+420 1', title = 'Owner', email = ${`new-${email}`} where account_id = ${id}`
	await lives(id, 'Brno')
	await settle()
	expect(accountOf(crmId)?.values).toMatchObject({
		...{ Name: 'Luka Horvat', LastName: 'Horvat', Phone: '+420 1', PersonTitle: 'Owner', PersonEmail: `new-${email}`, PersonMailingCity: 'Brno' },
	})
	edit('Account', crmId, { FirstName: 'Lukas', PersonEmail: `there-${email}` })
	await settle()
	expect(await here(id)).toMatchObject({ name: 'Lukas Horvat', firstName: 'Lukas', email: `there-${email}`, isPerson: true })
	edit('Contact', String(accountOf(crmId)?.values['PersonContactId']), { Title: 'Chef', Phone: '+420 2' })
	await settle()
	expect(await here(id)).toMatchObject({ title: 'Chef', phone: '+420 2' })
	const written = standIn.org.calls.used
	await settle()
	expect(await unfinished(stage)).toBe(0)
	expect(await errors()).toEqual([])
	expect(standIn.org.calls.used - written, 'only feeds are read').toBeLessThan(30)
})

test('(B4) a match by mail finds the person who is there already, and her prospect her contact', async () => {
	standIn.turn({ personAccounts: true })
	const made = await org.write([
		{
			key: 'k',
			object: 'PersonAccount',
			id: null,
			values: { FirstName: 'Mina', LastName: 'Park', PersonEmail: 'mina@linden.test', PersonTitle: 'Nurse', OwnerId: standIn.org.colleague },
			externalKey: 'theirs-1',
		},
	])
	const crmId = made[0]?.ok ? made[0].id : ''
	const { id, email } = await person({ first: 'Mina' })
	await db`update contact set email = 'mina@linden.test', last_name = 'Park' where account_id = ${id}`
	await settle()
	expect(await linkOf('person_account', id)).toMatchObject({ crmObject: 'PersonAccount', crmId, state: 'active' })
	expect(await here(id)).toMatchObject({ title: 'Nurse' })
	const [prospect] = await db<{ id: number }[]>`
		insert into ma_prospect (seller_entity_id, email, first_name, last_name, contact_id) select ${sellerId}, 'mina@linden.test', 'Mina', 'Park', c.id from contact c where c.account_id = ${id} returning id`
	await settle()
	expect(await linkOf('prospect', prospect?.id ?? 0)).toMatchObject({
		crmObject: 'Contact',
		crmId: accountOf(crmId)?.values['PersonContactId'],
		state: 'active',
	})
	expect(withMail('Contact', 'Email', 'mina@linden.test')).toHaveLength(1)
	expect(email).not.toBe('mina@linden.test')
})

test('(A30) a lead without a company goes without one, becomes a person there, and takes its link to her contact', async () => {
	const [prospect] = await db<{ id: number }[]>`
		insert into ma_prospect (seller_entity_id, email, first_name, last_name, assigned_user_id, assigned_at) values (${sellerId}, 'ota@linden.test', 'Ota', 'Beran', ${userId}, ${clock()}) returning id`
	await settle()
	const [lead] = withMail('Lead', 'Email', 'ota@linden.test')
	expect(lead?.values['Company'] ?? null).toBeNull()
	const { convert } = standIn.turn({ convert: { id: lead?.id ?? '' } }) as { convert: { accountId: string; contactId: string } }
	expect(accountOf(convert.accountId)?.values).toMatchObject({ IsPersonAccount: true, Name: 'Ota Beran' })
	await settle()
	expect(await linkOf('prospect', prospect?.id ?? 0)).toMatchObject({ crmObject: 'Contact', crmId: convert.contactId, state: 'active' })
	await db`update ma_prospect set title = 'Guest' where id = ${prospect?.id ?? 0}`
	await settle()
	expect(accountOf(convert.accountId)?.values).toMatchObject({ PersonTitle: 'Guest' })
	expect((await errors()).filter(({ closedFor }) => closedFor === null)).toEqual([])
})

test('deleted there she rests here and comes back with her account; merged there her link is the winner’s', async () => {
	const [one, two] = [await person(), await person({ first: 'Ana' })]
	await settle()
	const [first, second] = [await crmIdOf(one.id), await crmIdOf(two.id)]
	standIn.turn({ remove: { object: 'Account', id: first } })
	await settle()
	await settle()
	expect(await linkOf('person_account', one.id)).toMatchObject({ state: 'archived', stateReason: 'CRM_DELETED' })
	standIn.turn({ undelete: { object: 'Account', id: first } })
	await settle()
	await settle()
	expect(await linkOf('person_account', one.id)).toMatchObject({ state: 'active', crmId: first })
	const winner = put('Lead', { LastName: 'Novak', Email: 'winner@linden.test' })
	const { convert } = standIn.turn({ convert: { id: winner } }) as { convert: { accountId: string } }
	standIn.turn({ merge: { object: 'Account', winner: convert.accountId, losers: [second] } })
	await settle()
	await settle()
	expect(await linkOf('person_account', two.id)).toMatchObject({ state: 'active', crmId: convert.accountId })
})

test('a kind that one side changed stops the link by name and makes nothing anew; it goes on when it is changed back, and moves when both changed it', async () => {
	const { id } = await person({ first: 'Ema' })
	await settle()
	const crmId = await crmIdOf(id)
	const company = standIn.org.personTypes?.business ?? ''
	await db`update account set is_person = false, name = 'Novak & Sons' where id = ${id}`
	await settle()
	expect(await linkOf('person_account', id)).toMatchObject({ state: 'conflict', stateReason: 'KIND_DIFFERS' })
	expect(await errors()).toMatchObject([{ object: 'person_account', code: 'KIND_DIFFERS', closedFor: null }])
	expect(rows('Account').filter(({ values }) => values['Name'] === 'Novak & Sons')).toEqual([])
	expect(await linkOf('account', id)).toBeUndefined()
	await db`update account set is_person = true, name = 'Ema Novak' where id = ${id}`
	await db`update contact set title = 'Back' where account_id = ${id}`
	await settle()
	expect(await linkOf('person_account', id)).toMatchObject({ state: 'active', crmId })
	expect(accountOf(crmId)?.values).toMatchObject({ PersonTitle: 'Back' })
	expect(await errors()).toMatchObject([{ closedFor: 'mended' }])
	edit('Account', crmId, { RecordTypeId: company })
	await settle()
	expect(await linkOf('person_account', id)).toMatchObject({ state: 'conflict', stateReason: 'KIND_DIFFERS' })
	await db`update account set is_person = false, name = 'Novak Ltd' where id = ${id}`
	await settle()
	await settle()
	expect(await linkOf('account', id)).toMatchObject({ crmObject: 'Account', crmId, state: 'active' })
	expect(await linkOf('person_account', id)).toBeUndefined()
	await db`update account set website = 'novak.example' where id = ${id}`
	await settle()
	expect(accountOf(crmId)?.values).toMatchObject({ IsPersonAccount: false, Website: 'novak.example' })
	expect((await errors()).filter(({ closedFor }) => closedFor === null)).toEqual([])
	expect(await unfinished(stage)).toBe(0)
})

test('(B11) a person account who asks to be forgotten is gone there with her contact, is nowhere here by name, and is not made anew', async () => {
	const { id, email } = await person({ first: 'Ilka', title: 'Barista' })
	const [prospect] = await db<{ id: number }[]>`
		insert into ma_prospect (seller_entity_id, email, first_name, last_name, contact_id) select ${sellerId}, c.email, 'Ilka', 'Novak', c.id from contact c where c.account_id = ${id} returning id`
	await settle()
	const crmId = await crmIdOf(id)
	const contactThere = String(accountOf(crmId)?.values['PersonContactId'])
	expect(await linkOf('prospect', prospect?.id ?? 0)).toMatchObject({ crmObject: 'Contact', crmId: contactThere, state: 'active' })
	const ada = { ...stage.staff, roles: ['administrator'] } as StaffMember
	expect(await erasePerson(db, ada, { prospectId: prospect?.id ?? 0, typed: 'Ilka Novak', requestId: 'r', at: clock() })).toMatchObject({ ok: true })
	await settle()
	await settle()
	expect([accountOf(crmId)?.deletedAt, standIn.org.rows.get('Contact')?.get(contactThere)?.deletedAt]).toEqual([expect.any(Number), expect.any(Number)])
	const hers = await here(id)
	expect(JSON.stringify(hers).toLowerCase()).not.toMatch(/ilka|barista/)
	expect(JSON.stringify(hers)).not.toContain(email)
	// An edit of what is left of her makes nobody anew there.
	const before = rows('Account').length
	await db`update account set phone = '+420 9' where id = ${id}`
	await settle()
	expect([rows('Account').length, withMail('Lead', 'Email', email), withMail('Contact', 'Email', email), await unfinished(stage)]).toEqual([before, [], [], 0])
})

test('statements are the same for 3 people who buy for themselves and for 300', async () => {
	const counted: number[] = []
	for (const many of [2, 3, 300]) {
		stage.wait(3_600_000)
		await settle()
		await settle()
		await db`
			with made as (
				insert into account (seller_entity_id, number, name, currency, is_person, owner_user_id) select ${sellerId}, 'M-' || ${lot} || '-' || n, 'Mia Many', 'USD', true, ${userId} from generate_series(1, ${many}::int) n returning id
			)
			insert into contact (account_id, first_name, last_name, email) select id, 'Mia', 'Many', 'mia' || id || '@linden.test' from made`
		lot += 1
		const asked = async (work: () => Promise<unknown>) => (await statementsOf(db, work)).statements.length
		await drainMarks(db, clock())
		counted.push(await asked(() => workSync(stage.work)))
		await settle()
		await db`update contact set title = ${`Round ${lot}`} where last_name = 'Many' and (title is null or title <> ${`Round ${lot}`}) and id in (select id from contact where last_name = 'Many' order by id desc limit ${many})`
		await drainMarks(db, clock())
		counted.push(await asked(() => workSync(stage.work)))
		await settle()
		expect(rows('Account').filter(({ values }) => values['PersonTitle'] === `Round ${lot}`)).toHaveLength(many)
	}
	expect(counted.slice(4)).toEqual(counted.slice(2, 4))
})
