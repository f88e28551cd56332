/** Who acts, in whose name. Every write stores `actedByUserId` and `onBehalfOf` from here (commerce-engine.md section 10). */
export type Account = {
	sellerEntityId: number
	/** Null: a guest under the seller's guest policy. */
	accountId: number | null
	/** Nearest first, any depth. */
	ancestorIds: readonly number[]
	buyerGroupIds: readonly number[]
	/** The policies that count for this account (section 3). */
	policyIds: readonly number[]
	currency: string
	standing: 'good' | 'watch' | 'hold' | 'new'
	standingSource: string
	onboardingStep: 'card_only' | 'capped_terms' | 'full_terms'
	orderCapMinor: number | null
	allowedClasses: readonly string[] | null
	termsDays: number
	repeatsPoNumbers: boolean
	number: string
	name: string
	locale: string
	billToAccountId: number | null
	ownerUserId: number | null
	invoicePer: 'order' | 'group' | 'shipment'
}

export type Seller = {
	id: number
	code: string
	name: string
	timeZone: string
	rounding: 'half_away' | 'half_even'
	currency: string
	country: string
	/** Its prices have the tax in them, wherever they are shown (commerce-engine.md section 6). */
	pricesIncludeTax: boolean
}

/** Someone who shops: the buyer herself, a rep for her, or a machine with her key. All go through the same flows. */
export type Shopper = {
	kind: 'buyer' | 'rep' | 'api' | 'guest'
	account: Account
	seller: Seller
	/** The buyer: who owns the cart and is told what was done in her name. */
	contactId: number | null
	contactName: string
	contactEmail: string | null
	role: 'owner' | 'buyer' | 'approver' | 'viewer'
	/** The rep when she acts for the buyer. */
	userId: number | null
	userName: string | null
	maxDiscountPercent: number
	/** The margin over cost that a price of hers must leave; null: only the product's floor counts. */
	minMarginPercent: number | null
	/** The ship-to chosen for this session; prices of a list page are for it. */
	locationId: number | null
	/** The person's language: the contact's for a buyer, the rep's own for a rep. */
	locale: string
	sessionHash: string | null
	scopes: readonly string[]
}

export type StaffRole = 'rep' | 'merchandiser' | 'marketer' | 'head_office' | 'credit_manager' | 'administrator'

export type StaffMember = {
	kind: 'staff'
	userId: number
	name: string
	email: string
	locale: string
	roles: readonly StaffRole[]
	seller: Seller
	sessionHash: string
	actingFor: { accountId: number; accountName: string; contactId: number; contactName: string } | null
}

/** What is stored with every write: who did it and for whom. */
export function actedBy(shopper: Shopper): { actedByUserId: number | null; onBehalfOfContactId: number | null } {
	return shopper.kind === 'rep' ? { actedByUserId: shopper.userId, onBehalfOfContactId: shopper.contactId } : { actedByUserId: null, onBehalfOfContactId: null }
}
