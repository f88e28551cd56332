import { expect, test } from 'vitest'
import { workSync } from '../../../app/cli/work-sync.ts'
import { openMailbox } from '../../../app/connectors/email/embedded/mailbox.server.ts'
import { sendMailOfEvent } from '../../../app/flows/mail/send-mail-of-event.ts'
import { openPerson } from '../../../app/flows/marketing/open-person.ts'
import { openSendPage } from '../../../app/flows/marketing/open-send-page.ts'
import { sendCampaign } from '../../../app/flows/marketing/send-campaign.ts'
import { drainMarks } from '../../../app/flows/sync/drain-marks.ts'
import { openHouseConnections } from '../../../app/flows/sync-setup/open-house-connections.ts'
import type { StaffMember } from '../../../app/platform/actor.ts'
import { openSession } from '../../../app/platform/session.server.ts'
import { sign } from '../../../app/platform/signing.server.ts'
import { renderMail } from '../../../app/ui/mail/render-mail.ts'
import { tell } from '../../support/deliver.ts'
import { makeFargo, makeLogin, makeProspect, makeSend } from '../../support/fargo.ts'
import { ask, testHouse, testSecrets } from '../../support/house.ts'
import { testDb } from '../../support/test-db.ts'

const { db } = await testDb()
const sent = new Date('2026-03-02T18:00:00Z')
const after = (seconds: number) => new Date(sent.getTime() + seconds * 1000)
const fargo = await makeFargo(db)
const yuki: StaffMember = {
	...{
		kind: 'staff',
		userId: fargo.natalieId,
		name: 'Yuki',
		email: 'yuki@capricorn.test',
		locale: 'en',
		roles: ['marketer'],
		sessionHash: 'x',
		actingFor: null,
	},
	seller: {
		...{ id: fargo.sellerId, code: 'c', name: 'Capricorn Coffee', timeZone: 'America/Chicago', rounding: 'half_away' },
		...{ currency: 'USD', country: 'US', pricesIncludeTax: false },
	},
}
const prospectId = await makeProspect(db, fargo)
const natalie = (await openSession(testHouse(db, { at: sent }), await makeLogin(db, { userId: fargo.natalieId }, 'natalie@capricorn.test'))).split(';')[0] ?? ''
await openHouseConnections(db, sent)

const email = openMailbox({ db, render: renderMail, seller: { name: 'Capricorn Coffee', url: 'http://shop.test' } })
const format = { money: () => '', day: () => '', quantity: () => '', decimal: (text: string) => text, place: () => '' }
const reader = { 'User-Agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Thunderbird/140.3.0' }

/** A mail of its own to Luka, and the way to its picture. */
async function mail(): Promise<{ sendId: number; picture: string; html: string; text: string }> {
	const sendId = await makeSend(db, fargo)
	await sendCampaign(db, yuki, sendId, sent)
	await tell(
		db,
		'mail',
		(event) => sendMailOfEvent({ db, email, publicUrl: 'http://shop.test', secrets: testSecrets, at: sent, format }, event),
		() => sent,
	)
	const [left] = await db<{ html: string; text: string }[]>`select html, text from outgoing_mail order by id desc limit 1`
	const { html = '', text = '' } = left ?? {}
	return { sendId, html, text, picture: /<img src="http:\/\/shop\.test(\/o\/[^"]+)"/.exec(html)?.[1] ?? '' }
}
const look = (picture: string, seconds: number, given: { headers?: Record<string, string>; method?: string; cookie?: string } = {}) =>
	ask(testHouse(db, { at: after(seconds) }), picture, { headers: reader, ...given })
const kept = async (sendId: number) => (await db`select opened_at, machine_opened_at from ma_send_recipient where send_id = ${sendId}`)[0]
const ledger = (sendId: number) =>
	db`select prospect_id, score, campaign_id, occurred_at from ma_activity where kind = 'mail.opened' and (facts ->> 'sendId')::bigint = ${sendId}`
const nothing = { openedAt: null, machineOpenedAt: null }

test('(B14) the mail carries a dot that nobody can guess; its text part does not', async () => {
	const { picture, html, text } = await mail()
	expect(picture).toMatch(/^\/o\/[\w-]+\.[\w-]{40,}$/)
	expect(html).toContain('alt="" width="1" height="1"')
	expect(text).not.toContain('/o/')
})

