import type { Tx } from '../client.server.ts'
import { sellerId } from './company.ts'
import { fill } from './fill.ts'

const natalieId = 1

/** The people of Capricorn Coffee. The first five sell; their order is the order of `owner` in accounts.ts. */
export const staff = [
	{ firstName: 'Natalie', lastName: 'Ortiz', roles: ['rep'], locale: 'en', maxDiscountPercent: 10 },
	{ firstName: 'Ben', lastName: 'Whitaker', roles: ['rep'], locale: 'en', maxDiscountPercent: 10 },
	{ firstName: 'Priya', lastName: 'Raman', roles: ['rep'], locale: 'en', maxDiscountPercent: 10 },
	{ firstName: 'Marc', lastName: 'Gagnon', roles: ['rep'], locale: 'fr-CA', maxDiscountPercent: 10 },
	{ firstName: 'Hana', lastName: 'Dvořáková', roles: ['rep'], locale: 'cs', maxDiscountPercent: 8 },
	{ firstName: 'Tomás', lastName: 'Herrera', roles: ['merchandiser'], locale: 'es', maxDiscountPercent: 0 },
	{ firstName: 'Yuki', lastName: 'Tanaka', roles: ['marketer'], locale: 'ja', maxDiscountPercent: 0 },
	{ firstName: 'Eleanor', lastName: 'Briggs', roles: ['head_office'], locale: 'en', maxDiscountPercent: 25 },
	{ firstName: 'Samuel', lastName: 'Osei', roles: ['credit_manager'], locale: 'en', maxDiscountPercent: 0 },
	{ firstName: 'Ada', lastName: 'Lindgren', roles: ['administrator'], locale: 'en', maxDiscountPercent: 0 },
] as const

export const reps = { natalie: natalieId, ben: 2, priya: 3, marc: 4, hana: 5 } as const
export type Rep = keyof typeof reps
export const marketerId = 7

export const plainLetters = (text: string) =>
	text
		.normalize('NFD')
		.replaceAll(/\p{Mark}/gu, '')
		.toLowerCase()
		.replaceAll(/[^a-z0-9]+/g, '-')
		.replaceAll(/^-|-$/g, '')

export const staffEmail = ({ firstName, lastName }: { firstName: string; lastName: string }) =>
	`${plainLetters(firstName)}.${plainLetters(lastName)}@capricorn.example`

export async function seedStaff(tx: Tx): Promise<void> {
	await fill(
		tx,
		'crm_user',
		staff.map((person, index) => ({
			id: index + 1,
			sellerEntityId: sellerId,
			...person,
			email: staffEmail(person),
			phone: `+1 312 555 01${String(index + 10)}`,
			managerId: index < 5 ? 8 : null,
		})),
	)
}
