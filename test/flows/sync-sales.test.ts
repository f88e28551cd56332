import { beforeEach, expect, test } from 'vitest'
import { workSync } from '../../app/cli/work-sync.ts'
import type { SyncValue } from '../../app/engine/sync/types.ts'
import { mergeAccounts } from '../../app/flows/account/merge-accounts.ts'
import { openAccountTwins } from '../../app/flows/account/open-account-twins.ts'
import { dismissProposal } from '../../app/flows/merge/dismiss-proposal.ts'
import { openDuplicates } from '../../app/flows/merge/open-duplicates.ts'
import { drainMarks } from '../../app/flows/sync/drain-marks.ts'
import type { StaffMember } from '../../app/platform/actor.ts'
import { connectFirst, outsideStage, unfinished } from '../support/outside-stage.ts'
import { statementsOf } from '../support/statement-counter.ts'

/** Companies, what is sold to them and who decides on it, between the house and an org (sync-core.md A22). */
const stage = await outsideStage('basalt', { who: { firstName: 'Natalie', lastName: 'Ortiz', roles: ['rep'] } })
const { db, sellerId, userId, standIn, org, work, clock, wait, settle } = stage
standIn.turn({ addField: { object: 'Opportunity', line: 'CurrencyIsoCode picklist(USD;EUR;JPY) * "Opportunity Currency"' } })
const theirs = await org.describe(['Account', 'Contact', 'Opportunity', 'OpportunityContactRole'])
const connectionId = await connectFirst(stage)

let lot = 0
type Company = { id: number; name: string }
async function company(more: { name?: string; website?: string | null; phone?: string; owner?: number | null; zip?: string } = {}): Promise<Company> {
	const { name = `Basalt Bar ${lot++}`, website = null, phone = null, owner = userId, zip = null } = more
	const [made] = await db<{ id: number }[]>`
		insert into account (seller_entity_id, number, name, currency, website, phone, owner_user_id) values (${sellerId}, ${`B-${lot++}`}, ${name}, 'USD', ${website}, ${phone}, ${owner}) returning id`
	const id = made?.id ?? 0
	if (zip)
		await db`insert into location (account_id, code, name, line1, city, postal_code, country, is_default) values (${id}, 'A', 'Main', '1 Main St', 'Fargo', ${zip}, 'US', true)`
	return { id, name }
}
const fields = (object: string) => (theirs.find(({ name }) => name === object)?.fields ?? []).map(({ name }) => name)
const crmIdOf = async (object: string, id: number) =>
	(
		await db<
			{ crmId: string | null }[]
		>`select crm_id from sync_link where connection_id = ${connectionId} and ma_object = ${object} and ma_id = ${String(id)} and state = 'active'`
	)[0]?.crmId ?? null
const read = async (object: string, id: string | null) => (id ? (await org.readByIds(object, [id], fields(object)))[0]?.values : undefined)
const there = async (object: string, ours: string, id: number) => await read(object, await crmIdOf(ours, id))
const put = (object: string, values: Record<string, string | boolean | null>) => (standIn.turn({ put: { object, values } }) as { put: { id: string } }).put.id
const edit = (object: string, id: string | null, values: Record<string, string | boolean | null>) => {
	const done = standIn.turn({ edit: { object, id: id ?? '', values } }) as { edit: { ok: boolean } }
	expect(done.edit).toMatchObject({ ok: true })
}
const account = async (id: number) =>
	(await db<Record<string, SyncValue>[]>`select name, phone, website, industry, owner_user_id from account where id = ${id}`)[0]
const errors = async () => await db`select object, field, code, facts, closed_for from sync_error where connection_id = ${connectionId} order by id`
beforeEach(async () => {
	await settle()
	await db`delete from sync_error`
})