test('(B14) a filter, a mail program that fetches ahead, and a program are noted apart; the first reader is the open, worth nothing', async () => {
	const { sendId, picture } = await mail()
	await look(picture, 3)
	expect(await kept(sendId)).toEqual({ openedAt: null, machineOpenedAt: after(3) })
	await look(picture, 60, { headers: { 'User-Agent': 'Mozilla/5.0' } })
	await look(picture, 61, { headers: { ...reader, 'Sec-Purpose': 'prefetch' } })
	await look(picture, 62, { method: 'HEAD' })
	await look(picture, 63, { headers: {} })
	expect(await kept(sendId)).toEqual({ openedAt: null, machineOpenedAt: after(3) })
	expect(await ledger(sendId)).toEqual([])
	const page = await openSendPage(db, yuki, sendId, after(64))
	expect(page?.send).toMatchObject({ mailed: 1, clicked: 0, opened: 0, openedByMachine: 1 })

	await look(picture, 600)
	await Promise.all([look(picture, 700), look(picture, 700), look(picture, 3)])
	expect(await kept(sendId)).toEqual({ openedAt: after(600), machineOpenedAt: after(3) })
	expect(await ledger(sendId)).toEqual([{ prospectId, score: 0, campaignId: null, occurredAt: after(600) }])
	const opened = await openSendPage(db, yuki, sendId, after(701))
	expect(opened?.send).toMatchObject({ opened: 1, openedByMachine: 0, clicked: 0 })
	expect(opened?.people).toMatchObject([{ openedAt: after(600), clickedAt: null }])
	expect((await openPerson(db, yuki, prospectId, { at: after(701) }))?.person.activities[0]).toMatchObject({ kind: 'mail.opened', score: 0 })
})

test('(B14) two that ask at the same moment are one open', async () => {
	const { sendId, picture } = await mail()
	await Promise.all([1, 2, 3, 4].map(() => look(picture, 800)))
	expect(await ledger(sendId)).toHaveLength(1)
})

test('(B14) an open is no touch, answers no campaign and tells the desk nothing', async () => {
	const { sendId, picture } = await mail()
	const [before] = await db`select count(*) from outbox_event`
	await look(picture, 900)
	expect(await kept(sendId)).toMatchObject({ openedAt: after(900) })
	expect(await db`select count(*) from outbox_event`).toEqual([before])
	expect(await db`select from campaign_touch`).toEqual([])
	expect(await db`select source_campaign_id, score from ma_prospect where id = ${prospectId}`).toEqual([{ sourceCampaignId: null, score: 0 }])
})

test('(A29) an open makes no job of the sync', async () => {
	const work = { db, clock: () => sent, random: () => 0, outside: () => null }
	const { picture, sendId } = await mail()
	for (let rounds = 0; (await drainMarks(db, sent)) + (await workSync(work)) > 0; rounds++) if (rounds > 50) throw new Error('It never comes to rest')
	const jobs = () => db`select id, causes from sync_job order by id`
	const before = await jobs()
	await look(picture, 1000)
	while ((await drainMarks(db, after(1001))) > 0);
	expect(await ledger(sendId)).toHaveLength(1)
	expect(await jobs()).toEqual(before)
	// A change of what both sides know does make one.
	await db`update ma_prospect set title = 'Head roaster' where id = ${prospectId}`
	while ((await drainMarks(db, after(1002))) > 0);
	expect(await jobs()).not.toEqual(before)
})

test('whoever asks gets the same dot and no cookie; a forged, a foreign and an expired token leave nothing', async () => {
	const { sendId, picture } = await mail()
	const token = picture.slice(3)
	const [recipient] = await db<{ id: number }[]>`select id from ma_send_recipient where send_id = ${sendId}`
	const click = sign({ r: recipient?.id }, { purpose: 'campaign-click', secrets: testSecrets, expiresAt: after(86_400) })
	const gone = sign({ r: 999_999 }, { purpose: 'mail-open', secrets: testSecrets, expiresAt: after(86_400) })
	const answers = await Promise.all(['none', `${token}x`, click, gone].map((bad) => look(`/o/${bad}`, 100)))
	const late = await look(picture, 61 * 86_400)
	expect(await kept(sendId)).toEqual(nothing)
	const good = await look(picture, 100)
	const dot = Buffer.from(await good.arrayBuffer())
	expect(dot.subarray(0, 6).toString()).toBe('GIF89a')
	for (const answer of [...answers, late]) expect(Buffer.from(await answer.arrayBuffer()).equals(dot)).toBe(true)
	for (const answer of [...answers, late, good]) {
		expect([answer.status, answer.headers.get('content-type'), answer.headers.get('set-cookie')]).toEqual([200, 'image/gif', null])
		expect(answer.headers.get('cache-control')).toContain('no-store')
	}
	expect(await kept(sendId)).toMatchObject({ openedAt: after(100) })
})

test('what Natalie opens counts for nobody, nor who asks not to be followed, nor who has said no', async () => {
	const { sendId, picture } = await mail()
	await look(picture, 100, { cookie: natalie })
	await look(picture, 101, { headers: { ...reader, 'Sec-GPC': '1' } })
	await db`update ma_prospect set opted_out = true where id = ${prospectId}`
	await look(picture, 102)
	expect(await kept(sendId)).toEqual(nothing)
	await db`update ma_prospect set opted_out = false where id = ${prospectId}`
})
