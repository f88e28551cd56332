import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { EmptyState } from '../parts/empty-state.tsx'
import { ListBody, ListFilters, ListSearch } from '../parts/list-page.tsx'
import { PageHeader } from '../parts/page-header.tsx'

type RoomListProps = {
	title: string
	lead: string
	actions: ReactNode
	filter: { search: string; after: number | null }
	/** More to choose by than words. */
	choices?: ReactNode
	/** What is said while there is nothing. */
	none: { title: string; text: string } | null
	nextAfter: number | null
	children: ReactNode
}

/** A list of the merchandiser's: its head, how it is searched, its rows page by page. */
export function RoomList({ title, lead, actions, filter, choices, none, nextAfter, children }: RoomListProps) {
	const { t } = useTranslation('merchandising')
	return (
		<>
			<PageHeader title={title} lead={lead} actions={actions} />
			<ListFilters submit={t('show')}>
				<ListSearch label={t('search')} value={filter.search} />
				{choices}
			</ListFilters>
			<ListBody
				empty={none ? <EmptyState title={none.title}>{none.text}</EmptyState> : null}
				words={{ pages: t('pages'), first: t('firstPage'), next: t('nextPage') }}
				after={filter.after}
				nextAfter={nextAfter}
			>
				{children}
			</ListBody>
		</>
	)
}
