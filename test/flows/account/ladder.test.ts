import { expect, test } from 'vitest'
import { changeLadder, openLadder } from '../../../app/flows/account/change-ladder.ts'
import { climbLadders, climbOnPayment } from '../../../app/flows/account/climb-ladder.ts'
import type { StaffMember } from '../../../app/platform/actor.ts'
import { type Company, makeCompany } from '../../support/company.ts'
import { makeStaff, morning } from '../../support/placed.ts'
import { statementsOf } from '../../support/statement-counter.ts'
import { testDb } from '../../support/test-db.ts'

const { db } = await testDb()

/** A company that pays by card only and has paid `paid` orders, the first of them `days` days ago. */
async function newcomer(lot: string, { paid, days, limitMinor }: { paid: number; days: number; limitMinor: number }): Promise<Company> {
	const company = await makeCompany(db, lot)
	const { accountId, sellerId } = company
	await db`update account set standing = 'new', standing_source = 'onboarding', onboarding_step = 'card_only', allowed_classes = '{coffee}', order_cap_minor = 60000 where id = ${accountId}`
	await db`update credit_profile set limit_minor = ${limitMinor} where account_id = ${accountId}`
	const on = new Date(morning.getTime() - days * 86_400_000)
	await db`insert into sales_order (account_id, seller_entity_id, currency, stage, number, placed_at) select ${accountId}, ${sellerId}, 'USD', 'placed', ${lot} || '-' || i, ${on} from generate_series(1, ${paid}::int) i`
	await db`insert into invoice (account_id, seller_entity_id, number, order_id, currency, issued_on, due_on, net_minor, total_minor, settled_minor)
		select account_id, seller_entity_id, number, id, 'USD', ${on}::date, ${morning}::date + 30, 1000, 1000, 1000 from sales_order where account_id = ${accountId}`
	return company
}
const stepOf = async ({ accountId }: Company) =>
	(
		await db`select onboarding_step as step, standing, standing_source as source, allowed_classes as classes, order_cap_minor as cap from account where id = ${accountId}`
	)[0]
const staffOf = async (company: Company): Promise<StaffMember> => ({
	...{ kind: 'staff', userId: await makeStaff(db, company, ['credit_manager']), name: '', email: '', locale: 'en', roles: ['credit_manager'] },
	...{ seller: company.shopper.seller, sessionHash: '', actingFor: null },
})

test('the night lifts who has done what the next step asks, once, with audit and event; who was stopped or is short stays', async () => {
	const ready = await newcomer('agate', { paid: 2, days: 10, limitMinor: 100_000 })
	const old = await newcomer('beryl', { paid: 5, days: 100, limitMinor: 100_000 })
	const unchecked = await newcomer('coral', { paid: 5, days: 100, limitMinor: 0 })
	const stopped = await newcomer('slate', { paid: 5, days: 100, limitMinor: 100_000 })
	await db`update account set ladder_stopped_at = ${morning} where id = ${stopped.accountId}`
	const { result, statements } = await statementsOf(db, () => climbLadders(db, morning))
	expect(result).toBe(2)
	// However many climb: read, steps, audit, events, deliveries.
	expect(statements.length).toBeLessThanOrEqual(5)
	expect(await climbLadders(db, morning)).toBe(0)
	expect(await stepOf(ready)).toMatchObject({ step: 'capped_terms', standing: 'new', classes: ['coffee'] })
	expect(await stepOf(old)).toEqual({ step: 'full_terms', standing: 'good', source: 'none', classes: null, cap: null })
	for (const company of [unchecked, stopped]) expect(await stepOf(company)).toMatchObject({ step: 'card_only' })
	expect(await db`select payload->>'step' as step from outbox_event where account_id = ${old.accountId} and topic = 'account.climbed'`).toEqual([
		{ step: 'full_terms' },
	])
	expect(await db`select actor_kind, action from audit_entry where account_id = ${old.accountId}`).toEqual([{ actorKind: 'system', action: 'account.climbed' }])
})

test('a payment lifts at once; something overdue keeps everybody where they are', async () => {
	const company = await newcomer('jade', { paid: 2, days: 10, limitMinor: 100_000 })
	const paid = {
		id: '1',
		topic: 'invoice.paid',
		subject: '',
		accountId: company.accountId,
		contactId: null,
		actedByUserId: null,
		payload: {},
		occurredAt: morning,
	}
	await db`update invoice set settled_minor = 0, due_on = '2026-02-25' where account_id = ${company.accountId} and number = 'jade-1'`
	await db`insert into sales_order (account_id, seller_entity_id, currency, stage, number, placed_at) values (${company.accountId}, ${company.sellerId}, 'USD', 'placed', 'jade-3', ${morning})`
	await climbOnPayment(db, paid, morning)
	expect(await stepOf(company)).toMatchObject({ step: 'card_only' })
	await db`update invoice set settled_minor = total_minor where account_id = ${company.accountId}`
	await climbOnPayment(db, paid, morning)
	expect(await stepOf(company)).toMatchObject({ step: 'capped_terms' })
})

test('a credit manager raises a step with the terms she agrees to, or keeps the account on it; another seller’s is none', async () => {
	const company = await newcomer('onyx', { paid: 0, days: 0, limitMinor: 0 })
	const staff = await staffOf(company)
	const { accountId } = company
	const change = (one: Parameters<typeof changeLadder>[2]['change'], by = staff) =>
		changeLadder(db, by, { accountId, change: one, at: morning, requestId: 'r' })
	expect(await change({ intent: 'raise', limit: 'much', termsDays: '0' })).toMatchObject({
		refusals: [{ code: 'AMOUNT_INVALID' }, { code: 'TERMS_DAYS_INVALID' }],
	})
	expect(await change({ intent: 'raise', limit: '1500', termsDays: '14' })).toEqual({ ok: true })
	expect(await openLadder(db, staff, { accountId, at: morning })).toMatchObject({ limitMinor: 150_000, termsDays: 14, place: { step: 'capped_terms' } })
	await change({ intent: 'stop' })
	expect(await openLadder(db, staff, { accountId, at: morning })).toMatchObject({ isStopped: true })
	await change({ intent: 'resume' })
	await change({ intent: 'raise', limit: '3000', termsDays: '30' })
	expect(await stepOf(company)).toMatchObject({ step: 'full_terms', standing: 'good' })
	expect(await change({ intent: 'raise', limit: '3000', termsDays: '30' })).toMatchObject({ refusals: [{ code: 'LADDER_TOP' }] })
	expect(await db`select action from audit_entry where account_id = ${accountId} order by id`).toMatchObject(
		['account.terms_agreed', 'account.climbed', 'account.ladder_stopped', 'account.ladder_stopped', 'account.terms_agreed', 'account.climbed'].map(
			(action) => ({ action }),
		),
	)
	expect(await change({ intent: 'stop' }, await staffOf(await makeCompany(db, 'flint')))).toBeNull()
})
