import type { Db } from '../../../db/client.server.ts'
import { findCategories } from '../../../db/queries/entitlement-room.ts'
import { findAccounts, findProducts } from '../../../db/queries/inspector.ts'
import type { StaffMember } from '../../platform/actor.ts'

export type Found = { id: number; code: string; name: string; kind: 'account' | 'product' | 'category' }

/** Accounts, or what a rule may name, that a text may mean: for the finders beside paste fields. */
export async function findThings(db: Db, staff: StaffMember, asked: { what: 'account' | 'rule'; text: string; locale: string }): Promise<Found[]> {
	const question = { sellerEntityId: staff.seller.id, text: asked.text, locale: asked.locale }
	if (asked.text === '') return []
	if (asked.what === 'account') return (await findAccounts(db, question)).map((one) => ({ ...one, kind: 'account' }))
	const [categories, products] = await Promise.all([findCategories(db, question), findProducts(db, question)])
	return [...categories.map((one): Found => ({ ...one, kind: 'category' })), ...products.map((one): Found => ({ ...one, kind: 'product' }))]
}
