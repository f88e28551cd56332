import { beforeEach, expect, test } from 'vitest'
import { openMailbox } from '../../../app/connectors/email/embedded/mailbox.server.ts'
import type { DomainEvent } from '../../../app/flows/event/save-events.ts'
import { sendMailOfEvent } from '../../../app/flows/mail/send-mail-of-event.ts'
import { advanceEnrolments } from '../../../app/flows/marketing/advance-enrolments.ts'
import { saveActions } from '../../../app/flows/marketing/save-actions.ts'
import { workTouched } from '../../../app/flows/marketing/work-touched.ts'
import { renderMail } from '../../../app/ui/mail/render-mail.ts'
import { withTransaction } from '../../../db/client.server.ts'
import { again, deliver, tell, toMarketing, write } from '../../support/deliver.ts'
import { addConsent, makeCart, makeFargo, makeProspect, makeSend } from '../../support/fargo.ts'
import { expectStatements } from '../../support/statement-counter.ts'
import { testDb } from '../../support/test-db.ts'

const { db } = await testDb()
const noon = new Date('2026-03-02T18:00:00Z')
const hour = (hours: number) => new Date(noon.getTime() + hours * 3_600_000)
const fargo = await makeFargo(db)
const luka = await makeProspect(db, fargo)
const mail = await makeSend(db, fargo)
await db`update ma_send set kind = 'programme', buyer_group_id = null where id = ${mail}`
const people = (
	await db<
		{ id: number }[]
	>`insert into ma_prospect (seller_entity_id, email, score) select ${fargo.sellerId}, 'p' || n || '@many.test', n from generate_series(1, 50) n returning id`
).map(({ id }) => id)

const wait = (amount: number, unit = 'hours') => ({ amount, unit, at: null, window: 'any' })
const steps = [
	{ key: 'mail', kind: 'send', sendId: mail, next: 'rest' },
	{ key: 'rest', kind: 'wait', wait: wait(24), next: 'hot' },
	{ key: 'hot', kind: 'if', question: { field: 'score', op: 'gte', value: 26 }, yes: 'tag', no: 'out' },
	{
		key: 'tag',
		kind: 'action',
		actions: [
			{ kind: 'tag_add', tag: 'Keen' },
			{ kind: 'score', points: 5 },
		],
		next: 'out',
	},
	{ key: 'out', kind: 'end' },
]
const resting = [
	{ key: 'rest', kind: 'wait', wait: wait(48), next: 'out' },
	{ key: 'out', kind: 'end' },
]
type Given = { steps?: object[]; yields?: boolean; topic?: string; exits?: string[]; listId?: number; reentry?: number | null }
async function makeProgramme({ steps: own = steps, yields = false, topic, exits = [], listId, reentry = 0 }: Given = {}): Promise<number> {
	const [row] = await db<{ id: number }[]>`
		insert into ma_program (seller_entity_id, name, state, version, yields_to_reps, entry_topic, entry_list_id, exit_topics, reentry_days, running_since)
		values (${fargo.sellerId}, ${`P ${Math.random()}`}, 'running', 1, ${yields}, ${topic ?? null}, ${listId ?? null}, ${exits}, ${reentry}, ${noon}) returning id`
	const id = row?.id ?? 0
	await db`insert into ma_program_version (program_id, version, steps, first_key, published_at) values (${id}, 1, ${db.json(own as never)}, ${(own[0] as { key: string }).key}, ${noon})`
	return id
}
const enrol = (programId: number, prospectIds: number[], at: Date, sourceKey = `t${programId}`) =>
	withTransaction(db, (tx) => saveActions(tx, { prospectIds, actions: [{ kind: 'enrol', programId }], cause: 'test', sourceKey, at, actor: { userId: null } }))
const settle = async (at: Date) => {
	for (let rounds = 0; (await advanceEnrolments(db, at)) > 0; rounds += 1) if (rounds > 30) throw new Error('it never comes to rest')
}
const look = async (at: Date) => {
	for (let rounds = 0; (await workTouched(db, at)) > 0; rounds += 1) if (rounds > 20) throw new Error('it never comes to rest')
}
const done = (programId: number, prospectId: number) =>
	db`select s.step_key, s.outcome from ma_enrolment e join ma_enrolment_step s on s.enrolment_id = e.id where e.program_id = ${programId} and e.prospect_id = ${prospectId} order by e.id, s.hop`.then(
		(rows) => rows.map(({ stepKey, outcome }) => [stepKey, outcome]),
	)
