import { Form, Link } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { useReader } from '../format/locale.tsx'
import { count } from '../format/number.ts'
import { Status } from '../parts/badge.tsx'
import { Button } from '../parts/button.tsx'
import { DaySpan } from '../parts/date-text.tsx'
import { Disclosure } from '../parts/disclosure.tsx'
import { EmptyState } from '../parts/empty-state.tsx'
import { ListBody, ListChoice, ListFilters, ListSearch } from '../parts/list-page.tsx'
import { Money } from '../parts/money.tsx'
import { SelectField } from '../parts/select-field.tsx'
import { Table, TBody, Td, THead, Th, Tr } from '../parts/table.tsx'
import { TextField } from '../parts/text-field.tsx'
import { useMay } from '../shell/roles.tsx'

export type SourceView = {
	id: number
	name: string
	isDefault: boolean
	startsOn: string | null
	endsOn: string | null
	costMinor: number | null
	currency: string | null
	syncsMembers: boolean
	crmCampaignId: number | null
	crmName: string | null
	people: number
}
type Choice = { id: number; name: string; code: string }
type Filter = { text: string | null; connected: string | null; after: number | null }

/** CRM campaigns to choose from, or none. */
export const crmOptions = (choices: readonly Choice[], none: string) => [
	{ value: '', label: none },
	...choices.map(({ id, name, code }) => ({ value: String(id), label: `${name} · ${code}` })),
]

/** Source campaigns, the newest first. */
export function SourceList({ campaigns, next, filter }: { campaigns: readonly SourceView[]; next: number | null; filter: Filter }) {
	const { t } = useTranslation('crm')
	const isFiltered = Boolean(filter.text || filter.connected)
	const empty = (
		<EmptyState
			picture={<img src={isFiltered ? '/images/nothing-found.svg' : '/images/all-done.svg'} alt="" width={480} height={360} />}
			title={t(isFiltered ? 'queues.noneFound.title' : 'sources.empty')}
		>
			{t(isFiltered ? 'sources.noneFound' : 'sources.emptyText')}
		</EmptyState>
	)
	return (
		<>
			<ListFilters submit={t('show')}>
				<ListSearch label={t('sources.search')} value={filter.text ?? ''} className="w-full sm:w-72" />
				<ListChoice
					label={t('sources.connection')}
					name="connected"
					value={filter.connected}
					any={t('sources.any')}
					options={(['yes', 'no'] as const).map((value) => ({ value, label: t(`sources.${value}`) }))}
				/>
			</ListFilters>
			<ListBody
				empty={campaigns.length === 0 ? empty : null}
				words={{ pages: t('pages'), first: t('first'), next: t('next') }}
				after={filter.after}
				nextAfter={next}
			>
				<SourceTable campaigns={campaigns} />
			</ListBody>
		</>
	)
}

function SourceTable({ campaigns }: { campaigns: readonly SourceView[] }) {
	const { t } = useTranslation('crm')
	const { locale } = useReader()
	return (
		<Table caption={t('sources.title')} dense stacks>
			<THead>
				<tr>
					<Th>{t('field.name')}</Th>
					<Th>{t('object.campaign')}</Th>
					<Th>{t('campaigns.runs')}</Th>
					<Th numeric>{t('sources.cost')}</Th>
					<Th numeric>{t('sources.people')}</Th>
				</tr>
			</THead>
			<TBody>
				{campaigns.map((one) => (
					<Tr key={one.id} className="hover:bg-sunken">
						<Td className="min-w-36">
							<Link to={`/marketing/source-campaigns/${one.id}`} prefetch="intent" className="block font-medium text-accent wrap-break-word hover:underline">
								{one.name}
							</Link>
							{one.isDefault ? <span className="text-ink-soft">{t('sources.isDefault')}</span> : null}
							{one.syncsMembers ? <Status tone="positive">{t('sources.follows')}</Status> : null}
						</Td>
						<Td label={t('object.campaign')} empty={!one.crmName} className="min-w-36 wrap-break-word">
							{one.crmName}
						</Td>
						<Td label={t('campaigns.runs')} empty={!one.startsOn && !one.endsOn} className="whitespace-nowrap">
							<DaySpan from={one.startsOn} to={one.endsOn} />
						</Td>
						<Td label={t('sources.cost')} numeric empty={one.costMinor === null}>
							{one.costMinor !== null && one.currency ? <Money minor={one.costMinor} currency={one.currency} /> : null}
						</Td>
						<Td label={t('sources.people')} numeric>
							{count(one.people, locale)}
						</Td>
					</Tr>
				))}
			</TBody>
		</Table>
	)
}

/** A new one, by its name and, if one likes, its CRM campaign. */
export function NewSource({ typed, choices, isOpen }: { typed: { name: string; crmCampaignId: string } | null; choices: readonly Choice[]; isOpen: boolean }) {
	const { t } = useTranslation('crm')
	if (!useMay('marketer')) return null
	return (
		<Disclosure summary={t('sources.new')} open={isOpen}>
			<Form method="post" className="grid max-w-3xl items-start gap-4 sm:grid-cols-2">
				<input type="hidden" name="act" value="create" />
				<TextField label={t('field.name')} name="name" defaultValue={typed?.name ?? ''} maxLength={120} required />
				<SelectField
					label={t('object.campaign')}
					name="crmCampaignId"
					defaultValue={typed?.crmCampaignId ?? ''}
					key={typed?.crmCampaignId}
					hint={t('sources.connectHint')}
					options={crmOptions(choices, t('sources.notYet'))}
				/>
				<Button type="submit" variant="primary" className="w-fit">
					{t('sources.make')}
				</Button>
			</Form>
		</Disclosure>
	)
}
