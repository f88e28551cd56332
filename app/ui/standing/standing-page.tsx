import { Form, Link } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { RefusalList } from '../account/refusal-list.tsx'
import { Badge } from '../parts/badge.tsx'
import { Banner } from '../parts/banner.tsx'
import { Breadcrumbs } from '../parts/breadcrumbs.tsx'
import { Button } from '../parts/button.tsx'
import { DayText } from '../parts/date-text.tsx'
import { Disclosure } from '../parts/disclosure.tsx'
import { Money } from '../parts/money.tsx'
import { PageHeader, Section } from '../parts/page-header.tsx'
import { Table, TBody, Td, THead, Th, Tr } from '../parts/table.tsx'
import { TextField } from '../parts/text-field.tsx'
import { RunPreview, skuOf } from './run-preview.tsx'
import { StandingFields } from './standing-fields.tsx'
import type { ShownRun, StandingView, Told } from './standing-view.ts'
import { useSentence } from './use-sentence.ts'

type PageProps = { page: StandingView; currency: string; refusals: readonly Told[]; today: string }

/** A standing order: when it comes next, what that would be, what waits, what came. */
export function StandingPage({ page, currency, refusals, today }: PageProps) {
	const { t } = useTranslation('standing')
	const sentence = useSentence()
	const { standing, preview, mayChange } = page
	const held = standing.runs.filter(({ state }) => state === 'held')
	return (
		<>
			<PageHeader
				breadcrumbs={<Breadcrumbs label={t('breadcrumbs')} crumbs={[{ label: t('title'), href: '/standing-orders' }, { label: standing.name }]} />}
				title={standing.name}
				lead={
					<>
						{sentence(standing.schedule, standing.stores)} <StateBadge state={standing.state} />
					</>
				}
				actions={mayChange ? <Acts state={standing.state} /> : null}
			/>
			<div className="grid gap-10 *:min-w-0">
				{refusals.length > 0 ? <RefusalList title={t('refused')} refusals={refusals} /> : null}
				{held.map((run) => (
					<HeldRun key={run.id} run={run} mayChange={mayChange} />
				))}
				<div className="grid gap-x-12 gap-y-10 *:min-w-0 lg:grid-cols-[minmax(0,1fr)_20rem]">
					<div className="grid content-start gap-10 *:min-w-0">
						{preview ? (
							<Section title={t('preview.title')} aside={<DayText day={preview.runOn} style="long" />}>
								<RunPreview preview={preview} currency={currency} />
							</Section>
						) : null}
						<Section title={t('goods.title')} aside={t('goods.lead')}>
							<Goods page={page} />
						</Section>
						<Section title={t('history.title')}>
							<History runs={standing.runs} currency={currency} mayChange={mayChange && standing.state === 'active'} today={today} />
						</Section>
					</div>
					<aside className="grid content-start gap-8">
						<Section title={t('next.title')}>
							<NextRuns page={page} />
						</Section>
						{mayChange && standing.schedule ? (
							<Disclosure summary={t('settings.title')} open={refusals.length > 0}>
								<Form method="post" className="grid gap-6 pt-4">
									<StandingFields wish={{ ...standing, schedule: standing.schedule, guardrailPercent: String(standing.guardrailPercent) }} />
									<Button type="submit" name="intent" value="settings" className="w-fit">
										{t('settings.save')}
									</Button>
								</Form>
							</Disclosure>
						) : null}
					</aside>
				</div>
			</div>
		</>
	)
}

export function StateBadge({ state }: { state: StandingView['standing']['state'] }) {
	const { t } = useTranslation('standing')
	return <Badge tone={state === 'active' ? 'accent' : 'neutral'}>{t(`state.${state}`)}</Badge>
}

/** Nothing here is final: what is paused or ended begins again with one press. */
function Acts({ state }: { state: StandingView['standing']['state'] }) {
	const { t } = useTranslation('standing')
	const acts = state === 'active' ? (['pause', 'end'] as const) : state === 'paused' ? (['resume', 'end'] as const) : (['resume'] as const)
	return (
		<Form method="post" className="flex flex-wrap gap-2">
			{acts.map((act) => (
				<Button key={act} type="submit" name="intent" value={act} icon={act === 'resume' ? 'refresh' : act === 'end' ? 'close' : 'clock'}>
					{t(act === 'resume' && state === 'ended' ? 'act.restart' : `act.${act}`)}
				</Button>
			))}
		</Form>
	)
}

