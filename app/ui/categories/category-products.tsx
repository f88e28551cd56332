import { Form, Link } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { Badge } from '../parts/badge.tsx'
import { Button, TextLink } from '../parts/button.tsx'
import { Section } from '../parts/page-header.tsx'
import { Table, TBody, Td, THead, Th, Tr } from '../parts/table.tsx'
import { TextArea } from '../parts/text-field.tsx'

type Product = { id: number; sku: string; name: string; isPrimary: boolean; isOnlyHere: boolean }
type ProductsProps = { category: { id: number; name: string; products: number }; products: readonly Product[]; wish: { add: string; remove: string } | null }

/** What stands in a category itself; SKUs are pasted to add products and to take them out. */
export function CategoryProducts({ category, products, wish }: ProductsProps) {
	const { t } = useTranslation('categories')
	return (
		<Section title={t('productsIn')} aside={t('count', { count: category.products })}>
			<div className="grid gap-8 *:min-w-0">
				<Form method="post" noValidate className="grid gap-4">
					<div className="grid gap-4 sm:grid-cols-2">
						<TextArea label={t('add')} name="add" rows={4} hint={t('pasteHint')} defaultValue={wish?.add ?? ''} inputClassName="font-mono" />
						<TextArea label={t('remove')} name="remove" rows={4} hint={t('removeHint')} defaultValue={wish?.remove ?? ''} inputClassName="font-mono" />
					</div>
					<div>
						<Button type="submit" name="intent" value="place">
							{t('place')}
						</Button>
					</div>
				</Form>
				{products.length > 0 ? (
					<Table caption={t('productsIn')} dense>
						<THead>
							<Tr>
								<Th>{t('product')}</Th>
								<Th>{t('sku')}</Th>
								<Th>{t('stands')}</Th>
							</Tr>
						</THead>
						<TBody>
							{products.map(({ id, sku, name, isPrimary, isOnlyHere }) => (
								<Tr key={id}>
									<Th scope="row">
										<Link to={`/merchandising/products/${id}`} className="text-accent hover:underline">
											{name}
										</Link>
									</Th>
									<Td className="font-mono text-xs">{sku}</Td>
									<Td>{isOnlyHere ? <Badge>{t('onlyHere')}</Badge> : isPrimary ? t('firstHere') : t('alsoHere')}</Td>
								</Tr>
							))}
						</TBody>
					</Table>
				) : (
					<p className="text-sm text-ink-soft">{t('noProducts')}</p>
				)}
				{category.products > products.length ? (
					<p className="text-sm">
						<TextLink to={`/merchandising/products?category=${category.id}`}>{t('allProducts', { count: category.products })}</TextLink>
					</p>
				) : null}
			</div>
		</Section>
	)
}
