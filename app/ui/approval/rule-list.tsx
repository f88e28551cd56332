import { Form } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import type { TypedRule } from '../../engine/approval/read-rule.ts'
import { useReader } from '../format/locale.tsx'
import { money } from '../format/money.ts'
import { Badge } from '../parts/badge.tsx'
import { Button } from '../parts/button.tsx'
import { Disclosure } from '../parts/disclosure.tsx'
import { type RuleChoices, RuleForm, type ShownRule } from './rule-form.tsx'

/** A rule in a sentence: which orders, and who is asked. */
function useRuleWords() {
	const { t } = useTranslation('approvals')
	const { locale } = useReader()
	return (rule: ShownRule): string =>
		[
			rule.beyondBudget
				? t('rules.says.beyondBudget')
				: rule.atLeastMinor > 0
					? t('rules.says.atLeast', { amount: money(rule.atLeastMinor, rule.currency, locale) })
					: t('rules.says.every'),
			rule.buyerName ? t('rules.says.buyer', { name: rule.buyerName }) : null,
			rule.categoryName ? t('rules.says.category', { name: rule.categoryName }) : null,
			rule.costCentre ? t('rules.says.costCentre', { name: rule.costCentre }) : null,
			t('rules.says.approver', { name: rule.approverName || t('anybody') }),
		]
			.filter(Boolean)
			.join(' · ')
}

type Props = { rules: readonly ShownRule[]; choices: RuleChoices; mayChange: boolean; refused: { ruleId: number | null; typed: TypedRule } | null }

export function RuleList({ rules, choices, mayChange, refused }: Props) {
	const { t } = useTranslation('approvals')
	const say = useRuleWords()
	return (
		<ul className="grid">
			{rules.map((rule) => (
				<li key={rule.id} className="grid gap-2 border-b border-rule py-4 last:border-b-0">
					<div className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-2">
						<div>
							<p className="font-medium">
								{rule.name} <Badge>{t('rules.stepNumber', { step: rule.step })}</Badge> {rule.endedAt ? <Badge tone="warning">{t('rules.ended')}</Badge> : null}
							</p>
							<p className="text-sm text-ink-soft">{say(rule)}</p>
						</div>
						{mayChange ? (
							<Form method="post">
								<Button
									type="submit"
									name="intent"
									value={`${rule.endedAt ? 'putBack' : 'end'}:${rule.id}`}
									size="sm"
									aria-label={`${t(rule.endedAt ? 'rules.putBack' : 'rules.end')}: ${rule.name}`}
								>
									{t(rule.endedAt ? 'rules.putBack' : 'rules.end')}
								</Button>
							</Form>
						) : null}
					</div>
					{mayChange && !rule.endedAt ? (
						<Disclosure summary={t('rules.edit')} open={refused?.ruleId === rule.id}>
							<RuleForm key={JSON.stringify(rule)} rule={rule} choices={choices} typed={refused?.ruleId === rule.id ? refused.typed : undefined} />
						</Disclosure>
					) : null}
				</li>
			))}
		</ul>
	)
}
