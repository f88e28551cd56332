import { Form } from '@remix-run/react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Instant } from '../format/date.ts'
import { useReader } from '../format/locale.tsx'
import { count } from '../format/number.ts'
import { useFollowing } from '../merchandising/use-following.ts'
import { Status } from '../parts/badge.tsx'
import { Button, TextLink } from '../parts/button.tsx'
import { cn } from '../parts/cn.ts'
import { DateText } from '../parts/date-text.tsx'
import { Disclosure } from '../parts/disclosure.tsx'
import { KeyFields, type ShownKeyField, Ways } from './connect-form.tsx'
import { Ramp } from './ramp.tsx'

export type ShownSetup = {
	connection: {
		id: number
		name: string
		state: 'paused' | 'canary' | 'running' | 'suspended'
		startedAt: Instant | null
		canaryStage: number
		canaryDone: number
		canaryRefused: number
		heldBack: number
	}
	system: string
	key: readonly ShownKeyField[]
	way: string | undefined
	ways: readonly string[]
	users: { total: number; open: number; hasConnectorUser: boolean }
	mapping: { objects: number; fields: number }
	dryRun: { id: number; stage: string; looked: number; startedAt: Instant } | null
	hook: string | null
}

type StepsProps = { setup: ShownSetup; isKeyOpen: boolean; at: Instant }

/** From the key to all records, in the order in which it is safe (sync-core.md A12). */
export function SetupSteps({ setup, isKeyOpen, at }: StepsProps) {
	const { t } = useTranslation('sync')
	const { locale } = useReader()
	const { connection, system, users, mapping } = setup
	const { id, state, startedAt, canaryStage } = connection
	const isOnRamp = startedAt !== null && canaryStage < 3 && state !== 'running'
	const words = { count: mapping.fields, fields: count(mapping.fields, locale) }
	return (
		<ol className="grid max-w-3xl">
			<Step place={1} title={t('setup.connect')} isDone>
				<p>{t('setup.connected', { system: t(`system.${system}`) })}</p>
				<KeyStep setup={setup} isOpen={isKeyOpen} />
			</Step>
			<Step place={2} title={t('setup.users')} isDone={users.hasConnectorUser || users.total === 0}>
				<p>{t('setup.usersText', { count: users.total, total: count(users.total, locale) })}</p>
				{users.open > 0 ? <Status tone="warning">{t('setup.usersOpen', { count: users.open, open: count(users.open, locale) })}</Status> : null}
				{users.total > 0 && !users.hasConnectorUser ? <p className="text-ink-soft">{t('setup.noConnectorUser')}</p> : null}
				<Way to={`/admin/sync/${id}/users`}>{t('setup.toUsers')}</Way>
			</Step>
			<Step place={3} title={t('setup.mapping')} isDone={mapping.fields > 0}>
				<p>{t('setup.mappingText', words)}</p>
				<Way to={`/admin/sync/${id}/mapping`}>{t('setup.toMapping')}</Way>
			</Step>
			<Step place={4} title={t('setup.dryRun')} isDone={setup.dryRun?.stage === 'listed'}>
				<DryStep setup={setup} at={at} />
			</Step>
			<Step place={5} title={t('setup.canary')} isDone={startedAt !== null && !isOnRamp}>
				<p>{t('setup.canaryText')}</p>
				{isOnRamp ? <Ramp connection={connection} /> : null}
				{state === 'paused' || state === 'suspended' ? <Start id={id} isFirst={startedAt === null} /> : null}
			</Step>
			<Step place={6} title={t('setup.run')} isDone={state === 'running'}>
				<p>{t(state === 'running' ? 'setup.runs' : 'setup.runText')}</p>
				<Way to="/admin/sync">{t('setup.toRoom')}</Way>
			</Step>
		</ol>
	)
}

function Start({ id, isFirst }: { id: number; isFirst: boolean }) {
	const { t } = useTranslation('sync')
	return (
		<Form method="post" action="/admin/sync">
			<input type="hidden" name="connection" value={id} />
			<Button type="submit" name="act" value="run" variant="primary">
				{t(isFirst ? 'start' : 'resume')}
			</Button>
		</Form>
	)
}

/** What all of it would write, looked at before anything is. */
function DryStep({ setup: { connection, dryRun }, at }: { setup: ShownSetup; at: Instant }) {
	const { t } = useTranslation('sync')
	const { locale } = useReader()
	const isGoing = dryRun?.stage === 'listing'
	useFollowing(isGoing)
	return (
		<>
			<p>{t('setup.dryRunText')}</p>
			{dryRun ? (
				<p className="text-ink-soft">
					{t(`list.stage.${dryRun.stage}`)} · {t('list.looked', { count: dryRun.looked, shown: count(dryRun.looked, locale) })} ·{' '}
					<DateText instant={dryRun.startedAt} at={at} />
				</p>
			) : null}
			{dryRun ? <Way to={`/admin/sync/${connection.id}/lists/${dryRun.id}`}>{t('setup.toDryRun')}</Way> : null}
			{isGoing ? null : (
				<Form method="post" action={`/admin/sync/${connection.id}/runs`}>
					<Button type="submit" name="act" value="dry_run" icon="search" className="h-auto min-h-10 whitespace-normal py-2 text-start">
						{t(dryRun ? 'setup.dryRunAgain' : 'list.dryRun')}
					</Button>
				</Form>
			)}
		</>
	)
}

const Way = ({ to, children }: { to: string; children: ReactNode }) => <TextLink to={to}>{children}</TextLink>

function KeyStep({ setup: { connection, key, way, ways, hook }, isOpen }: { setup: ShownSetup; isOpen: boolean }) {
	const { t } = useTranslation('sync')
	return (
		<>
			{hook ? (
				<p className="text-ink-soft">
					{t('setup.hook')} <code className="break-all">{hook}</code>
				</p>
			) : null}
			<Disclosure summary={t('setup.changeKey')} open={isOpen}>
				<Ways ways={ways} way={way} hrefOf={(one) => `/admin/sync/${connection.id}/setup?way=${one}`} />
				<Form method="post" className="grid gap-5" autoComplete="off" key={way}>
					<KeyFields fields={key} way={way} />
					<Button type="submit" className="w-fit">
						{t('setup.tryKey')}
					</Button>
				</Form>
			</Disclosure>
		</>
	)
}

function Step({ place, title, isDone, children }: { place: number; title: string; isDone: boolean; children: ReactNode }) {
	const { t } = useTranslation('sync')
	return (
		<li className="grid grid-cols-[2.5rem_minmax(0,1fr)] gap-x-4 border-t border-rule py-6">
			<span aria-hidden="true" className={cn('font-display text-2xl lining-nums', isDone ? 'text-ink-soft' : 'text-accent')}>
				{place}
			</span>
			<div className="grid content-start justify-items-start gap-3 *:min-w-0">
				<h2 className="flex flex-wrap items-baseline gap-x-3 text-xl">
					{title}
					{isDone ? <Status tone="positive">{t('setup.done')}</Status> : null}
				</h2>
				<div className="grid w-full justify-items-start gap-3 text-sm">{children}</div>
			</div>
		</li>
	)
}
