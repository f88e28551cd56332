import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Breadcrumbs } from '../parts/breadcrumbs.tsx'
import { EmptyState } from '../parts/empty-state.tsx'
import { PageHeader } from '../parts/page-header.tsx'
import { Pagination } from '../parts/pagination.tsx'
import { BookTabs } from './book-tabs.tsx'

type BookPastProps = {
	book: { id: number; name: string }
	/** The last part of the page's address. */
	view: 'versions' | 'history'
	title: string
	lead?: string
	/** What became of the act before. */
	told: ReactNode
	before: number | null
	olderBefore: number | null
	/** Its rows; nothing where nothing has happened yet. */
	children: ReactNode
}

/** What a price book was before, newest first, with the ways to older pages. */
export function BookPast({ book, view, title, lead, told, before, olderBefore, children }: BookPastProps) {
	const { t } = useTranslation('merchandising')
	const href = `/merchandising/books/${book.id}/${view}`
	const crumbs = [{ href: '/merchandising', label: t('books.title') }, { href: `/merchandising/books/${book.id}`, label: book.name }, { label: title }]
	return (
		<>
			<PageHeader breadcrumbs={<Breadcrumbs label={t('path')} crumbs={crumbs} />} kicker={book.name} title={title} lead={lead} />
			<div className="grid gap-6 *:min-w-0">
				<BookTabs bookId={book.id} />
				{told}
				{children ?? <EmptyState title={t('history.none')}>{t('history.noneText')}</EmptyState>}
				<Pagination
					label={t('pages')}
					previous={before === null ? null : { href, label: t('firstPage') }}
					next={olderBefore === null ? null : { href: `${href}?before=${olderBefore}`, label: t('nextPage') }}
				/>
			</div>
		</>
	)
}