const stands = (programId: number, prospectId: number) =>
	db`select state, step_key, left_for from ma_enrolment where program_id = ${programId} and prospect_id = ${prospectId} order by id`
const happened = (topic: DomainEvent['topic'], subject: string, at: Date) =>
	write(db, { topic, subject, accountId: fargo.accountId, contactId: fargo.lukaId, payload: { orderId: 7 }, occurredAt: at })
const email = openMailbox({ db, render: renderMail, seller: { name: 'Capricorn Coffee', url: 'http://shop.test' } })
const format = { money: () => '', day: () => '', quantity: () => '', decimal: (text: string) => text, place: () => '' }
const mailman = (at: Date) =>
	tell(
		db,
		'mail',
		(event) => sendMailOfEvent({ db, email, publicUrl: 'http://shop.test', secrets: ['only in tests'], at, format }, event),
		() => at,
	)

beforeEach(async () => {
	await db`update ma_program set state = 'paused'`
	await db`delete from alert`
})

test('(B14) Luka walks: a mail, a day of rest, a question, what it asks for, the end; each step once, whoever looks', async () => {
	const programme = await makeProgramme()
	await enrol(programme, [luka, ...people], noon)
	await Promise.all([advanceEnrolments(db, noon, 20), advanceEnrolments(db, noon, 20), advanceEnrolments(db, noon, 20)])
	await settle(noon)
	expect(await stands(programme, luka)).toEqual([{ state: 'going', stepKey: 'rest', leftFor: null }])
	expect(await done(programme, luka)).toEqual([['mail', 'mailed']])
	// Nobody else ever said yes: they walk on without the mail.
	expect(await done(programme, people[0] ?? 0)).toEqual([['mail', 'no_consent']])
	expect(await mailman(noon)).toBe(1)
	expect(await db`select to_email, locale from outgoing_mail`).toEqual([{ toEmail: 'Luka@fargo-coffeehaus.test', locale: 'cs' }])
	await settle(hour(23.9))
	expect(await stands(programme, luka)).toEqual([{ state: 'going', stepKey: 'rest', leftFor: null }])
	await Promise.all([settle(hour(24)), settle(hour(24))])
	expect(await done(programme, people[49] ?? 0)).toEqual([
		['mail', 'no_consent'],
		['rest', null],
		['hot', 'yes'],
		['tag', 'acted'],
		['out', null],
	])
	expect(await done(programme, luka)).toEqual([
		['mail', 'mailed'],
		['rest', null],
		['hot', 'no'],
		['out', null],
	])
	expect(await db`select count(*)::int as keen, sum(p.score)::int as sum from ma_prospect_tag m join ma_prospect p on p.id = m.prospect_id`).toEqual([
		{ keen: 25, sum: (38 + 5) * 25 },
	])
	expect(await db`select distinct state from ma_enrolment where program_id = ${programme}`).toEqual([{ state: 'done' }])
})

test('(B14) a step costs the same for one as for fifty', async () => {
	const budget = async (who: number[]) => {
		const programme = await makeProgramme()
		await enrol(programme, who, noon)
		await expectStatements(db, 3, () => advanceEnrolments(db, noon))
		await expectStatements(db, 8, () => advanceEnrolments(db, noon))
		await expectStatements(db, 4, () => advanceEnrolments(db, hour(24)))
		await expectStatements(db, 5, () => advanceEnrolments(db, hour(24)))
		await db`update ma_program set state = 'paused'`
	}
	await budget([people[48] ?? 0])
	await budget(people)
})

