import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { Form, Link, useLoaderData } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { listPriceBooks } from '../../flows/merchandising/open-price-book.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { useReader } from '../../ui/format/locale.tsx'
import { list } from '../../ui/format/number.ts'
import { Window } from '../../ui/merchandising/window.tsx'
import { Status } from '../../ui/parts/badge.tsx'
import { Button, LinkButton } from '../../ui/parts/button.tsx'
import { DateText } from '../../ui/parts/date-text.tsx'
import { EmptyState } from '../../ui/parts/empty-state.tsx'
import { PageHeader } from '../../ui/parts/page-header.tsx'
import { Pagination } from '../../ui/parts/pagination.tsx'
import { SelectField } from '../../ui/parts/select-field.tsx'
import { Table, TBody, Td, THead, Th, Tr } from '../../ui/parts/table.tsx'
import { TextField } from '../../ui/parts/text-field.tsx'
import { pageTitle } from '../../ui/shell/page-title.ts'
import { idIn, oneOf, textIn } from '../desk/read-form.ts'
import { useListHref } from './use-list-href.ts'

export const handle = { i18n: ['merchandising'] }

const rungs = ['contract', 'group', 'sale', 'base', 'fx'] as const
const statuses = ['draft', 'published', 'retired'] as const
const tones = { draft: 'neutral', published: 'positive', retired: 'warning' } as const

export async function loader({ request, context }: LoaderFunctionArgs) {
	const { db, at, locale } = context.house
	const staff = await requireStaff(request, context, 'merchandiser')
	const { searchParams } = new URL(request.url)
	const filter = {
		search: textIn(searchParams, 'q'),
		rung: oneOf(rungs, searchParams.get('rung')),
		status: oneOf(statuses, searchParams.get('status')),
		after: idIn(searchParams, 'after'),
		limit: 50,
	}
	return { ...(await listPriceBooks(db, staff, filter)), filter, at, title: fixedT(locale, 'merchandising')('books.title') }
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => [{ title: pageTitle(data?.title, matches) }]

export default function Books() {
	const { t } = useTranslation('merchandising')
	const { books, nextAfter, filter } = useLoaderData<typeof loader>()
	const href = useListHref()
	return (
		<>
			<PageHeader title={t('books.title')} lead={t('books.lead')} actions={<LinkButton to="/merchandising/inspector">{t('inspector.title')}</LinkButton>} />
			<Form method="get" className="mb-6 flex flex-wrap items-end gap-3">
				<TextField label={t('search')} name="q" type="search" defaultValue={filter.search} key={filter.search} className="w-full sm:w-64" />
				<SelectField
					label={t('books.rung')}
					name="rung"
					defaultValue={filter.rung ?? ''}
					options={[{ value: '', label: t('any') }, ...rungs.map((value) => ({ value, label: t(`rung.${value}`) }))]}
					className="w-44"
				/>
				<SelectField
					label={t('status')}
					name="status"
					defaultValue={filter.status ?? ''}
					options={[{ value: '', label: t('any') }, ...statuses.map((value) => ({ value, label: t(`statuses.${value}`) }))]}
					className="w-40"
				/>
				<Button type="submit" icon="filter">
					{t('show')}
				</Button>
			</Form>
			{books.length === 0 ? (
				<EmptyState title={t('books.none')}>{t('books.noneText')}</EmptyState>
			) : (
				<div className="grid gap-4">
					<BookTable />
					<Pagination
						label={t('pages')}
						previous={filter.after === null ? null : { href: href({}), label: t('firstPage') }}
						next={nextAfter === null ? null : { href: href({ after: String(nextAfter) }), label: t('nextPage') }}
					/>
				</div>
			)}
		</>
	)
}

function BookTable() {
	const { t } = useTranslation('merchandising')
	const { locale } = useReader()
	const { books, at } = useLoaderData<typeof loader>()
	return (
		<Table caption={t('books.title')}>
			<THead>
				<Tr>
					<Th>{t('books.book')}</Th>
					<Th>{t('books.rung')}</Th>
					<Th>{t('books.for')}</Th>
					<Th>{t('books.policy')}</Th>
					<Th>{t('books.window')}</Th>
					<Th>{t('status')}</Th>
					<Th numeric>{t('books.entries')}</Th>
					<Th numeric>{t('books.changed')}</Th>
				</Tr>
			</THead>
			<TBody>
				{books.map((book) => (
					<Tr key={book.id}>
						<Th scope="row">
							<Link to={`/merchandising/books/${book.id}`} prefetch="intent" className="text-accent hover:underline">
								{book.name}
							</Link>
							<span className="block font-normal text-ink-soft">{t('books.version', { code: book.code, version: book.version })}</span>
						</Th>
						<Td>{t(`rung.${book.rung}`)}</Td>
						<Td className="max-w-56">{book.audience.length === 0 ? t('books.everybody') : list(book.audience.slice(0, 4), locale)}</Td>
						<Td>
							{book.currency} · {t(`policy.${book.policy}`)}
						</Td>
						<Td className="whitespace-nowrap">
							<Window from={book.validFrom} to={book.validTo} />
						</Td>
						<Td>
							<Status tone={tones[book.status]}>{t(`statuses.${book.status}`)}</Status>
						</Td>
						<Td numeric>{book.entries}</Td>
						<Td numeric>{book.changedAt ? <DateText instant={book.changedAt} at={at} /> : '–'}</Td>
					</Tr>
				))}
			</TBody>
		</Table>
	)
}
