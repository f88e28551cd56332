import { expect, test } from 'vitest'
import { changeSettings, createProgramme, editDraft, pauseProgramme, publishProgramme } from '../../../app/flows/marketing/change-programme.ts'
import { openProgramme, openProgrammes, openWalks } from '../../../app/flows/marketing/open-programmes.ts'
import type { StaffMember } from '../../../app/platform/actor.ts'
import { makeFargo, makeProspect, makeSend } from '../../support/fargo.ts'
import { testDb } from '../../support/test-db.ts'

const { db } = await testDb()
const at = new Date('2026-03-02T18:00:00Z')
const fargo = await makeFargo(db)
const luka = await makeProspect(db, fargo)
const mail = await makeSend(db, fargo)
await db`update ma_send set kind = 'programme' where id = ${mail}`
const staffOf = (sellerId: number) =>
	({ userId: fargo.natalieId, roles: ['marketer'], seller: { id: sellerId, timeZone: 'America/Chicago' } }) as unknown as StaffMember
const staff = staffOf(fargo.sellerId)
const said = { requestId: 'r', at }

test('(B14) a draft is edited, gone back over, published whole and walked; a change meets those inside as its publisher says', async () => {
	const made = await createProgramme(db, staff, { name: 'Welcome', ...said })
	if (!made.ok) throw new Error('not made')
	const { id } = made
	const open = async (person: string | null = null) => {
		const page = await openProgramme(db, staff, { id, person, at })
		if (!page) throw new Error('gone')
		return page
	}
	const edit = async (change: Parameters<typeof editDraft>[2]['edit']) =>
		editDraft(db, staff, { id, edit: change, draftNumber: (await open()).programme.draftNumber, ...said })
	const way = async () => (await open()).draft.steps.map(({ kind }) => kind).sort()

	expect(await publishProgramme(db, staff, { id, movesInside: false, ...said })).toMatchObject({ refusals: [{ code: 'PROGRAMME_EMPTY' }] })
	expect(await edit({ kind: 'add', place: 'start', step: 'send' })).toEqual({ ok: true, made: 's2' })
	await edit({ kind: 'add', place: { after: 's2', branch: 'next' }, step: 'wait' })
	expect(await way()).toEqual(['end', 'send', 'wait'])
	await edit('undo')
	expect(await way()).toEqual(['end', 'send'])
	await edit('redo')
	expect(await way()).toEqual(['end', 'send', 'wait'])
	// Natalie looks at what she saw a minute ago; somebody else was faster.
	expect(await editDraft(db, staff, { id, edit: 'undo', draftNumber: 0, ...said })).toMatchObject({ refusals: [{ code: 'PROGRAMME_DRAFT_CHANGED' }] })
	expect(await publishProgramme(db, staff, { id, movesInside: false, ...said })).toMatchObject({
		refusals: [{ code: 'STEP_MAIL_MISSING', facts: { step: 1 } }],
	})
	await edit({ kind: 'change', key: 's2', body: { kind: 'send', sendId: mail, next: null } })
	expect((await open('Luka Novak')).trial).toMatchObject({
		person: { id: luka },
		way: [{ key: 's2', outcome: 'mailed' }, { key: 's3', at: new Date('2026-03-03T18:00:00Z') }, { key: 's1' }],
	})
	expect((await open('Nobody')).trial).toEqual({ person: null, way: [] })

	const [list] = await db<{ id: number }[]>`insert into ma_list (seller_entity_id, name) values (${fargo.sellerId}, 'Fair') returning id`
	await db`insert into ma_list_member (list_id, prospect_id, added_at) values (${list?.id ?? 0}, ${luka}, ${at})`
	const settings = {
		name: 'Welcome',
		entryListId: list?.id ?? 0,
		entryTopic: null,
		exitTopics: ['order.placed'],
		exitQuestion: null,
		reentryDays: 7,
		takesRecycled: true,
		yieldsToReps: true,
	}
	expect(await changeSettings(db, staff, { id, wish: settings, ...said })).toEqual({ ok: true })
	expect(await publishProgramme(db, staff, { id, movesInside: false, ...said })).toEqual({ ok: true, moved: 0 })
	expect(await openWalks(db, staff, { id, filter: { text: null, state: null, step: null, after: null, limit: 10 } })).toMatchObject({
		walks: [{ prospectId: luka, version: 1, state: 'going' }],
	})
	expect((await open()).isChanged).toBe(false)
	await db`update ma_enrolment set step_key = 's3' where program_id = ${id}`
	await edit({ kind: 'delete', key: 's2' })
	await edit({ kind: 'add', place: 'start', step: 'action' })
	await edit({ kind: 'change', key: 's4', body: { kind: 'action', actions: [{ kind: 'tag_add', tag: 'Fair' }], next: null } })
	expect(await publishProgramme(db, staff, { id, movesInside: false, ...said })).toEqual({ ok: true, moved: 0 })
	expect((await open()).around).toMatchObject({ older: 1, counts: [{ stepKey: 's3', here: 1 }] })
	await edit('undo')
	await edit('redo')
	expect(await publishProgramme(db, staff, { id, movesInside: true, ...said })).toEqual({ ok: true, moved: 1 })
	expect(await db`select version from ma_enrolment where program_id = ${id}`).toEqual([{ version: 3 }])
	await pauseProgramme(db, staff, { id, pauses: true, ...said })
	expect((await openProgrammes(db, staff, { text: 'welc', state: 'paused', after: null, limit: 5 })).programmes).toMatchObject([{ id, going: 1 }])
	expect(await db`select distinct action from audit_entry where subject = ${`ma_program:${id}`} order by 1`).toEqual(
		['changed', 'created', 'drafted', 'paused', 'published'].map((what) => ({ action: `programme.${what}` })),
	)
})

test('another seller’s programme is none; a name is taken once', async () => {
	const stranger = staffOf((await makeFargo(db, 'Lakeside Roasters')).sellerId)
	const [row] = await db<{ id: number }[]>`select id from ma_program limit 1`
	const id = row?.id ?? 0
	expect(await openProgramme(db, stranger, { id, person: null, at })).toBeNull()
	expect(await publishProgramme(db, stranger, { id, movesInside: true, ...said })).toBeNull()
	expect(await pauseProgramme(db, stranger, { id, pauses: true, ...said })).toBeNull()
	expect(await editDraft(db, stranger, { id, edit: 'undo', draftNumber: 0, ...said })).toBeNull()
	expect(await createProgramme(db, staff, { name: 'welcome', ...said })).toMatchObject({ refusals: [{ code: 'PROGRAMME_NAME_TAKEN' }] })
	expect(await createProgramme(db, staff, { name: '', ...said })).toMatchObject({ refusals: [{ code: 'PROGRAMME_NAME_MISSING' }] })
})
