import { useLoaderData } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import type { BurnDownDay } from '../../engine/promotion/burn-down.ts'
import type { PromotionFields } from '../../engine/promotion/promotion-fields.ts'
import { useReader } from '../format/locale.tsx'
import { list } from '../format/number.ts'
import { Disclosure } from '../parts/disclosure.tsx'
import { Section } from '../parts/page-header.tsx'
import { BudgetBar } from './budget-bar.tsx'
import { BurnDown } from './burn-down.tsx'
import { FieldName } from './field-name.tsx'
import { PromotionSentences, ReviewWarnings } from './promotion-sentences.tsx'
import type { Preview } from './use-preview.ts'

type Budget = { limitMinor: number | null; usedMinor: number; limitUses: number | null; usedUses: number }

type Shown = Omit<Preview, 'missing'> & {
	promotion: { currency: string | null; budget: Budget | null; ownBudgets: readonly (Budget & { id: number; name: string })[] } | null
	burnDown: BurnDownDay[]
	fields: PromotionFields
}

/** What the promotion says in plain words, who gets it, what stands against it: as it is being written, else as it is stored. */
export function PromotionAside({ preview }: { preview: Preview | null }) {
	const { t } = useTranslation('merchandising')
	const stored = useLoaderData<Shown>()
	const { sentences, names, review } = preview && preview.missing.length === 0 ? preview : stored
	const currency = stored.fields.currency || 'USD'
	const isSaid = sentences.length > 0
	return (
		<div className="grid content-start gap-10 xl:sticky xl:top-6 xl:self-start">
			<Section title={t('promotions.inWords')}>
				<div aria-live="polite" className="grid gap-3">
					<PromotionSentences sentences={sentences} names={names} currency={currency} />
					{preview && preview.missing.length > 0 ? <Missing missing={preview.missing} /> : null}
				</div>
			</Section>
			{isSaid ? (
				<Section title={t('promotions.who')}>
					<Reached review={review} />
				</Section>
			) : null}
			{isSaid ? (
				<Section title={t('promotions.review')}>
					<ReviewWarnings warnings={review.warnings} names={names} currency={currency} />
				</Section>
			) : null}
			<Budgets />
		</div>
	)
}

/** What each budget has given, and how the whole one ran down. */
function Budgets() {
	const { t } = useTranslation('merchandising')
	const { promotion, burnDown } = useLoaderData<Shown>()
	if (!promotion || (!promotion.budget && promotion.ownBudgets.length === 0)) return null
	const { currency, budget, ownBudgets } = promotion
	return (
		<Section title={t('promotions.budget')}>
			<div className="grid gap-5">
				{budget ? <BudgetBar budget={budget} currency={currency} /> : null}
				{budget && burnDown.length > 0 ? (
					<BurnDown days={burnDown} limit={{ minor: budget.limitMinor, uses: budget.limitUses }} currency={currency ?? 'USD'} />
				) : null}
				{ownBudgets.map((own) => (
					<div key={own.id} className="grid gap-1 text-sm">
						<h3 className="font-medium">{own.name}</h3>
						<BudgetBar budget={own} currency={currency} />
					</div>
				))}
			</div>
		</Section>
	)
}

/** What the form still lacks, by the names of its fields, each once. */
function Missing({ missing }: { missing: Preview['missing'] }) {
	const { t } = useTranslation('merchandising')
	const keys = missing.map(({ code, facts }) => (typeof facts['key'] === 'string' ? facts['key'].replace(/^(benefit|conditions)\./, '') : code))
	return (
		<p className="text-sm text-ink-soft">
			{t('promotions.missing')}{' '}
			{[...new Set(keys)].map((key, index) => (
				<span key={key}>
					{index > 0 ? ', ' : ''}
					{key === 'NAME_MISSING' ? t('field.name') : <FieldName name={key} />}
				</span>
			))}
		</p>
	)
}

function Reached({ review: { accountCount, accounts } }: { review: Preview['review'] }) {
	const { t } = useTranslation('merchandising')
	const { locale } = useReader()
	return (
		<div className="grid gap-2 text-sm">
			<p className="font-display text-lg">{t('promotions.reaches', { count: accountCount })}</p>
			{accounts.length > 0 ? (
				<Disclosure summary={t('promotions.which')}>
					<p className="text-ink-soft">
						{list(
							accounts.map(({ name }) => name),
							locale,
						)}
						{accountCount > accounts.length ? ` ${t('promotions.more', { count: accountCount - accounts.length })}` : null}
					</p>
				</Disclosure>
			) : null}
		</div>
	)
}
