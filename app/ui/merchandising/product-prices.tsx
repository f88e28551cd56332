import { Link } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { useUnitName } from '../format/use-unit-name.ts'
import { Section } from '../parts/page-header.tsx'
import { TierList } from './tier-list.tsx'

type Priced = { id: number; name: string; rung: string; currency: string; tierFrom: string; tierPrice: string; unitCode: string }

/** Every published price of a product, by book. */
export function ProductPrices({ books }: { books: readonly Priced[] }) {
	const { t } = useTranslation('merchandising')
	const unitName = useUnitName()
	return (
		<Section title={t('products.prices')}>
			{books.length === 0 ? <p className="text-sm text-ink-soft">{t('products.noPrices')}</p> : null}
			<ul className="grid text-sm">
				{books.map((book) => (
					<li key={`${book.id} ${book.unitCode}`} className="grid grid-cols-[1fr_auto] gap-4 border-b border-rule py-2">
						<span>
							<Link to={`/merchandising/books/${book.id}`} className="text-accent hover:underline">
								{book.name}
							</Link>
							<span className="block text-ink-soft">
								{t(`rung.${book.rung}`)} · {unitName(book.unitCode)}
							</span>
						</span>
						<TierList from={book.tierFrom} price={book.tierPrice} currency={book.currency} />
					</li>
				))}
			</ul>
		</Section>
	)
}
