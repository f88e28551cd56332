import { fillTrialOrg } from '../../app/cli/trial-org.ts'
import { openSalesforceStandIn, type StandIn } from '../../app/connectors/salesforce/stand-in/open-stand-in.server.ts'
import type { Values } from '../../app/connectors/salesforce/stand-in/org.ts'
import { look } from './look.ts'
import { sees, signIn } from './people.ts'
import { expect, test } from './shop.ts'

const keys = { clientId: 'kontor', clientSecret: 'of the connected app' }
const noticeSecret = 'between the relay and the house'

/** The contact of the org with this last name. */
function contact({ org }: StandIn, lastName: string): { id: string; values: Values } {
	const found = [...(org.rows.get('Contact')?.values() ?? [])].find(({ values }) => values['LastName'] === lastName)
	if (!found) throw new Error(`The org has no ${lastName}`)
	return found
}

test('Ada connects a Salesforce org: a wrong key is named, a dry run tells, the ramp ends, both sides agree, and what the org refuses is put right', async ({
	shop,
	page,
	quiet,
}) => {
	test.setTimeout(240_000)
	const org = await openSalesforceStandIn({ ...keys, fill: fillTrialOrg })
	/** The worker is at it: the page is looked at until it says so. */
	const untilShown = (path: string, shown: () => Promise<void>) =>
		expect(async () => {
			await page.goto(path)
			await shown()
		}).toPass({ timeout: 45_000, intervals: [500] })
	const soon = { timeout: 500 }
	const writes = () =>
		[...org.org.rows.values()].reduce((sum, rows) => sum + [...rows.values()].filter(({ modifiedBy }) => modifiedBy === org.org.user).length, 0)

	await test.step('A secret that is not the org’s is refused by name, and nothing typed is lost', async () => {
		quiet.expected.push(/422/)
		await signIn(page, 'ada.lindgren@capricorn.example')
		await page.goto('/admin/sync/new?system=salesforce')
		await page.getByLabel('Address').fill(org.origin)
		await page.getByLabel('Client id').fill(keys.clientId)
		await page.getByLabel('Client secret').fill('another')
		await page.getByLabel(/Field for our key/).fill('Kontor_Key__c')
		await page.getByLabel(/Secret of notices/).fill(noticeSecret)
		await page.getByRole('button', { name: 'Try the key and connect' }).click()
		await sees(page, 'This key was not kept')
		await expect(page.getByLabel('Client id')).toHaveValue(keys.clientId)
		// What is secret is never sent back, so it is typed again.
		await page.getByLabel('Client secret').fill(keys.clientSecret)
		await page.getByLabel(/Secret of notices/).fill(noticeSecret)
		await page.getByRole('button', { name: 'Try the key and connect' }).click()
		await page.waitForURL(/\/admin\/sync\/\d+\/setup$/)
	})
	const room = new URL(page.url()).pathname.replace(/\/setup$/, '')

	await test.step('The dry run lists what would be written, and writes nothing', async () => {
		await page.getByRole('button', { name: /^Dry run/ }).click()
		await page.waitForURL(/\/lists\/\d+/)
		await untilShown(page.url(), () => expect(page.getByText('The list is complete')).toBeVisible(soon))
		await look(page, 'outside-dry-run')
		expect(writes()).toBe(0)
	})

	await test.step('In small steps everything goes over, and the ramp ends with the last record', async () => {
		await page.goto(`${room}/setup`)
		await page.getByRole('button', { name: 'Start in small steps' }).click()
		await untilShown(`${room}/setup`, () => expect(page.getByText('It runs.')).toBeVisible(soon))
		await look(page, 'outside-set-up')
		expect(writes()).toBeGreaterThan(100)
		await page.goto(`${room}/errors`)
		await sees(page, 'Nothing is refused')
	})

	await test.step('A title changed in the org is here as soon as its notice is', async () => {
		org.tell({ url: `${shop.url}/webhooks/sync/${room.split('/').at(-1)}`, secret: noticeSecret })
		const { id } = contact(org, 'Lindqvist')
		org.turn({ edit: { object: 'Contact', id, values: { Title: 'Master roaster' } } })
		await expect
			.poll(async () => (await shop.sql`select title from contact where email = 'greta.lindqvist@fargocoffeehaus.example'`)[0]?.['title'], { timeout: 30_000 })
			.toBe('Master roaster')
	})

	await test.step('What a rule of the org refuses stands with its words, is put right for all, and arrives', async () => {
		org.turn({ rule: { object: 'Contact', field: 'Title', is: 'Chief', message: 'Chief is no title here', at: 'Title' } })
		const [person] = await shop.sql<{ id: string }[]>`select id from ma_prospect where email = 'luka.novak@fargocoffeehaus.example'`
		await page.goto(`/marketing/people/${person?.id}`)
		await page.getByText('Edit', { exact: true }).first().click()
		await page.getByLabel('Job title').first().fill('Chief')
		await page
			.locator('form')
			.filter({ has: page.getByLabel('Job title') })
			.getByRole('button', { name: 'Save' })
			.click()
		await expect.poll(async () => (await shop.sql`select title from ma_prospect where id = ${person?.id ?? 0}`)[0]?.['title']).toBe('Chief')
		await untilShown(`${room}/errors`, () => expect(page.getByText('Chief is no title here')).toBeVisible(soon))
		await page.getByText('What can be done').click()
		await look(page, 'outside-refused')
		await page.getByLabel('Correct the value where it came from').fill('Head of buying')
		await page.getByRole('button', { name: 'Do it for all of them' }).click()
		await untilShown(`${room}/errors`, () => expect(page.getByText('Nothing is refused')).toBeVisible(soon))
		await expect.poll(() => contact(org, 'Novak').values['Title']).toBe('Head of buying')
	})
	await org.close()
})
