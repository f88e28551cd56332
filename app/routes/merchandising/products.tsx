import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node'
import { Form, Link, useActionData, useLoaderData, useNavigation } from '@remix-run/react'
import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { listProducts } from '../../flows/merchandising/open-products.ts'
import { setProductStatus } from '../../flows/merchandising/set-product-status.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { ProductTable } from '../../ui/merchandising/product-table.tsx'
import { useClassName } from '../../ui/merchandising/use-class-name.ts'
import { Banner } from '../../ui/parts/banner.tsx'
import { Button } from '../../ui/parts/button.tsx'
import { Checkbox } from '../../ui/parts/checkbox.tsx'
import { EmptyState } from '../../ui/parts/empty-state.tsx'
import { PageHeader } from '../../ui/parts/page-header.tsx'
import { Pagination } from '../../ui/parts/pagination.tsx'
import { Refusals } from '../../ui/parts/refusals.tsx'
import { SelectField } from '../../ui/parts/select-field.tsx'
import { TextField } from '../../ui/parts/text-field.tsx'
import { useListHref } from '../../ui/parts/use-list-href.ts'
import { pageTitle } from '../../ui/shell/page-title.ts'
import { idIn, idOf, oneOf, textIn } from '../desk/read-form.ts'

export const handle = { i18n: ['merchandising'] }

const statuses = ['draft', 'active', 'retired'] as const

export async function loader({ request, context }: LoaderFunctionArgs) {
	const { db, locale } = context.house
	const staff = await requireStaff(request, context, 'merchandiser')
	const { searchParams } = new URL(request.url)
	const filter = {
		search: textIn(searchParams, 'q'),
		status: oneOf(statuses, searchParams.get('status')),
		productClass: textIn(searchParams, 'class') || null,
		isIncomplete: searchParams.has('incomplete'),
		after: idIn(searchParams, 'after'),
		limit: 50,
	}
	return { ...(await listProducts(db, staff, { ...filter, locale })), filter, title: fixedT(locale, 'merchandising')('products.title') }
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => [{ title: pageTitle(data?.title, matches) }]

export async function action({ request, context }: ActionFunctionArgs) {
	const { db, at, requestId } = context.house
	const staff = await requireStaff(request, context, 'merchandiser')
	const form = await request.formData()
	const productIds = form.getAll('productId').flatMap((value) => idOf(value) ?? [])
	const status = oneOf(statuses, form.get('status')) ?? 'draft'
	const answer = await setProductStatus(db, staff, { productIds, status, at, requestId })
	return data(answer, { status: answer.ok ? 200 : 422 })
}

export default function Products() {
	const { t } = useTranslation('merchandising')
	const { products, currency, nextAfter, filter } = useLoaderData<typeof loader>()
	const answer = useActionData<typeof action>()
	const href = useListHref()
	return (
		<>
			<PageHeader title={t('products.title')} lead={t('products.lead')} />
			<ProductFilters />
			<div className="grid gap-4 *:min-w-0">
				{answer?.ok ? <Banner live tone="positive" title={t('products.changed', { count: answer.changed, asked: answer.asked })} /> : null}
				{answer && !answer.ok ? (
					<Refusals title={t('book.refused')} refusals={answer.refusals.map(({ code }) => ({ key: code, message: t(`refusals:${code}`) }))} />
				) : null}
				{products.length === 0 ? (
					<EmptyState title={t('products.none')}>{t('products.noneText')}</EmptyState>
				) : (
					<Form method="post" className="grid gap-4 *:min-w-0">
						<ProductTable products={products} currency={currency} />
						<BulkStatus />
					</Form>
				)}
				<Pagination
					label={t('pages')}
					previous={filter.after === null ? null : { href: href({}), label: t('firstPage') }}
					next={nextAfter === null ? null : { href: href({ after: String(nextAfter) }), label: t('nextPage') }}
				/>
				<p className="text-sm text-ink-soft">
					<Link to="/merchandising" className="underline">
						{t('products.toBooks')}
					</Link>
				</p>
			</div>
		</>
	)
}

function ProductFilters() {
	const { t } = useTranslation('merchandising')
	const { classes, filter } = useLoaderData<typeof loader>()
	const className = useClassName()
	const any = { value: '', label: t('any') }
	return (
		<Form method="get" className="mb-6 flex flex-wrap items-end gap-3">
			<TextField label={t('search')} name="q" type="search" defaultValue={filter.search} key={filter.search} className="w-full sm:w-64" />
			<SelectField
				label={t('status')}
				name="status"
				defaultValue={filter.status ?? ''}
				options={[any, ...statuses.map((value) => ({ value, label: t(`productStatus.${value}`) }))]}
				className="w-40"
			/>
			<SelectField
				label={t('products.class')}
				name="class"
				defaultValue={filter.productClass ?? ''}
				options={[any, ...classes.map((value) => ({ value, label: className(value) }))]}
				className="w-44"
			/>
			<Checkbox label={t('products.incomplete')} name="incomplete" defaultChecked={filter.isIncomplete} className="pb-2" />
			<Button type="submit" icon="filter">
				{t('show')}
			</Button>
		</Form>
	)
}

/** What is done to all that are ticked. */
function BulkStatus() {
	const { t } = useTranslation('merchandising')
	const isBusy = useNavigation().state === 'submitting'
	const bar = useRef<HTMLDivElement>(null)
	function tickAll() {
		for (const box of bar.current?.closest('form')?.querySelectorAll<HTMLInputElement>('input[name=productId]') ?? []) box.checked = true
	}
	return (
		<div ref={bar} className="sticky bottom-0 z-10 flex flex-wrap items-end gap-3 border-t border-ink bg-ground py-3">
			<SelectField
				label={t('products.ticked')}
				name="status"
				size="sm"
				defaultValue="active"
				options={statuses.map((value) => ({ value, label: t(`products.make.${value}`) }))}
				className="w-56"
			/>
			<Button type="submit" size="sm" pending={isBusy}>
				{t('products.apply')}
			</Button>
			<Button size="sm" variant="quiet" onClick={tickAll}>
				{t('products.tickAll')}
			</Button>
		</div>
	)
}
