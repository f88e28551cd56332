import { Form } from '@remix-run/react'
import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import type { Instant } from '../format/date.ts'
import { useReader } from '../format/locale.tsx'
import { count } from '../format/number.ts'
import { useFollowing } from '../merchandising/use-following.ts'
import { Status } from '../parts/badge.tsx'
import { Banner } from '../parts/banner.tsx'
import { Button, TextLink } from '../parts/button.tsx'
import { DateText } from '../parts/date-text.tsx'
import { Figure } from '../parts/page-header.tsx'
import { ProgressBar } from '../parts/progress-bar.tsx'
import { Table, TBody, Td, THead, Th, Tr } from '../parts/table.tsx'
import { useNames } from './use-names.ts'
import { useValueText } from './use-value-text.ts'

export type ListKind = 'dry_run' | 'reconcile' | 'undo'
export type ShownList = {
	id: number
	kind: ListKind
	stage: 'listing' | 'listed' | 'applying' | 'done' | 'cancelled'
	total: number | null
	looked: number
	drift: number
	startedAt: Instant
	userName: string | null
	fields: readonly { field: string; count: number; open: number; refused: number }[]
	records: readonly { rule: string; count: number }[]
	causes: readonly { code: string; cause: string; count: number }[]
	refused: number
	/** Why it waits for the other system, and until when. */
	rests: { until: Instant; cause: string; message: string | null } | null
}
type Value = string | boolean | readonly string[] | null
export type ShownLine = {
	id: number
	linkId: number | null
	name: string
	side: 'crm' | 'ma'
	object: string
	recordId: string | null
	field: string
	fromValue: Value
	toValue: Value
	rule: string
	state: 'open' | 'done' | 'refused'
	reason: string | null
	cause: string | null
}

/** How far a list is, what it came to, and what can be done about it. */
export function ListHead({ run, at, isOutside }: { run: ShownList; at: Instant; isOutside: boolean }) {
	const { t } = useTranslation('sync')
	const { locale } = useReader()
	const isGoing = run.stage === 'listing' || run.stage === 'applying'
	useFollowing(isGoing)
	const values = run.kind === 'dry_run' ? run.fields.filter(({ field }) => field !== '') : run.fields
	const sum = (of: 'open' | 'refused') => values.reduce((all, field) => all + field[of], 0)
	const [open, refused] = [sum('open'), sum('refused')]
	const shown = { count: open, open: count(open, locale), refused: count(refused, locale), drift: count(run.drift, locale), looked: count(run.looked, locale) }
	const act = run.stage === 'listed' && open > 0 ? { reconcile: 'mend', undo: 'apply', dry_run: null }[run.kind] : null
	return (
		<div className="mb-8 grid gap-4">
			<p className="text-sm text-ink-soft">
				<DateText instant={run.startedAt} at={at} />
				{run.userName ? ` · ${run.userName}` : null}
			</p>
			<div className="flex flex-wrap items-end gap-x-6 gap-y-3">
				<ProgressBar
					label={t(`list.stage.${run.stage}`)}
					value={isGoing ? run.looked : 1}
					max={isGoing ? Math.max(1, run.looked + 1, run.total ?? run.looked * 2) : 1}
					note={t('list.looked', { count: run.looked, shown: shown.looked })}
					tone={isGoing ? 'accent' : run.stage === 'cancelled' ? 'warning' : 'positive'}
					className="min-w-60 flex-1"
				/>
				{isGoing || act ? (
					<Form method="post">
						<Button
							type="submit"
							name="act"
							value={isGoing ? 'cancel' : (act ?? '')}
							icon={isGoing ? 'close' : act === 'apply' ? 'undo' : 'refresh'}
							variant={act && !isGoing ? 'primary' : 'secondary'}
						>
							{isGoing ? t('run.cancel') : t(`list.act.${act}`, shown)}
						</Button>
					</Form>
				) : null}
			</div>
			{run.rests ? (
				<Banner tone="warning">
					<p>{t('list.waits', { cause: t(`cause.${run.rests.cause}`) })}</p>
					<p className="text-ink-soft">
						{t('list.asked')} <DateText instant={run.rests.until} at={at} />
						{run.rests.message ? ` · ${t('errors.said', { message: run.rests.message })}` : null}
					</p>
				</Banner>
			) : null}
			{run.kind === 'dry_run' ? <DryFigures run={run} /> : null}
			{isGoing ? null : (
				<Banner tone={run.stage === 'listed' && run.kind !== 'dry_run' && open > 0 ? 'warning' : 'info'}>
					{t(`list.says.${run.kind}`, shown)}
					{isOutside && run.kind === 'dry_run' ? ` ${t('list.outsideHint')}` : null}
				</Banner>
			)}
		</div>
	)
}