test('(A22) an account whom somebody owns is one account in the org, and changes go both ways; one without an owner stays here', async () => {
	const free = await company({ owner: null })
	const { id, name } = await company({ phone: '+1 701 5550101', zip: '58102' })
	await settle()
	expect(await there('Account', 'account', id)).toMatchObject({
		...{ Name: name, Phone: '+1 701 5550101', BillingCity: 'Fargo', BillingPostalCode: '58102', BillingStreet: '1 Main St' },
	})
	expect(await crmIdOf('account', free.id)).toBeNull()
	edit('Account', await crmIdOf('account', id), { Website: 'basalt.example', Industry: 'Hospitality' })
	await settle()
	expect(await account(id)).toMatchObject({ website: 'basalt.example', industry: 'Hospitality' })
	await db`update account set name = 'Basalt & Sons' where id = ${id}`
	await db`update location set city = 'Moorhead' where account_id = ${id}`
	await settle()
	expect(await there('Account', 'account', id)).toMatchObject({ Name: 'Basalt & Sons', BillingCity: 'Moorhead', Website: 'basalt.example' })
	expect(await unfinished(stage)).toBe(0)
	expect(await errors()).toEqual([])
})

test('(A22, B4) an account meets the one of its name where a sign agrees and none contradicts', async () => {
	const site = put('Account', { Name: 'Basalt Twin', Website: 'https://www.twin.example/', Phone: null })
	const other = put('Account', { Name: 'Basalt Branch', BillingPostalCode: '10115' })
	const { id } = await company({ name: 'basalt  twin', website: 'twin.example' })
	const branch = await company({ name: 'Basalt Branch', zip: '58102' })
	await settle()
	expect(await crmIdOf('account', id)).toBe(site)
	expect(await crmIdOf('account', branch.id)).not.toBe(other)
	expect(await errors()).toEqual([])
})

test('(A22, B4) what cannot be told apart is told, and neither joined nor made: one name alone, two there, two here', async () => {
	const alone = put('Account', { Name: 'Basalt Alone' })
	const [first, second] = [put('Account', { Name: 'Basalt Two', Phone: '701 555 0199' }), put('Account', { Name: 'Basalt Two', Phone: '+1 701 555 0199' })]
	put('Account', { Name: 'Basalt Here', Website: 'here.example' })
	const ids = [
		(await company({ name: 'Basalt Alone', website: 'alone.example' })).id,
		(await company({ name: 'Basalt Two', phone: '7015550199' })).id,
		...[(await company({ name: 'Basalt Here', website: 'here.example' })).id, (await company({ name: 'Basalt Here', website: 'here.example' })).id],
	]
	await settle()
	for (const id of ids) expect(await crmIdOf('account', id)).toBeNull()
	const told = await errors()
	expect(told.map(({ code }) => code)).toEqual(['DUPLICATE_MATCH', 'DUPLICATE_MATCH', 'DUPLICATE_MATCH', 'DUPLICATE_MATCH'])
	expect(told.map(({ facts }) => facts).slice(0, 2)).toEqual([{ candidates: [`Account:${alone}`] }, { candidates: [`Account:${first}`, `Account:${second}`] }])
	// A sign that is added there tells them apart.
	edit('Account', alone, { Website: 'http://alone.example' })
	await settle()
	expect(await crmIdOf('account', ids[0] ?? 0)).toBe(alone)
	expect((await errors())[0]).toMatchObject({ closedFor: 'mended' })
})

