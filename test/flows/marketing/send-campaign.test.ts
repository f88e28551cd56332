import { expect, test } from 'vitest'
import { openMailbox } from '../../../app/connectors/email/embedded/mailbox.server.ts'
import { sendMailOfEvent } from '../../../app/flows/mail/send-mail-of-event.ts'
import { sendCampaign } from '../../../app/flows/marketing/send-campaign.ts'
import { withdrawConsent } from '../../../app/flows/marketing/withdraw-consent.ts'
import type { StaffMember } from '../../../app/platform/actor.ts'
import { verify } from '../../../app/platform/signing.server.ts'
import { renderMail } from '../../../app/ui/mail/render-mail.ts'
import { tell } from '../../support/deliver.ts'
import { addConsent, type Fargo, makeContact, makeFargo, makeProspect, makeSend } from '../../support/fargo.ts'
import { expectStatements } from '../../support/statement-counter.ts'
import { testDb } from '../../support/test-db.ts'

const { db } = await testDb()
const at = new Date('2026-03-02T18:00:00Z')
const secrets = ['a secret that is only ever used in tests']
const email = openMailbox({ db, render: renderMail, seller: { name: 'Capricorn Coffee', url: 'http://shop.test' } })
const format = { money: () => '', day: () => '', quantity: () => '', decimal: (text: string) => text, place: () => '' }
const mailman = () =>
	tell(
		db,
		'mail',
		(event) => sendMailOfEvent({ db, email, publicUrl: 'http://shop.test', secrets, at, format }, event),
		() => at,
	)
const marketer = (fargo: Fargo): StaffMember => ({
	...{
		kind: 'staff',
		userId: fargo.natalieId,
		name: 'Maya Lin',
		email: 'maya@capricorn.test',
		locale: 'en',
		roles: ['marketer'],
		sessionHash: 'x',
		actingFor: null,
	},
	seller: {
		id: fargo.sellerId,
		code: 'c',
		name: 'Capricorn Coffee',
		timeZone: 'America/Chicago',
		rounding: 'half_away',
		currency: 'USD',
		country: 'US',
		pricesIncludeTax: false,
	},
})
const skipped = (sendId: number) => db`
	select c.first_name as name, r.skipped_for, r.sent_at from ma_send_recipient r join ma_prospect p on p.id = r.prospect_id join contact c on c.id = p.contact_id
	where r.send_id = ${sendId} order by c.id`

test('who said yes gets the mail in his language; who is skipped is told apart by reason', async () => {
	const fargo = await makeFargo(db)
	const sendId = await makeSend(db, fargo)
	await makeProspect(db, fargo)
	const add = async (name: string, kinds: string[]) => {
		const contactId = await makeContact(db, fargo, name, `${name.toLowerCase()}@fargo.test`)
		await makeProspect(db, fargo, kinds, contactId)
		return contactId
	}
	await add('Ada', [])
	await add('Bo', ['opt_in', 'opt_out'])
	await add('Cy', ['bounce'])
	await db`update contact set is_active = false where id = ${await add('Dee', ['opt_in'])}`
	await db`insert into support_case (account_id, number, contact_id, subject) values (${fargo.accountId}, 'K-1', ${await add('Eve', ['opt_in'])}, 'Broken')`
	const answer = await expectStatements(db, 6, () => sendCampaign(db, marketer(fargo), sendId, at))
	expect(answer).toEqual({ ok: true, mailed: 1, skipped: 5 })
	expect((await skipped(sendId)).map(({ name, skippedFor }) => [name, skippedFor])).toEqual([
		['Luka', null],
		['Ada', 'no_consent'],
		// Consent and its withdrawal at the same instant: she is out.
		['Bo', 'opted_out'],
		['Cy', 'bounced'],
		['Dee', 'inactive'],
		['Eve', 'open_case'],
	])
	expect(await db`select contact_id, status from crm_campaign_member where campaign_id = ${fargo.crmCampaignId}`).toEqual([
		{ contactId: fargo.lukaId, status: 'Sent' },
	])

	expect(await mailman()).toBe(1)
	expect(await db`select to_email, locale, subject, kind, contact_id, state from outgoing_mail`).toEqual([
		{ toEmail: 'Luka@fargo-coffeehaus.test', locale: 'cs', subject: 'Nové pražení je tady', kind: 'campaign', contactId: fargo.lukaId, state: 'delivered' },
	])
	const [mail] = await db`select text from outgoing_mail`
	const token = /http:\/\/shop\.test\/cs\/c\/(\S+)/.exec(mail?.['text'] as string)?.[1] ?? ''
	expect(verify(token, { purpose: 'campaign-click', secrets, at })).toEqual({ r: expect.any(Number) })
	expect(verify(token, { purpose: 'session', secrets, at })).toBeNull()
	expect(await db`select status, sent_at from ma_send where id = ${sendId}`).toEqual([{ status: 'sent', sentAt: at }])
})

