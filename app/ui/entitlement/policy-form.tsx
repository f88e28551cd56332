import { useTranslation } from 'react-i18next'
import { useClassName } from '../merchandising/use-class-name.ts'
import { Status } from '../parts/badge.tsx'
import { Checkbox, ChoiceGroup } from '../parts/checkbox.tsx'
import { Section } from '../parts/page-header.tsx'
import { Table, TBody, Td, THead, Th, Tr } from '../parts/table.tsx'
import { AccountLines } from './account-lines.tsx'
import type { Choice } from './choice.ts'
import { NameFields } from './group-form.tsx'
import { PasteField } from './paste-field.tsx'

type Wish = {
	name: string
	code: string
	isActive: boolean
	isGuest: boolean
	remove: readonly string[]
	grants: string
	denies: string
	groupIds: readonly number[]
	removeAccountIds: readonly number[]
	addAccounts: string
}
type Rule = { key: string; kind: 'product' | 'category' | 'class'; effect: 'grant' | 'deny'; code: string; name: string }
type PolicyFormProps = {
	policy: { name: string; state: { isActive: boolean; isGuest: boolean; groupIds: readonly number[] } } | null
	wish: Wish | null
	choices: { groups: readonly (Choice & { members: number })[]; classes: readonly string[] }
	rules: readonly Rule[]
	found: number
	total: number
	accounts: readonly Choice[]
	accountCount: number
	search: string
}

/** A policy: what it grants and denies, and for whom it counts. */
export function PolicyForm({ policy, wish, choices, rules, found, total, accounts, accountCount, search }: PolicyFormProps) {
	const { t } = useTranslation('entitlement')
	const chosen = wish?.groupIds ?? policy?.state.groupIds ?? []
	return (
		<>
			<div className="grid gap-4">
				<NameFields wish={wish} stored={policy} />
				<Checkbox label={t('field.isActive')} name="isActive" hint={t('hint.isActive')} defaultChecked={wish?.isActive ?? policy?.state.isActive ?? true} />
				<Checkbox label={t('field.isGuest')} name="isGuest" hint={t('hint.isGuest')} defaultChecked={wish?.isGuest ?? policy?.state.isGuest ?? false} />
			</div>
			<Section title={t('policies.says')} aside={t('policies.denyWins')}>
				<RuleTable rules={rules} found={found} total={total} removed={wish?.remove ?? []} />
				<div className="grid gap-x-12 gap-y-6 *:min-w-0 lg:grid-cols-2">
					<PasteField
						what="rule"
						name="grants"
						label={t('field.grants')}
						hint={t('hint.rules', { classes: choices.classes.map((one) => `class:${one}`).join(', ') })}
						value={wish?.grants ?? ''}
					/>
					<PasteField what="rule" name="denies" label={t('field.denies')} hint={t('hint.denies')} value={wish?.denies ?? ''} />
				</div>
			</Section>
			<Section title={t('policies.of')}>
				<ChoiceGroup legend={t('field.groupIds')}>
					<div className="grid gap-x-6 gap-y-1 sm:grid-cols-2 lg:grid-cols-3">
						{choices.groups.map((group) => (
							<Checkbox
								key={group.id}
								name="groupIds"
								value={group.id}
								defaultChecked={chosen.includes(group.id)}
								label={t('policies.group', { name: group.name, count: group.members })}
							/>
						))}
					</div>
				</ChoiceGroup>
				<div className="grid gap-x-12 gap-y-6 *:min-w-0 lg:grid-cols-2">
					<PasteField what="account" name="addAccounts" label={t('field.addAccounts')} hint={t('hint.accountsOfPolicy')} value={wish?.addAccounts ?? ''} />
					<AccountLines accounts={accounts} found={accountCount} total={accountCount} search={search} removed={wish?.removeAccountIds ?? []} />
				</div>
			</Section>
		</>
	)
}

function RuleTable({ rules, found, total, removed }: { rules: readonly Rule[]; found: number; total: number; removed: readonly string[] }) {
	const { t } = useTranslation('entitlement')
	const className = useClassName()
	if (total === 0) return <p className="text-sm text-ink-soft">{t('policies.saysNothing')}</p>
	return (
		<>
			<Table caption={t('policies.says')} dense>
				<THead>
					<Tr>
						<Th>{t('rule.effect')}</Th>
						<Th>{t('rule.what')}</Th>
						<Th>{t('rule.kind')}</Th>
						<Th>{t('rule.remove')}</Th>
					</Tr>
				</THead>
				<TBody>
					{rules.map((rule) => (
						<Tr key={rule.key}>
							<Td>
								<Status tone={rule.effect === 'grant' ? 'positive' : 'danger'}>{t(`rule.${rule.effect}`)}</Status>
							</Td>
							<Th scope="row">
								{rule.kind === 'class' ? className(rule.name) : rule.name}{' '}
								<span className="font-normal text-ink-soft">{rule.kind === 'class' ? '' : rule.code}</span>
							</Th>
							<Td>{t(`kind.${rule.kind}`)}</Td>
							<Td>
								<Checkbox
									hideLabel
									label={t('rule.removeNamed', { name: rule.name })}
									name="remove"
									value={rule.key}
									defaultChecked={removed.includes(rule.key)}
								/>
							</Td>
						</Tr>
					))}
				</TBody>
			</Table>
			{found > rules.length ? <p className="text-sm text-ink-soft">{t('rule.more', { shown: rules.length, count: found })}</p> : null}
		</>
	)
}
