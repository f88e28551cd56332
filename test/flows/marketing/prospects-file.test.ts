import { expect, test } from 'vitest'
import { knownSteps } from '../../../app/engine/crm/ways.ts'
import { openFunnel } from '../../../app/flows/crm/open-funnel.ts'
import { openWays } from '../../../app/flows/crm/open-ways.ts'
import { exportProspects, openProspects, type ProspectsAsked } from '../../../app/flows/marketing/open-prospects.ts'
import type { StaffMember } from '../../../app/platform/actor.ts'
import { funnelHref } from '../../../app/ui/crm/campaign-return.tsx'
import { wayHref } from '../../../app/ui/crm/way-room.tsx'
import { readProspectFilter } from '../../../app/ui/people/read-people-form.ts'
import { expectStatements } from '../../support/statement-counter.ts'
import { testDb } from '../../support/test-db.ts'

const { db } = await testDb({ seeded: true })
const [clock] = await db<{ at: Date }[]>`select max(occurred_at) as at from ma_activity`
const at = clock?.at ?? new Date('2026-03-02T09:00:00Z')
const [seller] = await db<{ id: number; timeZone: string }[]>`select id, time_zone from seller_entity order by id limit 1`
const staff = { userId: 1, roles: ['marketer'], seller } as unknown as StaffMember
const filterOf = (address: string, limit: number): ProspectsAsked => readProspectFilter(new URL(address, 'http://shop.test').searchParams, limit)

async function fileOf(asked: ProspectsAsked, between: () => Promise<unknown> = async () => null): Promise<number[]> {
	const ids: number[] = []
	for await (const page of (await exportProspects(db, staff, asked, 'en', at)).pages) {
		ids.push(...page.map(({ id }) => id))
		await between()
	}
	return ids
}

test('the file of people goes to the last of them, each once, while scores change under it', async () => {
	const all = (
		await db<{ id: number }[]>`select id from ma_prospect where seller_entity_id = ${seller?.id ?? 0} and merged_into_id is null order by id desc`
	).map(({ id }) => id)
	const asked = filterOf('/marketing/prospects?sort=score', 7)
	const mixed = () => db`update ma_prospect set score = (id * 37 + score) % 101`
	expect(all.length).toBeGreaterThan(30)
	expect(await fileOf(asked, mixed)).toEqual(all)
	expect(await fileOf({ ...asked, limit: all.length }), 'a page that is just full').toEqual(all)
	await expectStatements(db, 1 + Math.floor(all.length / 50) + 1, () => fileOf({ ...asked, limit: 50 }))
	expect(await fileOf(filterOf('/marketing/prospects?grade=A%2B&q=nobody-of-this-name', 7))).toEqual([])
})

test('each figure of the way to an order opens the people behind it', async () => {
	let looked = 0
	for (const by of ['month', 'source', 'campaign'] as const)
		for (const months of [3, 24]) {
			const { all, ways } = await openWays(db, staff, { by, months }, at)
			for (const { key, parts } of [{ key: null, parts: all }, ...ways])
				for (const { step, count } of parts) {
					const href = wayHref({ by, months }, step, key)
					if (!knownSteps.some((one) => one === step)) expect(href).toBeNull()
					if (!href) continue
					const listed = await openProspects(db, staff, filterOf(href, 10_000), 'en', at)
					expect([by, months, key, step, listed.prospects.length]).toEqual([by, months, key, step, count])
					looked += count > 0 ? 1 : 0
				}
		}
	expect(looked).toBeGreaterThan(40)
})

test('each figure of the funnel of leads opens those of its people whom marketing knows', async () => {
	const people = async (step: string) => (await openProspects(db, staff, filterOf(funnelHref(step), 10_000), 'en', at)).prospects
	// A lead who is known as a lead, and one whom marketing knows as the contact that she became; the others of the funnel are unknown to it.
	const [known] = await db<{ id: number }[]>`
		insert into crm_lead (seller_entity_id, last_name, company, status, created_at) values (${seller?.id ?? 0}, 'Aldridge', 'Mill', 'working', ${at}::timestamptz - interval '9 days') returning id`
	await db`insert into crm_stage_history (object, record_id, stage, at) values ('lead', ${known?.id ?? 0}, 'working', ${at}::timestamptz - interval '7 days')`
	const [mina] = await db<
		{ id: number }[]
	>`insert into ma_prospect (seller_entity_id, last_name, lead_id) values (${seller?.id ?? 0}, 'Aldridge', ${known?.id ?? 0}) returning id`
	const [became] = await db<{ id: number; prospectId: number }[]>`
		insert into crm_lead (seller_entity_id, last_name, company, status, created_at, converted_at, converted_account_id, converted_contact_id)
		select ${seller?.id ?? 0}, 'Became', 'Mill', 'converted', ${at}::timestamptz - interval '9 days', ${at}, c.account_id, c.id from ma_prospect p join contact c on c.id = p.contact_id where p.seller_entity_id = ${seller?.id ?? 0} order by p.id limit 1
		returning id, (select p.id from ma_prospect p where p.contact_id = converted_contact_id) as prospect_id`
	const steps = await openFunnel(db, staff, at)
	for (const { step, count } of steps) {
		const listed = await people(step)
		expect(listed.length, step).toBeLessThanOrEqual(count)
		expect(
			listed.some(({ id }) => id === mina?.id),
			step,
		).toBe(step === 'lead' || step === 'accepted')
		if (step === 'lead') expect(listed.some(({ id }) => id === became?.prospectId)).toBe(true)
	}
})
