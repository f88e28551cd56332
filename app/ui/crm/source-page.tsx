import { Form, Link } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { useReader } from '../format/locale.tsx'
import { count } from '../format/number.ts'
import { Status } from '../parts/badge.tsx'
import { Button, IconButton, LinkButton, TextLink } from '../parts/button.tsx'
import { DayText } from '../parts/date-text.tsx'
import { Disclosure } from '../parts/disclosure.tsx'
import { KeyValueList } from '../parts/key-value.tsx'
import { Money } from '../parts/money.tsx'
import { Section } from '../parts/page-header.tsx'
import { SelectField } from '../parts/select-field.tsx'
import { TextArea, TextField } from '../parts/text-field.tsx'
import { FieldsFor, ForRoles, useMay } from '../shell/roles.tsx'
import { crmOptions, type SourceView } from './source-list.tsx'

type Member = { prospectId: number; name: string; email: string | null; isKnown: boolean }
type Source = SourceView & { choices: { id: number; name: string; code: string }[]; members: number; assets: Record<string, number> }

/** What it is: by itself a name, connected what the CRM campaign says. */
export function SourceDefinition({ campaign, typedName }: { campaign: Source; typedName: string | null }) {
	const { t } = useTranslation('crm')
	const { name, startsOn, endsOn, costMinor, currency, crmCampaignId, crmName } = campaign
	if (crmCampaignId === null)
		return (
			<Section title={t('campaigns.definition')}>
				<Form method="post">
					<FieldsFor roles={['marketer']} className="flex max-w-xl flex-wrap items-end gap-3">
						<input type="hidden" name="act" value="rename" />
						<TextField label={t('field.name')} name="name" defaultValue={typedName ?? name} key={name} maxLength={120} required className="min-w-0 grow" />
						<Button type="submit">{t('save')}</Button>
					</FieldsFor>
				</Form>
			</Section>
		)
	const rows = [
		{ key: 'crm', label: t('object.campaign'), value: <TextLink to={`/marketing/crm-campaigns/${crmCampaignId}`}>{crmName}</TextLink> },
		{ key: 'from', label: t('field.startsOn'), value: startsOn ? <DayText day={startsOn} /> : '–' },
		{ key: 'to', label: t('field.endsOn'), value: endsOn ? <DayText day={endsOn} /> : '–' },
		{ key: 'cost', label: t('sources.cost'), value: costMinor !== null && currency ? <Money minor={costMinor} currency={currency} /> : '–' },
	]
	return (
		<Section title={t('campaigns.definition')}>
			<p className="max-w-prose text-sm text-ink-soft">{t('sources.ofCrm')}</p>
			<KeyValueList rows={rows} className="max-w-xl" />
		</Section>
	)
}

/** With which CRM campaign it goes together; each has one at most. */
export function SourceConnection({ campaign, typed }: { campaign: Source; typed: string | null }) {
	const { t } = useTranslation('crm')
	const { crmCampaignId, choices } = campaign
	const chosen = typed ?? String(crmCampaignId ?? '')
	const mayConnect = useMay('marketer')
	return (
		<Section title={t('sources.connection')}>
			<Status tone={crmCampaignId === null ? 'neutral' : 'positive'}>{t(crmCampaignId === null ? 'sources.no' : 'sources.yes')}</Status>
			{choices.length === 0 ? <p className="text-sm text-ink-soft">{t('sources.free')}</p> : null}
			{choices.length > 0 && mayConnect ? (
				<Form method="post" className="grid gap-3">
					<SelectField
						label={t('object.campaign')}
						name="crmCampaignId"
						defaultValue={chosen}
						key={chosen}
						hint={t('sources.connectHint')}
						options={crmCampaignId === null ? crmOptions(choices, '–') : crmOptions(choices, '–').slice(1)}
					/>
					<p className="flex flex-wrap gap-2">
						<Button type="submit" size="sm" name="act" value="connect">
							{t('sources.connect')}
						</Button>
						{crmCampaignId === null ? null : (
							<Button type="submit" size="sm" name="act" value="disconnect" variant="quiet">
								{t('sources.disconnect')}
							</Button>
						)}
					</p>
				</Form>
			) : null}
		</Section>
	)
}