test('(A22, A26) an account of the org is made here only where the mapping says so; what we may have already is told instead', async () => {
	put('Account', { Name: 'Basalt Before' })
	await settle()
	const byName = async (name: string) =>
		await db<{ id: number; number: string; status: string; currency: string; ownerUserId: number | null }[]>`
		select id, number, status, currency, owner_user_id from account where seller_entity_id = ${sellerId} and name = ${name}`
	expect(await byName('Basalt Before')).toEqual([])
	wait(1000)
	await db`update sync_object_map set creates_ma = 'always', creates_ma_since = ${clock()} where connection_id = ${connectionId} and ma_object = 'account'`
	wait(1000)
	await company({ name: 'Basalt Known', website: 'known.example' })
	const after = put('Account', { Name: 'Basalt After', Phone: '+1 701 1' })
	const known = put('Account', { Name: 'Basalt Known' })
	await settle()
	expect(await byName('Basalt Before')).toEqual([])
	const [made, ...more] = await byName('Basalt After')
	expect([made, more]).toMatchObject([{ number: expect.stringMatching(/^S-\d{5}/), status: 'prospect', currency: 'USD', ownerUserId: userId }, []])
	expect(await crmIdOf('account', made?.id ?? 0)).toBe(after)
	expect((await byName('Basalt Known')).length).toBe(1)
	const told =
		await db`select side, code from sync_error where record_id in (${known}, (select id::text from account where name = 'Basalt Known')) order by side`
	expect(told).toEqual([
		{ side: 'crm', code: 'DUPLICATE_MATCH' },
		{ side: 'ma', code: 'DUPLICATE_MATCH' },
	])
	await db`update account set phone = '+1 701 2' where id = ${made?.id ?? 0}`
	await settle()
	expect(await read('Account', after)).toMatchObject({ Phone: '+1 701 2' })
	await db`update sync_object_map set creates_ma = 'never', creates_ma_since = null where connection_id = ${connectionId} and ma_object = 'account'`
})

test('(A22, B11) an account that is deleted there rests with its people and opportunities, stays here, and comes back with them', async () => {
	const { id } = await company()
	await settle()
	const there = await crmIdOf('account', id)
	standIn.turn({ remove: { object: 'Account', id: there ?? '' } })
	await settle()
	await db`update account set phone = '+1 701 9' where id = ${id}`
	await settle()
	const state = async () => (await db`select state, state_reason from sync_link where ma_object = 'account' and ma_id = ${String(id)}`)[0]
	expect(await state()).toEqual({ state: 'archived', stateReason: 'CRM_DELETED' })
	expect(await account(id)).toMatchObject({ phone: '+1 701 9' })
	standIn.turn({ undelete: { object: 'Account', id: there ?? '' } })
	await settle()
	expect(await state()).toEqual({ state: 'active', stateReason: null })
	expect(await read('Account', there)).toMatchObject({ Phone: '+1 701 9' })
})

const person = async (accountId: number, email: string) => {
	const [made] = await db<
		{ id: number }[]
	>`insert into contact (account_id, first_name, last_name, email) values (${accountId}, 'Ines', 'Prado', ${email}) returning id`
	const [known] = await db<{ id: number }[]>`
		insert into ma_prospect (seller_entity_id, email, first_name, last_name, contact_id, assigned_user_id, assigned_at) values (${sellerId}, ${email}, 'Ines', 'Prado', ${made?.id ?? 0}, ${userId}, ${clock()}) returning id`
	return { contactId: made?.id ?? 0, prospectId: known?.id ?? 0 }
}
const waiting = async () => await db`select object, waits_for, waits_on from sync_job where connection_id = ${connectionId} order by id`

test('(A22, B7) a person of an account is made as its contact, and waits for it; one of none is a lead', async () => {
	const { id } = await company({ owner: null })
	const { prospectId } = await person(id, 'ines@basalt.test')
	await db`insert into ma_prospect (seller_entity_id, email, first_name, last_name, company, assigned_user_id, assigned_at) values (${sellerId}, 'solo@basalt.test', 'Sol', 'Ito', 'Ito', ${userId}, ${clock()})`
	await settle()
	expect((await org.findMatches('Lead', ['solo@basalt.test', 'ines@basalt.test'], ['Email'])).map(({ values }) => values)).toEqual([
		{ Email: 'solo@basalt.test' },
	])
	expect(await org.findMatches('Contact', ['ines@basalt.test'], ['Email'])).toEqual([])
	expect(await waiting()).toEqual([{ object: 'prospect', waitsFor: 'DEPENDENCY', waitsOn: [`ma:account:${id}`] }])
	await db`update account set owner_user_id = ${userId} where id = ${id}`
	await settle()
	expect(await there('Contact', 'prospect', prospectId)).toMatchObject({ Email: 'ines@basalt.test', AccountId: await crmIdOf('account', id) })
	expect([await waiting(), await errors()]).toEqual([[], []])
})

