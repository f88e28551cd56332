import type { PromotionFields } from '../../engine/promotion/promotion-fields.ts'

/** What a promotion can be made of. */
export type PromotionChoices = {
	groups: readonly { id: number; name: string; accounts: number }[]
	categories: readonly { id: number; name: string; depth: number }[]
	currencies: readonly string[]
	lanes: readonly string[]
	methods: readonly string[]
	units: readonly string[]
	campaigns: readonly { id: number; name: string }[]
}

export type PromotionPartProps = { fields: PromotionFields; choices: PromotionChoices }
