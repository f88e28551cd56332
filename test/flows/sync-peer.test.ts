import { afterAll, expect, test } from 'vitest'
import { workSync } from '../../app/cli/work-sync.ts'
import type { Row } from '../../app/connectors/salesforce/stand-in/org.ts'
import { drainMarks } from '../../app/flows/sync/drain-marks.ts'
import { openHouseConnections } from '../../app/flows/sync-setup/open-house-connections.ts'
import { openDb } from '../../db/client.server.ts'
import { makeCompany } from '../support/company.ts'
import { connect, leadMap, lineOf, outsideStage, unfinished } from '../support/outside-stage.ts'
import { testDb } from '../support/test-db.ts'

// B6: a peer that writes every name in capitals, as the very user by whom we write. The CRM is our own (a trigger) and an org (its automation before it saves).
type Behaviour = 'use_crm' | 'use_ma' | 'most_recent'
type Peer = {
	behaves: (behaviour: Behaviour) => Promise<void>
	/** Somebody of marketing, linked, known by her id there; what both sides call her now. */
	comes: () => Promise<number>
	names: (id: number) => Promise<[crm: unknown, ma: unknown]>
	/** An edit in marketing, or over there by a colleague, whose word the automation capitalises too. */
	sayMa: (id: number, name: string) => Promise<unknown>
	sayCrm: (id: number, name: string | null) => Promise<unknown>
	settle: () => Promise<void>
	/** Lines of the journal that wrote her name, and what is said of it. */
	written: (id: number) => Promise<number>
	told: () => Promise<unknown>
	open: () => Promise<number>
}

async function ownPeer(): Promise<Peer> {
	const { db, ownerUrl } = await testDb()
	const owner = openDb(ownerUrl, { max: 1 })
	afterAll(() => owner.end())
	const { accountId, sellerId } = await makeCompany(db, 'marble')
	const at = new Date('2026-03-02T09:00:00Z')
	await openHouseConnections(db, at)
	await owner.unsafe(`create function shout() returns trigger language plpgsql as $$ begin new.first_name := upper(new.first_name); return new; end $$;
		create trigger shout before insert or update on contact for each row execute function shout()`)
	const settle = async () => {
		const work = { db, clock: () => at, random: () => 0, outside: () => null }
		for (let rounds = 0; (await drainMarks(db, at)) + (await workSync(work)) > 0; rounds++) if (rounds > 50) throw new Error('It never comes to rest')
	}
	let lot = 0
	const contactOf = async (id: number) => (await db<{ id: number }[]>`select contact_id as id from ma_prospect where id = ${id}`)[0]?.id ?? 0
	return {
		settle,
		behaves: async (behaviour) =>
			void (await db`update sync_field_map f set behaviour = ${behaviour} from sync_object_map m where m.id = f.object_map_id and m.crm_object = 'contact' and f.crm_field = 'first_name'`),
		comes: async () => {
			const email = `luka${lot++}@marble.test`
			const [made] = await db<{ id: number }[]>`
				with c as (insert into contact (account_id, first_name, last_name, email) values (${accountId}, 'LUKA', 'Novak', ${email}) returning id)
				insert into ma_prospect (seller_entity_id, email, first_name, last_name, contact_id) select ${sellerId}, ${email}, 'LUKA', 'Novak', id from c returning id`
			await settle()
			return made?.id ?? 0
		},
		names: async (id) => {
			const [both] = await db<
				{ crm: string; ma: string }[]
			>`select c.first_name as crm, p.first_name as ma from ma_prospect p join contact c on c.id = p.contact_id where p.id = ${id}`
			return [both?.crm, both?.ma]
		},
		sayMa: async (id, name) => await db`update ma_prospect set first_name = ${name} where id = ${id}`,
		sayCrm: async (id, name) => await db`update contact set first_name = ${name ?? ''} where id = ${await contactOf(id)}`,
		written: async (id) =>
			(
				await db`select 1 from sync_decision d join sync_link l on l.id = d.link_id where d.crm_field = 'first_name' and d.wrote is not null and l.ma_id = ${String(id)}`
			).length,
		told: async () => await db`select field, code, record_id from sync_error where closed_at is null`,
		open: async () => (await db`select 1 from sync_job`).length + (await db`select 1 from sync_change`).length,
	}
}

async function orgPeer(): Promise<Peer> {
	const stage = await outsideStage('onyx', { startsAt: Date.now() + 3_600_000 })
	const { db, sellerId, userId, standIn, org, settle, clock } = stage
	const connectionId = await connect(stage, [{ ...leadMap, fields: [...leadMap.fields, lineOf('FirstName', 'first_name')] }])
	const heard = standIn.org.changed
	standIn.org.changed = (row: Row, kind, fields) => {
		if (row.object === 'Lead' && typeof row.values['FirstName'] === 'string') row.values['FirstName'] = row.values['FirstName'].toUpperCase()
		heard(row, kind, fields)
	}
	let lot = 0
	const crmIdOf = async (id: number) =>
		(await db<{ crmId: string }[]>`select crm_id from sync_link where connection_id = ${connectionId} and ma_id = ${String(id)}`)[0]?.crmId ?? ''
	return {
		settle,
		behaves: async (behaviour) => void (await db`update sync_field_map set behaviour = ${behaviour} where crm_field = 'FirstName'`),
		comes: async () => {
			const [made] = await db<{ id: number }[]>`
				insert into ma_prospect (seller_entity_id, email, first_name, last_name, company, assigned_user_id, assigned_at)
				values (${sellerId}, ${`luka${lot++}@onyx.test`}, 'LUKA', 'Novak', 'Bar', ${userId}, ${clock()}) returning id`
			await settle()
			return made?.id ?? 0
		},
		names: async (id) => [
			(await org.readByIds('Lead', [await crmIdOf(id)], ['FirstName']))[0]?.values['FirstName'],
			(await db`select first_name from ma_prospect where id = ${id}`)[0]?.['firstName'],
		],
		sayMa: async (id, name) => await db`update ma_prospect set first_name = ${name} where id = ${id}`,
		sayCrm: async (id, name) => standIn.turn({ edit: { object: 'Lead', id: await crmIdOf(id), values: { FirstName: name } } }),
		written: async (id) =>
			(
				await db`select 1 from sync_decision d join sync_link l on l.id = d.link_id where d.crm_field = 'FirstName' and d.wrote is not null and l.ma_id = ${String(id)}`
			).length,
		told: async () => await db`select field, code, record_id from sync_error where closed_at is null`,
		open: async () => await unfinished(stage),
	}
}

