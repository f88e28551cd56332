import { expect } from '@playwright/test'
import { look } from './look.ts'
import { openMail, sees, signIn } from './people.ts'
import { type Shop, test } from './shop.ts'

const luka = 'luka.novak@fargocoffeehaus.example'
const natalie = 'natalie.ortiz@capricorn.example'

type Sold = { number: string; sku: string; name: string; netMinor: number; quantity: number }

/** A row of Luka's that was delivered and invoiced whole, of at least two: its price by hand is the row's net over its quantity. */
async function soldTo({ sql }: Shop): Promise<Sold> {
	const [sold] = await sql<Sold[]>`
		select o.number, l.sku, l.name, i.net_minor::int as "netMinor", i.quantity::int as quantity
		from invoice_line i join invoice v on v.account_id = i.account_id and v.id = i.invoice_id and v.kind = 'invoice' join allocation a on a.account_id = i.account_id and a.id = i.allocation_id
			join order_line l on l.account_id = a.account_id and l.id = a.line_id join sales_order o on o.account_id = l.account_id and o.id = l.order_id
			join contact c on c.account_id = o.account_id and c.id = o.contact_id join shipment_line w on w.account_id = a.account_id and w.allocation_id = a.id
			join shipment s on s.account_id = w.account_id and s.id = w.shipment_id
		where c.email = ${luka} and l.kind = 'goods' and i.quantity >= 2 and i.quantity = a.quantity and o.stage = 'placed' and a.shipped_quantity = a.quantity
			and (select count(*) from allocation x where x.account_id = a.account_id and x.line_id = a.line_id) = 1
		order by s.shipped_at desc, i.id limit 1`
	if (!sold) throw new Error('Nothing of Luka is delivered and invoiced')
	return sold
}

test('Luka gives back one of what was delivered; Natalie takes it back, and its credit is his to the cent', async ({ shop, visit, quiet }) => {
	quiet.expected.push(/status of 422/)
	test.setTimeout(180_000)
	const { number, name, netMinor, quantity } = await soldTo(shop)
	const credit = Math.round(netMinor / quantity)
	const [buyer, rep] = [await visit(), await visit()]

	await test.step('Luka asks on the page of his order', async () => {
		await signIn(buyer, luka)
		await buyer.goto(`/orders/${number}`)
		await buyer.getByRole('link', { name: 'Give goods back' }).click()
		await buyer.waitForURL(/return/)
		await look(buyer, 'return-form')
		const field = buyer.getByRole('spinbutton', { name: `Quantity of ${name} to give back` }).first()
		await field.fill('1')
		await buyer
			.getByRole('combobox', { name: `Reason for ${name}` })
			.first()
			.selectOption('damaged')
		await buyer.getByLabel('What should we know?').fill('One bag was torn.')
		await buyer.getByRole('button', { name: 'Ask for the return' }).click()
		await sees(buyer, 'Asked')
		await look(buyer, 'return-asked')
	})

	await test.step('Natalie reads why, takes it back, and books what came', async () => {
		await signIn(rep, natalie)
		await rep.goto('/desk/returns')
		await look(rep, 'desk-returns')
		await rep.getByRole('link', { name: `${number}-R1` }).click()
		await sees(rep, 'One bag was torn.', 'Damaged on arrival')
		await rep.getByRole('button', { name: 'Take it back' }).click()
		await sees(rep, 'Approved')
		await look(rep, 'desk-return-approved')
		await rep
			.getByRole('spinbutton', { name: /Quantity of .* that came back/ })
			.first()
			.fill('1')
		await rep
			.getByRole('spinbutton', { name: /Quantity of .* to scrap/ })
			.first()
			.fill('1')
		await rep.getByRole('button', { name: 'Goods are here: credit them' }).click()
		await sees(rep, 'Received')
		await look(rep, 'desk-return-received')
	})

	const [note] = await shop.sql<{ number: string; netMinor: number; state: string }[]>`
		select v.number, (select sum(x.net_minor)::int from invoice_line x where x.account_id = v.account_id and x.invoice_id = v.id) as "netMinor", r.state
		from goods_return r join invoice v on v.account_id = r.account_id and v.return_id = r.id where r.number = ${`${number}-R1`}`
	expect([note?.state, Math.abs(note?.netMinor ?? 0)]).toEqual(['received', credit])

	await test.step('Luka reads of it, and finds the credit note', async () => {
		await openMail(buyer, luka, new RegExp(`${number}-R1`))
		await buyer.goto(`/orders/${number}`)
		await sees(buyer, new RegExp(`Credit note ${note?.number}`))
		await buyer.goto(`/invoices/${note?.number}`)
		await look(buyer, 'credit-note')
	})
})
