import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node'
import { Form, useActionData, useLoaderData } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { openPriceHistory } from '../../flows/merchandising/open-price-book.ts'
import { rollBackPrice } from '../../flows/merchandising/roll-back-price.ts'
import { notFound } from '../../platform/responses.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { BookTabs } from '../../ui/merchandising/book-tabs.tsx'
import { TierList } from '../../ui/merchandising/tier-list.tsx'
import { Banner } from '../../ui/parts/banner.tsx'
import { Breadcrumbs } from '../../ui/parts/breadcrumbs.tsx'
import { Button } from '../../ui/parts/button.tsx'
import { DateText } from '../../ui/parts/date-text.tsx'
import { EmptyState } from '../../ui/parts/empty-state.tsx'
import { PageHeader } from '../../ui/parts/page-header.tsx'
import { Pagination } from '../../ui/parts/pagination.tsx'
import { Refusals } from '../../ui/parts/refusals.tsx'
import { Table, TBody, Td, THead, Th, Tr } from '../../ui/parts/table.tsx'
import { pageTitle } from '../../ui/shell/page-title.ts'
import { idIn, idOf } from '../desk/read-form.ts'

export const handle = { i18n: ['merchandising', 'books'] }

export async function loader({ request, params, context }: LoaderFunctionArgs) {
	const staff = await requireStaff(request, context, 'merchandiser')
	const before = idIn(new URL(request.url).searchParams, 'before')
	const open = await openPriceHistory(context.house.db, staff, { bookId: idOf(params['id']) ?? 0, before, limit: 50 })
	if (!open) throw notFound()
	return { ...open, before }
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => [{ title: pageTitle(data?.book.name, matches) }]

export async function action({ request, params, context }: ActionFunctionArgs) {
	const { db, at, requestId } = context.house
	const staff = await requireStaff(request, context, 'merchandiser')
	const form = await request.formData()
	const answer = await rollBackPrice(db, staff, { bookId: idOf(params['id']) ?? 0, changeId: idIn(form, 'changeId') ?? 0, at, requestId })
	if (!answer) throw notFound()
	return data(answer, { status: answer.ok ? 200 : 422 })
}

export default function History() {
	const { t } = useTranslation('merchandising')
	const { book, changes, before, olderBefore } = useLoaderData<typeof loader>()
	const answer = useActionData<typeof action>()
	const href = `/merchandising/books/${book.id}/history`
	const crumbs = [
		{ href: '/merchandising', label: t('books.title') },
		{ href: `/merchandising/books/${book.id}`, label: book.name },
		{ label: t('history.title') },
	]
	return (
		<>
			<PageHeader breadcrumbs={<Breadcrumbs label={t('path')} crumbs={crumbs} />} kicker={book.name} title={t('history.title')} />
			<div className="grid gap-6 *:min-w-0">
				<BookTabs bookId={book.id} />
				{answer?.ok ? <Banner live tone="positive" title={t('history.done', { sku: answer.sku })} /> : null}
				{answer && !answer.ok ? (
					<Refusals
						title={t('book.refused')}
						refusals={answer.refusals.map(({ code, facts }) => ({ key: code, message: t(`refusals:${code}`, facts as Record<string, string>) }))}
					/>
				) : null}
				{changes.length === 0 ? <EmptyState title={t('history.none')}>{t('history.noneText')}</EmptyState> : <ChangeTable />}
				<Pagination
					label={t('pages')}
					previous={before === null ? null : { href, label: t('firstPage') }}
					next={olderBefore === null ? null : { href: `${href}?before=${olderBefore}`, label: t('nextPage') }}
				/>
			</div>
		</>
	)
}

function ChangeTable() {
	const { t } = useTranslation('merchandising')
	const { book, changes } = useLoaderData<typeof loader>()
	return (
		<Table caption={t('history.title')} stacks>
			<THead>
				<Tr>
					<Th>{t('book.product')}</Th>
					<Th>{t('history.before')}</Th>
					<Th>{t('history.after')}</Th>
					<Th>{t('history.who')}</Th>
					<Th numeric>{t('history.when')}</Th>
					<Th>
						<span className="sr-only">{t('history.act')}</span>
					</Th>
				</Tr>
			</THead>
			<TBody>
				{changes.map((change) => (
					<Tr key={change.id}>
						<Th scope="row">
							{change.sku}
							<span className="block font-normal text-ink-soft">{change.name}</span>
						</Th>
						<Td label={t('history.before')}>
							<TierList from={change.oldTierFrom} price={change.oldTierPrice} currency={book.currency} />
						</Td>
						<Td label={t('history.after')}>
							<TierList from={change.newTierFrom} price={change.newTierPrice} currency={book.currency} />
						</Td>
						<Td label={t('history.who')}>{change.changedBy ?? '–'}</Td>
						<Td label={t('history.when')} numeric>
							<DateText instant={change.changedAt} time />
							<span className="block text-ink-soft">{t('history.version', { version: change.bookVersion })}</span>
						</Td>
						<Td>
							{change.isCurrent && change.newTierFrom ? (
								<Form method="post">
									<input type="hidden" name="changeId" value={change.id} />
									<Button type="submit" size="sm" icon="undo">
										{t('history.rollBack')}
									</Button>
								</Form>
							) : null}
						</Td>
					</Tr>
				))}
			</TBody>
		</Table>
	)
}
