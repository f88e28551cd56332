import { addToCart } from '../../app/flows/cart/add-to-cart.ts'
import type { Shopper } from '../../app/platform/actor.ts'
import type { Db } from '../../db/client.server.ts'
import { asShopper } from './as-shopper.ts'
import { type Company, makeCompany } from './company.ts'

export const noon = new Date('2026-03-02T12:00:00Z')

/** A company in which Luka buys, Jana and Petr may approve, Ola owns it all and Vera only looks. */
export async function makeApprovers(db: Db, lot: string) {
	const company = await makeCompany(db, lot)
	const { accountId, contactId } = company
	const make = async (firstName: string, role: Shopper['role']): Promise<Shopper> => {
		const email = `${firstName.toLowerCase()}@${lot}.test`
		const [row] = await db<{ id: number }[]>`
			insert into contact (account_id, first_name, last_name, email, role) values (${accountId}, ${firstName}, 'Dvorak', ${email}, ${role}) returning id`
		const id = row?.id ?? 0
		await db`insert into login (email, account_id, contact_id) values (${email}, ${accountId}, ${id}) on conflict do nothing`
		return { ...company.shopper, contactId: id, contactName: `${firstName} Dvorak`, contactEmail: email, role }
	}
	await db`insert into login (email, account_id, contact_id) select ${`luka@${lot}.test`}, ${accountId}, ${contactId} where not exists (select 1 from login where contact_id = ${contactId})`
	const people = {
		jana: await make('Jana', 'approver'),
		petr: await make('Petr', 'approver'),
		ola: await make('Ola', 'owner'),
		vera: await make('Vera', 'viewer'),
	}
	return { company, luka: company.shopper, ...people }
}

export type RuleLike = {
	name?: string
	step?: number
	atLeastMinor?: number
	contactId?: number | null
	costCentre?: string | null
	approverContactId?: number | null
}

export async function makeRule(db: Db, { accountId }: Company, rule: RuleLike): Promise<number> {
	const [row] = await db<{ id: number }[]>`
		insert into approval_rule (account_id, name, step, currency, at_least_minor, contact_id, cost_centre, approver_contact_id, created_at)
		values (${accountId}, ${rule.name ?? 'Large orders'}, ${rule.step ?? 1}, 'USD', ${rule.atLeastMinor ?? 0}, ${rule.contactId ?? null}, ${rule.costCentre ?? null}, ${rule.approverContactId ?? null}, ${noon}) returning id`
	return row?.id ?? 0
}

export async function cartOfBeans(db: Db, { skus, locations }: Company, shopper: Shopper, quantity = '3'): Promise<{ cartId: number; version: number }> {
	const rows = [{ sku: skus.bean, quantity, unit: null, locationId: locations.a, requestedOn: null }]
	const added = await addToCart(asShopper(db, shopper), shopper, { cartId: null, rows, locale: 'en', at: noon })
	if (!added?.ok) throw new Error(JSON.stringify(added))
	return { cartId: added.cartId, version: added.version }
}

export type BudgetLike = {
	name?: string
	locationId?: number
	costCentre?: string
	contactId?: number
	period?: 'month' | 'quarter'
	amountMinor: number
	onBeyond?: 'refuse' | 'ask'
}

export async function makeBudget(db: Db, { accountId }: Company, budget: BudgetLike): Promise<number> {
	const { name = 'Downtown', locationId = null, costCentre = null, contactId = null, period = 'month', amountMinor, onBeyond = 'refuse' } = budget
	const [row] = await db<{ id: number }[]>`
		insert into company_budget (account_id, name, location_id, cost_centre, contact_id, period, currency, amount_minor, on_beyond, created_at)
		values (${accountId}, ${name}, ${locationId}, ${costCentre}, ${contactId}, ${period}, 'USD', ${amountMinor}, ${onBeyond}, ${noon}) returning id`
	return row?.id ?? 0
}