function HeldRun({ run, mayChange }: { run: ShownRun; mayChange: boolean }) {
	const { t } = useTranslation('standing')
	return (
		<section aria-label={t('held.label')} className="grid gap-4">
			<Banner tone="warning" title={t('held.title')}>
				<DayText day={run.runOn} style="long" />
			</Banner>
			<RefusalList title={t('held.why')} refusals={run.reasons} whereOf={skuOf} />
			{mayChange ? (
				<Form method="post" className="flex flex-wrap gap-2">
					<Button type="submit" name="intent" value={`release:${run.id}`} variant="primary">
						{t('held.release')}
					</Button>
					<Button type="submit" name="intent" value={`leave:${run.id}`}>
						{t('held.skip')}
					</Button>
				</Form>
			) : null}
		</section>
	)
}

function NextRuns({ page: { next, mayChange } }: Pick<PageProps, 'page'>) {
	const { t } = useTranslation('standing')
	if (next.length === 0) return <p className="text-sm text-ink-soft">{t('next.none')}</p>
	return (
		<>
			<ol className="grid text-sm">
				{next.map((day) => (
					<li key={day} className="border-b border-rule py-2 first:pt-0 last:border-b-0">
						<DayText day={day} style="long" />
					</li>
				))}
			</ol>
			{mayChange ? (
				<Form method="post">
					<Button type="submit" name="intent" value="skip" size="sm">
						{t('act.skip')}
					</Button>
				</Form>
			) : null}
		</>
	)
}

function Goods({ page: { standing, mayChange } }: Pick<PageProps, 'page'>) {
	const { t } = useTranslation('standing')
	const stores = [...new Map(standing.lines.map(({ locationId, locationName }) => [locationId, locationName]))]
	return (
		<Form method="post" className="grid gap-8">
			{stores.map(([locationId, name]) => (
				<Table key={locationId} caption={name} stacks>
					<THead>
						<tr>
							<Th>{name}</Th>
							<Th numeric>{t('preview.quantity')}</Th>
						</tr>
					</THead>
					<TBody>
						{standing.lines
							.filter((line) => line.locationId === locationId)
							.map((line) => (
								<Tr key={line.id}>
									<Th scope="row">
										{line.name}
										<span className="block text-sm font-normal text-ink-soft">{line.sku}</span>
									</Th>
									<Td numeric label={t('preview.quantity')}>
										{mayChange ? (
											<TextField
												label={t('goods.quantityOf', { name: line.name, store: name })}
												hideLabel
												name={`quantity:${line.id}`}
												defaultValue={line.quantity}
												inputMode="decimal"
												size="sm"
												className="ml-auto w-20"
												inputClassName="text-right tabular-nums"
											/>
										) : (
											line.quantity
										)}
									</Td>
								</Tr>
							))}
					</TBody>
				</Table>
			))}
			{mayChange ? (
				<Button type="submit" name="intent" value="quantities" className="w-fit">
					{t('goods.save')}
				</Button>
			) : null}
		</Form>
	)
}

function History({ runs, currency, mayChange, today }: { runs: readonly ShownRun[]; currency: string; mayChange: boolean; today: string }) {
	const { t } = useTranslation('standing')
	if (runs.length === 0) return <p className="text-sm text-ink-soft">{t('history.none')}</p>
	return (
		<Table caption={t('history.title')} stacks>
			<THead>
				<tr>
					<Th>{t('history.day')}</Th>
					<Th>{t('history.what')}</Th>
					<Th numeric>{t('preview.total')}</Th>
				</tr>
			</THead>
			<TBody>
				{runs.map((run) => (
					<Tr key={run.id}>
						<Th scope="row">
							<DayText day={run.runOn} style="short" />
						</Th>
						<Td label={t('history.what')}>
							{run.number ? (
								<Link to={`/orders/${encodeURIComponent(run.number)}`} className="text-accent hover:underline">
									{run.number}
								</Link>
							) : (
								t(`run.${run.state}`)
							)}
							{run.state === 'skipped' && mayChange && run.runOn > today ? (
								<Form method="post" className="inline">
									{' '}
									<Button type="submit" name="intent" value={`unskip:${run.runOn}`} size="sm" icon="undo">
										{t('act.unskip')}
									</Button>
								</Form>
							) : null}
						</Td>
						<Td numeric label={t('preview.total')}>
							{run.totalMinor === null ? '–' : <Money minor={run.totalMinor} currency={currency} />}
						</Td>
					</Tr>
				))}
			</TBody>
		</Table>
	)
}
