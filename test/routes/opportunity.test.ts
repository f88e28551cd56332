import { expect, test } from 'vitest'
import { openSession } from '../../app/platform/session.server.ts'
import { makeFargo, makeLogin } from '../support/fargo.ts'
import { ask, testHouse } from '../support/house.ts'
import { testDb } from '../support/test-db.ts'

/** The form of an opportunity: what is refused keeps what was typed, with the way on in the rep's language (decision 0466). */
const { db } = await testDb()
const house = testHouse(db)
const fargo = await makeFargo(db)
const cookie = (await openSession(house, await makeLogin(db, { userId: fargo.natalieId }, 'natalie@house.test'))).split(';')[0] ?? ''
const [made] = await db<{ id: number }[]>`
	insert into crm_opportunity (account_id, name, stage, amount_minor, currency) values (${fargo.accountId}, 'Second bar', 'qualification', 10000, 'USD') returning id`
const id = made?.id ?? 0
const post = (form: Record<string, string>, prefix = '') => ask(house, `${prefix}/desk/records/opportunity/${id}`, { cookie, form })
const stored = async () => (await db`select type, probability from crm_opportunity where id = ${id}`)[0]

test.each([
	['', 'Leave it empty to follow the stage'],
	['/fr-CA', 'Laissez le champ vide pour suivre'],
	['/es', 'Déjela vacía para seguir la etapa'],
	['/ja', 'ステージに従う場合は空欄'],
	['/cs', 'Nechte prázdné, má-li platit fáze'],
])('a probability that is none is refused, all at once with a type too long, and what was typed stays: %s', async (prefix, way) => {
	const type = `Renewal of ${'everything '.repeat(12)}`.trim()
	const answer = await post({ act: 'details', type, probability: '101' }, prefix)
	expect(answer.status).toBe(422)
	const page = await answer.text()
	expect({ type: page.includes(`value="${type}"`), probability: /name="probability"[^>]*value="101"/.test(page) }).toEqual({ type: true, probability: true })
	expect([way, '120'].filter((words) => !page.includes(words))).toEqual([])
	expect(await stored()).toEqual({ type: null, probability: null })
})

test('once it is right the same press saves it, and the page says so', async () => {
	expect((await post({ act: 'details', type: 'Renewal', probability: '60 %' })).status).toBe(302)
	expect(await stored()).toEqual({ type: 'Renewal', probability: 60 })
	const page = await (await ask(house, `/desk/records/opportunity/${id}`, { cookie })).text()
	expect([/name="type"[^>]*value="Renewal"/.test(page), /name="probability"[^>]*value="60"/.test(page)]).toEqual([true, true])
})
