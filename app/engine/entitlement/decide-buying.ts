import type { AccountContext } from '../account/account-context.ts'
import type { Fact } from '../base/refusal.ts'
import type { ProductTerms } from '../catalog/product-terms.ts'

/** Why a visible product cannot be bought, and what would lift it: both are i18n keys. */
export type BuyingBlock = { code: string; liftedBy: string; facts: Record<string, Fact> }

export type ContactRole = 'owner' | 'buyer' | 'approver' | 'viewer'

const NEXT_STEP = { card_only: 'capped_terms', capped_terms: 'full_terms', full_terms: null } as const

/** "May see but not buy" (commerce-engine.md section 3). An empty answer means it can be bought. */
export function decideBuying(
	account: Pick<AccountContext, 'accountId' | 'allowedClasses' | 'onboardingStep'>,
	product: Pick<ProductTerms, 'productClass' | 'isActive'>,
	role: ContactRole | null,
): BuyingBlock[] {
	const blocks: BuyingBlock[] = []
	if (!product.isActive) blocks.push({ code: 'PRODUCT_INACTIVE', liftedBy: 'RESTOCKED_OR_SUPERSEDED', facts: {} })
	if (account.accountId === null) blocks.push({ code: 'SIGN_IN_TO_BUY', liftedBy: 'SIGN_IN', facts: {} })
	if (role === 'viewer') blocks.push({ code: 'ROLE_MAY_NOT_BUY', liftedBy: 'ACCOUNT_OWNER', facts: { role } })
	if (account.allowedClasses !== null && !account.allowedClasses.includes(product.productClass)) {
		const nextStep = NEXT_STEP[account.onboardingStep]
		blocks.push({ code: 'CLASS_NOT_ALLOWED', liftedBy: nextStep ? 'ONBOARDING_STEP' : 'SALES_REP', facts: { productClass: product.productClass, nextStep } })
	}
	return blocks
}
