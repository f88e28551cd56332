import { Link } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { grades } from '../../engine/marketing/grade.ts'
import { CustomShown, type DefView, type Value } from '../crm/custom-values.tsx'
import { wayName } from '../crm/way-room.tsx'
import { wordsIn } from '../crm/words.tsx'
import { useReader } from '../format/locale.tsx'
import { count } from '../format/number.ts'
import { Badge, Status } from '../parts/badge.tsx'
import { LinkButton, TextLink } from '../parts/button.tsx'
import { DateText } from '../parts/date-text.tsx'
import { EmptyState } from '../parts/empty-state.tsx'
import { ListBody, ListChoice, ListFilters, ListSearch } from '../parts/list-page.tsx'
import { Table, TBody, Td, THead, Th, Tr } from '../parts/table.tsx'
import { DateField, TextField } from '../parts/text-field.tsx'
import { useListHref } from '../parts/use-list-href.ts'
import { ForRoles } from '../shell/roles.tsx'
import { faces, type readProspectFilter } from './read-people-form.ts'

type Instant = Date | string
export type Choice = { id: number; name: string }
export type ProspectView = {
	id: number
	name: string
	email: string | null
	company: string | null
	accountId: number | null
	leadId: number | null
	score: number
	grade: string
	tags: string[]
	ownerName: string | null
	optedOut: boolean
	lastActivityAt: Instant | null
	own: Value | null
}

type Filter = ReturnType<typeof readProspectFilter>
type Told = { code: string; facts: Record<string, unknown> }
type Props = {
	prospects: readonly ProspectView[]
	next: string | null
	filter: Filter
	room: { tags: Choice[]; lists: Choice[]; campaigns: Choice[]; defs: readonly DefView[] }
	/** What stands against the value that was asked for. */
	refusals: readonly Told[]
}

const options = (choices: readonly Choice[]) => choices.map(({ id, name }) => ({ value: String(id), label: name }))

/** The people of marketing under their filters. */
export function ProspectList({ prospects, next, filter, room, refusals }: Props) {
	const { t } = useTranslation('people')
	const { locale } = useReader()
	const own = room.defs.find(({ name }) => name === filter.own) ?? null
	const isFiltered = Boolean(
		filter.text ||
			filter.face ||
			filter.grade ||
			filter.minimumScore !== null ||
			filter.tagId ||
			filter.listId ||
			filter.way ||
			filter.funnel ||
			(own && filter.ownValue),
	)
	const kind = isFiltered ? 'none' : 'empty'
	const empty = (
		<EmptyState
			picture={<img src={isFiltered ? '/images/nothing-found.svg' : '/images/all-done.svg'} alt="" width={480} height={360} />}
			title={t(`${kind}.title`)}
			action={
				isFiltered ? null : (
					<ForRoles roles={['marketer']}>
						<LinkButton to="/marketing/prospects/new" variant="primary" icon="plus">
							{t('new')}
						</LinkButton>
					</ForRoles>
				)
			}
		>
			{t(`${kind}.text`)}
		</EmptyState>
	)
	return (
		<>
			{filter.way ? <WayChosen way={filter.way} campaigns={room.campaigns} /> : null}
			{filter.funnel ? <FunnelChosen step={filter.funnel} /> : null}
			<ListFilters submit={t('show')}>
				{filter.way ? <WayKept way={filter.way} /> : null}
				{filter.funnel ? <input type="hidden" name="lead" value={filter.funnel} /> : null}
				<ListSearch label={t('search')} value={filter.text ?? ''} className="w-full sm:w-64" />
				<ListChoice
					label={t('face.label')}
					name="face"
					value={filter.face}
					any={t('face.any')}
					options={faces.map((value) => ({ value, label: t(`face.${value}`) }))}
				/>
				<ListChoice label={t('tag')} name="tag" value={filter.tagId === null ? null : String(filter.tagId)} any={t('anyTag')} options={options(room.tags)} />
				<ListChoice
					label={t('list')}
					name="list"
					value={filter.listId === null ? null : String(filter.listId)}
					any={t('anyList')}
					options={options(room.lists)}
				/>
				<ListChoice
					label={t('grade')}
					name="grade"
					value={filter.grade}
					any={t('anyGrade')}
					options={[...grades].reverse().map((value) => ({ value, label: value }))}
					className="min-w-28"
				/>
				<TextField label={t('scoreFrom')} name="score" type="number" className="w-28" defaultValue={filter.minimumScore ?? ''} />
				{room.defs.length > 0 ? (
					<ListChoice
						label={t('ownField.label')}
						name="own"
						value={own?.name ?? null}
						any={t('ownField.none')}
						options={room.defs.map(({ name, labels }) => ({ value: name, label: wordsIn(labels, locale) }))}
					/>
				) : null}
				{own ? <OwnQuestion key={own.name} def={own} value={filter.ownValue} refusals={refusals} /> : null}
				<ListChoice
					label={t('sort.label')}
					name="sort"
					value={filter.sort === 'score' ? 'score' : null}
					any={t('sort.newest')}
					options={[{ value: 'score', label: t('sort.score') }]}
				/>
			</ListFilters>
			<ListBody
				empty={prospects.length === 0 ? empty : null}
				words={{ pages: t('pages'), first: t('first'), next: t('next') }}
				after={filter.after === null ? null : filter.after.id}
				nextAfter={next}
			>
				<ProspectTable prospects={prospects} own={own} />
			</ListBody>
		</>
	)
}

type WayOf = NonNullable<Filter['way']>