test('(A22, B7) a contact who was known there goes to her account once that is linked, with her other fields before', async () => {
	const known = put('Contact', { LastName: 'Prado', Email: 'late@basalt.test' })
	const { id } = await company({ owner: null })
	const { prospectId } = await person(id, 'late@basalt.test')
	await settle()
	expect(await crmIdOf('prospect', prospectId)).toBe(known)
	expect(await read('Contact', known)).toMatchObject({ FirstName: 'Ines', AccountId: null })
	await db`update account set owner_user_id = ${userId} where id = ${id}`
	await settle()
	expect(await read('Contact', known)).toMatchObject({ AccountId: await crmIdOf('account', id) })
	expect(await unfinished(stage)).toBe(0)
})

async function deal(
	accountId: number,
	more: { name?: string; amount?: number; stage?: string; orderId?: number | null; closeOn?: string; currency?: string } = {},
): Promise<number> {
	const { name = `Machines ${lot++}`, amount = 123456, stage = 'qualification', orderId = null, closeOn = '2026-09-01', currency = 'USD' } = more
	const [made] = await db<{ id: number }[]>`
		insert into crm_opportunity (account_id, name, stage, stage_rank, amount_minor, currency, close_on, owner_user_id, order_id)
		values (${accountId}, ${name}, ${stage}, 20, ${amount}, ${currency}, ${closeOn}, ${userId}, ${orderId}) returning id`
	return made?.id ?? 0
}
const here = async (id: number) =>
	(await db`select name, stage, stage_rank, amount_minor, currency, close_on::text, is_won, closed_at, owner_user_id from crm_opportunity where id = ${id}`)[0]

test('(A22) an opportunity waits for its account, is made with its stage and exact amount, and changes go both ways', async () => {
	const { id } = await company({ owner: null })
	const won = await deal(id)
	await settle()
	expect(await waiting()).toEqual([{ object: 'opportunity', waitsFor: 'DEPENDENCY', waitsOn: [`ma:account:${id}`] }])
	await db`update account set owner_user_id = ${userId} where id = ${id}`
	await settle()
	const account = await crmIdOf('account', id)
	expect(await there('Opportunity', 'opportunity', won)).toMatchObject({
		AccountId: account,
		StageName: 'Qualification',
		Amount: '1234.56',
		CloseDate: '2026-09-01',
		OwnerId: standIn.org.colleague,
	})
	edit('Opportunity', await crmIdOf('opportunity', won), { Amount: '99.9', CloseDate: '2026-10-01', StageName: 'Closed Won' })
	await settle()
	expect(await here(won)).toMatchObject({
		amountMinor: 9990,
		closeOn: '2026-10-01',
		stage: 'closed_won',
		stageRank: 90,
		isWon: true,
		closedAt: expect.any(Date),
	})
	await db`update crm_opportunity set stage = 'negotiation', stage_rank = 60, is_won = false, closed_at = null, amount_minor = 10 where id = ${won}`
	await settle()
	expect(await there('Opportunity', 'opportunity', won)).toMatchObject({ StageName: 'Negotiation/Review', Amount: '0.1', IsWon: false, Probability: '80' })
	expect([await unfinished(stage), await errors()]).toEqual([0, []])
})

