import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import { knownSteps } from '../../engine/crm/ways.ts'
import { keep } from '../format/intl.ts'
import { useReader } from '../format/locale.tsx'
import { count, percent } from '../format/number.ts'
import { TextLink } from '../parts/button.tsx'
import { EmptyState } from '../parts/empty-state.tsx'
import { ListChoice, ListFilters } from '../parts/list-page.tsx'
import { Section } from '../parts/page-header.tsx'
import { Table, TBody, Td, THead, Th, Tr } from '../parts/table.tsx'
import { useListHref } from '../parts/use-list-href.ts'

const groups = ['month', 'source', 'campaign'] as const
const spans = [3, 6, 12, 24] as const
type By = (typeof groups)[number]
type Step = 'seen' | 'prospects' | 'leads' | 'opportunities' | 'orders'
type Part = { step: Step; count: number; ofBefore: number | null; ofFirst: number | null }
type Way = { key: string; name: string | null; parts: readonly Part[] }

/** As many rows as one reads before the others are asked for. */
const SHOWN = 60

/** By what, and how far back; a year by month unless the address says otherwise. */
export function readWaysQuery(search: URLSearchParams): { by: By; months: number; isWhole: boolean } {
	return {
		by: groups.find((one) => one === search.get('by')) ?? 'month',
		months: spans.find((one) => String(one) === search.get('months')) ?? 12,
		isWhole: search.get('rows') === 'all',
	}
}

/** Where the people behind a figure are listed; null: they are visitors that nobody knows yet. `key` null: all of them. */
export function wayHref({ by, months }: { by: By; months: number }, step: Step, key: string | null): string | null {
	if (!knownSteps.some((one) => one === step)) return null
	return `/marketing/prospects?${new URLSearchParams({ step, by, months: String(months), ...(key === null ? {} : { way: key }) })}`
}

/** A month, a way in or a campaign in the reader's words. */
export function wayName(t: TFunction<'crm'>, by: By, { key, name }: Pick<Way, 'key' | 'name'>, locale: string): string {
	if (by === 'campaign') return name ?? t('ways.noCampaign')
	if (by === 'source') return t(`ways.source.${key || 'unknown'}`, { defaultValue: key })
	const format = keep(`month ${locale}`, () => new Intl.DateTimeFormat(locale, { month: 'long', year: 'numeric', timeZone: 'UTC' }))
	return format.format(new Date(`${key}-15T00:00:00Z`))
}

type RoomProps = { page: { all: readonly Part[]; ways: readonly Way[] }; query: { by: By; months: number; isWhole: boolean } }

/** From the first look to the first order: all together as a drawing, then row by row. */
export function WayRoom({ page: { all, ways }, query }: RoomProps) {
	const { t } = useTranslation('crm')
	return (
		<div className="grid gap-12 *:min-w-0">
			<div className="grid gap-2 *:min-w-0">
				<ListFilters submit={t('show')}>
					<ListChoice
						label={t('ways.group')}
						name="by"
						value={query.by === 'month' ? null : query.by}
						any={t('ways.by.month')}
						options={groups.filter((one) => one !== 'month').map((value) => ({ value, label: t(`ways.by.${value}`) }))}
					/>
					<ListChoice
						label={t('ways.since')}
						name="months"
						value={query.months === 12 ? null : String(query.months)}
						any={t('ways.months', { count: 12 })}
						options={spans.filter((one) => one !== 12).map((one) => ({ value: String(one), label: t('ways.months', { count: one }) }))}
					/>
				</ListFilters>
				{(all[0]?.count ?? 0) === 0 ? (
					<EmptyState picture={<img src="/images/winter-morning.svg" alt="" width={480} height={360} />} title={t('ways.empty')}>
						{t('ways.emptyText')}
					</EmptyState>
				) : (
					<WayDrawing parts={all} query={query} />
				)}
			</div>
			{ways.length > 0 ? <WayTable ways={query.isWhole ? ways : ways.slice(0, SHOWN)} query={query} all={ways.length} /> : null}
		</div>
	)
}

type Asked = { by: By; months: number }

