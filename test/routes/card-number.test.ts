import { expect, test } from 'vitest'
import { openLog } from '../../app/platform/log.server.ts'
import type { Db } from '../../db/client.server.ts'
import { ask, type Door, everyDoor, testHouse } from '../support/house.ts'
import { testDb } from '../support/test-db.ts'
import { connectors, dataOf, formOf, parametersOf, rightful, type Sent, sentOf, spoiltVersions, withParameter } from './doors/attack.ts'
import type { Fields, Line } from './doors/line.ts'
import { lineOf } from './doors/try-doors.ts'
import { openWorld, type World } from './doors/world.ts'
import { idsOf } from './doors/world-ids.ts'

const numbers = ['4242424242424242', '4242 4242 4242 4242'] as const
const written = '4242[^0-9a-z]?4242[^0-9a-z]?4242[^0-9a-z]?4242'

/** Tables of the whole database with a row in which the number stands, as text or in JSON. */
async function tablesWithNumber(db: Db): Promise<string[]> {
	const tables = await db<{ name: string }[]>`select format('%I.%I', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
		where c.relkind in ('r', 'p') and not c.relispartition and n.nspname not in ('pg_catalog', 'information_schema') and n.nspname not like 'pg_toast%'`
	const counts = tables.map(({ name }) => `select '${name}' as name where exists (select 1 from ${name} t where t::text ~ '${written}')`)
	const found = await db.unsafe<{ name: string }[]>(counts.join(' union all '))
	return found.map(({ name }) => name)
}

const log: string[] = []
const talkative = openLog('web', { KONTOR_MODE: 'demo', LOG_LEVEL: 'trace' }, { write: (line) => log.push(line) })

type Press = { what: string; path: string; sent?: Sent & { parts?: Fields } }

/** A form as a browser sends it when a file may stand beside it. */
function partsOf(fields: Fields) {
	return { name: 'a.csv', text: 'sku\n', fields: Object.fromEntries(fields.map(([name, value]) => [name, String(value)])) }
}

/** The number in each parameter, in each name of the query, and in each field of each write: as a form, with files, as JSON, and in the key of a call. */
function pressesOf(door: Door, line: Line, ids: Parameters<Line['path']>[0]): Press[] {
	const path = line.path(ids)
	const [number, spaced] = numbers
	const places = Array.from({ length: parametersOf(door) }, (_, place) => ({ what: `parameter ${place}`, path: withParameter(door, path, number, place) }))
	const query = (line.query ?? []).map((name) => ({
		what: `query ${name}`,
		path: `${path}${path.includes('?') ? '&' : '?'}${new URLSearchParams({ [name]: spaced })}`,
	}))
	const bodies = (line.writes ?? []).flatMap((write) => {
		const whole = sentOf(write, ids)
		const spoilt = numbers.flatMap((one) => spoiltVersions(whole, one)).map(({ what, sent }) => ({ what: `${write.name} ${what}`, path, sent }))
		const more = whole.fields ? [...whole.fields, ['note', `please charge ${spaced}`] as const] : []
		const beside = whole.fields
			? [
					{ what: `${write.name} and a note`, path, sent: { fields: more } },
					{ what: `${write.name} beside a file`, path, sent: { parts: more } },
				]
			: []
		const key = whole.json ? [{ what: `${write.name} key`, path, sent: { ...whole, headers: { ...whole.headers, 'Idempotency-Key': number } } }] : []
		return [...spoilt, ...beside, ...key]
	})
	return [...places, ...query, ...bodies]
}

async function press(world: World, door: Door, line: Line, { path, sent }: Press): Promise<Response> {
	const { cookie, key } = rightful(world, line)
	const house = testHouse(world.db, { connectors, log: talkative })
	const headers = { Accept: 'text/html', ...(key ? { Authorization: `Bearer ${key}` } : {}), ...sent?.headers }
	const form = sent?.fields && formOf(sent.fields)
	const body = sent?.parts ? { file: partsOf(sent.parts) } : sent?.json === undefined ? (form ? { form } : {}) : { json: sent.json }
	return ask(house, 'default' in door.module ? dataOf(path) : path, { headers, ...(cookie ? { cookie } : {}), ...body })
}

test('a card number in any field of any door is refused by name, and stands in no table and no line of the log', { timeout: 120_000 }, async () => {
	const world = await openWorld()
	const { db } = world
	const ids = await idsOf(db, world.luka)
	const wrong: string[] = []
	let presses = 0
	for (const door of everyDoor()) {
		const line = lineOf(door)
		for (const one of pressesOf(door, line, ids)) {
			const response = await press(world, door, line, one)
			presses += 1
			const isNamed = response.status === 422 && /CARD_NUMBER_WRITTEN|never write a card number here/i.test(await response.text())
			// A notice that is not the processor's is refused for that, and so is one to a connection that is none.
			if (!isNamed && !(door.path.startsWith('/webhooks') && [400, 404].includes(response.status))) wrong.push(`${door.path} ${one.what}: ${response.status}`)
		}
	}
	expect(wrong).toEqual([])
	expect(presses).toBeGreaterThan(1000)
	talkative.error({ err: new Error(`broke at ${numbers[1]}`), url: `/search?q=${numbers[0]}` }, 'A page broke')
	expect(log.length).toBeGreaterThan(0)
	expect(log.filter((text) => new RegExp(written).test(text))).toEqual([])
	expect(await tablesWithNumber(db)).toEqual([])
	// The search itself finds what is there, as text and in JSON.
	await db`update account set name = ${numbers[0]} where id = ${ids.accountId}`
	await db`update alert set inputs = ${db.json({ a: [numbers[1]] })} where id = ${ids.alertId}`
	expect(await tablesWithNumber(db)).toEqual(['public.account', 'public.alert'])
})

test('the page of a refusal is in the reader’s language and says what to do', async () => {
	const { db } = await testDb()
	const answer = await ask(testHouse(db), '/cs/sign-in', { form: { email: numbers[1] } })
	expect(answer.status).toBe(422)
	const text = await answer.text()
	expect(text).toContain('<title>Číslo karty sem nikdy nepište</title>')
	expect(text.match(/<title/g)).toHaveLength(1)
	expect(text).not.toMatch(new RegExp(written))
})