test('(A22) what an order says of its opportunity is never taken from there: it is told again, and the journal says why', async () => {
	const [order] = await db<
		{ id: number }[]
	>`insert into sales_order (seller_entity_id, account_id, currency, stage) select seller_entity_id, id, 'USD', 'cart' from account where id = ${(await company()).id} returning id, account_id`
	const [row] = await db<{ accountId: number }[]>`select account_id from sales_order where id = ${order?.id ?? 0}`
	const id = await deal(row?.accountId ?? 0, { stage: 'closed_won', orderId: order?.id ?? null })
	await settle()
	edit('Opportunity', await crmIdOf('opportunity', id), { Amount: '1', StageName: 'Closed Lost', Name: 'Renamed there' })
	await settle()
	expect(await here(id)).toMatchObject({ amountMinor: 123456, stage: 'closed_won', name: 'Renamed there' })
	expect(await there('Opportunity', 'opportunity', id)).toMatchObject({ Amount: '1234.56', StageName: 'Closed Won', Name: 'Renamed there' })
	const journal = await db`select crm_field, rule, winner from sync_decision where rule like 'owned.%' order by crm_field`
	expect(journal).toEqual([
		{ crmField: 'Amount', rule: 'owned.copied', winner: 'ma' },
		{ crmField: 'StageName', rule: 'owned.copied', winner: 'ma' },
	])
})

test('(A22) an opportunity of the org is made here under its account; one of nobody, and a stage that we have no word for, are refused by name', async () => {
	const { id } = await company()
	await settle()
	const account = await crmIdOf('account', id)
	wait(1000)
	await db`update sync_object_map set creates_ma = 'always', creates_ma_since = ${clock()} where connection_id = ${connectionId} and ma_object in ('opportunity', 'contact_role')`
	wait(1000)
	const made = put('Opportunity', { Name: 'Grinders', AccountId: account, StageName: 'Proposal/Price Quote', Amount: '10.5', CloseDate: '2026-08-01' })
	put('Opportunity', { Name: 'Of nobody', StageName: 'Qualification', CloseDate: '2026-08-01' })
	put('Opportunity', { Name: 'Strange', AccountId: account, StageName: 'Prospecting', CloseDate: '2026-08-01' })
	await settle()
	const rows = await db<
		{ id: number; name: string }[]
	>`select id, name, stage, stage_rank, amount_minor, currency from crm_opportunity where account_id = ${id}`
	expect(rows).toMatchObject([{ name: 'Grinders', stage: 'proposal', stageRank: 40, amountMinor: 1050, currency: 'USD' }])
	expect(await crmIdOf('opportunity', rows[0]?.id ?? 0)).toBe(made)
	const codes = (await errors()).map(({ object, field, code }) => [object, field, code].join(' '))
	expect(codes.toSorted()).toEqual(['Opportunity account_id REQUIRED_FIELD_MISSING', 'Opportunity stage INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST'])
	edit('Opportunity', made, { Amount: '11' })
	await settle()
	expect((await here(rows[0]?.id ?? 0))?.['amountMinor']).toBe(1100)
})

