import { expect, test } from 'vitest'
import { openMailbox } from '../../../app/connectors/email/embedded/mailbox.server.ts'
import { sendMailOfEvent } from '../../../app/flows/mail/send-mail-of-event.ts'
import { changeSend, createSend, openSendDraft, scheduleSend, tryOutSend } from '../../../app/flows/marketing/change-send.ts'
import { releaseScheduled } from '../../../app/flows/marketing/release-scheduled.ts'
import type { StaffMember } from '../../../app/platform/actor.ts'
import { renderMail } from '../../../app/ui/mail/render-mail.ts'
import { tell } from '../../support/deliver.ts'
import { makeFargo, makeProspect } from '../../support/fargo.ts'
import { testDb } from '../../support/test-db.ts'

const { db } = await testDb()
const at = new Date('2026-03-02T18:00:00Z')
const fargo = await makeFargo(db)
const luka = await makeProspect(db, fargo)
const staffOf = (sellerId: number) =>
	({
		userId: fargo.natalieId,
		name: 'Maya Lin',
		email: 'maya@capricorn.test',
		roles: ['marketer'],
		seller: { id: sellerId, name: 'Capricorn Coffee', timeZone: 'America/Chicago' },
	}) as unknown as StaffMember
const staff = staffOf(fargo.sellerId)
const said = { requestId: 'r', at }
const text = { subject: 'Dobrý den', preheader: 'p', heading: 'h', body: 'b', button: 'k' }
const email = openMailbox({ db, render: renderMail, seller: { name: 'Capricorn Coffee', url: 'http://shop.test' } })
const format = { money: () => '', day: () => '', quantity: () => '', decimal: (text: string) => text, place: () => '' }
const mailman = () =>
	tell(
		db,
		'mail',
		(event) => sendMailOfEvent({ db, email, publicUrl: 'http://shop.test', secrets: ['only in tests'], at, format }, event),
		() => at,
	)

test('a send is written, tried out by its author alone, planned for a time of the house’s clock, and leaves by itself then, once', async () => {
	const made = await createSend(db, staff, { name: 'Spring', kind: 'send', campaignId: fargo.maCampaignId, ...said })
	const id = made?.ok ? made.id : 0
	const wish = { name: 'Spring', campaignId: fargo.maCampaignId, listId: null, buyerGroupId: fargo.groupId, sku: 'cof-new-1kg', content: { cs: text } }
	expect(await changeSend(db, staff, { id, wish: { ...wish, name: '', sku: 'NONE' }, ...said })).toMatchObject({
		refusals: [{ code: 'SEND_NAME_MISSING' }, { code: 'SEND_PRODUCT_UNKNOWN', facts: { sku: 'NONE' } }],
	})
	expect(await changeSend(db, staff, { id, wish, ...said })).toEqual({ ok: true })
	const when = { day: '2026-03-08', minute: 9 * 60 }
	expect(await scheduleSend(db, staff, { id, when, ...said })).toMatchObject({ refusals: [{ code: 'send.content_missing' }] })
	await changeSend(db, staff, { id, wish: { ...wish, content: { cs: text, en: { ...text, subject: 'Hello' } } }, ...said })
	expect((await openSendDraft(db, staff, id))?.draft).toMatchObject({ sku: 'COF-NEW-1KG', buyerGroupId: fargo.groupId, content: { en: { subject: 'Hello' } } })

	expect(await tryOutSend(db, staff, { id, locale: 'cs', at })).toEqual({ ok: true })
	expect(await mailman()).toBe(1)
	expect(await db`select to_email, locale, subject, kind from outgoing_mail`).toEqual([
		{ toEmail: 'maya@capricorn.test', locale: 'cs', subject: 'Zkouška: Dobrý den', kind: 'campaign.trial' },
	])
	expect(await db`select 1 from ma_send_recipient`).toHaveLength(0)

	expect(await scheduleSend(db, staff, { id, when: { day: '2026-03-02', minute: 12 * 60 }, ...said })).toMatchObject({ refusals: [{ code: 'SEND_TIME_PAST' }] })
	await scheduleSend(db, staff, { id, when, ...said })
	// The clocks went forward that night: nine in Chicago is 14:00 UTC, no longer 15:00.
	expect(await db`select status, scheduled_at from ma_send where id = ${id}`).toEqual([{ status: 'scheduled', scheduledAt: new Date('2026-03-08T14:00:00Z') }])
	expect(await changeSend(db, staff, { id, wish, ...said })).toMatchObject({ refusals: [{ code: 'send.already_released' }] })
	await scheduleSend(db, staff, { id, when: null, ...said })
	expect(await releaseScheduled(db, new Date('2026-03-09T00:00:00Z'))).toBe(0)
	await scheduleSend(db, staff, { id, when, ...said })
	expect(await releaseScheduled(db, new Date('2026-03-08T13:59:59Z'))).toBe(0)
	const rounds = await Promise.all([1, 2, 3].map(() => releaseScheduled(db, new Date('2026-03-08T14:00:00Z'))))
	expect(rounds.reduce((a, b) => a + b)).toBe(1)
	expect(await db`select s.status, r.prospect_id from ma_send s join ma_send_recipient r on r.send_id = s.id where s.id = ${id}`).toEqual([
		{ status: 'sending', prospectId: luka },
	])
	expect(await scheduleSend(db, staff, { id, when, ...said })).toMatchObject({ refusals: [{ code: 'send.already_released' }] })
})

test('another seller’s send is none, nor may one be for what she has not; a planned one that may not leave is a draft again', async () => {
	const lakeside = await makeFargo(db, 'Lakeside Roasters')
	const stranger = staffOf(lakeside.sellerId)
	expect(await createSend(db, staff, { name: 'X', kind: 'send', campaignId: lakeside.maCampaignId, ...said })).toBeNull()
	const made = await createSend(db, staff, { name: 'X', kind: 'send', campaignId: fargo.maCampaignId, ...said })
	const id = made?.ok ? made.id : 0
	const wish = { name: 'X', campaignId: fargo.maCampaignId, listId: null, buyerGroupId: null, sku: '', content: {} }
	expect(await changeSend(db, staff, { id, wish: { ...wish, buyerGroupId: lakeside.groupId }, ...said })).toBeNull()
	expect(await changeSend(db, stranger, { id, wish, ...said })).toBeNull()
	expect(await tryOutSend(db, stranger, { id, locale: 'en', at })).toBeNull()
	expect(await openSendDraft(db, stranger, id)).toBeNull()
	await db`update ma_send set status = 'scheduled', scheduled_at = ${at} where id = ${id}`
	expect(await releaseScheduled(db, at)).toBe(1)
	expect(await db`select status, scheduled_at from ma_send where id = ${id}`).toEqual([{ status: 'draft', scheduledAt: null }])
})
