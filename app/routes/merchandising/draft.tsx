import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node'
import { Form, useActionData, useLoaderData } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { openDraft } from '../../flows/merchandising/open-draft.ts'
import { publishDraft } from '../../flows/merchandising/publish-draft.ts'
import { settleDraft } from '../../flows/merchandising/settle-draft.ts'
import { notFound } from '../../platform/responses.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { DraftTable } from '../../ui/merchandising/draft-table.tsx'
import { KnowsNobody } from '../../ui/merchandising/knows-nobody.tsx'
import { useFollowing } from '../../ui/merchandising/use-following.ts'
import { useSaid } from '../../ui/merchandising/use-said.ts'
import { Banner } from '../../ui/parts/banner.tsx'
import { Breadcrumbs } from '../../ui/parts/breadcrumbs.tsx'
import { Button, LinkButton, TextLink } from '../../ui/parts/button.tsx'
import { DateText } from '../../ui/parts/date-text.tsx'
import { EmptyState } from '../../ui/parts/empty-state.tsx'
import { ListBody, ListFilters, ListSearch } from '../../ui/parts/list-page.tsx'
import { PageHeader } from '../../ui/parts/page-header.tsx'
import { ProgressBar } from '../../ui/parts/progress-bar.tsx'
import { Refusals } from '../../ui/parts/refusals.tsx'
import { Tabs } from '../../ui/parts/tabs.tsx'
import { useListHref } from '../../ui/parts/use-list-href.ts'
import { pageTitle } from '../../ui/shell/page-title.ts'
import { idIn, idOf, oneOf, textIn } from '../desk/read-form.ts'

export const handle = { i18n: ['books', 'merchandising', 'refusals'] }

const statuses = ['new', 'changed', 'removed', 'rejected', 'unchanged'] as const
const acts = ['publish', 'compare', 'discard'] as const

