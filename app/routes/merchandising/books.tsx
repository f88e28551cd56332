import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { Link, useLoaderData } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { listPriceBooks } from '../../flows/merchandising/open-price-book.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { useReader } from '../../ui/format/locale.tsx'
import { list } from '../../ui/format/number.ts'
import { RoomList } from '../../ui/merchandising/room-list.tsx'
import { Window } from '../../ui/merchandising/window.tsx'
import { Status } from '../../ui/parts/badge.tsx'
import { LinkButton } from '../../ui/parts/button.tsx'
import { DateText } from '../../ui/parts/date-text.tsx'
import { ListChoice } from '../../ui/parts/list-page.tsx'
import { Table, TBody, Td, THead, Th, Tr } from '../../ui/parts/table.tsx'
import { pageTitle } from '../../ui/shell/page-title.ts'
import { idIn, oneOf, textIn } from '../desk/read-form.ts'

export const handle = { i18n: ['merchandising', 'books'] }

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
	const { t } = useTranslation(['merchandising', 'books'])
	const { books, nextAfter, filter } = useLoaderData<typeof loader>()
	const options = (words: readonly string[], key: string) => words.map((value) => ({ value, label: t(`${key}.${value}`) }))
	return (
		<RoomList
			title={t('books.title')}
			lead={t('books.lead')}
			actions={
				<LinkButton to="/merchandising/books/new" variant="primary" icon="plus">
					{t('books:settings.new')}
				</LinkButton>
			}
			filter={filter}
			choices={
				<>
					<ListChoice label={t('books.rung')} name="rung" value={filter.rung} any={t('any')} options={options(rungs, 'rung')} className="min-w-44 max-w-full" />
					<ListChoice label={t('status')} name="status" value={filter.status} any={t('any')} options={options(statuses, 'statuses')} />
				</>
			}
			none={books.length === 0 ? { title: t('books.none'), text: t('books.noneText') } : null}
			nextAfter={nextAfter}
		>
			<BookTable />
		</RoomList>
	)
}

function BookTable() {
	const { t } = useTranslation('merchandising')
	const { locale } = useReader()
	const { books, at } = useLoaderData<typeof loader>()
	return (
		<Table caption={t('books.title')} stacks>
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
						<Td label={t('books.rung')}>{t(`rung.${book.rung}`)}</Td>
						<Td label={t('books.for')} className="max-w-56">
							{book.audience.length === 0 ? t('books.everybody') : list(book.audience.slice(0, 4), locale)}
						</Td>
						<Td label={t('books.policy')}>
							{book.currency} · {t(`policy.${book.policy}`)}
						</Td>
						<Td label={t('books.window')} className="whitespace-nowrap">
							<Window from={book.validFrom} to={book.validTo} />
						</Td>
						<Td label={t('status')}>
							<Status tone={tones[book.status]}>{t(`statuses.${book.status}`)}</Status>
						</Td>
						<Td label={t('books.entries')} numeric>
							{book.entries}
						</Td>
						<Td label={t('books.changed')} numeric>
							{book.changedAt ? <DateText instant={book.changedAt} at={at} /> : '–'}
						</Td>
					</Tr>
				))}
			</TBody>
		</Table>
	)
}
