import { Link } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import type { Instant } from '../format/date.ts'
import { DateText, DayText } from '../parts/date-text.tsx'
import { EmptyState } from '../parts/empty-state.tsx'
import { ListBody, ListChoice, ListFilters, ListSearch } from '../parts/list-page.tsx'
import { Money } from '../parts/money.tsx'
import { Table, TBody, Td, THead, Th, Tr } from '../parts/table.tsx'
import { QuoteStatus } from './quote-status.tsx'

type Filter = { text: string | null; state: string | null; sort: string; after: { key: string; id: number } | null }
type Row = {
	number: string
	state: string
	currency: string
	accountName: string
	totalMinor: number | null
	lines: number
	firstName: string
	validOn: string | null
	changedAt: Instant
}

const STATES = ['asked', 'offered', 'countered', 'accepted', 'declined', 'expired', 'withdrawn']

/** `sorts`: at the desk, where accounts stand beside each other. */
export function QuoteFilters({ filter, sorts }: { filter: Filter; sorts?: boolean }) {
	const { t } = useTranslation('quotes')
	return (
		<ListFilters submit={t('show')}>
			<ListSearch label={t(sorts ? 'search' : 'searchOwn')} value={filter.text ?? ''} />
			<ListChoice
				label={t('column.state')}
				name="state"
				value={filter.state}
				any={t('anyState')}
				options={STATES.map((value) => ({ value, label: t(`state.${value}`) }))}
			/>
			{sorts ? (
				<ListChoice
					label={t('sort.label')}
					name="sort"
					value={filter.sort === 'newest' ? 'newest' : ''}
					any={t('sort.expiry')}
					options={[{ value: 'newest', label: t('sort.newest') }]}
					className="min-w-48 max-w-full"
				/>
			) : null}
		</ListFilters>
	)
}

type QuoteListProps = { quotes: readonly Row[]; next: string | null; filter: Filter; pricesIncludeTax: boolean; base: '/quotes' | '/desk/quotes' }

/** Quotes of an account, or of a desk with the accounts' names. */
export function QuoteList({ quotes, next, filter, pricesIncludeTax, base }: QuoteListProps) {
	const { t } = useTranslation('quotes')
	const total = t(pricesIncludeTax ? 'column.totalWithTax' : 'column.total')
	const isDesk = base === '/desk/quotes'
	const isFiltered = filter.text !== null || filter.state !== null
	const kind = isFiltered ? 'none' : isDesk ? 'deskEmpty' : 'empty'
	const empty = (
		<EmptyState
			picture={<img src={isFiltered ? '/images/nothing-found.svg' : '/images/all-done.svg'} alt="" width={480} height={360} />}
			title={t(`${kind}.title`)}
		>
			{t(`${kind}.text`)}
		</EmptyState>
	)
	return (
		<ListBody
			empty={quotes.length === 0 ? empty : null}
			words={{ pages: t('pages'), first: t('first'), next: t('next') }}
			after={filter.after ? filter.after.id : null}
			nextAfter={next}
		>
			<Table caption={t('title')} dense stacks>
				<THead>
					<tr>
						<Th>{t('column.quote')}</Th>
						{isDesk ? <Th>{t('column.account')}</Th> : null}
						<Th>{t('column.goods')}</Th>
						<Th>{t('column.state')}</Th>
						<Th>{t('column.validOn')}</Th>
						<Th numeric>{total}</Th>
					</tr>
				</THead>
				<TBody>
					{quotes.map((row) => (
						<Tr key={row.number} className="hover:bg-sunken">
							<Td className="whitespace-nowrap">
								<Link to={`${base}/${row.number}`} prefetch="intent" className="block font-medium text-accent hover:underline">
									{row.number}
								</Link>
								<span className="text-ink-soft">
									<DateText instant={row.changedAt} />
								</span>
							</Td>
							{isDesk ? <Td label={t('column.account')}>{row.accountName}</Td> : null}
							<Td label={t('column.goods')}>
								{row.firstName} {row.lines > 1 ? <span className="text-ink-soft">{t('others', { count: row.lines - 1 })}</span> : null}
							</Td>
							<Td label={t('column.state')}>
								<QuoteStatus state={row.state} />
							</Td>
							<Td label={t('column.validOn')} empty={row.validOn === null}>
								{row.validOn ? <DayText day={row.validOn} /> : '–'}
							</Td>
							<Td label={total} numeric empty={row.totalMinor === null}>
								{row.totalMinor === null ? '–' : <Money minor={row.totalMinor} currency={row.currency} />}
							</Td>
						</Tr>
					))}
				</TBody>
			</Table>
		</ListBody>
	)
}
