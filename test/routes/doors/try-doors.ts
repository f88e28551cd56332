import { beforeAll, describe, expect, test } from 'vitest'
import type { StaffRole } from '../../../app/platform/actor.ts'
import { type Door, everyDoor } from '../../support/house.ts'
import {
	type Caller,
	call,
	dataOf,
	foreignVersions,
	malformed,
	parametersOf,
	rightful,
	rubbish,
	sentOf,
	sparingly,
	spoiltVersions,
	withParameter,
} from './attack.ts'
import { crmDoors } from './crm.ts'
import { deskDoors } from './desk.ts'
import { houseDoors } from './house.ts'
import { everyStaff, type Line, type Matrix, type Who } from './line.ts'
import { doorsLinkedFrom, formsOn } from './links.ts'
import { machineDoors } from './machines.ts'
import { merchandisingDoors } from './merchandising.ts'
import { shopDoors } from './shop.ts'
import { syncDoors } from './sync.ts'
import { openWorld, renew, type World } from './world.ts'
import { type Ids, idsOf } from './world-ids.ts'
import { everythingIn, writesIn } from './writes.ts'

/** Everybody who was given a line, with what stands in it. proof.md, Every door: whoever opens a door writes its line. */
export const matrix: Matrix = { ...shopDoors, ...deskDoors, ...crmDoors, ...merchandisingDoors, ...houseDoors, ...syncDoors, ...machineDoors }
export const lineOf = (door: Door) => matrix[door.id] as Line

const isStaff = (who: Who): who is readonly StaffRole[] => Array.isArray(who)
const refusedStatus = [400, 403, 404, 405, 409, 413, 422]

type Try = { what: string; work: () => Promise<Response> }

/** Luka's ids, with everything put back that somebody has used up since they were asked for last. */
function renewing({ db, luka }: World): () => Promise<Ids> {
	let kept: { ids: Ids; writes: number } | undefined
	return async () => {
		if (!kept || kept.writes !== (await writesIn(db))) {
			await renew(db, luka)
			kept = { ids: await idsOf(db, luka), writes: await writesIn(db) }
		}
		return kept.ids
	}
}

/**
 * Tries the doors of these rooms by everybody whom they are not for, in a world of its own. The rooms are tried in files
 * of their own, so that they are tried side by side.
 */
