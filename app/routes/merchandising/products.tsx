import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node'
import { Form, useActionData, useLoaderData, useNavigation } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { changeCells, changeProducts, previewProducts } from '../../flows/catalog/change-products.ts'
import { openProductGrid } from '../../flows/catalog/open-product-grid.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { BulkBar } from '../../ui/grid/bulk-bar.tsx'
import { BulkPreviewView } from '../../ui/grid/bulk-preview.tsx'
import { GridDone } from '../../ui/grid/grid-done.tsx'
import { GridFilters } from '../../ui/grid/grid-filters.tsx'
import { ProductGrid, pasteColumn } from '../../ui/grid/product-grid.tsx'
import { useFieldName } from '../../ui/grid/use-field-name.ts'
import { moveInGrid } from '../../ui/merchandising/move-in-grid.ts'
import { EmptyState } from '../../ui/parts/empty-state.tsx'
import { ListBody } from '../../ui/parts/list-page.tsx'
import { PageHeader } from '../../ui/parts/page-header.tsx'
import { Refusals } from '../../ui/parts/refusals.tsx'
import { pageTitle } from '../../ui/shell/page-title.ts'
import { oneOf } from '../desk/read-form.ts'
import { readBulkForm, readCells, readGridQuery } from './read-grid.ts'

export const handle = { i18n: ['grid', 'merchandising'] }

export async function loader({ request, context }: LoaderFunctionArgs) {
	const { db, locale } = context.house
	const staff = await requireStaff(request, context, 'merchandiser')
	const { searchParams } = new URL(request.url)
	const query = readGridQuery(searchParams)
	return {
		...(await openProductGrid(db, staff, { ...query, locale })),
		query,
		done: searchParams.get('done'),
		title: fixedT(locale, 'merchandising')('products.title'),
	}
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => [{ title: pageTitle(data?.title, matches) }]

/** Cells are saved; a bulk edit is shown first, then done. Long ones lead to their own page. */
export async function action({ request, context }: ActionFunctionArgs) {
	const { db, at, locale, requestId } = context.house
	const staff = await requireStaff(request, context, 'merchandiser')
	const { searchParams } = new URL(request.url)
	const form = await request.formData()
	const intent = oneOf(['cells', 'preview', 'bulk'], form.get('intent')) ?? 'cells'
	const { edit, isAll, productIds } = readBulkForm(form)
	const target = isAll ? { filter: { ...readGridQuery(searchParams), sellerEntityId: staff.seller.id, locale } } : { productIds }
	const bulk = { ...edit, isAll, productIds }
	if (intent === 'preview') {
		const answer = await previewProducts(db, staff, target, edit)
		return data(answer.ok ? { refusals: [], preview: answer.preview, bulk } : { refusals: answer.refusals, preview: null, bulk }, {
			status: answer.ok ? 200 : 422,
		})
	}
	const answer =
		intent === 'cells' ? await changeCells(db, staff, readCells(form), { at, requestId }) : await changeProducts(db, staff, target, { edit, at, requestId })
	if (!answer.ok) return data({ refusals: answer.refusals, preview: null, bulk }, { status: 422 })
	searchParams.set('done', String(answer.changeId))
	return redirect(answer.total > 500 ? `/merchandising/products/changes/${answer.changeId}` : `/merchandising/products?${searchParams}`)
}

export default function Products() {
	const { t } = useTranslation('grid')
	const { rows, total, nextAfter, query, choices, changes, currency, done } = useLoaderData<typeof loader>()
	const answer = useActionData<typeof action>()
	const isBusy = useNavigation().state === 'submitting'
	const fieldName = useFieldName()
	return (
		<>
			<PageHeader title={t('merchandising:products.title')} lead={t('lead')} />
			<GridFilters query={query} choices={choices} />
			<div className="grid gap-6 *:min-w-0">
				{answer ? null : <GridDone done={done} changes={changes} />}
				{answer && answer.refusals.length > 0 ? (
					<Refusals
						title={t('refused')}
						refusals={answer.refusals.map(({ code, facts }, index) => ({
							key: `${code}${index}`,
							where: [facts['sku'], facts['key'] ? fieldName(String(facts['key'])) : ''].filter(Boolean).join(' · ') || null,
							message: t(`refusals:${code}`, facts as Record<string, string>),
						}))}
					/>
				) : null}
				{answer?.preview ? <BulkPreviewView preview={answer.preview} bulk={answer.bulk} isBusy={isBusy} categories={choices.categories} /> : null}
				<ListBody
					empty={rows.length === 0 ? <EmptyState title={t('merchandising:products.none')}>{t('merchandising:products.noneText')}</EmptyState> : null}
					words={{ pages: t('merchandising:pages'), first: t('merchandising:firstPage'), next: t('merchandising:nextPage') }}
					after={query.after}
					nextAfter={nextAfter}
				>
					<Form
						method="post"
						noValidate
						key={`${changes[0]?.id} ${query.after}`}
						onKeyDown={(event) => moveInGrid(event, event.currentTarget)}
						onPaste={pasteColumn}
						className="grid gap-0 *:min-w-0"
					>
						<ProductGrid rows={rows} query={query} choices={choices} currency={currency} />
						<BulkBar total={total} shown={rows.length} choices={choices} isBusy={isBusy} bulk={answer?.bulk ?? null} />
					</Form>
				</ListBody>
			</div>
		</>
	)
}
