/**
 * What is exported and imported as it stands, in the order in which it can be imported: a kind is a table, by the columns
 * that name a row to people. Columns that lead to other rows are written by what names those; everything else is found out
 * from the database, so that a new column travels without a word here.
 */
export type ExchangeKind = {
	kind: string
	table: string
	/** What names a row, in the order of the file. */
	key: readonly string[]
	/** Through which column a row is its seller's; null: the table has `seller_entity_id`, or belongs to nobody. */
	via?: string
	/** Counted, derived or of this house only. */
	omit?: readonly string[]
	/** The column by which rows stand above one another. */
	above?: string
	/** JSON in which ids of other rows stand. */
	speaks?: readonly string[]
}

export const exchangeKinds: readonly ExchangeKind[] = [
	{ kind: 'sellers', table: 'seller_entity', key: ['code'] },
	{ kind: 'markets', table: 'market', key: ['code', 'locale', 'currency'] },
	{ kind: 'users', table: 'crm_user', key: ['email'], above: 'manager_id' },
	{ kind: 'units', table: 'unit_of_measure', key: ['code'] },
	{ kind: 'warehouses', table: 'warehouse', key: ['code'] },
	{ kind: 'warehouse-zones', table: 'warehouse_zone', key: ['country', 'region', 'warehouse_id'], via: 'warehouse_id' },
	{ kind: 'categories', table: 'category', key: ['code'], above: 'parent_id' },
	{ kind: 'category-texts', table: 'category_text', key: ['category_id', 'locale'], via: 'category_id' },
	{ kind: 'products', table: 'product', key: ['sku'], above: 'parent_id', omit: ['grant_policy_ids', 'deny_policy_ids', 'version', 'updated_at'] },
	{ kind: 'product-texts', table: 'product_text', key: ['product_id', 'locale'], via: 'product_id' },
	{ kind: 'product-units', table: 'product_unit', key: ['product_id', 'unit_code'], via: 'product_id' },
	{ kind: 'product-categories', table: 'product_category', key: ['category_id', 'product_id'], via: 'product_id' },
	{ kind: 'relations', table: 'product_relation', key: ['product_id', 'kind', 'related_id'], via: 'product_id' },
	{ kind: 'bundles', table: 'product_bundle', key: ['product_id'], via: 'product_id' },
	{ kind: 'bundle-choices', table: 'bundle_choice', key: ['bundle_id', 'code'], via: 'bundle_id' },
	{ kind: 'bundle-components', table: 'bundle_component', key: ['bundle_id', 'component_id'], via: 'bundle_id' },
	{ kind: 'media', table: 'product_media', key: ['product_id', 'kind', 'position', 'url'], via: 'product_id' },
	{ kind: 'accounts', table: 'account', key: ['number'], omit: ['merged_into_id'], above: 'parent_id' },
	{ kind: 'locations', table: 'location', key: ['account_id', 'code'], omit: ['merged_from_id', 'former_code'], via: 'account_id' },
	{ kind: 'contacts', table: 'contact', key: ['account_id', 'email', 'first_name', 'last_name'], via: 'account_id' },
	{ kind: 'owned-machines', table: 'owned_machine', key: ['account_id', 'location_id', 'product_id', 'serial_number', 'installed_on'], via: 'account_id' },
	{
		kind: 'credit-limits',
		table: 'credit_profile',
		key: ['account_id'],
		via: 'account_id',
		omit: ['open_invoice_minor', 'unbilled_minor', 'reserved_minor', 'updated_at'],
	},
	{
		kind: 'certificates',
		table: 'exemption_certificate',
		key: ['account_id', 'jurisdiction', 'number', 'valid_from'],
		via: 'account_id',
		// What waits or was refused must not come in as accepted; who did it are ids of this house.
		omit: ['contact_id', 'decided_by_user_id'],
	},
	{
		...{ kind: 'approval-rules', table: 'approval_rule', via: 'account_id' },
		key: ['account_id', 'name', 'step', 'created_at'],
	},
	{
		...{ kind: 'company-budgets', table: 'company_budget', via: 'account_id' },
		key: ['account_id', 'period', 'location_id', 'cost_centre', 'contact_id', 'created_at'],
	},
	{ kind: 'buyer-groups', table: 'buyer_group', key: ['code'] },
	{ kind: 'group-members', table: 'buyer_group_member', key: ['buyer_group_id', 'account_id'], via: 'account_id' },
	{ kind: 'policies', table: 'entitlement_policy', key: ['code'] },
	{ kind: 'policy-products', table: 'policy_product', key: ['policy_id', 'product_id'], via: 'product_id' },
	{ kind: 'policy-categories', table: 'policy_category', key: ['policy_id', 'category_id'], via: 'category_id' },
	{ kind: 'policy-classes', table: 'policy_class', key: ['policy_id', 'product_class'], via: 'policy_id' },
	{ kind: 'policy-groups', table: 'policy_buyer_group', key: ['policy_id', 'buyer_group_id'], via: 'buyer_group_id' },
	{ kind: 'policy-accounts', table: 'policy_account', key: ['policy_id', 'account_id'], via: 'account_id' },
	{ kind: 'quantity-rules', table: 'quantity_rule', key: ['product_id', 'unit_code', 'account_id', 'buyer_group_id'] },
	{ kind: 'price-books', table: 'price_book', key: ['code'], above: 'fx_source_book_id', omit: ['version', 'updated_at'] },
	{
		kind: 'price-entries',
		table: 'price_book_entry',
		key: ['price_book_id', 'product_id', 'unit_code', 'valid_from'],
		via: 'price_book_id',
		omit: ['updated_at'],
	},
	{ kind: 'book-audiences', table: 'price_book_audience', key: ['price_book_id', 'account_id', 'location_id', 'buyer_group_id'], via: 'price_book_id' },
	{ kind: 'promotions', table: 'promotion', key: ['code'], omit: ['version', 'updated_at'], speaks: ['conditions', 'benefit'] },
	{ kind: 'promotion-texts', table: 'promotion_text', key: ['promotion_id', 'locale'], via: 'promotion_id' },
	{ kind: 'promotion-audiences', table: 'promotion_audience', key: ['promotion_id', 'account_id', 'buyer_group_id'], via: 'promotion_id' },
	{
		...{ kind: 'promotion-budgets', table: 'promotion_budget', key: ['promotion_id', 'account_id', 'location_id', 'buyer_group_id'], via: 'promotion_id' },
		omit: ['reserved_minor', 'committed_minor', 'reserved_uses', 'committed_uses'],
	},
	{ kind: 'taxes', table: 'tax_rate', key: ['jurisdiction', 'country', 'region', 'postal_prefix', 'tax_code', 'valid_from'] },
	{ kind: 'shipping', table: 'shipping_rate', key: ['method', 'currency', 'country', 'region', 'postal_prefix', 'band_by', 'band_from'] },
	{ kind: 'fees', table: 'fee_rule', key: ['kind', 'currency', 'per', 'below_minor', 'buyer_group_id', 'valid_from'] },
	{ kind: 'stock', table: 'stock_level', key: ['warehouse_id', 'product_id'], via: 'product_id', omit: ['incoming', 'reserved', 'updated_at'] },
	{ kind: 'stock-receipts', table: 'stock_receipt', key: ['warehouse_id', 'product_id', 'expected_on', 'quantity', 'received_at'], via: 'product_id' },
	{ kind: 'search-synonyms', table: 'search_synonym', key: ['locale', 'term'] },
	{ kind: 'search-boosts', table: 'search_boost', key: ['locale', 'term', 'product_id', 'category_id'] },
	{ kind: 'search-redirects', table: 'search_redirect', key: ['locale', 'term'] },
]

/** Where a column that ends in `_id` leads, when its name does not say. */
export const leads: Readonly<Record<string, string>> = {
	account_id: 'account',
	bill_to_account_id: 'account',
	product_id: 'product',
	related_id: 'product',
	bundle_id: 'product',
	component_id: 'product',
	superseded_by_id: 'product',
	category_id: 'category',
	buyer_group_id: 'buyer_group',
	policy_id: 'entitlement_policy',
	price_book_id: 'price_book',
	fx_source_book_id: 'price_book',
	promotion_id: 'promotion',
	warehouse_id: 'warehouse',
	location_id: 'location',
	contact_id: 'contact',
	approver_contact_id: 'contact',
	owner_user_id: 'crm_user',
	manager_id: 'crm_user',
}

/** By which column a row is named where another one speaks of it; a location by its account's number and its code, a contact by that number, her e-mail and her names. */
export const names: Readonly<Record<string, string>> = {
	account: 'number',
	product: 'sku',
	category: 'code',
	buyer_group: 'code',
	entitlement_policy: 'code',
	price_book: 'code',
	promotion: 'code',
	warehouse: 'code',
	crm_user: 'email',
}
