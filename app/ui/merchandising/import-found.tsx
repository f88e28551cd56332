import { Link, useLoaderData } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { useReader } from '../format/locale.tsx'
import { count } from '../format/number.ts'
import { Badge } from '../parts/badge.tsx'
import { Banner } from '../parts/banner.tsx'
import { LinkButton } from '../parts/button.tsx'
import { DateText } from '../parts/date-text.tsx'
import { Figure, Section } from '../parts/page-header.tsx'
import { Table, TBody, Td, THead, Th, Tr } from '../parts/table.tsx'
import type { OpenRun } from './import-progress.tsx'
import type { ListedRun } from './import-runs.tsx'
import { rejectWords } from './reject-words.ts'

type Change = { kind: string; column: string; of: string; before: string | null; after: string | null }
type Sampled = { row: number; name: string; outcome: 'created' | 'updated'; changes: Change[] }
type Found = {
	/** Where the runs of this room stand. */
	room: string
	run: OpenRun
	sample: Sampled[]
	reasons: { reason: string; count: number; firstRow: number }[]
	same: ListedRun[]
	since: ListedRun[]
}

/** What somebody should know before pressing: the same file once before, or others' imports in between. */
export function ImportNotes() {
	const { t } = useTranslation('exchange')
	const { room, run, same, since } = useLoaderData<Found>()
	const [twice] = same
	const [later] = since
	const isTrial = run.mode === 'trial'
	const nothing = isTrial && run.state === 'finished' && run.createdCount + run.updatedCount === 0
	return (
		<>
			{twice ? (
				<Banner tone="warning" title={t('run.twice')}>
					<Link to={`${room}/${twice.id}`} className="underline">
						{t('run.twiceBy', { name: twice.userName ?? t('runs.command') })}
					</Link>
					, <DateText instant={twice.startedAt} time />
				</Banner>
			) : null}
			{later && run.nextId === null ? (
				<Banner tone="warning" title={t('run.since')}>
					<Link to={`${room}/${later.id}`} className="underline">
						{later.fileName}
					</Link>
					, {later.userName}, <DateText instant={later.startedAt} time />
				</Banner>
			) : null}
			{nothing ? (
				<Banner live tone={run.rejectedCount > 0 ? 'warning' : 'positive'}>
					{t(run.rejectedCount > 0 ? 'run.allRefused' : 'run.allSame')}
				</Banner>
			) : null}
			{run.mode === 'import' && run.state === 'finished' ? (
				<Banner live tone={run.rejectedCount > 0 ? 'warning' : 'positive'}>
					{run.rejectedCount > 0 ? t('run.inBut', { count: run.rejectedCount }) : t('run.inAll')}
				</Banner>
			) : null}
		</>
	)
}

/** New, changed, the same, refused. */
export function ImportFigures() {
	const { t } = useTranslation('exchange')
	const { locale } = useReader()
	const { run } = useLoaderData<Found>()
	const figures = [
		['created', run.createdCount],
		['updated', run.updatedCount],
		['unchanged', run.unchangedCount],
		['rejected', run.rejectedCount],
		...(run.skippedCount > 0 ? [['skipped', run.skippedCount] as const] : []),
	] as const
	return (
		<div className="grid grid-cols-2 gap-x-6 gap-y-6 sm:grid-cols-4">
			{figures.map(([key, value]) => (
				<Figure key={key} label={t(`count.${key}`)} value={count(value, locale)} note={t(run.mode === 'trial' ? `would.${key}` : `was.${key}`)} />
			))}
		</div>
	)
}

/** Why rows were refused, what would help, and the rows themselves as a file. */
export function ImportReasons() {
	const { t } = useTranslation('exchange')
	const { locale } = useReader()
	const { room, run, reasons } = useLoaderData<Found>()
	if (reasons.length === 0) return null
	return (
		<Section
			title={t('reasons.title')}
			aside={
				<LinkButton to={`${room}/${run.id}/rejects.csv`} reloadDocument icon="download" size="sm">
					{t('reasons.csv')}
				</LinkButton>
			}
		>
			<Table caption={t('reasons.title')} stacks>
				<THead>
					<Tr>
						<Th>{t('reasons.why')}</Th>
						<Th>{t('reasons.remedy')}</Th>
						<Th numeric>{t('reasons.first')}</Th>
						<Th numeric>{t('reasons.rows')}</Th>
					</Tr>
				</THead>
				<TBody>
					{reasons.map(({ reason, count: rows, firstRow }) => {
						const { message, remedy } = rejectWords(t, reason)
						return (
							<Tr key={reason}>
								<Th scope="row" className="font-normal">
									{message}
								</Th>
								<Td label={t('reasons.remedy')} className="text-ink-soft">
									{remedy}
								</Td>
								<Td label={t('reasons.first')} numeric>
									{count(firstRow, locale)}
								</Td>
								<Td label={t('reasons.rows')} numeric>
									{count(rows, locale)}
								</Td>
							</Tr>
						)
					})}
				</TBody>
			</Table>
		</Section>
	)
}

/** Some of the rows, cell by cell: what stands there now, and what would. */
export function ImportSample() {
	const { t } = useTranslation('exchange')
	const { run, sample } = useLoaderData<Found>()
	const own = sample.toSorted((a, b) => a.row - b.row)
	if (run.mode !== 'trial' || own.length === 0) return null
	return (
		<Section title={t('sample.title')} aside={t('sample.note', { count: own.length })}>
			<ul className="grid">
				{own.map((one) => (
					<li key={`${one.row} ${one.name}`} className="grid gap-2 border-b border-rule py-4 lg:grid-cols-[16rem_1fr] lg:gap-8">
						<div className="grid content-start justify-items-start gap-1 text-sm">
							<p className="font-medium break-all">{one.name}</p>
							<p className="text-ink-soft">{t('sample.row', { row: one.row })}</p>
							<Badge tone={one.outcome === 'created' ? 'positive' : 'accent'}>{t(`count.${one.outcome}`)}</Badge>
						</div>
						<Changes {...one} kind={run.what} />
					</li>
				))}
			</ul>
		</Section>
	)
}

function Changes({ outcome, changes, kind }: Sampled & { kind: string }) {
	const { t } = useTranslation('exchange')
	if (changes.length === 0) return <p className="text-sm text-ink-soft">{t('sample.elsewhere')}</p>
	return (
		<dl className="grid min-w-0 text-sm">
			{changes.map((change) => (
				<div key={`${change.kind} ${change.column} ${change.of}`} className="grid gap-x-6 gap-y-0.5 py-1 sm:grid-cols-[14rem_1fr]">
					<dt className="text-ink-soft">
						{change.kind === kind ? '' : `${t(`kind.${change.kind}`)}: `}
						<code className="font-mono text-[0.8125rem]">{change.column}</code>
						{change.of && change.kind !== kind ? ` (${change.of})` : ''}
					</dt>
					<dd className="min-w-0 wrap-break-word">
						{outcome === 'updated' ? (
							<>
								<del className="text-ink-soft decoration-danger">{change.before ?? t('sample.empty')}</del> <span aria-hidden="true">→</span>{' '}
							</>
						) : null}
						<ins className="no-underline">{change.after ?? t('sample.empty')}</ins>
					</dd>
				</div>
			))}
		</dl>
	)
}
