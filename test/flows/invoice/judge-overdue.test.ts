import { expect, test } from 'vitest'
import { destinationsOf, jobs } from '../../../app/cli/work.ts'
import { allowedPaymentMethods } from '../../../app/engine/credit/decide-standing.ts'
import { changeOverdueDays } from '../../../app/flows/invoice/change-overdue-days.ts'
import { judgeOverdue } from '../../../app/flows/invoice/judge-overdue.ts'
import { absentShopper } from '../../../app/platform/session.server.ts'
import { tell, write } from '../../support/deliver.ts'
import { type Fargo, makeFargo } from '../../support/fargo.ts'
import { statementsOf } from '../../support/statement-counter.ts'
import { testDb } from '../../support/test-db.ts'

const { db } = await testDb()
const nine = new Date('2026-03-02T15:00:00Z')
const days = (count: number) => new Date(nine.getTime() + count * 86_400_000)
const log = { info: () => undefined } as never
const clockRound = (at: Date) => jobs['overdue-invoices']?.run({ db, clock: () => at, log } as never)
const owe = async ({ accountId, sellerId }: Fargo, number: string, dueOn: string) =>
	await db`insert into invoice (account_id, seller_entity_id, number, currency, issued_on, due_on, net_minor, total_minor) values (${accountId}, ${sellerId}, ${number}, 'USD', '2026-01-01', ${dueOn}, 100, 100)`
const standing = async ({ accountId }: Fargo) =>
	(await db`select standing, standing_source as source from account where id = ${accountId}`).map(({ standing: is, source }) => [is, source])[0]
/** What the checkout offers, from the account as a shopper's request has it. */
const terms = async ({ accountId, lukaId }: Fargo) => {
	const shopper = await absentShopper(db, { accountId, contactId: lukaId })
	const { standing: is = 'good', onboardingStep = 'full_terms', termsDays = 0 } = shopper?.account ?? {}
	const facts = { standing: is as never, onboardingStep: onboardingStep as never, termsDays, termsCapMinor: 0, exposureMinor: 0, ladder: {} as never }
	return allowedPaymentMethods(facts)[0]?.allowed
}
const paid = async (fargo: Fargo, at: Date) => {
	await db`update invoice set settled_minor = total_minor where account_id = ${fargo.accountId}`
	await write(db, { topic: 'invoice.paid', subject: 'invoice:1', accountId: fargo.accountId, contactId: fargo.lukaId, payload: {}, occurredAt: at })
	const { nba } = destinationsOf({ db, clock: () => at, connectors: {}, secrets: [], publicUrl: '' } as never)
	await tell(db, 'nba', nba.outside, () => at)
}
const good = async (fargo: Fargo) =>
	await db`update account set standing = 'good', standing_source = 'none', onboarding_step = 'full_terms', terms_days = 30 where id = ${fargo.accountId}`

test('(c) overdue for as many days as the seller allows ends PO terms; payment brings them back, at once', async () => {
	const fargo = await makeFargo(db, 'Fargo')
	await good(fargo)
	await owe(fargo, 'J-1', '2026-03-01')
	await clockRound(days(8))
	expect([await standing(fargo), await terms(fargo)]).toEqual([['good', 'none'], true])
	await clockRound(days(9))
	expect([await standing(fargo), await terms(fargo)]).toEqual([['watch', 'overdue'], true])
	await clockRound(days(29))
	await clockRound(days(29))
	expect([await standing(fargo), await terms(fargo)]).toEqual([['hold', 'overdue'], false])
	expect(
		await db`select payload -> 'after' ->> 'standing' as to from outbox_event where topic = 'terms.changed' and account_id = ${fargo.accountId} order by id`,
	).toEqual([{ to: 'watch' }, { to: 'hold' }])
	await paid(fargo, days(29))
	expect([await standing(fargo), await terms(fargo)]).toEqual([['good', 'none'], true])
	expect(
		await db`select after ->> 'standing' as to from audit_entry where action = 'account.standing_moved' and account_id = ${fargo.accountId} order by id`,
	).toEqual([{ to: 'watch' }, { to: 'hold' }, { to: 'good' }])
})

test('(c) what a credit manager set by hand is hers: not held for what is overdue, not let go by payment', async () => {
	const [kind, held] = [await makeFargo(db, 'Kind'), await makeFargo(db, 'Held')]
	for (const [fargo, is] of [
		[kind, 'good'],
		[held, 'hold'],
	] as const) {
		await db`update account set standing = ${is}, standing_source = 'manual', terms_days = 30 where id = ${fargo.accountId}`
		await owe(fargo, 'J-2', '2026-01-01')
	}
	await clockRound(days(29))
	expect([await standing(kind), await standing(held)]).toEqual([
		['good', 'manual'],
		['hold', 'manual'],
	])
	await paid(held, days(29))
	expect(await standing(held)).toEqual(['hold', 'manual'])
})

test('(c) each seller sets its days; three accounts take as many statements as thirty', async () => {
	const some = await Promise.all(Array.from({ length: 30 }, (_, n) => makeFargo(db, `Many ${'n'.repeat(n + 1)}`)))
	const [first] = some
	if (!first) throw new Error('Nobody was made')
	const staff = { userId: first.natalieId, seller: { id: first.sellerId } } as never
	const ask = (watchFromDays: string, holdFromDays: string) => changeOverdueDays(db, staff, { watchFromDays, holdFromDays, at: nine, requestId: 'r' })
	for (const [watch, hold] of [
		['0', '5'],
		['6', '5'],
		['1', '366'],
		['x', '5'],
	] as const)
		expect(await ask(watch, hold)).toMatchObject({ ok: false, refusals: [{ code: 'OVERDUE_DAYS_INVALID' }] })
	expect(await ask('1', '5')).toEqual({ ok: true })
	await db`update seller_entity set watch_from_days = 1, hold_from_days = 5`
	await Promise.all(some.map(good))
	await Promise.all(some.map((fargo) => db`update account set standing_source = 'manual' where id = ${fargo.accountId}`))
	const round = async (part: Fargo[]) => {
		for (const fargo of part) {
			await good(fargo)
			await owe(fargo, `J-${fargo.accountId}`, '2026-02-25')
		}
		return (await statementsOf(db, () => judgeOverdue(db, nine))).statements.length
	}
	const [few, many] = [await round(some.slice(0, 3)), await round(some.slice(3))]
	expect(many).toBe(few)
	expect(await standing(first)).toEqual(['hold', 'overdue'])
})