test('(B9) who says no between the round and the mail gets none', async () => {
	const programme = await makeProgramme({
		steps: [
			{ key: 'mail', kind: 'send', sendId: mail, next: 'out' },
			{ key: 'out', kind: 'end' },
		],
	})
	const [bo] = await db<{ id: number }[]>`insert into ma_prospect (seller_entity_id, email) values (${fargo.sellerId}, 'bo@bar.test') returning id`
	await addConsent(db, 'bo@bar.test', 'opt_in', hour(-100))
	await enrol(programme, [bo?.id ?? 0], noon)
	await db`update ma_send set product_id = null where id = ${mail}`
	await settle(noon)
	await addConsent(db, 'bo@bar.test', 'opt_out', noon)
	await mailman(noon)
	expect(await db`select skipped_for from ma_send_recipient where prospect_id = ${bo?.id ?? 0}`).toEqual([{ skippedFor: 'opted_out' }])
	expect(await db`select 1 from outgoing_mail where to_email = 'bo@bar.test'`).toHaveLength(0)
})

test('(B14) whoever comes onto the list enters, once for each time that she comes; her days and “never” are kept', async () => {
	const [list] = await db<{ id: number }[]>`insert into ma_list (seller_entity_id, name) values (${fargo.sellerId}, 'Trade fair') returning id`
	const brief = [{ key: 'out', kind: 'end' }]
	const [often, weekly, once] = [
		await makeProgramme({ steps: brief, listId: list?.id ?? 0 }),
		await makeProgramme({ steps: brief, listId: list?.id ?? 0, reentry: 7 }),
		await makeProgramme({ steps: brief, listId: list?.id ?? 0, reentry: null }),
	]
	const walks = async () =>
		(await db`select program_id, count(*)::int as n from ma_enrolment where program_id = any(${[often, weekly, once]}::bigint[]) group by 1 order by 1`).map(
			({ n }) => n,
		)
	for (const [at, expected] of [
		[hour(0), [1, 1, 1]],
		[hour(24), [2, 1, 1]],
		[hour(24 * 8), [3, 2, 1]],
	] as const) {
		await db`delete from ma_list_member where list_id = ${list?.id ?? 0}`
		await db`insert into ma_list_member (list_id, prospect_id, added_at) values (${list?.id ?? 0}, ${luka}, ${at})`
		await look(at)
		await settle(at)
		// She is still on the list: that alone is no new coming.
		await db`insert into ma_touch (prospect_id) values (${luka})`
		await look(new Date(at.getTime() + 60_000))
		await settle(new Date(at.getTime() + 60_000))
		expect(await walks()).toEqual(expected)
	}
})

test('(c) a cart left behind lets her in, an order ends it wherever she stands', async () => {
	const programme = await makeProgramme({
		topic: 'cart.abandoned',
		exits: ['order.placed'],
		steps: resting,
	})
	await happened('cart.abandoned', 'cart:1', hour(1))
	await deliver(db, 'ma', toMarketing, hour(1))
	await look(hour(1))
	await settle(hour(1))
	expect(await stands(programme, luka)).toEqual([{ state: 'going', stepKey: 'rest', leftFor: null }])
	await happened('order.placed', 'order:7', hour(2))
	await deliver(db, 'ma', toMarketing, hour(2))
	await look(hour(2))
	expect(await stands(programme, luka)).toEqual([{ state: 'left', stepKey: 'rest', leftFor: 'event' }])
	// The same news lets nobody in twice.
	await db`insert into ma_touch (prospect_id) values (${luka})`
	await look(hour(3))
	expect(await stands(programme, luka)).toHaveLength(1)
})

test.each([
	['order.delivered', 'a review is asked for, and a reorder offered'],
	['login.dormant', 'the win-back programme'],
	['reorder.due', 'the reorder mail'],
	['quote.declined', 'a programme of one’s own'],
] as const)('(c) %s lets her in: %s', async (topic, _what) => {
	const programme = await makeProgramme({ topic, steps: resting })
	const at = hour(100)
	await happened(topic, `${topic}:1`, at)
	await deliver(db, 'ma', toMarketing, at)
	await look(at)
	await settle(at)
	expect(await stands(programme, luka)).toEqual([{ state: 'going', stepKey: 'rest', leftFor: null }])
})

