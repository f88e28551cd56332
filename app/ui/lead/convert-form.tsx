import { Form, useNavigation } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { Button } from '../parts/button.tsx'
import { ChoiceGroup, Radio } from '../parts/checkbox.tsx'
import type { MatchView, ShipToView } from './lead-view.ts'
import { ShipToFields } from './ship-to-fields.tsx'

type Target = number | 'new' | 'person'
type Props = { isPerson: boolean; matches: readonly MatchView[]; countries: readonly string[]; typed: { target: Target; shipTo: ShipToView } | null }

/** Into what a lead is made: an account that may be hers already, or a new one with its address. */
export function ConvertForm({ isPerson, matches, countries, typed }: Props) {
	const { t } = useTranslation('leads')
	const isPending = useNavigation().state !== 'idle'
	const chosen = typed ? typed.target : (matches.find(({ isSameEmail }) => isSameEmail)?.accountId ?? (isPerson ? 'person' : 'new'))
	return (
		<Form method="post" noValidate className="grid max-w-3xl gap-8">
			<ChoiceGroup legend={t('convert.into')} hint={matches.length > 0 ? t('convert.matches') : undefined}>
				{matches.map(({ accountId, number, name, contactName, isSameEmail }) => (
					<Radio
						key={accountId}
						name="target"
						value={accountId}
						defaultChecked={chosen === accountId}
						label={`${name} · ${number}`}
						hint={isSameEmail ? t('convert.sameEmail', { name: contactName }) : t('convert.sameName')}
					/>
				))}
				{isPerson ? null : <Radio name="target" value="new" defaultChecked={chosen === 'new'} label={t('convert.new')} hint={t('convert.newHint')} />}
				<Radio name="target" value="person" defaultChecked={chosen === 'person'} label={t('convert.person')} hint={t('convert.personHint')} />
			</ChoiceGroup>
			<ShipToFields shipTo={typed?.shipTo ?? {}} countries={countries} />
			{matches.length > 0 ? <p className="-mt-4 text-sm text-ink-soft">{t('convert.shipToHint')}</p> : null}
			<div>
				<Button type="submit" variant="primary" pending={isPending}>
					{t('convert.submit')}
				</Button>
			</div>
		</Form>
	)
}