/** A figure that opens the people behind it, where there are any who are known. */
function People({ count: people, href }: { count: number; href: string | null }) {
	const { locale } = useReader()
	const shown = count(people, locale)
	return href && people > 0 ? <TextLink to={href}>{shown}</TextLink> : shown
}

const HIGH = 76

/** Steps under one another, each as wide as its people are many, and narrowing to the next; words stand beside, so that they keep their size. */
function WayDrawing({ parts, query }: { parts: readonly Part[]; query: Asked }) {
	const { t } = useTranslation('crm')
	const { locale } = useReader()
	const most = Math.max(1, ...parts.map((part) => part.count))
	const half = (part: Part | undefined) => (part ? Math.max(0.4, (part.count * 50) / most) : 0)
	return (
		<ol className="max-w-4xl">
			{parts.map((part, place) => {
				const [here, next] = [half(part), half(parts[place + 1] ?? part)]
				return (
					<li
						key={part.step}
						className="grid grid-cols-[minmax(0,1fr)_minmax(0,1.1fr)] gap-x-4 sm:grid-cols-[minmax(0,14rem)_minmax(0,1fr)_minmax(0,12rem)] sm:gap-x-6"
					>
						<div className="content-start py-1">
							<p className="text-sm font-medium">{t(`ways.step.${part.step}`)}</p>
							<p className="font-display text-2xl lining-nums tabular-nums">
								<People count={part.count} href={wayHref(query, part.step, null)} />
							</p>
						</div>
						<svg aria-hidden="true" viewBox={`0 0 100 ${HIGH}`} preserveAspectRatio="none" className="block w-full" style={{ height: HIGH }}>
							<rect x={50 - here} y="0" width={here * 2} height="34" className="fill-accent" />
							{place < parts.length - 1 ? (
								<polygon points={`${50 - here},34 ${50 + here},34 ${50 + next},${HIGH} ${50 - next},${HIGH}`} className="fill-accent opacity-15" />
							) : null}
						</svg>
						<p className="col-span-2 self-start pb-3 text-sm text-ink-soft sm:col-span-1 sm:py-1.5 sm:text-right">
							{place === 0 ? t('ways.says.seen') : part.ofBefore === null ? '–' : t('ways.cameOn', { share: percent(part.ofBefore / 1000, locale) })}
							{place > 1 && part.ofFirst !== null ? <span className="block">{t('ways.ofAll', { share: percent(part.ofFirst / 1000, locale) })}</span> : null}
						</p>
					</li>
				)
			})}
		</ol>
	)
}

function WayTable({ ways, query, all }: { ways: readonly Way[]; query: Asked; all: number }) {
	const { t } = useTranslation('crm')
	const { locale } = useReader()
	const href = useListHref()
	const { by } = query
	return (
		<Section title={t(`ways.by.${by}`)}>
			<Table caption={t('ways.title')} dense stacks>
				<THead>
					<tr>
						<Th>{t(`ways.by.${by}`)}</Th>
						{ways[0]?.parts.map(({ step }) => (
							<Th key={step} numeric>
								{t(`ways.step.${step}`)}
							</Th>
						))}
						<Th numeric>{t('ways.through')}</Th>
					</tr>
				</THead>
				<TBody>
					{ways.map((way) => (
						<Tr key={way.key} className="hover:bg-sunken">
							<Th scope="row">{wayName(t, by, way, locale)}</Th>
							{way.parts.map(({ step, count: people, ofBefore }) => (
								<Td key={step} label={t(`ways.step.${step}`)} numeric>
									<People count={people} href={wayHref(query, step, way.key)} />
									{ofBefore === null ? null : <span className="block text-xs text-ink-soft">{percent(ofBefore / 1000, locale)}</span>}
								</Td>
							))}
							<Td label={t('ways.through')} numeric>
								{percent((way.parts.at(-1)?.ofFirst ?? 0) / 1000, locale)}
							</Td>
						</Tr>
					))}
				</TBody>
			</Table>
			{all > ways.length ? (
				<p className="pt-3 text-sm">
					<TextLink to={href({ rows: 'all' })}>{t('ways.showAll', { all: count(all, locale) })}</TextLink>
				</p>
			) : null}
		</Section>
	)
}