test('(A22) who plays a part in an opportunity follows it both ways; the same part is joined, and one of another company is refused', async () => {
	const { id } = await company()
	const { contactId } = await person(id, 'buyer@basalt.test')
	const opportunity = await deal(id)
	await db`insert into crm_opp_contact_role (account_id, opportunity_id, contact_id, role, is_primary) values (${id}, ${opportunity}, ${contactId}, 'Decision Maker', true)`
	await settle()
	const roleOf = async (contact: number) =>
		(await db<{ id: number; role: string }[]>`select id, role from crm_opp_contact_role where opportunity_id = ${opportunity} and contact_id = ${contact}`)[0]
	const mine = await roleOf(contactId)
	const [deal1, buyer] = [
		await crmIdOf('opportunity', opportunity),
		await crmIdOf('prospect', (await db<{ id: number }[]>`select id from ma_prospect where contact_id = ${contactId}`)[0]?.id ?? 0),
	]
	expect(await there('OpportunityContactRole', 'contact_role', mine?.id ?? 0)).toMatchObject({
		OpportunityId: deal1,
		ContactId: buyer,
		Role: 'Decision Maker',
		IsPrimary: true,
	})
	edit('OpportunityContactRole', await crmIdOf('contact_role', mine?.id ?? 0), { Role: 'Economic Buyer' })
	await settle()
	expect(await roleOf(contactId)).toMatchObject({ role: 'Economic Buyer' })
	const second = await person(id, 'second@basalt.test')
	const stranger = await person((await company()).id, 'stranger@basalt.test')
	await settle()
	const [other, foreign] = [await crmIdOf('prospect', second.prospectId), await crmIdOf('prospect', stranger.prospectId)]
	wait(1000)
	put('OpportunityContactRole', { OpportunityId: deal1, ContactId: other, Role: 'Other', IsPrimary: false })
	put('OpportunityContactRole', { OpportunityId: deal1, ContactId: foreign, Role: 'Other', IsPrimary: false })
	await settle()
	expect(await roleOf(second.contactId)).toMatchObject({ role: 'Other' })
	expect(await roleOf(stranger.contactId)).toBeUndefined()
	const told = (await errors()).filter(({ object }) => object === 'OpportunityContactRole')
	expect(told.map(({ code }) => code)).toEqual(['FIELD_INTEGRITY_EXCEPTION'])
})

test('(A22) statements are the same for 3 accounts with their people and opportunities and for 300', async () => {
	const counted: number[] = []
	for (const many of [2, 3, 300]) {
		// The feeds have passed whatever the tests before left unlinked.
		wait(3_600_000)
		await settle()
		await settle()
		await db`
			with made as (
				insert into account (seller_entity_id, number, name, currency, owner_user_id, website)
				select ${sellerId}, 'N-' || ${lot} || '-' || n, 'Basalt Many ' || ${lot} || ' ' || n, 'USD', ${userId}, 'm' || n || '.example' from generate_series(1, ${many}::int) n returning id
			), people as (
				insert into contact (account_id, first_name, last_name, email) select id, 'Ines', 'Prado', 'm' || id || '@basalt.test' from made returning account_id, id, email
			), deals as (
				insert into crm_opportunity (account_id, name, stage, stage_rank, amount_minor, currency, close_on, owner_user_id) select id, 'Deal', 'proposal', 40, 100, 'USD', '2026-09-01', ${userId} from made returning account_id, id
			), known as (
				insert into ma_prospect (seller_entity_id, email, last_name, contact_id, assigned_user_id, assigned_at) select ${sellerId}, email, 'Prado', id, ${userId}, ${clock()} from people
			)
			insert into crm_opp_contact_role (account_id, opportunity_id, contact_id, role) select d.account_id, d.id, p.id, 'Other' from deals d join people p on p.account_id = d.account_id`
		lot += 1
		await drainMarks(db, clock())
		const { statements } = await statementsOf(db, () => workSync(work))
		counted.push(statements.length)
		await settle()
		const [linked] = await db<
			{ count: number }[]
		>`select count(*)::int as count from sync_link l join crm_opp_contact_role r on l.ma_object = 'contact_role' and l.ma_id = r.id::text and l.state = 'active' join crm_opportunity o on o.id = r.opportunity_id where o.name = 'Deal'`
		expect(linked?.count).toBe([2, 3, 300].slice(0, counted.length).reduce((sum, one) => sum + one, 0))
	}
	expect(counted[2]).toBe(counted[1])
})

