import { Form } from '@remix-run/react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { TaskSource } from '../desk/task-source.tsx'
import { useTaskText } from '../desk/use-task-text.ts'
import { useReader } from '../format/locale.tsx'
import { count, percent } from '../format/number.ts'
import { Badge, Status, type Tone } from '../parts/badge.tsx'
import { Banner } from '../parts/banner.tsx'
import { Button, TextLink } from '../parts/button.tsx'
import { DateText, DayText } from '../parts/date-text.tsx'
import { Figure } from '../parts/page-header.tsx'
import { FeedTable, QuotaBars } from './connection-feeds.tsx'
import { Ramp } from './ramp.tsx'
import { outsideRooms, syncRooms } from './room-head.tsx'
import type { ShownConnection } from './shown.ts'
import { useConnectionName } from './use-connection-name.ts'

const tones: Record<ShownConnection['state'], Tone> = { paused: 'neutral', canary: 'accent', running: 'positive', suspended: 'danger' }

const isOutside = ({ crmSystem, maSystem }: ShownConnection) => !crmSystem.startsWith('embedded_') || !maSystem.startsWith('embedded_')

/** A connection on one sheet: how it stands, what waits, what is refused, and the ways into its rooms. */
export function ConnectionSheet({ connection, at }: { connection: ShownConnection; at: string }) {
	const { t } = useTranslation('sync')
	const nameOf = useConnectionName()
	const isWorking = connection.state === 'running' || connection.state === 'canary'
	return (
		<article className="grid gap-6 border-t border-ink pt-4 *:min-w-0">
			<header className="flex flex-wrap items-start justify-between gap-x-8 gap-y-3">
				<div className="grid gap-1">
					<h2 className="flex flex-wrap items-center gap-x-3 gap-y-1 text-xl">
						{nameOf(connection.name)}
						<Badge tone={tones[connection.state]}>{t(`state.${connection.state}`)}</Badge>
					</h2>
					<p className="text-sm text-ink-soft">
						{t('sides', {
							crm: t(`system.${connection.crmSystem}`, { defaultValue: connection.crmSystem }),
							ma: t(`system.${connection.maSystem}`, { defaultValue: connection.maSystem }),
						})}
					</p>
				</div>
				<Form method="post">
					<input type="hidden" name="connection" value={connection.id} />
					<Button type="submit" name="act" value={isWorking ? 'pause' : 'run'} variant={isWorking ? 'secondary' : 'primary'}>
						{t(isWorking ? 'pause' : connection.startedAt ? 'resume' : 'start')}
					</Button>
				</Form>
			</header>
			<Warnings connection={connection} at={at} />
			<Asked connection={connection} />
			{connection.state === 'canary' || (connection.canaryDone > 0 && connection.canaryStage < 3) ? <Ramp connection={connection} /> : null}
			<Figures connection={connection} at={at} />
			<nav aria-label={t('roomsLabel')}>
				<ul className="flex flex-wrap gap-x-6 gap-y-2 text-sm">
					{[...(isOutside(connection) ? outsideRooms : []), ...syncRooms].map((room) => (
						<li key={room}>
							<TextLink to={`/admin/sync/${connection.id}/${room}`}>{t(`rooms.${room}`)}</TextLink>
						</li>
					))}
				</ul>
			</nav>
			{connection.lanes.length > 0 ? <Lanes connection={connection} at={at} /> : null}
			{connection.feeds.length > 0 ? <FeedTable feeds={connection.feeds} at={at} /> : null}
			{connection.quotas.length > 0 ? <QuotaBars quotas={connection.quotas} /> : null}
		</article>
	)
}

/** Silence first: who says nothing at all is worse off than who says that something is wrong. */
function Warnings({
	connection: { id, state, suspendedFor, feeds, lanes, prospectCap, capWarned, livePausedUntil },
	at,
}: {
	connection: ShownConnection
	at: string
}) {
	const { t } = useTranslation('sync')
	const stopped = feeds.filter(({ standing }) => standing === 'stopped')
	const [stuck] = lanes.filter(({ isStuck }) => isStuck)
	const isWorking = state === 'running' || state === 'canary'
	return (
		<div className="grid gap-3 empty:hidden">
			{stopped.length > 0 ? (
				<Banner tone="danger" title={t('warn.stopped', { count: stopped.length })}>
					{t('warn.stoppedText')}
				</Banner>
			) : null}
			{isWorking && stuck ? (
				<Banner tone="danger" title={t('warn.stuck')}>
					{t('warn.stuckText')} <DateText instant={stuck.oldestAt} at={at} />
				</Banner>
			) : null}
			{livePausedUntil && new Date(livePausedUntil).toISOString() > at ? (
				<Banner tone="warning" title={t('warn.quota')}>
					{t('warn.quotaText')} <DateText instant={livePausedUntil} at={at} />
				</Banner>
			) : null}
			{capWarned > 0 ? (
				<Banner tone={capWarned === 95 ? 'danger' : 'warning'} title={t('warn.cap', { percent: capWarned, cap: prospectCap })}>
					<TextLink to={`/admin/sync/${id}/records?state=held`}>{t('warn.capText')}</TextLink>
				</Banner>
			) : null}
			{state === 'suspended' ? (
				<Banner tone="danger" title={t('warn.suspended')}>
					{t(`suspendedFor.${suspendedFor}`, { defaultValue: suspendedFor ?? '' })}
					{suspendedFor === 'ERROR_SHARE' ? (
						<span className="mt-2 flex flex-wrap gap-x-6 gap-y-1">
							<TextLink to={`/admin/sync/${id}/errors`}>{t('warn.toErrors')}</TextLink>
							<TextLink to={`/admin/sync/${id}/runs?kind=live`}>{t('warn.toSteps')}</TextLink>
						</span>
					) : null}
				</Banner>
			) : null}
		</div>
	)
}

