import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { fillTrialOrg } from '../../app/cli/trial-org.ts'
import { openSalesforceStandIn } from '../../app/connectors/salesforce/stand-in/open-stand-in.server.ts'

const folder = await mkdtemp(join(tmpdir(), 'kontor-trial-org-'))
afterAll(() => rm(folder, { recursive: true, force: true }))
const file = join(folder, 'org')
const open = () => openSalesforceStandIn({ clientId: 'trial', clientSecret: 'kept with the data', file, hasScreens: true, fill: fillTrialOrg })
const contacts = (org: Awaited<ReturnType<typeof open>>) => [...(org.org.rows.get('Contact')?.values() ?? [])]
const post = (address: string, form: Record<string, string>) => fetch(address, { method: 'POST', body: new URLSearchParams(form), redirect: 'manual' })
const saidBy = (answer: Response) => new URL(answer.headers.get('location') ?? '', 'http://x').searchParams.get('said')

test('a trial org is filled once, and is the same after a restart, with what was done meanwhile', async () => {
	const first = await open()
	const luka = contacts(first).find(({ values }) => values['LastName'] === 'Novak')
	const page = await (await fetch(`${first.origin}/record/${luka?.id}`)).text()
	expect(page).toContain('Head of buying')
	const whole = Object.fromEntries(
		Object.entries(luka?.values ?? {})
			.filter(([name]) => name !== 'Name')
			.map(([name, value]) => [name, String(value ?? '')]),
	)
	const saved = await post(`${first.origin}/record/${luka?.id}`, { ...whole, Title: 'Buyer <of> coffee' })
	expect([saved.status, saidBy(saved)]).toEqual([303, 'Saved.'])
	await first.close()
	const again = await open()
	expect(contacts(again).length, 'not filled twice').toBe(contacts(first).length)
	expect(contacts(again).find(({ id }) => id === luka?.id)).toMatchObject({ values: { Title: 'Buyer <of> coffee' }, modifiedBy: again.org.colleague })
	expect(await (await fetch(`${again.origin}/object/Contact?q=novak`)).text()).toContain('Buyer &#60;of&#62; coffee')
	// An object of its own, with the companies off which its records hang.
	expect(await (await fetch(again.origin)).text()).toContain('Installed machine')
	const fargo = [...(again.org.rows.get('Account')?.values() ?? [])].find(({ values }) => values['Name'] === 'Fargo Coffeehaus')
	const machines = [...(again.org.rows.get('Machine__c')?.values() ?? [])].filter(({ values }) => values['Account__c'] === fargo?.id)
	expect(machines.map(({ values }) => values['Serial__c'])).toEqual(['LC-20418', 'MY-7731'])
	await again.close()
	expect((await readFile(file)).length).toBeGreaterThan(0)
})

test('its screens keep the rules of the org, and delete, take back and convert as its people do', async () => {
	const org = await open()
	const id = contacts(org).find(({ values }) => values['LastName'] === 'Brandt')?.id
	const refused = await post(`${org.origin}/record/${id}`, { FirstName: 'Otis', LastName: '' })
	expect(saidBy(refused)).toContain('Required fields are missing: [LastName]')
	expect(saidBy(await post(`${org.origin}/record/${id}`, { act: 'delete' }))).toBe('Deleted.')
	expect(contacts(org).find((row) => row.id === id)?.deletedAt).not.toBeNull()
	await post(`${org.origin}/record/${id}`, { act: 'undelete' })
	expect(contacts(org).find((row) => row.id === id)?.deletedAt).toBeNull()
	const made = await post(`${org.origin}/new/Lead`, { LastName: 'Stone', Company: 'Stone Bar' })
	const lead = /record\/(\w+)/.exec(made.headers.get('location') ?? '')?.[1]
	await post(`${org.origin}/record/${lead}`, { act: 'convert' })
	expect(contacts(org).some(({ values }) => values['LastName'] === 'Stone')).toBe(true)
	for (const path of ['/record/0035g000zzzzzzz', '/object/Nothing', '/elsewhere']) expect((await fetch(org.origin + path)).status, path).not.toBe(200)
	await org.close()
})

test('an org without screens shows none', async () => {
	const bare = await openSalesforceStandIn({ clientId: 'c', clientSecret: 's' })
	expect((await fetch(bare.origin)).status).toBe(401)
	await bare.close()
})