/** Whether members of both sides follow each other; off until somebody says so. */
export function SourceFollows({ campaign: { crmCampaignId, syncsMembers } }: { campaign: Source }) {
	const { t } = useTranslation('crm')
	const maySwitch = useMay('marketer')
	return (
		<Section title={t('sources.follows')}>
			<Status tone={syncsMembers ? 'positive' : 'neutral'}>{t(syncsMembers ? 'sources.followsOn' : 'sources.followsOff')}</Status>
			<p className="text-sm text-ink-soft">{t(crmCampaignId === null ? 'sources.needsCrm' : 'sources.followsLead')}</p>
			{crmCampaignId !== null && maySwitch ? (
				<Form method="post">
					<input type="hidden" name="act" value="members" />
					<Button type="submit" size="sm" name="follows" value={syncsMembers ? 'off' : 'on'}>
						{t(syncsMembers ? 'sources.switchOff' : 'sources.switchOn')}
					</Button>
				</Form>
			) : null}
		</Section>
	)
}

/** Marketing's own members, with the hand to add and remove them. */
export function SourceMembers({ members, next, typed }: { members: readonly Member[]; next: number | null; typed: string | null }) {
	const { t } = useTranslation('crm')
	return (
		<Section title={t('sources.members')}>
			{members.length === 0 ? <p className="text-sm text-ink-soft">{t('members.none')}</p> : null}
			<ul className="grid">
				{members.map(({ prospectId, name, email, isKnown }) => (
					<li key={prospectId} className="flex items-center justify-between gap-x-4 border-b border-rule py-2 text-sm">
						<p className="grid min-w-0">
							<Link to={`/marketing/people/${prospectId}`} className="font-medium text-accent wrap-anywhere hover:underline">
								{name}
							</Link>
							<span className="text-ink-soft wrap-anywhere">
								{[email === name ? null : email, isKnown ? null : t('sources.unknown')].filter(Boolean).join(' · ')}
							</span>
						</p>
						<ForRoles roles={['marketer']}>
							<Form method="post">
								<input type="hidden" name="prospectId" value={prospectId} />
								<IconButton type="submit" size="sm" name="act" value="remove" icon="trash" label={t('members.remove', { name })} />
							</Form>
						</ForRoles>
					</li>
				))}
			</ul>
			{next ? (
				<LinkButton to={`?after=${next}`} size="sm" className="w-fit">
					{t('next')}
				</LinkButton>
			) : null}
			<ForRoles roles={['marketer']}>
				<Disclosure summary={t('members.add')} open={members.length === 0 || typed !== null}>
					<Form method="post" className="grid max-w-xl gap-4">
						<input type="hidden" name="act" value="add" />
						<TextArea label={t('members.emails')} name="emails" rows={3} hint={t('sources.emailsHint')} defaultValue={typed ?? ''} maxLength={20_000} />
						<Button type="submit" className="w-fit">
							{t('members.add')}
						</Button>
					</Form>
				</Disclosure>
			</ForRoles>
		</Section>
	)
}

/** How many came from it first, and what belongs to it. */
export function SourceBelongs({ campaign: { people, assets } }: { campaign: Source }) {
	const { t } = useTranslation('crm')
	const { locale } = useReader()
	const rows = [
		{ key: 'people', label: t('sources.people'), value: count(people, locale) },
		...Object.entries(assets).map(([kind, number]) => ({ key: kind, label: t(`sources.asset.${kind}`), value: count(number, locale) })),
	]
	return (
		<Section title={t('sources.belongs')}>
			<KeyValueList rows={rows} sums />
		</Section>
	)
}
