import { type BenefitKind, benefitKinds, type PromotionFields } from '../../engine/promotion/promotion-fields.ts'

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

/** The kind of benefit that a form names; the commonest when it names none of ours. */
export const readKind = (value: FormDataEntryValue | null): BenefitKind => benefitKinds.find((kind) => kind === value) ?? 'percent_line'
