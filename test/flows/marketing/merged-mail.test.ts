import { expect, test } from 'vitest'
import { openMailbox } from '../../../app/connectors/email/embedded/mailbox.server.ts'
import { loadCampaignMail } from '../../../app/flows/mail/load-campaign-mail.ts'
import { sendMailOfEvent } from '../../../app/flows/mail/send-mail-of-event.ts'
import { changeSend, createSend, openSendDraft, tryOutSend } from '../../../app/flows/marketing/change-send.ts'
import { offerOf } from '../../../app/flows/marketing/load-click.ts'
import { sendCampaign } from '../../../app/flows/marketing/send-campaign.ts'
import type { StaffMember } from '../../../app/platform/actor.ts'
import { day } from '../../../app/ui/format/date.ts'
import { decimalText } from '../../../app/ui/format/number.ts'
import { renderMail } from '../../../app/ui/mail/render-mail.ts'
import { tell } from '../../support/deliver.ts'
import { makeFargo, makeProspect } from '../../support/fargo.ts'
import { expectStatements } from '../../support/statement-counter.ts'
import { testDb } from '../../support/test-db.ts'

const { db } = await testDb()
const at = new Date('2026-03-02T18:00:00Z')
const fargo = await makeFargo(db)
await makeProspect(db, fargo)
const staff = {
	...{ userId: fargo.natalieId, name: 'Maya Lin', email: 'maya@capricorn.test', roles: ['marketer'] },
	seller: { id: fargo.sellerId, name: 'Capricorn Coffee', timeZone: 'America/Chicago' },
} as unknown as StaffMember
const said = { requestId: 'r', at }
const email = openMailbox({ db, render: renderMail, seller: { name: 'Capricorn Coffee', url: 'http://shop.test' } })
const format = { money: () => '', day: (iso: string, locale: string) => day(iso, locale, 'long'), quantity: () => '', decimal: decimalText, place: () => '' }
const desk = { db, email, publicUrl: 'http://shop.test', secrets: ['only in tests'], at, format }

const [{ id: objectId = 0 } = {}] = await db<
	{ id: number }[]
>`insert into crm_custom_object (seller_entity_id, code, labels, parent) values (${fargo.sellerId}, 'loan', '{"en": "Machines on loan"}', 'account') returning id`
await db`
	insert into crm_custom_def (seller_entity_id, object, name, labels, type, precision, scale, choices, is_active) values
		(${fargo.sellerId}, 'loan', 'until', '{"en": "Until"}', 'date', null, null, null, true), (${fargo.sellerId}, 'loan', 'litres', '{"en": "Litres"}', 'number', 6, 2, null, true),
		(${fargo.sellerId}, 'loan', 'rented', '{"en": "Rented"}', 'boolean', null, null, null, true), (${fargo.sellerId}, 'loan', 'old', '{"en": "Old"}', 'text', null, null, null, true)`
const lend = (name: string, custom: object) =>
	db`insert into crm_custom_row (account_id, custom_object_id, name, custom) values (${fargo.accountId}, ${objectId}, ${name}, ${db.json(custom as never)})`

const english = {
	subject: 'Your {{loan.name|machine}}',
	preheader: 'For {{company|you}}',
	heading: 'Machines',
	body: 'You have:\n{{#loan}}\n- {{name}}, {{litres|?}} l, {{until|open}}, {{rented|?}}\n{{/loan}}\n{{^loan}}\nNothing yet.\n{{/loan}}\nBye, {{firstName|friend}}',
	button: 'Look',
}
async function write(content: object): Promise<{ id: number; answer: unknown }> {
	const made = await createSend(db, staff, { name: 'Loans', kind: 'send', campaignId: fargo.maCampaignId, ...said })
	const id = made?.ok ? made.id : 0
	const wish = {
		name: 'Loans',
		campaignId: fargo.maCampaignId,
		listId: null,
		buyerGroupId: fargo.groupId,
		sku: '',
		content: content as Record<string, unknown>,
	}
	return { id, answer: await changeSend(db, staff, { id, wish, ...said }) }
}
/** The mail that Luka gets of a send, in so many statements. */
async function mailOf(id: number, statements: number) {
	await db`insert into ma_consent (email_hash, kind, source, at) select encode(sha256(convert_to(lower(trim(email)), 'UTF8')), 'hex'), 'opt_in', 'test', ${at} from ma_prospect`
	expect(await sendCampaign(db, staff, id, at)).toMatchObject({ ok: true, mailed: 1 })
	const [{ recipientId = 0 } = {}] = await db<
		{ recipientId: number }[]
	>`select id as recipient_id from ma_send_recipient where send_id = ${id} and skipped_for is null`
	const written = await expectStatements(db, statements, () => loadCampaignMail(desk, { payload: { recipientId } } as never))
	return written?.mail.content
}
const bodyOf = (content: Awaited<ReturnType<typeof mailOf>>) => content?.blocks.flatMap((block) => (block.kind === 'text' ? [block.text] : [])).at(-1)

