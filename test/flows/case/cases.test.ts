import { expect, test } from 'vitest'
import { answerCase, answerCaseAsBuyer } from '../../../app/flows/case/answer-case.ts'
import { askHelp } from '../../../app/flows/case/ask-help.ts'
import { openCase, openCases, openDeskCase, openDeskCases } from '../../../app/flows/case/open-cases.ts'
import { noticeOwner } from '../../../app/flows/crm/notice-owner.ts'
import type { StaffMember } from '../../../app/platform/actor.ts'
import type { CaseFilter } from '../../../db/queries/case.ts'
import { asShopper } from '../../support/as-shopper.ts'
import { makeCompany } from '../../support/company.ts'
import { makePlacedStory, morning } from '../../support/placed.ts'
import { makeStaff } from '../../support/staff.ts'
import { expectStatements } from '../../support/statement-counter.ts'
import { testDb } from '../../support/test-db.ts'

const { db } = await testDb()
const { company, number } = await makePlacedStory(db, 'agate')
const other = await makeCompany(db, 'flint')
const { userId } = await makeStaff(db, company.sellerId, { firstName: 'Natalie', lastName: 'Ortiz', roles: ['rep'] })
const { userId: benId } = await makeStaff(db, company.sellerId, { firstName: 'Ben', lastName: 'Lin', roles: ['rep'] })
await db`update account set owner_user_id = ${userId} where id = ${company.accountId}`
const luka = { ...company.shopper, account: { ...company.shopper.account, ownerUserId: userId } }
const staff = (id: number, name: string) => ({ kind: 'staff', userId: id, name, roles: ['rep'], seller: luka.seller }) as unknown as StaffMember
const [natalie, ben] = [staff(userId, 'Natalie Ortiz'), staff(benId, 'Ben Lin')]
const his = asShopper(db, luka)
const later = (minutes: number) => new Date(morning.getTime() + minutes * 60_000)
const all: CaseFilter = { text: null, status: null, kind: null, after: null, limit: 40 }
const ask = (more: object = {}) =>
	askHelp(his, luka, { number, line: 2, kind: 'damaged', text: 'The tamper is bent.\nPlease send another.', at: morning, ...more })

test('a case goes from a line to the rep and back: what each side says is kept, told to the other, and opens or ends it', async () => {
	const asked = await expectStatements(db, 4, () => ask())
	if (!asked?.ok) throw new Error(JSON.stringify(asked))
	const open = () => openCase(his, luka, asked.number)
	expect(await open()).toMatchObject({
		status: 'open',
		kind: 'damaged',
		subject: 'The tamper is bent.',
		orderNumber: number,
		productName: 'Tamper',
		ownerName: 'Natalie Ortiz',
	})
	const say = (who: 'house' | 'buyer', act: string, text: string | null, minutes: number) =>
		who === 'buyer'
			? answerCaseAsBuyer(his, luka, { number: asked.number, act, text, at: later(minutes) })
			: answerCase(db, natalie, { number: asked.number, act, text, at: later(minutes), requestId: 'r' })
	expect(await expectStatements(db, 4, () => say('house', 'say', 'It leaves today.', 1))).toEqual({ ok: true })
	expect((await open())?.status).toBe('waiting')
	expect(await say('buyer', 'close', null, 2)).toEqual({ ok: true })
	expect(await say('house', 'say', 'One more thing', 3)).toMatchObject({ refusals: [{ code: 'CASE_CLOSED' }] })
	expect(await say('buyer', 'say', 'It came bent again', 4)).toEqual({ ok: true })
	const document = await open()
	expect(document?.messages.map(({ act, by, isHouse }) => [act, by, isHouse])).toEqual([
		['open', 'Luka Novak agate', false],
		['say', 'Natalie Ortiz', true],
		['close', 'Luka Novak agate', false],
		['reopen', 'Luka Novak agate', false],
	])
	const events =
		await db`select topic, payload->>'byHouse' as by_house from outbox_event where topic like 'case.%' and account_id = ${company.accountId} order by id`
	expect(events.map(({ topic, byHouse }) => [topic, byHouse])).toEqual([
		['case.opened', null],
		['case.answered', 'true'],
		['case.closed', 'false'],
		['case.reopened', 'false'],
	])
	const [audit] = await db`select action from audit_entry where subject like 'case:%'`
	expect(audit).toEqual({ action: 'case.answered' })
})

test('the rep is told of what the buyer says, never of her own words', async () => {
	const event = {
		id: '01',
		topic: 'case.opened',
		subject: 'case:1',
		accountId: company.accountId,
		contactId: null,
		actedByUserId: null,
		payload: { number: 'CS-1', ownerUserId: userId },
		occurredAt: morning,
	}
	await noticeOwner(db, event)
	await noticeOwner(db, { ...event, id: '02', actedByUserId: userId })
	const notices = await db`select kind, user_id, facts->>'number' as number from notice where kind = 'case.opened'`
	expect(notices).toEqual([{ kind: 'case.opened', userId, number: 'CS-1' }])
})

test('what is asked without a kind or a word is refused by both names, and no other line can be asked about', async () => {
	expect(await ask({ kind: 'angry', text: null })).toMatchObject({ refusals: [{ code: 'CASE_KIND_MISSING' }, { code: 'CASE_TEXT_MISSING' }] })
	expect(await ask({ line: 99 })).toBeNull()
	expect(await askHelp(asShopper(db, other.shopper), other.shopper, { number, line: 1, kind: 'wrong', text: 'x', at: morning })).toBeNull()
})

test('a case is of its company and of its desk alone; lists are searched and read page by page', async () => {
	for (const [index, kind] of ['missing', 'wrong', 'question'].entries()) await ask({ kind, line: null, text: `About ${kind}`, at: later(10 + index) })
	const found = async (more: Partial<CaseFilter>) => (await openCases(his, luka, { ...all, ...more }))?.cases.map(({ kind }) => kind)
	expect(await found({ limit: 3 })).toEqual(['question', 'wrong', 'missing'])
	const first = await openCases(his, luka, { ...all, limit: 3 })
	const [key = '', id = ''] = first?.next?.split('~') ?? []
	expect(await found({ after: { key, id: Number(id) } })).toEqual(['damaged'])
	expect(await found({ kind: 'wrong' })).toEqual(['wrong'])
	expect(await found({ text: 'tamper' })).toEqual(['damaged'])
	expect(await found({ status: 'closed' })).toEqual([])
	const one = first?.cases[0]?.number ?? ''
	// The statement itself asks whose it is, not the wall of the database alone.
	expect(await openCase(db, other.shopper, one)).toBeNull()
	expect((await openCases(asShopper(db, other.shopper), other.shopper, all))?.cases).toEqual([])
	expect(await openCase(asShopper(db, other.shopper), other.shopper, one)).toBeNull()
	expect(await answerCaseAsBuyer(asShopper(db, other.shopper), other.shopper, { number: one, act: 'close', text: null, at: morning })).toBeNull()
	expect((await openDeskCases(db, natalie, all)).cases).toHaveLength(4)
	expect((await openDeskCases(db, ben, all)).cases).toEqual([])
	expect(await openDeskCase(db, ben, one)).toBeNull()
	expect(await answerCase(db, ben, { number: one, act: 'close', text: null, at: morning, requestId: 'r' })).toBeNull()
})
