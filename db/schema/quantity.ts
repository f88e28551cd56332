import { sql } from 'drizzle-orm'
import { check, index, pgTable, text, unique } from 'drizzle-orm/pg-core'
import { account } from './account.ts'
import { product, unitOfMeasure } from './catalog.ts'
import { id, quantity, ref } from './columns.ts'
import { buyerGroup } from './entitlement.ts'
import { sellerEntity } from './seller.ts'

/**
 * What must be ordered of a product in one of its units, by an account, by a group of buyers, or (neither) by everybody.
 * A rule may say one thing of the three; the narrowest that says it counts (app/engine/catalog/quantity-terms.ts).
 */
export const quantityRule = pgTable(
	'quantity_rule',
	{
		id: id(),
		sellerEntityId: ref()
			.notNull()
			.references(() => sellerEntity.id),
		productId: ref()
			.notNull()
			.references(() => product.id, { onDelete: 'cascade' }),
		unitCode: text()
			.notNull()
			.references(() => unitOfMeasure.code),
		accountId: ref().references(() => account.id, { onDelete: 'cascade' }),
		buyerGroupId: ref().references(() => buyerGroup.id, { onDelete: 'cascade' }),
		minimumQuantity: quantity(),
		maximumQuantity: quantity(),
		incrementQuantity: quantity(),
	},
	(t) => [
		unique('quantity_rule_once').on(t.productId, t.unitCode, t.accountId, t.buyerGroupId).nullsNotDistinct(),
		index('quantity_rule_account').on(t.accountId).where(sql`${t.accountId} is not null`),
		check('quantity_rule_one_audience', sql`${t.accountId} is null or ${t.buyerGroupId} is null`),
		check('quantity_rule_says_something', sql`num_nonnulls(${t.minimumQuantity}, ${t.maximumQuantity}, ${t.incrementQuantity}) > 0`),
		check(
			'quantity_rule_quantities',
			sql`${t.minimumQuantity} > 0 and ${t.incrementQuantity} > 0 and ${t.maximumQuantity} > 0 and ${t.maximumQuantity} >= ${t.minimumQuantity}`,
		),
	],
)