test('pressed twice, by two at once, it leaves once; another seller’s marketer does not find it', async () => {
	const fargo = await makeFargo(db, 'Harbor Clinics')
	const stranger = await makeFargo(db, 'Lakeside Roasters')
	const sendId = await makeSend(db, fargo)
	await makeProspect(db, fargo)
	expect(await sendCampaign(db, marketer(stranger), sendId, at)).toBeNull()
	const answers = await Promise.all([1, 2, 3].map(() => sendCampaign(db, marketer(fargo), sendId, at)))
	expect(answers.filter((answer) => answer?.ok)).toHaveLength(1)
	expect(answers.find((answer) => answer && !answer.ok)).toMatchObject({ refusals: [{ code: 'send.already_released' }] })
	await mailman()
	// As if the worker died after the mail had left and before that was written down.
	await db`update outbox_delivery set state = 'waiting', next_attempt_at = ${at} where destination = 'mail'`
	await db`update ma_send_recipient set sent_at = null where send_id = ${sendId}`
	await mailman()
	expect(await db`select from outgoing_mail where account_id = ${fargo.accountId}`).toHaveLength(1)
})

test('a draft without English words is refused and nothing leaves', async () => {
	const fargo = await makeFargo(db, 'Maple Counter')
	const sendId = await makeSend(db, fargo)
	await makeProspect(db, fargo)
	await db`update ma_send set content = '{"cs": {"subject": "Jen česky"}}' where id = ${sendId}`
	expect(await sendCampaign(db, marketer(fargo), sendId, at)).toMatchObject({ refusals: [{ code: 'send.content_missing' }] })
	expect(await skipped(sendId)).toHaveLength(0)
})

test('(c) invoice.overdue an overdue invoice at nine keeps the account out of the send at one past nine', async () => {
	const fargo = await makeFargo(db, 'North Star Diner')
	const sendId = await makeSend(db, fargo)
	await makeProspect(db, fargo)
	await db`
		insert into invoice (account_id, seller_entity_id, number, currency, issued_on, due_on, net_minor, total_minor)
		values (${fargo.accountId}, ${fargo.sellerId}, 'I-1', 'USD', '2026-01-01', '2026-03-01', 100, 100)`
	expect(await sendCampaign(db, marketer(fargo), sendId, at)).toMatchObject({ mailed: 0, skipped: 1 })
	expect(await skipped(sendId)).toMatchObject([{ skippedFor: 'overdue' }])
})

test('(c) unsubscribe who says no after Send was pressed gets no mail; his no holds for both sides at once', async () => {
	const fargo = await makeFargo(db, 'Prairie Cup')
	const [first, second] = [await makeSend(db, fargo), await makeSend(db, fargo)]
	const prospectId = await makeProspect(db, fargo)
	await sendCampaign(db, marketer(fargo), first, at)
	const { sign } = await import('../../../app/platform/signing.server.ts')
	const token = sign({ p: prospectId }, { purpose: 'preference-centre', secrets, expiresAt: new Date('2027-01-01') })
	expect(await withdrawConsent(db, { token: `${token}x`, secrets, at })).toBeNull()
	expect(await withdrawConsent(db, { token, secrets, at })).toMatchObject({ optedOut: true })
	await withdrawConsent(db, { token, secrets, at })
	await mailman()
	expect(await db`select from outgoing_mail where account_id = ${fargo.accountId}`).toHaveLength(0)
	expect(await skipped(first)).toMatchObject([{ skippedFor: 'opted_out', sentAt: null }])
	expect(await sendCampaign(db, marketer(fargo), second, at)).toMatchObject({ mailed: 0 })
	expect(await db`select kind from ma_consent where prospect_id = ${prospectId}`).toEqual([{ kind: 'opt_out' }])
	// A later yes counts again.
	await db`update ma_prospect set opted_out = false where id = ${prospectId}`
	await addConsent(db, 'luka@prairie-cup.test', 'opt_in', new Date('2026-03-03'))
	expect(await sendCampaign(db, marketer(fargo), await makeSend(db, fargo), at)).toMatchObject({ mailed: 1 })
})

test('one recipient and a hundred cost the same statements', async () => {
	const fargo = await makeFargo(db, 'Hundred Cups')
	const sendId = await makeSend(db, fargo)
	await db`insert into contact (account_id, first_name, last_name, email) select ${fargo.accountId}, 'Ada', 'Novak', 'ada' || n || '@hundred.test' from generate_series(1, 100) n`
	await db`insert into ma_prospect (seller_entity_id, email, contact_id) select ${fargo.sellerId}, email, id from contact where account_id = ${fargo.accountId}`
	await db`insert into ma_consent (email_hash, kind, source, at) select encode(sha256(convert_to(lower(email), 'UTF8')), 'hex'), 'opt_in', 'test', now() from contact where account_id = ${fargo.accountId}`
	expect(await expectStatements(db, 6, () => sendCampaign(db, marketer(fargo), sendId, at))).toMatchObject({ mailed: 101 })
	// A hundred mails leave together, and whichever is last finishes the send.
	await db`insert into ma_consent (email_hash, kind, source, at) select encode(sha256(convert_to('ada7@hundred.test', 'UTF8')), 'hex'), 'opt_out', 'test', now()`
	while ((await mailman()) > 0);
	expect(await db`select status from ma_send where id = ${sendId}`).toEqual([{ status: 'sent' }])
	expect(await db`select count(*) from outgoing_mail where account_id = ${fargo.accountId}`).toEqual([{ count: 100 }])
})