export async function loader({ request, params, context }: LoaderFunctionArgs) {
	const { db, at, locale } = context.house
	const staff = await requireStaff(request, context, 'merchandiser')
	const { searchParams } = new URL(request.url)
	const show = oneOf([...statuses, 'warned'], searchParams.get('show'))
	const key = { bookId: idOf(params['id']) ?? 0, draftId: idOf(params['draftId']) ?? 0 }
	const filter = { search: textIn(searchParams, 'q'), after: idIn(searchParams, 'after'), limit: 50 }
	const open = await openDraft(db, staff, { ...key, ...filter, locale, status: show === 'warned' ? null : show, warned: show === 'warned' })
	if (!open) throw notFound()
	const { checkedCount, priceCount, madeAt } = open.draft
	const spent = (at.getTime() - madeAt.getTime()) / 1000
	return { ...open, show, filter, secondsLeft: checkedCount === 0 ? null : Math.max(1, Math.ceil((spent * (priceCount - checkedCount)) / checkedCount)) }
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => [{ title: pageTitle(data?.book.name, matches) }]

export async function action({ request, params, context }: ActionFunctionArgs) {
	const { db, at, requestId } = context.house
	const staff = await requireStaff(request, context, 'merchandiser')
	const form = await request.formData()
	const act = oneOf(acts, form.get('intent'))
	const key = { bookId: idOf(params['id']) ?? 0, draftId: idOf(params['draftId']) ?? 0, at, requestId }
	if (act === null) throw notFound()
	const answer = act === 'publish' ? await publishDraft(db, staff, { ...key, knowsWarnings: form.has('knows') }) : await settleDraft(db, staff, { ...key, act })
	if (!answer) throw notFound()
	if (!answer.ok) return data({ refusals: answer.refusals }, { status: 422 })
	const back = `/merchandising/books/${key.bookId}`
	return redirect(
		act === 'publish'
			? `${back}/versions?published=${'version' in answer ? answer.version : ''}`
			: act === 'discard'
				? `${back}/import`
				: `${back}/import/${key.draftId}`,
	)
}

export default function Draft() {
	const { t } = useTranslation(['books', 'merchandising'])
	const { book, draft, show } = useLoaderData<typeof loader>()
	const answer = useActionData<typeof action>()
	const said = useSaid(book.currency)
	const href = useListHref()
	const crumbs = [
		{ href: '/merchandising', label: t('merchandising:books.title') },
		{ href: `/merchandising/books/${book.id}`, label: book.name },
		{ href: `/merchandising/books/${book.id}/import`, label: t('import.title') },
		{ label: draft.sourceName || t('draft.pasted') },
	]
	const { counts } = draft
	const tabs = [
		{ key: null, count: counts.new + counts.changed + counts.removed + counts.rejected },
		...statuses.map((status) => ({ key: status, count: counts[status] })),
		{ key: 'warned' as const, count: draft.warned },
	]
	return (
		<>
			<PageHeader
				breadcrumbs={<Breadcrumbs label={t('merchandising:path')} crumbs={crumbs} />}
				kicker={book.name}
				title={t(`draft.titles.${draft.state}`)}
				lead={<DraftLead />}
				actions={draft.state === 'ready' ? <DraftActs /> : null}
			/>
			<div className="grid gap-6 *:min-w-0">
				{answer ? <Refusals title={t('draft.refused')} refusals={said(answer.refusals)} /> : null}
				<DraftState />
				<Tabs
					label={t('draft.show')}
					tabs={tabs.map(({ key, count }) => ({ href: href({ show: key, q: null }), label: t(`draft.tabs.${key ?? 'all'}`), count, current: show === key }))}
				/>
				<DraftRows />
			</div>
		</>
	)
}

function DraftLead() {
	const { t } = useTranslation('books')
	const { draft } = useLoaderData<typeof loader>()
	return (
		<span className="flex flex-wrap gap-x-4 gap-y-1 text-sm">
			<span>
				{draft.sourceName || t('draft.pasted')} · {t('draft.count', { count: draft.priceCount })}
			</span>
			<span>
				{draft.madeBy}, <DateText instant={draft.madeAt} time />
			</span>
			<span>
				{draft.beginsAt ? (
					<>
						{t('draft.beginsOn')} <DateText instant={draft.beginsAt} />
					</>
				) : (
					t('draft.atOnce')
				)}
			</span>
			{draft.isWhole ? <span>{t('draft.whole')}</span> : null}
		</span>
	)
}

function DraftActs() {
	const { t } = useTranslation('books')
	const { draft } = useLoaderData<typeof loader>()
	const changes = draft.counts.new + draft.counts.changed + draft.counts.removed
	const isStale = draft.baseVersion !== draft.bookVersion
	const answer = useActionData<typeof action>()
	return (
		<Form method="post" className="flex flex-wrap items-center gap-2">
			<KnowsNobody refusals={answer?.refusals ?? []} />
			<Button type="submit" name="intent" value="discard" variant="quiet">
				{t('draft.discard')}
			</Button>
			<Button type="submit" name="intent" value="compare" variant={isStale ? 'primary' : 'secondary'}>
				{t('draft.compareAgain')}
			</Button>
			{isStale || changes === 0 ? null : (
				<Button type="submit" name="intent" value="publish" variant="primary">
					{t('draft.publish', { count: changes, version: draft.bookVersion + 1 })}
				</Button>
			)}
		</Form>
	)
}

/** Where the draft stands: at work with its count and a way to stop, out of date, or done. */
function DraftState() {
	const { t } = useTranslation('books')
	const { book, draft, secondsLeft } = useLoaderData<typeof loader>()
	if (draft.state === 'checking')
		return (
			<div className="grid gap-3 border-t border-rule pt-4">
				<Refresh />
				<ProgressBar
					label={t('draft.comparing')}
					value={draft.checkedCount}
					max={draft.priceCount}
					note={`${t('draft.progress', { done: draft.checkedCount, count: draft.priceCount })}${secondsLeft === null ? '' : ` · ${t('draft.left', { count: secondsLeft })}`}`}
				/>
				<Form method="post" className="flex flex-wrap items-center gap-3 text-sm text-ink-soft">
					<Button type="submit" name="intent" value="discard" size="sm" icon="close">
						{t('draft.cancel')}
					</Button>
					{t('draft.leave')}
				</Form>
			</div>
		)
	if (draft.state === 'ready' && draft.baseVersion !== draft.bookVersion)
		return <Banner tone="warning" title={t('draft.stale', { version: draft.bookVersion, base: draft.baseVersion })} />
	if (draft.state === 'ready' && draft.counts.rejected > 0) return <Banner tone="warning" title={t('draft.rejectedStay', { count: draft.counts.rejected })} />
	if (draft.state === 'published')
		return (
			<Banner tone="positive" title={t('draft.isPublished', { version: draft.publishedVersion })}>
				<TextLink to={`/merchandising/books/${book.id}/versions`}>{t('versions.title')}</TextLink>
			</Banner>
		)
	return null
}

/** Looks again every second; without scripts the browser does it itself. */
function Refresh() {
	useFollowing(true)
	return (
		<noscript>
			<meta httpEquiv="refresh" content="2" />
		</noscript>
	)
}

function DraftRows() {
	const { t } = useTranslation(['books', 'merchandising'])
	const { book, draft, rows, show, filter, nextAfter } = useLoaderData<typeof loader>()
	const empty = draft.state === 'checking' ? 'draft.soon' : draft.priceCount === draft.counts.unchanged ? 'draft.same' : 'draft.none'
	return (
		<div>
			<div className="flex flex-wrap items-end justify-between gap-4">
				<ListFilters submit={t('merchandising:show')}>
					{show ? <input type="hidden" name="show" value={show} /> : null}
					<ListSearch label={t('merchandising:book.search')} value={filter.search} />
				</ListFilters>
				<LinkButton to={`/merchandising/books/${book.id}/import/${draft.id}/rows.csv`} reloadDocument size="sm" icon="download" className="mb-6">
					{t('draft.download')}
				</LinkButton>
			</div>
			<ListBody
				empty={rows.length === 0 ? <EmptyState title={t(empty)} /> : null}
				words={{ pages: t('merchandising:pages'), first: t('merchandising:firstPage'), next: t('merchandising:nextPage') }}
				after={filter.after}
				nextAfter={nextAfter}
			>
				<DraftTable rows={rows} currency={book.currency} />
			</ListBody>
		</div>
	)
}