/** What is mended by nobody but an administrator, where, and who was asked by when. */
function Asked({ connection: { tasks } }: { connection: ShownConnection }) {
	const { t } = useTranslation('sync')
	const textOf = useTaskText()
	if (tasks.length === 0) return null
	return (
		<Banner tone="warning" title={t('warn.asked', { count: tasks.length })}>
			<ul className="mt-1 grid gap-3">
				{tasks.map(({ id, subject, facts, ownerName, dueOn }) => (
					<li key={id} className="min-w-0">
						{textOf({ subject, facts })}
						<TaskSource subject={subject} facts={facts} />
						<span className="mt-1 block text-ink-soft">
							{t('warn.askedOf', { name: ownerName })} · {t('warn.askedBy')} <DayText day={dueOn} />
						</span>
					</li>
				))}
			</ul>
		</Banner>
	)
}

function Figures({ connection: { id, links, lanes, openErrors, reconcile }, at }: { connection: ShownConnection; at: string }) {
	const { t } = useTranslation('sync')
	const { locale } = useReader()
	const waiting = lanes.reduce((sum, lane) => sum + lane.waiting, 0)
	const oldest = lanes.map(({ oldestAt }) => oldestAt).sort()[0]
	const resting = (['held', 'conflict', 'archived', 'never'] as const).flatMap((state) =>
		links[state] ? [t(`linkCount.${state}`, { count: links[state] })] : [],
	)
	const drift = reconcile
		? { value: count(reconcile.drift, locale), note: <DriftNote reconcile={reconcile} list={`/admin/sync/${id}/lists/${reconcile.runId}`} at={at} /> }
		: { value: '–', note: t('drift.never') }
	return (
		<div className="grid grid-cols-2 gap-x-6 gap-y-6 lg:grid-cols-4">
			<Figure label={t('figure.linked')} value={count(links.active ?? 0, locale)} note={resting.join(' · ') || null} />
			<Figure
				label={t('figure.waiting')}
				value={count(waiting, locale)}
				note={
					oldest ? (
						<>
							{t('oldest')} <DateText instant={oldest} at={at} />
						</>
					) : (
						t('nothingWaits')
					)
				}
			/>
			<Figure label={t('figure.errors')} value={count(openErrors, locale)} note={openErrors === 0 ? t('noErrors') : null} />
			<Figure label={t('figure.drift')} value={drift.value} note={drift.note} />
		</div>
	)
}

type DriftProps = { reconcile: NonNullable<ShownConnection['reconcile']>; list: string; at: string }

function DriftNote({ reconcile: { endedAt, startedAt, total, drift }, list, at }: DriftProps): ReactNode {
	const { t } = useTranslation('sync')
	const { locale } = useReader()
	const share = total ? ` · ${percent(drift / total, locale)}` : ''
	return (
		<>
			{t(endedAt ? 'drift.compared' : 'drift.comparing', { count: total ?? 0 })}
			{share} · <DateText instant={endedAt ?? startedAt} at={at} /> · <TextLink to={list}>{t('driftList')}</TextLink>
		</>
	)
}

/** Who waits how long, the most urgent first. */
function Lanes({ connection: { lanes }, at }: { connection: ShownConnection; at: string }) {
	const { t } = useTranslation('sync')
	const { locale } = useReader()
	return (
		<section className="grid gap-2">
			<h3 className="text-sm font-medium text-ink-soft">{t('lanes')}</h3>
			<ul className="grid text-sm">
				{lanes.map(({ lane, waiting, oldestAt, isStuck }) => (
					<li key={lane} className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-6 border-b border-rule py-2 sm:grid-cols-[minmax(0,1fr)_6rem_12rem]">
						<span>{t(`lane.${lane}`)}</span>
						<span className="text-right tabular-nums">{count(waiting, locale)}</span>
						<span className="text-ink-soft max-sm:col-span-2 sm:text-right">
							<Status tone={isStuck ? 'danger' : 'neutral'}>
								{t('oldest')} <DateText instant={oldestAt} at={at} />
							</Status>
						</span>
					</li>
				))}
			</ul>
		</section>
	)
}