/** Behind which figure these people stand, and the way back to everybody. */
function WayChosen({ way: { step, by, key }, campaigns }: { way: WayOf; campaigns: readonly Choice[] }) {
	const { t } = useTranslation(['people', 'crm'])
	const { t: tCrm } = useTranslation('crm')
	const { locale } = useReader()
	const href = useListHref()
	const name = campaigns.find(({ id }) => String(id) === key)?.name ?? null
	const isMonth = by !== 'month' || /^\d{4}-\d\d$/.test(key ?? '')
	const whose = key === null || !isMonth ? t('crm:ways.all') : wayName(tCrm, by, { key, name }, locale)
	return (
		<p className="mb-4 flex flex-wrap items-center gap-x-3 gap-y-1 text-sm">
			<Badge tone="accent">{`${t(`crm:ways.step.${step}`)} · ${whose}`}</Badge>
			<TextLink to={href({ step: null, by: null, way: null, months: null }, '/marketing/prospects')}>{t('everybody')}</TextLink>
		</p>
	)
}

/** To which step the leads of these people came; who is not known to marketing is not among them. */
function FunnelChosen({ step }: { step: NonNullable<Filter['funnel']> }) {
	const { t } = useTranslation(['people', 'crm'])
	const href = useListHref()
	return (
		<p className="mb-4 flex flex-wrap items-center gap-x-3 gap-y-1 text-sm">
			<Badge tone="accent">{`${t('crm:funnel.title')} · ${t(`crm:funnel.step.${step}`)}`}</Badge>
			<span className="text-ink-soft">{t('funnelKnown')}</span>
			<TextLink to={href({ lead: null }, '/marketing/prospects')}>{t('everybody')}</TextLink>
		</p>
	)
}

/** A filter more is asked of the same people. */
const WayKept = ({ way: { step, by, key, months } }: { way: WayOf }) => (
	<>
		<input type="hidden" name="step" value={step} />
		<input type="hidden" name="by" value={by} />
		<input type="hidden" name="months" value={months} />
		{key === null ? null : <input type="hidden" name="way" value={key} />}
	</>
)

/** What the field that is shown is to be, asked as its kind wants it. */
function OwnQuestion({ def: { labels, type, choices }, value, refusals }: { def: DefView; value: string; refusals: readonly Told[] }) {
	const { t } = useTranslation(['people', 'crm', 'refusals'])
	const { locale } = useReader()
	const label = t('ownField.is', { field: wordsIn(labels, locale) })
	const offers =
		type === 'boolean' ? ['true', 'false'].map((one) => ({ value: one, label: t(`crm:yesNo.${one}`) })) : choices?.map((one) => ({ value: one, label: one }))
	if (offers) return <ListChoice label={label} name="is" value={value || null} any={t('ownField.any')} options={offers} />
	const shared = { label, name: 'is', defaultValue: value, error: refusals.map(({ code, facts }) => t(`refusals:${code}`, facts)) }
	if (type === 'date') return <DateField {...shared} className="w-44" />
	return <TextField {...shared} inputMode={type === 'number' ? 'decimal' : 'text'} className="w-full sm:w-44" maxLength={255} />
}

function ProspectTable({ prospects, own }: { prospects: readonly ProspectView[]; own: DefView | null }) {
	const { t } = useTranslation('people')
	const { locale } = useReader()
	return (
		<Table caption={t('title')} dense stacks>
			<THead>
				<tr>
					<Th>{t('column.person')}</Th>
					<Th>{t('column.company')}</Th>
					<Th>{t('column.face')}</Th>
					<Th numeric>{t('column.score')}</Th>
					<Th>{t('column.grade')}</Th>
					<Th>{t('column.tags')}</Th>
					<Th>{t('column.owner')}</Th>
					{own ? <Th>{wordsIn(own.labels, locale)}</Th> : null}
					<Th numeric>{t('column.active')}</Th>
				</tr>
			</THead>
			<TBody>
				{prospects.map((one) => (
					<Tr key={one.id} className="hover:bg-sunken">
						<Td>
							<Link to={`/marketing/people/${one.id}`} prefetch="intent" className="block font-medium text-accent hover:underline">
								{one.name}
							</Link>
							{one.email && one.email !== one.name ? <span className="block text-ink-soft wrap-anywhere">{one.email}</span> : null}
						</Td>
						<Td label={t('column.company')} empty={!one.company}>
							{one.company ?? '–'}
						</Td>
						<Td label={t('column.face')}>
							<Status tone={one.accountId ? 'positive' : one.leadId ? 'accent' : 'neutral'}>
								{t(`face.${one.accountId ? 'buyer' : one.leadId ? 'lead' : 'prospect'}`)}
							</Status>
							{one.optedOut ? <span className="block text-xs text-warning">{t('optedOut')}</span> : null}
						</Td>
						<Td label={t('column.score')} numeric>
							{count(one.score, locale)}
						</Td>
						<Td label={t('column.grade')}>{one.grade}</Td>
						<Td label={t('column.tags')} empty={one.tags.length === 0}>
							<span className="flex flex-wrap gap-1">{one.tags.length === 0 ? '–' : one.tags.map((tag) => <Badge key={tag}>{tag}</Badge>)}</span>
						</Td>
						<Td label={t('column.owner')} empty={!one.ownerName} className="whitespace-nowrap">
							{one.ownerName ?? '–'}
						</Td>
						{own ? (
							<Td label={wordsIn(own.labels, locale)} empty={one.own === null} className="wrap-anywhere">
								<CustomShown def={own} value={one.own} />
							</Td>
						) : null}
						<Td label={t('column.active')} numeric empty={!one.lastActivityAt}>
							{one.lastActivityAt ? <DateText instant={one.lastActivityAt} /> : '–'}
						</Td>
					</Tr>
				))}
			</TBody>
		</Table>
	)
}