test('(A42) a mail tells each reader what hangs off her account: the first in its subject, all in its text, in her language', async () => {
	const none = await write({ en: english })
	expect(none.answer).toEqual({ ok: true })
	const empty = await mailOf(none.id, 2)
	expect([empty?.subject, bodyOf(empty)]).toEqual(['Your machine', 'You have:\nNothing yet.\nBye, Luka'])
	await lend('Grinder <X>', { until: '2026-06-30', litres: '2.5', rented: true, old: 'gone' })
	await lend('Brewer {{company}}', { litres: '1000' })
	const full = await mailOf((await write({ en: english })).id, 2)
	expect(full?.subject).toBe('Your Grinder <X>')
	expect(bodyOf(full)).toBe('You have:\n- Grinder <X>, 2.5 l, Tuesday, June 30, 2026, yes\n- Brewer {{company}}, 1,000 l, open, ?\nBye, Luka')
	if (!full) throw new Error('no mail')
	const { html } = renderMail({ content: full, locale: 'en', seller: { name: 'C', url: 'http://shop.test' } })
	expect([html.includes('Grinder &lt;X&gt;'), html.includes('<X>')]).toEqual([true, false])
	const { id: older } = await write({ en: { ...english, body: 'It is {{loan.old|new}}' } })
	await db`update crm_custom_def set is_active = false where name = 'old'`
	expect(bodyOf(await mailOf(older, 2)), 'a field that is in use no more').toBe('It is new')
	await db`update contact set locale = 'cs'`
	const czech = await mailOf((await write({ en: english, cs: { ...english, subject: 'Vaše {{loan.name|věc}}' } })).id, 2)
	expect(bodyOf(czech)).toContain('2,5 l, úterý 30. června 2026, ano')
	await db`insert into crm_custom_row (account_id, custom_object_id, name) select ${fargo.accountId}, ${objectId}, 'Cup ' || n from generate_series(1, 300) n`
	expect(bodyOf(await mailOf((await write({ en: english })).id, 2)), 'English words, though she reads Czech').toContain('… and 202 more')
})

test('a mail that names nothing asks for nothing', async () => {
	expect(bodyOf(await mailOf((await write({ en: { ...english, subject: 'S', body: 'Plain, {{firstName|you}}' } })).id, 1))).toBe('Plain, Luka')
})

test('words that the house has not are refused where they stand, and the room offers those that it has', async () => {
	const { id, answer } = await write({ en: { ...english, subject: '{{loan.name}}', body: '{{loan.old}} {{shoe}}', button: '{{#loan}}' } })
	const place = (part: string) => ({ part, language: 'en' })
	expect(answer).toMatchObject({
		refusals: [
			{ code: 'MERGE_MAY_BE_EMPTY', facts: place('subject') },
			{ code: 'MERGE_UNKNOWN', facts: { name: 'loan.old', ...place('body') } },
			{ code: 'MERGE_UNKNOWN', facts: { name: 'shoe', ...place('body') } },
			{ code: 'MERGE_BROKEN', facts: { near: '{{#loan}}', ...place('button') } },
		],
	})
	const room = await expectStatements(db, 3, () => openSendDraft(db, staff, id))
	expect(room?.objects).toMatchObject([{ code: 'loan', fields: [{ name: 'until' }, { name: 'litres' }, { name: 'rented' }] }])
})

test('its author’s trial shows the values by their names, and the page behind its link says nothing of anybody', async () => {
	const { id } = await write({ en: english })
	await tryOutSend(db, staff, { id, locale: 'en', at })
	const told = tell(
		db,
		'mail',
		(event) => (event.topic === 'send.tried' ? sendMailOfEvent(desk, event) : Promise.resolve()),
		() => at,
	)
	await told
	expect((await db`select subject from outgoing_mail where kind = 'campaign.trial'`)[0]).toEqual({ subject: 'Trial: Your ‹loan.name›' })
	const offer = offerOf({ content: { en: { ...english, heading: '{{company|Your house}}' } }, product: null } as never, 'en')
	expect([offer.title, offer.text]).toEqual(['Your house', 'You have:\nNothing yet.\nBye, friend'])
})