test('(c) reorder.due sends the reorder mail to whoever bought by that rhythm, once', async () => {
	await makeProgramme({
		topic: 'reorder.due',
		steps: [
			{ key: 'mail', kind: 'send', sendId: mail, next: 'out' },
			{ key: 'out', kind: 'end' },
		],
	})
	const at = hour(110)
	const sent = async () => (await db`select count(*)::int as n from outgoing_mail where contact_id = ${fargo.lukaId}`)[0]?.['n'] as number
	const before = await sent()
	await happened('reorder.due', `account:${fargo.accountId}`, at)
	for (let time = 0; time < 2; time += 1) {
		await again(db, 'ma', toMarketing, at)
		await look(at)
		await settle(at)
		await mailman(at)
	}
	expect((await sent()) - before).toBe(1)
})

test.each([
	['cart.created', 'browse'],
	['quote.requested', 'nurture'],
	['cart.recovered', 'the cart’s own'],
] as const)('(c) %s ends “%s”, which nothing else does', async (topic, name) => {
	const programme = await makeProgramme({ exits: [topic], steps: resting })
	const at = hour(120)
	await enrol(programme, [luka], at, `${name}:1`)
	await settle(at)
	await happened('search.performed', `${name}:2`, at)
	await deliver(db, 'ma', toMarketing, at)
	await look(at)
	expect(await stands(programme, luka)).toMatchObject([{ state: 'going' }])
	await happened(topic, `${name}:3`, hour(121))
	await deliver(db, 'ma', toMarketing, hour(121))
	await look(hour(121))
	expect(await stands(programme, luka)).toEqual([{ state: 'left', stepKey: 'rest', leftFor: 'event' }])
})

test('(c) a rep opens the alert: no mail goes out for a day, not even one that was released already', async () => {
	await db`update ma_send set product_id = ${fargo.beanId} where id = ${mail}`
	const [first, second] = [await makeProgramme({ yields: true }), await makeProgramme({ yields: true })]
	const cart = await makeCart(db, fargo, noon)
	const mails = async () => (await db`select count(*)::int as n from outgoing_mail`)[0]?.['n'] as number
	const before = await mails()
	await enrol(first, [luka], noon)
	await settle(noon)
	expect(await done(first, luka)).toEqual([['mail', 'mailed']])
	await db`insert into alert (account_id, idempotency_key, rule, owner_user_id, contact_id, cart_id, inputs, status, opened_at) values (${fargo.accountId}, 'a1', 'NBA-1', ${fargo.natalieId}, ${fargo.lukaId}, ${cart}, '{}', 'taken', ${hour(0.1)})`
	await mailman(hour(0.2))
	expect(await mails()).toBe(before)
	expect(await db`select r.skipped_for from ma_send_recipient r join ma_enrolment e on e.id = r.enrolment_id where e.program_id = ${first}`).toEqual([
		{ skippedFor: 'taken_by_rep' },
	])
	await enrol(second, [luka], hour(1))
	await settle(hour(1))
	expect(await done(second, luka)).toEqual([])
	await settle(hour(24))
	expect(await done(second, luka)).toEqual([])
	await settle(hour(24.2))
	await mailman(hour(24.2))
	expect(await done(second, luka)).toEqual([['mail', 'mailed']])
	expect(await mails()).toBe(before + 1)
})

test('(B14) whoever entered under a version walks that one; a paused programme moves nobody', async () => {
	const programme = await makeProgramme()
	await enrol(programme, [luka], noon)
	await settle(noon)
	await db`insert into ma_program_version (program_id, version, steps, first_key, published_at) values (${programme}, 2, '[{"key":"out","kind":"end"}]', 'out', ${noon})`
	await db`update ma_program set version = 2, state = 'paused' where id = ${programme}`
	await settle(hour(30))
	expect(await stands(programme, luka)).toMatchObject([{ stepKey: 'rest' }])
	await db`update ma_program set state = 'running' where id = ${programme}`
	await enrol(programme, [people[0] ?? 0], hour(30), 'again')
	await settle(hour(30))
	expect((await done(programme, luka)).map(([key]) => key)).toEqual(['mail', 'rest', 'hot', 'tag', 'out'])
	expect(await done(programme, people[0] ?? 0)).toEqual([['out', null]])
})
