import { Link } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { Breadcrumbs } from '../parts/breadcrumbs.tsx'
import { PageHeader } from '../parts/page-header.tsx'
import { Pagination } from '../parts/pagination.tsx'

type CategoryLink = { id: number; slug: string; name: string }
type CategoriesPageProps = { tops: readonly (CategoryLink & { below: readonly CategoryLink[] })[]; nextCursor: string | null; isFirst: boolean }

/** Every shelf by name: what the navigation has no room for. */
export function CategoriesPage({ tops, nextCursor, isFirst }: CategoriesPageProps) {
	const { t } = useTranslation('storefront')
	const title = t('shell.allCategories')
	return (
		<>
			<PageHeader title={title} breadcrumbs={<Breadcrumbs label={t('crumbs.label')} crumbs={[{ label: t('crumbs.home'), href: '/' }, { label: title }]} />} />
			<ul className="mb-12 gap-x-8 sm:columns-2 lg:columns-3">
				{tops.map(({ id, slug, name, below }) => (
					<li key={id} className="break-inside-avoid border-t border-rule py-3">
						<Link to={`/catalog/${slug}`} className="font-display text-lg hover:underline">
							{name}
						</Link>
						{below.length > 0 ? (
							<ul className="flex flex-wrap gap-x-4 text-sm text-ink-soft">
								{below.map((one) => (
									<li key={one.id}>
										<Link to={`/catalog/${one.slug}`} className="inline-block py-1 hover:text-ink hover:underline">
											{one.name}
										</Link>
									</li>
								))}
							</ul>
						) : null}
					</li>
				))}
			</ul>
			<Pagination
				label={t('pager.label')}
				previous={isFirst ? null : { href: '/catalog', label: t('pager.first') }}
				next={nextCursor ? { href: `/catalog?after=${nextCursor}`, label: t('pager.next') } : null}
			/>
		</>
	)
}
