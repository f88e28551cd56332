import { Link, useLoaderData } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { useReader } from '../format/locale.tsx'
import { count } from '../format/number.ts'
import { Status } from '../parts/badge.tsx'
import { LinkButton } from '../parts/button.tsx'
import { DateText } from '../parts/date-text.tsx'
import { EmptyState } from '../parts/empty-state.tsx'
import { ListBody, ListChoice, ListFilters, ListSearch } from '../parts/list-page.tsx'
import { Section } from '../parts/page-header.tsx'
import { Table, TBody, Td, THead, Th, Tr } from '../parts/table.tsx'
import { useListHref } from '../parts/use-list-href.ts'

export const runTones = { queued: 'neutral', running: 'accent', finished: 'positive', stopped: 'warning', failed: 'danger' } as const

export type ListedRun = {
	id: number
	what: string
	fileName: string
	mode: 'trial' | 'import' | 'export'
	state: keyof typeof runTones
	readCount: number
	createdCount: number
	updatedCount: number
	rejectedCount: number
	startedAt: string
	userName: string | null
}

type Listed = {
	room: string
	runs: ListedRun[]
	nextAfter: number | null
	filter: { search: string; mode: string | null; state: string | null; after: number | null }
}

const modes = ['trial', 'import', 'export'] as const
const states = ['queued', 'running', 'finished', 'stopped', 'failed'] as const

/** What came in and went out: who, when, what, and what became of it. */
export function ImportRuns({ empty }: { empty?: string }) {
	const { t } = useTranslation(['exchange', 'merchandising'])
	const { room, runs, nextAfter, filter } = useLoaderData<Listed>()
	const href = useListHref()
	const isFiltered = filter.search !== '' || filter.mode !== null || filter.state !== null
	const options = (words: readonly string[], key: string) => words.map((value) => ({ value, label: t(`${key}.${value}`) }))
	const query = href({ after: '' }).split('?')[1] ?? ''
	return (
		<Section
			title={t('runs.title')}
			id="runs"
			aside={
				<LinkButton to={`${room}.csv?${query}`} reloadDocument icon="download" size="sm">
					{t('runs.csv')}
				</LinkButton>
			}
		>
			{runs.length === 0 && !isFiltered ? null : (
				<ListFilters submit={t('merchandising:show')}>
					<ListSearch label={t('merchandising:search')} value={filter.search} />
					<ListChoice label={t('runs.mode')} name="mode" value={filter.mode} any={t('merchandising:any')} options={options(modes, 'mode')} />
					<ListChoice label={t('runs.state')} name="state" value={filter.state} any={t('merchandising:any')} options={options(states, 'state')} />
				</ListFilters>
			)}
			<ListBody
				empty={
					runs.length === 0 ? (
						<EmptyState title={t(isFiltered ? 'runs.noMatch' : 'runs.none')}>{isFiltered ? t('runs.noMatchText') : (empty ?? t('runs.noneText'))}</EmptyState>
					) : null
				}
				words={{ pages: t('merchandising:pages'), first: t('merchandising:firstPage'), next: t('merchandising:nextPage') }}
				after={filter.after}
				nextAfter={nextAfter}
			>
				<RunTable runs={runs} />
			</ListBody>
		</Section>
	)
}

function RunTable({ runs }: { runs: readonly ListedRun[] }) {
	const { room } = useLoaderData<Listed>()
	const { t } = useTranslation('exchange')
	const { locale } = useReader()
	const figure = (one: ListedRun, value: number) => (one.mode === 'export' ? '–' : count(value, locale))
	return (
		<Table caption={t('runs.title')} stacks>
			<THead>
				<Tr>
					<Th>{t('runs.file')}</Th>
					<Th>{t('runs.mode')}</Th>
					<Th>{t('runs.state')}</Th>
					<Th>{t('runs.by')}</Th>
					<Th numeric>{t('count.read')}</Th>
					<Th numeric>{t('count.created')}</Th>
					<Th numeric>{t('count.updated')}</Th>
					<Th numeric>{t('count.rejected')}</Th>
				</Tr>
			</THead>
			<TBody>
				{runs.map((one) => (
					<Tr key={one.id}>
						<Th scope="row">
							{one.mode === 'export' ? (
								one.fileName
							) : (
								<Link to={`${room}/${one.id}`} prefetch="intent" className="break-all text-accent hover:underline">
									{one.fileName || t('runs.unnamed')}
								</Link>
							)}
							<span className="block font-normal text-ink-soft">{t(`kind.${one.what}`)}</span>
						</Th>
						<Td label={t('runs.mode')}>{t(`mode.${one.mode}`)}</Td>
						<Td label={t('runs.state')}>
							<Status tone={runTones[one.state]}>{t(`state.${one.state}`)}</Status>
						</Td>
						<Td label={t('runs.by')}>
							{one.userName ?? t('runs.command')}
							<span className="block text-ink-soft">
								<DateText instant={one.startedAt} time />
							</span>
						</Td>
						<Td label={t('count.read')} numeric>
							{count(one.readCount, locale)}
						</Td>
						<Td label={t('count.created')} numeric empty={one.mode === 'export'}>
							{figure(one, one.createdCount)}
						</Td>
						<Td label={t('count.updated')} numeric empty={one.mode === 'export'}>
							{figure(one, one.updatedCount)}
						</Td>
						<Td label={t('count.rejected')} numeric empty={one.mode === 'export'}>
							{figure(one, one.rejectedCount)}
						</Td>
					</Tr>
				))}
			</TBody>
		</Table>
	)
}
