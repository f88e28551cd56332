import type { Db } from '../../db/client.server.ts'
import type { Company } from './company.ts'

export type StoredTrial = {
	code: string
	benefit: object
	phase?: string
	lane?: string
	priority?: number
	conditions?: object
	coupon?: string
	exclusive?: boolean
	protected?: boolean
	status?: 'draft' | 'published' | 'retired'
	from?: string
	budgets?: readonly { policy: 'reject' | 'cap'; minor?: number; used?: number; uses?: number; accountId?: number; groupId?: number; locationId?: number }[]
}

const phases: Record<string, string> = {
	free_units: 'bundle',
	bundle_price: 'bundle',
	gift: 'bundle',
	shipping_percent: 'shipping',
	shipping_cap: 'shipping',
	terms: 'terms',
}

/** A promotion of the company's seller as it is stored; answers its id. */
export async function addPromotion(db: Db, { sellerId, tag }: Company, one: StoredTrial): Promise<number> {
	const benefit = one.benefit as { kind: string; scope?: string }
	const phase = phases[benefit.kind] ?? (benefit.scope === 'order' ? 'order' : 'line')
	const [row] = await db<{ id: number }[]>`
		insert into promotion (seller_entity_id, code, phase, lane, priority, currency, coupon_code, is_global_exclusive, includes_protected, conditions, benefit, status, valid_from)
		values (${sellerId}, ${`${one.code}-${tag}`}, ${phase}, ${one.lane ?? one.code}, ${one.priority ?? 0}, 'USD', ${one.coupon ?? null}, ${one.exclusive ?? false}, ${one.protected ?? false},
			${db.json((one.conditions ?? {}) as never)}, ${db.json(one.benefit as never)}, ${one.status ?? 'published'}, ${one.from ?? '2026-01-01'}) returning id`
	const id = row?.id ?? 0
	await db`insert into promotion_text (promotion_id, locale, name) values (${id}, 'en', ${one.code})`
	for (const budget of one.budgets ?? [])
		await db`
			insert into promotion_budget (promotion_id, policy, limit_minor, committed_minor, limit_uses, account_id, buyer_group_id, location_id)
			values (${id}, ${budget.policy}, ${budget.minor ?? null}, ${budget.used ?? 0}, ${budget.uses ?? null}, ${budget.accountId ?? null}, ${budget.groupId ?? null}, ${budget.locationId ?? null})`
	return id
}
