import { Link } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { leadStatuses } from '../../engine/crm/lead.ts'
import { ratings } from '../../engine/crm/person-fields.ts'
import { useFieldWord } from '../crm/person-inputs.tsx'
import { Status } from '../parts/badge.tsx'
import { LinkButton } from '../parts/button.tsx'
import { DateText } from '../parts/date-text.tsx'
import { EmptyState } from '../parts/empty-state.tsx'
import { ListBody, ListChoice, ListFilters, ListSearch } from '../parts/list-page.tsx'
import { Table, TBody, Td, THead, Th, Tr } from '../parts/table.tsx'
import { type LeadRow, leadTones } from './lead-view.ts'

type Filter = { text: string | null; status: string | null; rating: string | null; whose: string | null; after: number | null }

/** Leads of a desk, the newest first. */
export function LeadList({ leads, next, filter }: { leads: readonly LeadRow[]; next: number | null; filter: Filter }) {
	const { t } = useTranslation(['leads', 'crm'])
	const isFiltered = Boolean(filter.text || filter.status || filter.rating || filter.whose)
	const kind = isFiltered ? 'none' : 'empty'
	const empty = (
		<EmptyState
			picture={<img src={isFiltered ? '/images/nothing-found.svg' : '/images/all-done.svg'} alt="" width={480} height={360} />}
			title={t(`${kind}.title`)}
			action={
				isFiltered ? null : (
					<LinkButton to="/desk/leads/new" variant="primary" icon="plus">
						{t('new')}
					</LinkButton>
				)
			}
		>
			{t(`${kind}.text`)}
		</EmptyState>
	)
	return (
		<>
			<ListFilters submit={t('show')}>
				<ListSearch label={t('search')} value={filter.text ?? ''} className="w-full sm:w-72" />
				<ListChoice
					label={t('column.status')}
					name="status"
					value={filter.status}
					any={t('anyStatus')}
					options={leadStatuses.map((value) => ({ value, label: t(`status.${value}`) }))}
				/>
				<ListChoice
					label={t('crm:field.rating')}
					name="rating"
					value={filter.rating}
					any={t('anyRating')}
					options={ratings.map((value) => ({ value, label: t(`crm:rating.${value}`) }))}
				/>
				<ListChoice
					label={t('whose.label')}
					name="whose"
					value={filter.whose}
					any={t('whose.any')}
					options={['mine', 'queue'].map((value) => ({ value, label: t(`whose.${value}`) }))}
					className="min-w-56 max-w-full"
				/>
			</ListFilters>
			<ListBody
				empty={leads.length === 0 ? empty : null}
				words={{ pages: t('pages'), first: t('first'), next: t('next') }}
				after={filter.after}
				nextAfter={next}
			>
				<LeadTable leads={leads} />
			</ListBody>
		</>
	)
}

function LeadTable({ leads }: { leads: readonly LeadRow[] }) {
	const { t } = useTranslation('leads')
	const word = useFieldWord()
	return (
		<Table caption={t('title')} dense stacks>
			<THead>
				<tr>
					<Th>{t('column.lead')}</Th>
					<Th>{t('column.company')}</Th>
					<Th>{t('column.reach')}</Th>
					<Th>{t('column.source')}</Th>
					<Th>{t('column.status')}</Th>
					<Th>{t('column.owner')}</Th>
					<Th numeric>{t('column.quotes')}</Th>
				</tr>
			</THead>
			<TBody>
				{leads.map((lead) => (
					<Tr key={lead.id} className="hover:bg-sunken">
						<Td>
							<Link to={`/desk/leads/${lead.id}`} prefetch="intent" className="block font-medium text-accent hover:underline">
								{lead.name}
							</Link>
							<span className="text-ink-soft">
								{t('since')} <DateText instant={lead.createdAt} />
							</span>
						</Td>
						<Td label={t('column.company')}>
							{lead.company || <span className="text-ink-soft">{t('noCompany')}</span>}
							{lead.title ? <span className="block text-ink-soft">{lead.title}</span> : null}
						</Td>
						<Td label={t('column.reach')} empty={!lead.email && !lead.phone} className="wrap-anywhere">
							{lead.email || lead.phone || '–'}
						</Td>
						<Td label={t('column.source')} empty={!lead.source}>
							{lead.source ?? '–'}
						</Td>
						<Td label={t('column.status')}>
							<Status tone={leadTones[lead.status] ?? 'neutral'}>{t(`status.${lead.status}`)}</Status>
							{lead.rating ? <span className="block text-ink-soft">{word('rating', lead.rating)}</span> : null}
						</Td>
						<Td label={t('column.owner')}>{lead.ownerName ?? <span className="text-ink-soft">{t('queue')}</span>}</Td>
						<Td label={t('column.quotes')} numeric empty={lead.quotes === 0}>
							{lead.quotes || '–'}
						</Td>
					</Tr>
				))}
			</TBody>
		</Table>
	)
}
