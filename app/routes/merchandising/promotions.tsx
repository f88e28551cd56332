import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { Link, useLoaderData } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { listPromotions } from '../../flows/merchandising/open-promotions.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { useReader } from '../../ui/format/locale.tsx'
import { list } from '../../ui/format/number.ts'
import { BudgetBar } from '../../ui/merchandising/budget-bar.tsx'
import { Badge, Status } from '../../ui/parts/badge.tsx'
import { LinkButton } from '../../ui/parts/button.tsx'
import { DateText } from '../../ui/parts/date-text.tsx'
import { EmptyState } from '../../ui/parts/empty-state.tsx'
import { ListBody, ListChoice, ListFilters, ListSearch } from '../../ui/parts/list-page.tsx'
import { PageHeader } from '../../ui/parts/page-header.tsx'
import { Table, TBody, Td, THead, Th, Tr } from '../../ui/parts/table.tsx'
import { useListHref } from '../../ui/parts/use-list-href.ts'
import { pageTitle } from '../../ui/shell/page-title.ts'
import { promotionPhases, promotionStatuses, readPromotionFilter } from './read-promotion-filter.ts'

export const handle = { i18n: ['merchandising'] }

const tones = { draft: 'neutral', published: 'positive', retired: 'warning' } as const

export async function loader({ request, context }: LoaderFunctionArgs) {
	const { db, locale } = context.house
	const staff = await requireStaff(request, context, 'merchandiser')
	const filter = readPromotionFilter(request, 50)
	return { ...(await listPromotions(db, staff, { ...filter, locale })), filter, title: fixedT(locale, 'merchandising')('promotions.title') }
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => [{ title: pageTitle(data?.title, matches) }]

export default function Promotions() {
	const { t } = useTranslation('merchandising')
	const { promotions, nextAfter, filter } = useLoaderData<typeof loader>()
	const query = useListHref()({ after: '' }).split('?')[1] ?? ''
	const options = (words: readonly string[], key: string) => words.map((value) => ({ value, label: t(`${key}.${value}`) }))
	return (
		<>
			<PageHeader
				title={t('promotions.title')}
				lead={t('promotions.lead')}
				actions={
					<>
						<LinkButton to={`/merchandising/promotions.csv?${query}`} reloadDocument icon="download">
							{t('promotions.csv')}
						</LinkButton>
						<LinkButton to="/merchandising/promotions/new" variant="primary" icon="plus">
							{t('promotions.new')}
						</LinkButton>
					</>
				}
			/>
			<ListFilters submit={t('show')}>
				<ListSearch label={t('search')} value={filter.search} />
				<ListChoice label={t('status')} name="status" value={filter.status} any={t('any')} options={options(promotionStatuses, 'statuses')} />
				<ListChoice
					label={t('promotions.acts')}
					name="phase"
					value={filter.phase}
					any={t('any')}
					options={options(promotionPhases, 'phase')}
					className="min-w-48 max-w-full"
				/>
			</ListFilters>
			<ListBody
				empty={promotions.length === 0 ? <EmptyState title={t('promotions.none')}>{t('promotions.noneText')}</EmptyState> : null}
				words={{ pages: t('pages'), first: t('firstPage'), next: t('nextPage') }}
				after={filter.after}
				nextAfter={nextAfter}
			>
				<PromotionTable />
			</ListBody>
		</>
	)
}

function PromotionTable() {
	const { t } = useTranslation('merchandising')
	const { locale } = useReader()
	const { promotions, filter } = useLoaderData<typeof loader>()
	const href = useListHref()
	// A second press turns the column round.
	const sort = (by: 'name' | 'status' | 'begins' | 'ends' | 'left') => ({
		href: href({ sort: filter.sort === by ? `-${by}` : by }),
		...(filter.sort === by ? { direction: 'ascending' as const } : filter.sort === `-${by}` ? { direction: 'descending' as const } : {}),
	})
	return (
		<Table caption={t('promotions.title')} stacks>
			<THead>
				<Tr>
					<Th sort={sort('name')}>{t('promotions.promotion')}</Th>
					<Th>{t('promotions.acts')}</Th>
					<Th>{t('books.for')}</Th>
					<Th sort={sort('begins')}>{t('promotions.begins')}</Th>
					<Th sort={sort('ends')}>{t('promotions.ends')}</Th>
					<Th sort={sort('status')}>{t('status')}</Th>
					<Th sort={sort('left')}>{t('promotions.budget')}</Th>
					<Th numeric>{t('promotions.languages')}</Th>
				</Tr>
			</THead>
			<TBody>
				{promotions.map((one) => (
					<Tr key={one.id}>
						<Th scope="row">
							<Link to={`/merchandising/promotions/${one.id}`} prefetch="intent" className="text-accent hover:underline">
								{one.name}
							</Link>
							<span className="block font-normal text-ink-soft">
								{one.code} {one.couponCode ? <Badge>{t('promotions.coupon', { code: one.couponCode })}</Badge> : null}
							</span>
						</Th>
						<Td label={t('promotions.acts')}>
							{t(`phase.${one.phase}`)}
							<span className="block text-ink-soft">{t('promotions.lane', { lane: one.lane })}</span>
						</Td>
						<Td label={t('books.for')} className="max-w-48">
							{one.audience.length === 0 ? t('books.everybody') : list(one.audience.slice(0, 4), locale)}
						</Td>
						<Td label={t('promotions.begins')} className="whitespace-nowrap">
							<DateText instant={one.validFrom} />
						</Td>
						<Td label={t('promotions.ends')} className="whitespace-nowrap">
							{one.validTo ? <DateText instant={one.validTo} /> : t('window.open')}
						</Td>
						<Td label={t('status')}>
							<Status tone={tones[one.status]}>{t(`statuses.${one.status}`)}</Status>
						</Td>
						<Td label={t('promotions.budget')} className="min-w-40">
							<BudgetBar budget={one} currency={one.currency} />
						</Td>
						<Td label={t('promotions.languages')} numeric>
							<Badge tone={one.coverage === 5 ? 'positive' : 'warning'}>{t('promotions.coverage', { count: one.coverage })}</Badge>
						</Td>
					</Tr>
				))}
			</TBody>
		</Table>
	)
}
