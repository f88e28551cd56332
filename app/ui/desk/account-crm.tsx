import { useTranslation } from 'react-i18next'
import type { Instant } from '../format/date.ts'
import { Badge, Status } from '../parts/badge.tsx'
import { TextLink } from '../parts/button.tsx'
import { DateText, DayText } from '../parts/date-text.tsx'
import { Money } from '../parts/money.tsx'
import { Section } from '../parts/page-header.tsx'

type Opportunity = {
	id: number
	name: string
	stage: string
	isWon: boolean
	closedAt: string | null
	closeOn: string | null
	amountMinor: number | null
	currency: string
	campaign: string | null
}

export function AccountOpportunities({ opportunities }: { opportunities: readonly Opportunity[] }) {
	const { t } = useTranslation('desk')
	if (opportunities.length === 0) return null
	return (
		<Section title={t('opportunities.title')}>
			<ul className="grid text-sm">
				{opportunities.map((one) => (
					<li key={one.id} className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1 border-b border-rule py-2">
						<span className="grid gap-0.5">
							<TextLink to={`/desk/records/opportunity/${one.id}`}>{one.name}</TextLink>
							{one.campaign ? <span className="text-ink-soft">{t('opportunities.from', { campaign: one.campaign })}</span> : null}
						</span>
						<span className="flex flex-wrap items-baseline gap-x-4">
							<Status tone={one.isWon ? 'positive' : one.closedAt ? 'danger' : 'neutral'}>
								{t(one.isWon ? 'opportunities.won' : one.closedAt ? 'opportunities.lost' : 'opportunities.open')}
							</Status>
							{one.closeOn ? <DayText day={one.closeOn} /> : null}
							{one.amountMinor === null ? null : <Money minor={one.amountMinor} currency={one.currency} />}
						</span>
					</li>
				))}
			</ul>
		</Section>
	)
}

type Case = { id: number; number: string; subject: string; status: string; priority: string; createdAt: string }

export function AccountCases({ cases }: { cases: readonly Case[] }) {
	const { t } = useTranslation('desk')
	if (cases.length === 0) return null
	return (
		<Section title={t('cases.title')}>
			<ul className="grid text-sm">
				{cases.map((one) => (
					<li key={one.id} className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1 border-b border-rule py-2">
						<span>
							<TextLink to={`/desk/cases/${encodeURIComponent(one.number)}`}>{one.subject}</TextLink> <span className="text-ink-soft">{one.number}</span>
						</span>
						<span className="flex items-baseline gap-4">
							{one.priority === 'high' && one.status !== 'closed' ? <Badge tone="warning">{t('cases.high')}</Badge> : null}
							<Status tone={one.status === 'closed' ? 'positive' : 'warning'}>{t(`cases.status.${one.status}`)}</Status>
							<DateText instant={one.createdAt} />
						</span>
					</li>
				))}
			</ul>
		</Section>
	)
}

type Answer = { id: number; name: string; status: string; hasResponded: boolean; contactName: string; respondedAt: string | null }

export function AccountCampaigns({ campaigns, at }: { campaigns: readonly Answer[]; at: Instant }) {
	const { t } = useTranslation('desk')
	if (campaigns.length === 0) return null
	return (
		<Section title={t('campaigns.title')}>
			<ul className="grid text-sm">
				{campaigns.map((one) => (
					<li key={`${one.id} ${one.contactName}`} className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1 border-b border-rule py-2">
						<span>
							<span className="font-medium">{one.name}</span> <span className="text-ink-soft">{one.contactName}</span>
						</span>
						<span className="flex items-baseline gap-4">
							<Status tone={one.hasResponded ? 'positive' : 'neutral'}>{t(one.hasResponded ? 'campaigns.answered' : 'campaigns.reached')}</Status>
							{one.respondedAt ? <DateText instant={one.respondedAt} at={at} /> : null}
						</span>
					</li>
				))}
			</ul>
		</Section>
	)
}
