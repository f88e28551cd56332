import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node'
import { Form, useActionData, useLoaderData, useNavigation, useSearchParams } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { openProduct } from '../../flows/merchandising/open-products.ts'
import { saveProduct } from '../../flows/merchandising/save-product.ts'
import { locales } from '../../platform/locale.ts'
import { notFound } from '../../platform/responses.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { ProductForm } from '../../ui/merchandising/product-form.tsx'
import { ProductPrices } from '../../ui/merchandising/product-prices.tsx'
import { ProductTabs } from '../../ui/merchandising/product-tabs.tsx'
import { Badge } from '../../ui/parts/badge.tsx'
import { Banner } from '../../ui/parts/banner.tsx'
import { Breadcrumbs } from '../../ui/parts/breadcrumbs.tsx'
import { Button, LinkButton } from '../../ui/parts/button.tsx'
import { PageHeader } from '../../ui/parts/page-header.tsx'
import { Refusals } from '../../ui/parts/refusals.tsx'
import { pageTitle } from '../../ui/shell/page-title.ts'
import { idOf, textIn } from '../desk/read-form.ts'
import { decimalOf } from './read-price-edits.ts'

export const handle = { i18n: ['merchandising'] }

export async function loader({ request, params, context }: LoaderFunctionArgs) {
	const { db, locale } = context.house
	const staff = await requireStaff(request, context, 'merchandiser')
	const open = await openProduct(db, staff, idOf(params['id']) ?? 0)
	if (!open) throw notFound()
	const { product } = open
	const fields = {
		...product,
		...{ maximumQuantity: product.maximumQuantity ?? '', floorPrice: product.floorPrice ?? '', unitCost: product.unitCost ?? '' },
		leadDays: String(product.leadDays),
		texts: Object.fromEntries(
			locales.map((one) => {
				const { name = '', summary = '', description = '' } = product.texts[one] ?? {}
				return [one, { name, summary: summary ?? '', description: description ?? '' }]
			}),
		),
	}
	return { ...open, fields, title: product.texts[locale]?.name ?? product.texts['en']?.name ?? product.sku }
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => [{ title: pageTitle(data?.title, matches) }]

export async function action({ request, params, context }: ActionFunctionArgs) {
	const { db, at, locale, requestId } = context.house
	const staff = await requireStaff(request, context, 'merchandiser')
	const productId = idOf(params['id']) ?? 0
	const form = await request.formData()
	const text = (name: string) => textIn(form, name)
	const number = (name: string) => decimalOf(form.get(name), locale)
	const fields = {
		...{ status: text('status'), productClass: text('productClass'), leadDays: text('leadDays'), stockPolicy: text('stockPolicy') },
		...{ minimumQuantity: number('minimumQuantity'), incrementQuantity: number('incrementQuantity'), maximumQuantity: number('maximumQuantity') },
		...{ floorPrice: number('floorPrice'), unitCost: number('unitCost') },
		texts: Object.fromEntries(
			locales.map((one) => [one, { name: text(`name.${one}`), summary: text(`summary.${one}`), description: text(`description.${one}`) }]),
		),
	}
	const saved = await saveProduct(db, staff, { productId, fields, at, requestId })
	if (!saved) throw notFound()
	if (saved.ok) return redirect(`/merchandising/products/${productId}?done=saved`)
	return data({ refusals: saved.refusals, fields }, { status: 422 })
}

export default function Product() {
	const { t, i18n } = useTranslation('merchandising')
	const { product, classes, fields, title } = useLoaderData<typeof loader>()
	const answer = useActionData<typeof action>()
	const isBusy = useNavigation().state !== 'idle'
	const isSaved = useSearchParams()[0].get('done') === 'saved' && !answer
	const whereOf = (key: unknown) => (typeof key === 'string' && i18n.exists(`merchandising:field.${key}`) ? t(`field.${key}`) : null)
	return (
		<>
			<PageHeader
				breadcrumbs={<Breadcrumbs label={t('path')} crumbs={[{ href: '/merchandising/products', label: t('products.title') }, { label: title }]} />}
				kicker={product.sku}
				title={title}
				lead={<Badge tone={product.status === 'active' ? 'positive' : 'neutral'}>{t(`productStatus.${product.status}`)}</Badge>}
				actions={
					<LinkButton to={`/products/${product.slug}`} icon="external">
						{t('products.inShop')}
					</LinkButton>
				}
			/>
			<div className="grid gap-8 *:min-w-0">
				<ProductTabs productId={product.id} />
				{isSaved ? <Banner live tone="positive" title={t('products.saved')} /> : null}
				{answer ? (
					<Refusals
						title={t('book.refused')}
						refusals={answer.refusals.map(({ code, facts }, index) => ({
							key: `${code}${index}`,
							where: whereOf(facts['key']),
							message: t(`refusals:${code}`, facts as Record<string, string>),
						}))}
					/>
				) : null}
				<div className="grid gap-x-12 gap-y-10 xl:grid-cols-[minmax(0,1fr)_22rem]">
					<Form method="post" className="grid content-start gap-10" noValidate>
						<ProductForm key={product.version} fields={answer?.fields ?? fields} classes={classes} />
						<div className="sticky bottom-0 border-t border-ink bg-ground py-3">
							<Button type="submit" variant="primary" pending={isBusy}>
								{t('products.save')}
							</Button>
						</div>
					</Form>
					<ProductPrices books={product.books} />
				</div>
			</div>
		</>
	)
}
