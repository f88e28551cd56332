import { useTranslation } from 'react-i18next'
import { Badge } from '../parts/badge.tsx'
import { Checkbox, ChoiceGroup } from '../parts/checkbox.tsx'
import { Section } from '../parts/page-header.tsx'
import { TextField } from '../parts/text-field.tsx'
import { AccountLines } from './account-lines.tsx'
import type { Choice } from './choice.ts'
import { PasteField } from './paste-field.tsx'

type Wish = { name: string; code: string; policyIds: readonly number[]; removeAccountIds: readonly number[]; addAccounts: string }
type GroupFormProps = {
	group: { code: string; name: string; state: { policyIds: readonly number[] } } | null
	wish: Wish | null
	choices: { policies: readonly Choice[] }
	members: readonly Choice[]
	found: number
	total: number
	search: string
}

/** A buyer group: its name, who is in it, and what it lets them see. */
export function GroupForm({ group, wish, choices, members, found, total, search }: GroupFormProps) {
	const { t } = useTranslation('entitlement')
	return (
		<>
			<NameFields wish={wish} stored={group} />
			<Section title={t('groups.members')} aside={t('groups.count', { count: total })}>
				<div className="grid gap-x-12 gap-y-6 *:min-w-0 lg:grid-cols-2">
					<PasteField what="account" name="addAccounts" label={t('field.addAccounts')} hint={t('hint.accounts')} value={wish?.addAccounts ?? ''} />
					<AccountLines accounts={members} found={found} total={total} search={search} removed={wish?.removeAccountIds ?? []} />
				</div>
			</Section>
			<Section title={t('groups.policies')} aside={t('groups.policiesLead')}>
				<PolicyChoices policies={choices.policies} chosen={wish?.policyIds ?? group?.state.policyIds ?? []} />
			</Section>
		</>
	)
}

export function NameFields({ wish, stored }: { wish: { name: string; code: string } | null; stored: { name: string } | null }) {
	const { t } = useTranslation('entitlement')
	return (
		<div className="flex flex-wrap gap-4">
			<TextField label={t('field.name')} name="name" required maxLength={200} defaultValue={wish?.name ?? stored?.name ?? ''} className="w-full sm:w-80" />
			{stored ? null : (
				<TextField
					label={t('field.code')}
					name="code"
					required
					maxLength={60}
					hint={t('hint.code')}
					defaultValue={wish?.code ?? ''}
					className="w-full sm:w-56"
				/>
			)}
		</div>
	)
}

export function PolicyChoices({ policies, chosen }: { policies: readonly Choice[]; chosen: readonly number[] }) {
	const { t } = useTranslation('entitlement')
	return (
		<ChoiceGroup legend={t('field.policyIds')}>
			<div className="grid gap-x-6 gap-y-1 sm:grid-cols-2 lg:grid-cols-3">
				{policies.map((policy) => (
					<Checkbox
						key={policy.id}
						name="policyIds"
						value={policy.id}
						defaultChecked={chosen.includes(policy.id)}
						label={
							<>
								{policy.name} {policy.isActive === false ? <Badge tone="warning">{t('policies.off')}</Badge> : null}
							</>
						}
					/>
				))}
			</div>
		</ChoiceGroup>
	)
}
