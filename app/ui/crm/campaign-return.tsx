import { Link } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { type InfluenceModel, influenceModels } from '../../engine/crm/influence.ts'
import { useReader } from '../format/locale.tsx'
import { count, percent } from '../format/number.ts'
import { TextLink } from '../parts/button.tsx'
import { cn } from '../parts/cn.ts'
import { EmptyState } from '../parts/empty-state.tsx'
import { ListChoice, ListFilters } from '../parts/list-page.tsx'
import { Money } from '../parts/money.tsx'
import { Section } from '../parts/page-header.tsx'
import { Table, TBody, Td, THead, Th, Tr } from '../parts/table.tsx'

type Row = {
	id: number
	code: string
	name: string
	currency: string
	members: number
	responded: number
	opportunities: number
	wonMinor: number
	spentMinor: number
	thousandths: number | null
}

/** The model that an address asks for; even shares unless it says otherwise. */
export const readModel = (search: URLSearchParams): InfluenceModel => influenceModels.find((one) => one === search.get('model')) ?? 'even'

/** What campaigns had of what was won, by one way of sharing, and what came back on what they cost. */
export function CampaignReturn({ rows, model }: { rows: readonly Row[]; model: InfluenceModel }) {
	const { t } = useTranslation('crm')
	const { locale } = useReader()
	if (rows.length === 0) return <EmptyState title={t('campaigns.empty')}>{t('campaigns.emptyText')}</EmptyState>
	return (
		<div className="grid gap-2 *:min-w-0">
			<ListFilters submit={t('show')}>
				<ListChoice
					label={t('return.model')}
					name="model"
					value={model === 'even' ? null : model}
					any={t('return.by.even')}
					options={influenceModels.filter((one) => one !== 'even').map((value) => ({ value, label: t(`return.by.${value}`) }))}
					className="min-w-64 max-w-full"
				/>
			</ListFilters>
			<p className="mb-4 max-w-prose text-sm text-ink-soft">{t(`return.says.${model}`)}</p>
			<Table caption={t('return.title')} dense stacks>
				<THead>
					<tr>
						<Th>{t('field.name')}</Th>
						<Th numeric>{t('campaigns.members')}</Th>
						<Th numeric>{t('campaigns.responded')}</Th>
						<Th numeric>{t('return.opportunities')}</Th>
						<Th numeric>{t('return.won')}</Th>
						<Th numeric>{t('return.spent')}</Th>
						<Th numeric>{t('return.roi')}</Th>
					</tr>
				</THead>
				<TBody>
					{rows.map((row) => (
						<Tr key={row.id} className="hover:bg-sunken">
							<Td>
								<Link to={`/marketing/crm-campaigns/${row.id}`} className="font-medium text-accent hover:underline">
									{row.name}
								</Link>
							</Td>
							<Td label={t('campaigns.members')} numeric>
								{count(row.members, locale)}
							</Td>
							<Td label={t('campaigns.responded')} numeric>
								{count(row.responded, locale)}
							</Td>
							<Td label={t('return.opportunities')} numeric>
								{count(row.opportunities, locale)}
							</Td>
							<Td label={t('return.won')} numeric>
								<Money minor={row.wonMinor} currency={row.currency} />
							</Td>
							<Td label={t('return.spent')} numeric>
								<Money minor={row.spentMinor} currency={row.currency} />
							</Td>
							<Td label={t('return.roi')} numeric className={cn(row.thousandths !== null && row.thousandths < 0 && 'text-danger')}>
								{row.thousandths === null ? t('return.none') : percent(row.thousandths / 1000, locale)}
							</Td>
						</Tr>
					))}
				</TBody>
			</Table>
		</div>
	)
}

/** Where the people behind a figure of the funnel are listed. */
export const funnelHref = (step: string) => `/marketing/prospects?${new URLSearchParams({ lead: step })}`

type Step = { step: string; count: number; conversion: number | null; lagDays: number | null }

/** How leads came on: how many to each step, which share of the step before, after how many days. */
export function Funnel({ steps }: { steps: readonly Step[] }) {
	const { t } = useTranslation('crm')
	const { locale } = useReader()
	const most = Math.max(1, ...steps.map((step) => step.count))
	return (
		<Section title={t('funnel.title')}>
			<p className="max-w-prose text-sm text-ink-soft">{t('funnel.lead')}</p>
			<ol className="grid gap-3">
				{steps.map((step) => (
					<li key={step.step} className="grid gap-1 text-sm sm:grid-cols-[10rem_minmax(0,1fr)_16rem] sm:items-center sm:gap-4">
						<span className="font-medium">{t(`funnel.step.${step.step}`)}</span>
						<span className="flex items-center gap-3">
							<span aria-hidden="true" className="h-5 min-w-0.5 rounded-sm bg-accent" style={{ width: `${(step.count * 85) / most}%` }} />
							<span className="tabular-nums">
								{step.count > 0 ? <TextLink to={funnelHref(step.step)}>{count(step.count, locale)}</TextLink> : count(step.count, locale)}
							</span>
						</span>
						<span className="text-ink-soft">
							{step.conversion === null ? null : t('funnel.came', { share: percent(step.conversion / 100, locale) })}
							{step.lagDays === null ? null : ` · ${t('funnel.lag', { count: step.lagDays })}`}
						</span>
					</li>
				))}
			</ol>
		</Section>
	)
}
