import { Link } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { campaignKinds, campaignStatuses } from '../../engine/crm/campaign.ts'
import { useReader } from '../format/locale.tsx'
import { count } from '../format/number.ts'
import { Status, type Tone } from '../parts/badge.tsx'
import { LinkButton } from '../parts/button.tsx'
import { DaySpan } from '../parts/date-text.tsx'
import { EmptyState } from '../parts/empty-state.tsx'
import { ListBody, ListChoice, ListFilters, ListSearch } from '../parts/list-page.tsx'
import { Money } from '../parts/money.tsx'
import { Table, TBody, Td, THead, Th, Tr } from '../parts/table.tsx'
import { ForRoles } from '../shell/roles.tsx'

type Row = {
	id: number
	code: string
	name: string
	kind: string
	status: string
	currency: string
	actualCostMinor: number
	startsOn: string | null
	endsOn: string | null
	members: number
	responded: number
	parentName: string | null
}
type Filter = { text: string | null; status: string | null; kind: string | null; after: number | null }
const tones: Record<string, Tone> = { planned: 'neutral', in_progress: 'accent', completed: 'positive', aborted: 'danger' }

/** CRM campaigns, the newest first. */
export function CampaignList({ campaigns, next, filter }: { campaigns: readonly Row[]; next: number | null; filter: Filter }) {
	const { t } = useTranslation('crm')
	const isFiltered = Boolean(filter.text || filter.status || filter.kind)
	const empty = (
		<EmptyState
			picture={<img src={isFiltered ? '/images/nothing-found.svg' : '/images/all-done.svg'} alt="" width={480} height={360} />}
			title={t(isFiltered ? 'queues.noneFound.title' : 'campaigns.empty')}
			action={
				isFiltered ? null : (
					<ForRoles roles={['marketer']}>
						<LinkButton to="/marketing/crm-campaigns/new" variant="primary" icon="plus">
							{t('campaigns.new')}
						</LinkButton>
					</ForRoles>
				)
			}
		>
			{t(isFiltered ? 'campaigns.noneFound' : 'campaigns.emptyText')}
		</EmptyState>
	)
	return (
		<>
			<ListFilters submit={t('show')}>
				<ListSearch label={t('campaigns.search')} value={filter.text ?? ''} className="w-full sm:w-72" />
				<ListChoice
					label={t('field.status')}
					name="status"
					value={filter.status}
					any={t('campaigns.anyStatus')}
					options={campaignStatuses.map((value) => ({ value, label: t(`campaigns.status.${value}`) }))}
				/>
				<ListChoice
					label={t('field.kind')}
					name="kind"
					value={filter.kind}
					any={t('campaigns.anyKind')}
					options={campaignKinds.map((value) => ({ value, label: t(`campaigns.kind.${value}`) }))}
				/>
			</ListFilters>
			<ListBody
				empty={campaigns.length === 0 ? empty : null}
				words={{ pages: t('pages'), first: t('first'), next: t('next') }}
				after={filter.after}
				nextAfter={next}
			>
				<CampaignTable campaigns={campaigns} />
			</ListBody>
		</>
	)
}

function CampaignTable({ campaigns }: { campaigns: readonly Row[] }) {
	const { t } = useTranslation('crm')
	const { locale } = useReader()
	return (
		<Table caption={t('campaigns.title')} dense stacks>
			<THead>
				<tr>
					<Th>{t('field.name')}</Th>
					<Th>{t('field.kind')}</Th>
					<Th>{t('field.status')}</Th>
					<Th>{t('campaigns.runs')}</Th>
					<Th numeric>{t('campaigns.members')}</Th>
					<Th numeric>{t('campaigns.responded')}</Th>
					<Th numeric>{t('field.actualCost')}</Th>
				</tr>
			</THead>
			<TBody>
				{campaigns.map((one) => (
					<Tr key={one.id} className="hover:bg-sunken">
						<Td>
							<Link to={`/marketing/crm-campaigns/${one.id}`} prefetch="intent" className="block font-medium text-accent hover:underline">
								{one.name}
							</Link>
							<span className="text-ink-soft">{[one.code, one.parentName].filter(Boolean).join(' · ')}</span>
						</Td>
						<Td label={t('field.kind')}>{t(`campaigns.kind.${one.kind}`, { defaultValue: one.kind })}</Td>
						<Td label={t('field.status')}>
							<Status tone={tones[one.status] ?? 'neutral'}>{t(`campaigns.status.${one.status}`)}</Status>
						</Td>
						<Td label={t('campaigns.runs')} empty={!one.startsOn && !one.endsOn} className="whitespace-nowrap">
							<DaySpan from={one.startsOn} to={one.endsOn} />
						</Td>
						<Td label={t('campaigns.members')} numeric>
							{count(one.members, locale)}
						</Td>
						<Td label={t('campaigns.responded')} numeric>
							{count(one.responded, locale)}
						</Td>
						<Td label={t('field.actualCost')} numeric>
							<Money minor={one.actualCostMinor} currency={one.currency} />
						</Td>
					</Tr>
				))}
			</TBody>
		</Table>
	)
}
