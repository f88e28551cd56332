import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { listApprovals } from '../../flows/approval/list-approvals.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { notFound } from '../../platform/responses.ts'
import { requireShopper } from '../../platform/session.server.ts'
import { AccountPage } from '../../ui/account/account-page.tsx'
import { AnsweredMany, RequestTable } from '../../ui/approval/approval-list.tsx'
import { type ApprovalQuery, readApprovalQuery } from '../../ui/approval/read-approval-query.ts'
import { Banner } from '../../ui/parts/banner.tsx'
import { LinkButton } from '../../ui/parts/button.tsx'
import { DayText } from '../../ui/parts/date-text.tsx'
import { EmptyState } from '../../ui/parts/empty-state.tsx'
import { ListBody, ListChoice, ListFilters, ListSearch } from '../../ui/parts/list-page.tsx'
import { PageHeader } from '../../ui/parts/page-header.tsx'
import { Tabs } from '../../ui/parts/tabs.tsx'
import { useListHref } from '../../ui/parts/use-list-href.ts'
import { pageTitle } from '../../ui/shell/page-title.ts'
import { answerMany } from './answer.server.ts'

export const handle = { i18n: ['approvals', 'account'] }

export async function loader({ request, context }: LoaderFunctionArgs) {
	const { db, at, locale } = context.house
	const shopper = await requireShopper(request, context)
	const { searchParams } = new URL(request.url)
	const filter = readApprovalQuery(searchParams)
	const page = await listApprovals(db, shopper, { ...filter, at })
	if (!page) throw notFound()
	return { ...page, filter, after: searchParams.get('after'), contactId: shopper.contactId, title: fixedT(locale, 'approvals')('title') }
}

export const meta: MetaFunction<typeof loader> = ({ data: page, matches }) => [{ title: pageTitle(page?.title, matches) }]

/** `approve` or `refuse` every `request` that was chosen; what became of each is told. */
export async function action({ request, context }: ActionFunctionArgs) {
	const shopper = await requireShopper(request, context)
	const form = await request.formData()
	if (form.get('intent') !== 'approve' && form.get('intent') !== 'refuse') throw notFound()
	const answered = await answerMany(context.house, shopper, form)
	if (answered.length === 0 && form.has('request')) throw notFound()
	const isDone = answered.length > 0 && answered.every(({ refusals }) => refusals.length === 0)
	return data({ answered, note: isDone ? '' : String(form.get('note') ?? '') }, { status: isDone ? 200 : 422 })
}

type Counts = { mine: number; asked: number; waiting: number }

function Shows({ show, counts }: { show: ApprovalQuery['show']; counts: Counts }) {
	const { t } = useTranslation('approvals')
	const href = useListHref()
	const numbers: Partial<Record<string, number>> = counts
	const tabs = (['mine', 'asked', 'waiting', 'decided', 'all'] as const).map((value) => ({
		...{ href: href({ show: value }), label: t(`show.${value}`), current: value === (show ?? 'all') },
		...(numbers[value] ? { count: numbers[value] } : {}),
	}))
	return <Tabs label={t('show.label')} tabs={tabs} className="mb-6" />
}

function Filters({ filter }: { filter: ApprovalQuery }) {
	const { t } = useTranslation('approvals')
	const option = (name: string) => (value: string) => ({ value, label: t(`${name}.${value}`) })
	return (
		<ListFilters submit={t('filter.show')}>
			{filter.show ? <input type="hidden" name="show" value={filter.show} /> : null}
			<ListSearch label={t('filter.search')} value={filter.text ?? ''} />
			<ListChoice
				label={t('column.state')}
				name="state"
				value={filter.state}
				any={t('filter.any')}
				options={['waiting', 'approved', 'refused', 'withdrawn', 'expired'].map(option('state'))}
			/>
			<ListChoice
				label={t('sort.label')}
				name="sort"
				value={filter.sort === 'newest' ? null : filter.sort}
				any={t('sort.newest')}
				options={['oldest', 'largest'].map(option('sort'))}
			/>
		</ListFilters>
	)
}

function Nothing({ show, isFiltered }: { show: ApprovalQuery['show']; isFiltered: boolean }) {
	const { t } = useTranslation('approvals')
	const all = (
		<LinkButton to="/approvals?show=all" variant="primary">
			{t('show.all')}
		</LinkButton>
	)
	if (isFiltered) return <EmptyState title={t('nothing.title')} action={all} />
	if (show === 'mine') return <EmptyState title={t('mine.empty')} action={all} />
	return <EmptyState title={t('empty.title')}>{t('empty.text')}</EmptyState>
}

export default function Approvals() {
	const { t } = useTranslation('approvals')
	const { requests, nextAfter, counts, show, deputies, filter, after, contactId } = useLoaderData<typeof loader>()
	const result = useActionData<typeof action>()
	const href = useListHref()
	const isFiltered = filter.text !== null || filter.state !== null
	const shown = filter.show ?? show
	return (
		<AccountPage>
			<PageHeader
				title={t('title')}
				lead={t('lead')}
				actions={
					<>
						<LinkButton to="/approvals/deputies">{t('deputies.title')}</LinkButton>
						<LinkButton to="/company/approvals">{t('rules.title')}</LinkButton>
						{requests.length > 0 ? (
							<LinkButton to={href({ show: shown ?? 'all' }, '/approvals.csv')} icon="download" reloadDocument>
								{t('csv')}
							</LinkButton>
						) : null}
					</>
				}
			/>
			{deputies.map(({ id, contactId: away, deputyName, awayName, untilOn }) => (
				<Banner key={id} className="mb-6">
					{away === contactId ? t('deputies.answersForYou', { name: deputyName }) : t('deputies.youAnswerFor', { name: awayName })} <DayText day={untilOn} />
				</Banner>
			))}
			{result ? (
				<div className="mb-8">
					<AnsweredMany answered={result.answered} />
				</div>
			) : null}
			<Shows show={shown} counts={counts} />
			<Filters filter={{ ...filter, show: shown ?? 'all' }} />
			<ListBody
				empty={requests.length === 0 ? <Nothing show={shown} isFiltered={isFiltered} /> : null}
				words={{ pages: t('pages'), first: t('first'), next: t('next') }}
				{...{ after, nextAfter }}
			>
				<RequestTable key={requests.map(({ id, version }) => `${id}.${version}`).join()} requests={requests} note={result?.note} />
			</ListBody>
		</AccountPage>
	)
}
