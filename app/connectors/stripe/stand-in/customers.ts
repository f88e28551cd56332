import { type Desk, newId } from './desk.server.ts'
import { type Endpoint, endpoint, listOf, paging } from './endpoint.ts'
import type { Params } from './params.ts'
import type { CustomerRow } from './rows.ts'

const fields = { name: 'text', email: 'text', phone: 'text', description: 'text', metadata: 'map', preferred_locales: 'list' } as const

export const customerEndpoints: Endpoint[] = [
	endpoint({
		method: 'POST',
		path: '/v1/customers',
		accepts: { ...fields, expand: 'list' },
		run(desk, params) {
			const customer = desk.store.put(newCustomer(desk, params))
			desk.emit('customer.created', customer)
			return customer
		},
	}),
	endpoint({
		method: 'POST',
		path: '/v1/customers/:id',
		accepts: { ...fields, expand: 'list' },
		run(desk, { metadata, expand: _, ...changes }, id) {
			const before = desk.store.get('customer', id)
			const customer = desk.store.put({ ...before, ...changes, metadata: { ...before.metadata, ...metadata } })
			desk.emit('customer.updated', customer)
			return customer
		},
	}),
	endpoint({ method: 'GET', path: '/v1/customers/:id', accepts: { expand: 'list' }, run: (desk, _, id) => desk.store.get('customer', id) }),
	endpoint({
		method: 'GET',
		path: '/v1/customers',
		accepts: { ...paging, email: 'text' },
		run: (desk, { email, ...page }) =>
			listOf(
				'/v1/customers',
				desk.store.newestFirst('customer').filter((customer) => email === undefined || customer.email === email),
				page,
			),
	}),
]

function newCustomer(desk: Desk, params: Params<typeof fields>): CustomerRow & { object: 'customer' } {
	return {
		id: newId('cus', 14),
		object: 'customer',
		address: null,
		balance: 0,
		created: desk.now(),
		currency: null,
		customer_account: null,
		default_source: null,
		delinquent: false,
		description: params.description ?? null,
		discount: null,
		email: params.email ?? null,
		invoice_prefix: newId('', 7).slice(1).toUpperCase(),
		invoice_settings: { custom_fields: null, default_payment_method: null, footer: null, rendering_options: null },
		livemode: false,
		metadata: params.metadata ?? {},
		name: params.name ?? null,
		next_invoice_sequence: 1,
		phone: params.phone ?? null,
		preferred_locales: params.preferred_locales ?? [],
		shipping: null,
		tax_exempt: 'none',
		test_clock: null,
	}
}