const [own, org] = [await ownPeer(), await orgPeer()]
const peers: [name: string, peer: Peer][] = [
	['our own CRM', own],
	['an org', org],
]

/** As many minutes of quiet as it takes to see whether anything still moves. */
async function quietly(peer: Peer, id: number, expected: { written: number; names: readonly [unknown, unknown] }): Promise<void> {
	for (let minute = 0; minute < 8; minute++) {
		await peer.settle()
		expect([await peer.written(id), await peer.names(id)]).toEqual([expected.written, expected.names])
	}
	expect(await peer.open()).toBe(0)
}

test.each(peers)('(B6) most_recent with %s: two rounds for an edit, and then nothing is written any more', async (_name, peer) => {
	await peer.behaves('most_recent')
	const id = await peer.comes()
	const before = await peer.written(id)
	await peer.sayMa(id, 'Lukas')
	await peer.settle()
	await peer.settle()
	expect(await peer.names(id)).toEqual(['LUKAS', 'LUKAS'])
	expect(await peer.written(id)).toBe(before + 2)
	await quietly(peer, id, { written: before + 2, names: ['LUKAS', 'LUKAS'] })
	expect(await peer.told()).toEqual([])
})

test.each(peers)(
	'(B6) use_crm with %s: what sales’ side makes of a word is the word, in at most two rounds, and then nothing is written any more',
	async (_name, peer) => {
		await peer.behaves('use_crm')
		const id = await peer.comes()
		const before = await peer.written(id)
		await peer.sayMa(id, 'Lukas')
		await peer.settle()
		await peer.settle()
		expect(await peer.names(id), 'marketing’s edit is undone').toEqual(['LUKA', 'LUKA'])
		expect(await peer.written(id)).toBe(before + 1)
		await peer.sayCrm(id, 'Luke')
		await peer.settle()
		await peer.settle()
		expect(await peer.names(id)).toEqual(['LUKE', 'LUKE'])
		expect(await peer.written(id)).toBe(before + 2)
		// A blank is filled from marketing, and comes back in capitals.
		await peer.sayCrm(id, null)
		await peer.sayMa(id, 'Lukas')
		await peer.settle()
		await peer.settle()
		expect((await peer.written(id)) - before - 2).toBeLessThanOrEqual(2)
		const names = await peer.names(id)
		expect(names[0]).toEqual(names[1])
		await quietly(peer, id, { written: await peer.written(id), names })
		expect(await peer.told()).toEqual([])
	},
)

test.each(peers)('(B6) use_ma with %s: both really disagree, so the name stops after four alternations and says why; the rest flows', async (_name, peer) => {
	await peer.behaves('use_ma')
	const id = await peer.comes()
	const before = await peer.written(id)
	await peer.sayMa(id, 'Lukas')
	for (let minute = 0; minute < 6; minute++) await peer.settle()
	const written = await peer.written(id)
	expect(written - before).toBeGreaterThan(0)
	expect(written - before).toBeLessThanOrEqual(4)
	expect(await peer.told()).toMatchObject([{ field: expect.stringMatching(/^(first_name|FirstName)$/), code: 'LOOP_DETECTED' }])
	await quietly(peer, id, { written, names: ['LUKAS', 'Lukas'] })
})

test('(B6) what our own side puts back in the same breath, where the other is an org, is told as a loop too and not left apart in silence', async () => {
	const stage = await outsideStage('opal', { startsAt: Date.now() + 3_600_000 })
	const { db, sellerId, userId, standIn, settle, clock } = stage
	const owner = openDb(stage.ownerUrl, { max: 1 })
	await connect(stage, [{ ...leadMap, fields: leadMap.fields.map((field) => (field.crmField === 'Title' ? { ...field, behaviour: 'use_crm' } : field)) }])
	await owner.unsafe(`create function shout() returns trigger language plpgsql as $$ begin new.title := upper(new.title); return new; end $$;
		create trigger shout before insert or update on ma_prospect for each row execute function shout()`)
	await owner.end()
	await db`insert into ma_prospect (seller_entity_id, email, last_name, company, title, assigned_user_id, assigned_at) values (${sellerId}, 'luka@opal.test', 'Novak', 'Bar', 'CHEF', ${userId}, ${clock()})`
	await settle()
	const [link] = await db<{ crmId: string }[]>`select crm_id from sync_link`
	standIn.turn({ edit: { object: 'Lead', id: link?.crmId ?? '', values: { Title: 'Chef' } } })
	for (let minute = 0; minute < 4; minute++) await settle()
	expect(await db`select side, field, code from sync_error where closed_at is null`).toEqual([{ side: 'crm', field: 'Title', code: 'LOOP_DETECTED' }])
	expect(await unfinished(stage)).toBe(0)
})
