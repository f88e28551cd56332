import { Link } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { microsOf } from '../../engine/base/money.ts'
import { useUnitName } from '../format/use-unit-name.ts'
import { Badge, Status } from '../parts/badge.tsx'
import { UnitPrice } from '../parts/money.tsx'
import { Table, TBody, Td, THead, Th, Tr } from '../parts/table.tsx'
import { useClassName } from './use-class-name.ts'

type Listed = {
	id: number
	sku: string
	name: string
	productClass: string
	status: 'draft' | 'active' | 'retired'
	picture: string | null
	unitCode: string
	basePrice: string | null
	books: number
	coverage: number
}

const tones = { draft: 'neutral', active: 'positive', retired: 'warning' } as const

/** Products with what a merchandiser looks for: on sale or not, at what price, in how many languages. */
export function ProductTable({ products, currency }: { products: readonly Listed[]; currency: string }) {
	const { t } = useTranslation('merchandising')
	const className = useClassName()
	const unitName = useUnitName()
	return (
		<Table caption={t('products.title')} dense>
			<THead>
				<Tr>
					<Th>
						<span className="sr-only">{t('products.tick')}</span>
					</Th>
					<Th>{t('book.product')}</Th>
					<Th>{t('products.class')}</Th>
					<Th>{t('status')}</Th>
					<Th numeric>{t('products.basePrice')}</Th>
					<Th numeric>{t('products.inBooks')}</Th>
					<Th numeric>{t('promotions.languages')}</Th>
				</Tr>
			</THead>
			<TBody>
				{products.map((product) => (
					<Tr key={product.id}>
						<Td className="w-8">
							<input
								type="checkbox"
								name="productId"
								value={product.id}
								aria-label={t('products.tickOne', { sku: product.sku })}
								className="size-4.5 accent-accent"
							/>
						</Td>
						<Th scope="row">
							<span className="flex items-center gap-3">
								{product.picture ? (
									<img src={product.picture} alt="" width={40} height={40} loading="lazy" className="size-10 rounded-sm object-cover" />
								) : null}
								<span>
									<Link to={`/merchandising/products/${product.id}`} prefetch="intent" className="text-accent hover:underline">
										{product.name}
									</Link>
									<span className="block font-normal text-ink-soft">{product.sku}</span>
								</span>
							</span>
						</Th>
						<Td>{className(product.productClass)}</Td>
						<Td>
							<Status tone={tones[product.status]}>{t(`productStatus.${product.status}`)}</Status>
						</Td>
						<Td numeric>
							{product.basePrice ? (
								<UnitPrice micros={microsOf(product.basePrice)} currency={currency} />
							) : (
								<Badge tone="warning">{t('inspector.onRequest')}</Badge>
							)}
							<span className="block text-ink-soft">{unitName(product.unitCode)}</span>
						</Td>
						<Td numeric>{product.books}</Td>
						<Td numeric>
							<Badge tone={product.coverage === 5 ? 'positive' : 'warning'}>{t('promotions.coverage', { count: product.coverage })}</Badge>
						</Td>
					</Tr>
				))}
			</TBody>
		</Table>
	)
}
