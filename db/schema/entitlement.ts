import { sql } from 'drizzle-orm'
import { boolean, check, index, integer, pgTable, primaryKey, text, unique } from 'drizzle-orm/pg-core'
import { account } from './account.ts'
import { category, product } from './catalog.ts'
import { id, ref } from './columns.ts'
import { sellerEntity } from './seller.ts'

export const buyerGroup = pgTable(
	'buyer_group',
	{
		id: id(),
		sellerEntityId: ref()
			.notNull()
			.references(() => sellerEntity.id),
		code: text().notNull(),
		name: text().notNull(),
		externalKey: text(),
	},
	(t) => [unique('buyer_group_code').on(t.sellerEntityId, t.code)],
)

export const buyerGroupMember = pgTable(
	'buyer_group_member',
	{
		accountId: ref()
			.notNull()
			.references(() => account.id),
		buyerGroupId: ref()
			.notNull()
			.references(() => buyerGroup.id),
	},
	(t) => [primaryKey({ columns: [t.accountId, t.buyerGroupId] }), index('buyer_group_member_by_group').on(t.buyerGroupId)],
)

/** A named set of grants and denials. Its id is an integer so that sets of policies fit one GIN index. */
export const entitlementPolicy = pgTable(
	'entitlement_policy',
	{
		id: integer().primaryKey().generatedByDefaultAsIdentity(),
		sellerEntityId: ref()
			.notNull()
			.references(() => sellerEntity.id),
		code: text().notNull(),
		name: text().notNull(),
		isGuest: boolean().notNull().default(false),
		isActive: boolean().notNull().default(true),
		externalKey: text(),
	},
	(t) => [unique('entitlement_policy_code').on(t.sellerEntityId, t.code)],
)

const effect = () => text().notNull().default('grant')

export const policyProduct = pgTable(
	'policy_product',
	{
		policyId: integer()
			.notNull()
			.references(() => entitlementPolicy.id, { onDelete: 'cascade' }),
		productId: ref()
			.notNull()
			.references(() => product.id, { onDelete: 'cascade' }),
		effect: effect(),
	},
	(t) => [
		primaryKey({ columns: [t.policyId, t.productId] }),
		index('policy_product_by_product').on(t.productId),
		check('policy_product_effect', sql`${t.effect} in ('grant','deny')`),
	],
)

export const policyCategory = pgTable(
	'policy_category',
	{
		policyId: integer()
			.notNull()
			.references(() => entitlementPolicy.id, { onDelete: 'cascade' }),
		categoryId: ref()
			.notNull()
			.references(() => category.id, { onDelete: 'cascade' }),
		effect: effect(),
	},
	(t) => [primaryKey({ columns: [t.policyId, t.categoryId] }), check('policy_category_effect', sql`${t.effect} in ('grant','deny')`)],
)

/** A whole class of products (`product.product_class`): what comes into it later is granted or denied with it. */
export const policyClass = pgTable(
	'policy_class',
	{
		policyId: integer()
			.notNull()
			.references(() => entitlementPolicy.id, { onDelete: 'cascade' }),
		productClass: text().notNull(),
		effect: effect(),
	},
	(t) => [
		primaryKey({ columns: [t.policyId, t.productClass] }),
		index('policy_class_by_class').on(t.productClass),
		check('policy_class_effect', sql`${t.effect} in ('grant','deny')`),
	],
)

export const policyBuyerGroup = pgTable(
	'policy_buyer_group',
	{
		policyId: integer()
			.notNull()
			.references(() => entitlementPolicy.id, { onDelete: 'cascade' }),
		buyerGroupId: ref()
			.notNull()
			.references(() => buyerGroup.id, { onDelete: 'cascade' }),
	},
	(t) => [primaryKey({ columns: [t.buyerGroupId, t.policyId] })],
)

export const policyAccount = pgTable(
	'policy_account',
	{
		accountId: ref()
			.notNull()
			.references(() => account.id, { onDelete: 'cascade' }),
		policyId: integer()
			.notNull()
			.references(() => entitlementPolicy.id, { onDelete: 'cascade' }),
	},
	(t) => [primaryKey({ columns: [t.accountId, t.policyId] })],
)