test('(B11) an org that merges two accounts only proposes it: taken, ours become one; declined, they stay two; nothing is lost', async () => {
	const seller = (await db<{ id: number }[]>`select id from seller_entity where id = ${sellerId}`)[0]
	const staff = { kind: 'staff', userId, seller, roles: ['administrator'] } as unknown as StaffMember
	const linksOf = async (ids: readonly number[]) =>
		await db`select ma_id, state, state_reason from sync_link where connection_id = ${connectionId} and ma_object = 'account' and ma_id = any(${ids.map(String)}) order by ma_id::bigint`
	const mergedThere = async (): Promise<[Company, Company]> => {
		const [winner, loser] = [await company({ phone: '1' }), await company({ phone: '2' })]
		await settle()
		standIn.turn({ merge: { object: 'Account', winner: (await crmIdOf('account', winner.id)) ?? '', losers: [(await crmIdOf('account', loser.id)) ?? ''] } })
		await settle()
		await settle()
		return [winner, loser]
	}
	const room = async () => (await openAccountTwins(db, staff, { text: null, after: null, limit: 5 })).proposals
	const [winner, loser] = await mergedThere()
	expect(await room()).toMatchObject([
		{ object: 'account', isOurs: true, winnerId: String(winner.id), loserId: String(loser.id), winnerName: winner.name, loserName: loser.name },
	])
	// People of marketing are not asked about accounts.
	expect((await openDuplicates(db, staff, { object: 'contact', text: null, after: null, limit: 5 })).proposals).toEqual([])
	expect(await db`select status, merged_into_id from account where id = ${loser.id}`).toEqual([{ status: 'active', mergedIntoId: null }])
	expect(await linksOf([winner.id, loser.id])).toEqual([
		{ maId: String(winner.id), state: 'active', stateReason: null },
		{ maId: String(loser.id), state: 'archived', stateReason: 'MERGED' },
	])
	await db`update account set phone = '3' where id = ${loser.id}`
	await settle()
	expect(await there('Account', 'account', winner.id)).toMatchObject({ Phone: '1' })
	expect(await mergeAccounts(db, staff, { winnerId: winner.id, loserId: loser.id, requestId: 'r', at: clock() })).toMatchObject({ ok: true })
	await settle()
	expect(await db`select merged_into_id from account where id = ${loser.id}`).toEqual([{ mergedIntoId: winner.id }])
	expect(await room()).toEqual([])
	expect(await db`select state from merge_proposal where connection_id = ${connectionId} and loser_id = ${String(loser.id)}`).toEqual([{ state: 'taken' }])
	// Declined: both stay here, the loser's link rests with its history and nothing of hers travels.
	const [stays, apart] = await mergedThere()
	const [proposal] = await room()
	expect(await dismissProposal(db, staff, { id: proposal?.id ?? 0, requestId: 'r', at: clock() })).toBe(true)
	expect(await room()).toEqual([])
	await db`update account set phone = '4' where id = ${apart.id}`
	await db`update account set phone = '5' where id = ${stays.id}`
	await settle()
	expect(await there('Account', 'account', stays.id)).toMatchObject({ Phone: '5' })
	expect(await linksOf([stays.id, apart.id])).toEqual([
		{ maId: String(stays.id), state: 'active', stateReason: null },
		{ maId: String(apart.id), state: 'archived', stateReason: 'MERGED' },
	])
	expect(await account(apart.id)).toMatchObject({ phone: '4' })
	expect(await unfinished(stage)).toBe(0)
})

test('(A22) an amount is exact in its own currency, and one finer than that is refused by name', async () => {
	const { id } = await company()
	const yen = await deal(id, { currency: 'JPY', amount: 5000 })
	await settle()
	expect(await there('Opportunity', 'opportunity', yen)).toMatchObject({ Amount: '5000', CurrencyIsoCode: 'JPY' })
	edit('Opportunity', await crmIdOf('opportunity', yen), { Amount: '7000.5' })
	await settle()
	expect(await here(yen)).toMatchObject({ amountMinor: 5000 })
	expect((await errors()).map(({ object, field, code }) => [object, field, code])).toEqual([['opportunity', 'amount', 'NUMBER_OUTSIDE_VALID_RANGE']])
})