export async function tryDoors(isTried: (id: string) => boolean): Promise<void> {
	const known = everyDoor().filter(({ id }) => matrix[id] && isTried(id))
	const world = await openWorld()
	const { db } = world
	const mine = await idsOf(db, world.luka)
	const theirs = await idsOf(db, world.mina, world.secret)
	const look = await everythingIn(db)
	const right = await openWorld()
	const newIds = renewing(world)
	const rightIds = renewing(right)

	/** What stood in the database when somebody last looked, unless somebody who may write has been there since. */
	let seen: Record<string, string> | undefined

	/** Everybody is refused with `allowed`. That nothing at all was written by any of them is looked at once for each door. */
	async function refuseAll(tries: readonly Try[], allowed: readonly number[] = refusedStatus): Promise<void> {
		const answers: string[] = []
		for (const { what, work } of tries) {
			const { status } = await work()
			if (!allowed.includes(status)) answers.push(`${what.slice(0, 120)} was answered ${status}`)
		}
		expect(answers).toEqual([])
	}

	describe.each(known)('$id', (door) => {
		const line = lineOf(door)
		const path = line.path(mine)
		const writes = line.writes ?? []
		const caller = rightful(world, line)
		const asking = sparingly(world, door, caller)
		beforeAll(async () => {
			seen ??= await look()
		})
		/** A GET and every write of this door, as `who` at `at`. */
		const all = (what: string, who: Caller, at = path): Try[] => [
			{ what: `${what} GET ${at}`, work: () => call(world, who, at) },
			...writes.map((write) => ({ what: `${what} ${write.name} ${at}`, work: () => call(world, who, at, { sent: sentOf(write, mine) }) })),
		]

		if (line.who === 'shopper' || isStaff(line.who))
			test('leads the signed-out, and those with a forged or old session, to sign in', async () => {
				const forged = ['', 'kontor_session=eyJ0IjoxfQ.forged', `${world.cookies.luka.slice(0, -4)}AAAA`, world.cookies.expired]
				const places: (string | null)[] = []
				const noted = ({ what, work }: Try): Try => ({
					what,
					work: async () => {
						const response = await work()
						places.push(response.headers.get('location'))
						return response
					},
				})
				await refuseAll(forged.flatMap((cookie) => all(cookie, { cookie })).map(noted), [302])
				expect(new Set(places)).toEqual(new Set([`/sign-in?to=${encodeURIComponent(path)}`, ...(writes.length > 0 ? ['/sign-in?to=%2F'] : [])]))
			})

		if (isStaff(line.who)) {
			const may = line.who as readonly string[]
			const others = [...everyStaff.filter((one) => !may.includes(one)), 'luka' as const]
			test(`answers ${others.join(', ')} as if it were not there`, () =>
				refuseAll(
					others.flatMap((other) => all(other, { cookie: world.cookies[other] })),
					[404],
				))
		}

		if (line.who === 'key' || line.who === 'house key')
			test('wants a key with the scope: 401 without, 403 with another', async () => {
				const tries = (what: string, who: Caller) => all(what, who).slice(line.get === 404 ? 1 : 0)
				await refuseAll([...tries('nobody', {}), ...tries('a guess', { key: 'guessed' }), ...tries('a cookie', { cookie: world.cookies.luka })], [401])
				await refuseAll(tries('a narrow key', { key: world.keys.narrow }), [403])
				await refuseAll(tries("another's key", { key: line.who === 'key' ? world.keys.house : world.keys.luka }), [403])
			})

		if (parametersOf(door) > 0) {
			const isTheirs = line.path(theirs) !== path && (line.who !== 'open' || line.asBuyer)
			if (isTheirs) test("another party's ids in the path are nothing", () => refuseAll(all('theirs', caller, line.path(theirs)), [404]))
			if (isStaff(line.who) && !line.everySeller)
				test("another seller's administrator finds nothing", () => refuseAll(all('Grete', { cookie: world.cookies.flintAdministrator }), [404]))
			test('malformed parameters are nothing', { timeout: 120_000 }, async () => {
				const answers: string[] = []
				for (const value of malformed)
					for (let place = 0; place < parametersOf(door); place++)
						for (const write of [undefined, ...writes]) {
							const at = withParameter(door, path, value, place)
							const status = await asking(`${place}`, at, write && sentOf(write, mine))
							if (status !== 404 && status !== line.alike) answers.push(`${write?.name ?? 'GET'} ${at.slice(0, 120)} was answered ${status}`)
						}
				expect(answers).toEqual([])
			})
		}

		for (const write of line.who === 'open' && !line.asBuyer ? [] : writes) {
			const versions = foreignVersions(sentOf(write, mine), sentOf(write, theirs))
			if (versions.length > 0)
				test(`${write.name}: another party's ids are refused, and nothing is written`, () =>
					refuseAll(
						versions.map(({ what, sent }) => ({ what, work: () => call(world, caller, path, { sent }) })),
						write.forgives ? [...refusedStatus, 200, 302] : refusedStatus,
					))
		}

		test('nothing at all was written by any of them', async () => {
			const before = seen
			seen = await look()
			expect(seen).toEqual(before)
		})

		if (line.query)
			test('a query of rubbish is no fault', { timeout: 120_000 }, async () => {
				seen = undefined
				for (const name of line.query ?? [])
					for (const value of malformed) {
						const query = new URLSearchParams({ [name]: value })
						expect(await asking(name, `${path}${path.includes('?') ? '&' : '?'}${query}`), `${query}`.slice(0, 80)).toBeLessThan(500)
					}
			})
	})

	describe.each(known.filter((door) => lineOf(door).writes))('rubbish at $id', (door) => {
		const line = lineOf(door)
		for (const write of line.writes ?? [])
			test(`${write.name}: never a fault of ours`, { timeout: 120_000 }, async () => {
				const ids = await newIds()
				const asking = sparingly(world, door, rightful(world, line))
				const faults: string[] = []
				// A form has text alone: there a number is the text of it, and that is tried already.
				const values = write.json ? rubbish : [...new Set(rubbish.map(String))]
				const bodies = values.flatMap((value) => spoiltVersions(sentOf(write, ids), value))
				const raw = write.json
					? ['', 'not json', '[]', 'null', '{"lines":', '{"__proto__":{"a":1}}', '"\u0000"', '{"name":"\ud800"}'].map((text) => ({
							name: 'body',
							what: text,
							sent: { raw: text },
						}))
					: []
				for (const { name, what, sent } of [...bodies, ...raw]) {
					const status = await asking(name, line.path(ids), sent)
					if (status >= 500) faults.push(`${what.slice(0, 80)} was answered ${status}`)
				}
				expect(faults).toEqual([])
			})
	})

	describe('the right person', () => {
		test.each(known)('comes through $id', async (door) => {
			const line = lineOf(door)
			const caller = rightful(right, line)
			expect((await call(right, caller, line.path(await rightIds()))).status).toBe(line.get ?? 200)
			for (const write of line.writes ?? []) {
				const ids = await rightIds()
				const response = await call(right, caller, line.path(ids), { sent: sentOf(write, ids) })
				const expected = write.status ?? (write.json ? 200 : 302)
				expect([write.name, response.status], response.status === expected ? '' : (await response.text()).slice(-600)).toEqual([write.name, expected])
			}
		})
		const isClosed = (to: Door, role: StaffRole) => {
			const may = lineOf(to).who
			return isStaff(may) && !may.includes(role)
		}
		const asked = new Set<string>()
		/** A press of hers finds nothing there, and the same press of an administrator's does. What was tried on one page is not tried on the next. */
		const isRefused = async ({ door, action, fields }: ReturnType<typeof formsOn>[number], role: StaffRole): Promise<boolean> => {
			const kind = JSON.stringify([role, door.id, fields.map(([name]) => name), fields.find(([name]) => name === 'intent' || name === 'act')])
			if (!isStaff(lineOf(door).who) || asked.has(kind)) return false
			asked.add(kind)
			const press = async (one: StaffRole) => (await call(right, { cookie: right.cookies[one] }, dataOf(action), { sent: { fields } })).status
			return (await press(role)) === 404 && (await press('administrator')) !== 404
		}
		const pages = known.filter((door) => isStaff(lineOf(door).who) && (lineOf(door).get ?? 200) === 200)
		if (pages.length > 0)
			test.each(pages)('is led by $id to no door that is closed to her, and shown no form', async (door) => {
				const { who, path } = lineOf(door)
				const closed: string[] = []
				for (const role of isStaff(who) ? who.filter((one) => one !== 'administrator') : []) {
					const at = path(await rightIds())
					const response = await call(right, { cookie: right.cookies[role] }, at)
					if (!response.headers.get('content-type')?.includes('html')) continue
					const html = await response.text()
					for (const { door: to, href } of doorsLinkedFrom(html)) if (isClosed(to, role)) closed.push(`${role}: ${href}`)
					for (const form of formsOn(html, at)) if (await isRefused(form, role)) closed.push(`${role}: ${form.action} ${JSON.stringify(form.fields)}`)
				}
				expect(closed).toEqual([])
			})
		test.each(known)('finds no other method at $id', async (door) => {
			const line = lineOf(door)
			const ids = await rightIds()
			const [write] = line.writes ?? []
			for (const method of ['PUT', 'PATCH', 'DELETE', 'BREW']) {
				const { status } = await call(right, rightful(right, line), line.path(ids), { method, sent: write ? sentOf(write, ids) : { fields: [] } })
				expect(status, method).toBe(405)
			}
		})
	})
}