/** What would become of how many records, and why some have a refusal; `drift` of a dry run is of how many it says anything. */
function DryFigures({ run }: { run: ShownList }) {
	const { t } = useTranslation('sync')
	const { locale } = useReader()
	const figures = [...run.records, { rule: 'refused', count: run.refused }, { rule: 'alone', count: run.looked - run.drift }].filter(
		({ count: some }) => some > 0,
	)
	if (figures.length === 0) return null
	return (
		<section aria-label={t('list.summary')} className="grid gap-6">
			<div className="grid grid-cols-2 gap-x-6 gap-y-4 sm:grid-cols-3 lg:grid-cols-5">
				{figures.map(({ rule, count: some }) => (
					<Figure key={rule} label={t(`list.figures.${rule}`)} value={count(some, locale)} />
				))}
			</div>
			{run.causes.length > 0 ? (
				<div className="grid max-w-2xl gap-1 text-sm">
					<h2 className="font-medium">{t('list.causes')}</h2>
					<ul className="grid">
						{run.causes.map(({ code, cause, count: some }) => (
							<li key={code} className="flex justify-between gap-4 border-t border-rule py-1.5">
								<span>{t(`cause.${cause}`, { defaultValue: code })}</span>
								<span className="tabular-nums">{count(some, locale)}</span>
							</li>
						))}
					</ul>
				</div>
			) : null}
		</section>
	)
}

type LinesProps = { kind: ListKind; stage: string; lines: readonly ShownLine[]; names: Readonly<Record<string, string>> }

/** What becomes of a record as a whole has no value. */
const isWhole = ({ field, fromValue, toValue }: ShownLine) => field === '' && fromValue === null && toValue === null

function standingOf(kind: ListKind, stage: string, { state, field }: ShownLine): string {
	if (state !== 'open') return state
	if (kind === 'dry_run' && field === '') return 'happens'
	return kind === 'undo' && stage === 'done' ? 'ordered' : state
}

/** Why it stays, rests or is refused. */
function reasonOf(t: TFunction<'sync'>, { reason, cause }: ShownLine): string {
	const said = cause ? t(`cause.${cause}`, { defaultValue: reason }) : t(`stateReason.${reason}`, { defaultValue: reason })
	return t(`list.reason.${reason}`, { defaultValue: said })
}

/** Record, field, from, to and why. What an undo ordered of another system is on its way until that has answered. */
export function ListLines({ kind, stage, lines, names: who }: LinesProps) {
	const { t } = useTranslation('sync')
	const names = useNames()
	const valueText = useValueText(who)
	return (
		<Table caption={t(`runKind.${kind}`)} dense stacks>
			<THead>
				<tr>
					<Th>{t('list.record')}</Th>
					<Th>{t('errors.field')}</Th>
					<Th>{t('list.from')}</Th>
					<Th>{t('list.to')}</Th>
					<Th>{t('list.rule')}</Th>
					<Th>{t('list.state')}</Th>
				</tr>
			</THead>
			<TBody>
				{lines.map((line) => (
					<Tr key={line.id} className="hover:bg-sunken">
						<Td>
							{line.linkId === null ? (
								line.name
							) : (
								<TextLink to={`/admin/sync/links/${line.linkId}`} className="font-medium">
									{line.name}
								</TextLink>
							)}
						</Td>
						<Td label={t('errors.field')}>
							{t(`side.${line.side}`)} · {names.object(line.object)} · {names.field(line.field)}
						</Td>
						<Td label={t('list.from')} className="min-w-28 wrap-anywhere">
							<span className="line-clamp-3">{isWhole(line) ? '' : valueText(line.fromValue, line.field)}</span>
						</Td>
						<Td label={t('list.to')} className="min-w-28 wrap-anywhere">
							<span className="line-clamp-3">{isWhole(line) ? '' : valueText(line.toValue, line.field)}</span>
						</Td>
						<Td label={t('list.rule')} className="text-ink-soft">
							{t(`why.rule.${line.rule}`, { defaultValue: t(`list.rules.${line.rule}`, { defaultValue: line.rule }) })}
						</Td>
						<Td label={t('list.state')}>
							<Status tone={line.state === 'refused' ? 'danger' : line.state === 'done' ? 'positive' : 'neutral'}>
								{t(`lineState.${kind}.${standingOf(kind, stage, line)}`)}
							</Status>
							{line.reason ? <span className="block text-sm text-ink-soft">{reasonOf(t, line)}</span> : null}
						</Td>
					</Tr>
				))}
			</TBody>
		</Table>
	)
}
