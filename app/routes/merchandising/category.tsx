import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { openCategory } from '../../flows/merchandising/open-categories.ts'
import { placeProducts } from '../../flows/merchandising/place-products.ts'
import { deleteCategory, saveCategory } from '../../flows/merchandising/save-category.ts'
import { undoCategories } from '../../flows/merchandising/save-tree-change.ts'
import type { StaffMember } from '../../platform/actor.ts'
import type { House } from '../../platform/house.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { locales } from '../../platform/locale.ts'
import { notFound } from '../../platform/responses.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { CategoryForm } from '../../ui/categories/category-form.tsx'
import { CategoryProducts } from '../../ui/categories/category-products.tsx'
import { DeleteCategory } from '../../ui/categories/delete-category.tsx'
import { ChangeList, DoneBanner } from '../../ui/entitlement/change-list.tsx'
import { RefusedList } from '../../ui/entitlement/refused-list.tsx'
import { Breadcrumbs } from '../../ui/parts/breadcrumbs.tsx'
import { PageHeader } from '../../ui/parts/page-header.tsx'
import { pageTitle } from '../../ui/shell/page-title.ts'
import { idIn, idOf, oneOf, textIn } from '../desk/read-form.ts'

export const handle = { i18n: ['categories', 'entitlement', 'merchandising'] }

const idFrom = (id: string | undefined) => (id === 'new' ? null : (idOf(id) ?? 0))

export async function loader({ request, params, context }: LoaderFunctionArgs) {
	const { db, locale } = context.house
	const staff = await requireStaff(request, context, 'merchandiser')
	const open = await openCategory(db, staff, { id: idFrom(params['id']), locale })
	if (!open) throw notFound()
	const title = open.category?.name ?? fixedT(locale, 'categories')('new')
	return { ...open, done: new URL(request.url).searchParams.get('done'), title }
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => [{ title: pageTitle(data?.title, matches) }]

/** Texts of a form by field, as they were typed: a refused form keeps them. */
const readWish = (form: FormData) => ({
	...{ code: textIn(form, 'code'), parentId: idIn(form, 'parentId'), moveTo: idIn(form, 'moveTo') },
	names: Object.fromEntries(locales.map((locale) => [locale, textIn(form, `name.${locale}`).slice(0, 200)])),
	...{ add: String(form.get('add') ?? ''), remove: String(form.get('remove') ?? '') },
})

export async function action({ request, params, context }: ActionFunctionArgs) {
	const staff = await requireStaff(request, context, 'merchandiser')
	const form = await request.formData()
	const intent = oneOf(['save', 'place', 'delete', 'undo'], form.get('intent')) ?? 'save'
	const wish = readWish(form)
	const answer = await changed(context.house, staff, { id: idFrom(params['id']), intent, wish, changeId: idIn(form, 'changeId') ?? 0 })
	if (!answer) throw notFound()
	if (!answer.ok) return data({ refusals: answer.refusals, intent, wish }, { status: 422 })
	const done = intent === 'undo' ? 'undone' : String(answer.changeId)
	return redirect(intent === 'delete' || answer.id === 0 ? `/merchandising/categories?done=${done}` : `/merchandising/categories/${answer.id}?done=${done}`)
}

type Asked = { id: number | null; intent: 'save' | 'place' | 'delete' | 'undo'; wish: ReturnType<typeof readWish>; changeId: number }

async function changed({ db, at, requestId }: House & { at: Date; requestId: string }, staff: StaffMember, { id, intent, wish, changeId }: Asked) {
	const act = { at, requestId }
	if (intent === 'undo') return undoCategories(db, staff, changeId, act)
	if (intent === 'save') return saveCategory(db, staff, id, wish, act)
	if (id === null) return null
	return intent === 'place' ? placeProducts(db, staff, id, wish, act) : deleteCategory(db, staff, id, wish.moveTo, act)
}

export default function Category() {
	const { t } = useTranslation('categories')
	const { category, products, changes, choices, done, title } = useLoaderData<typeof loader>()
	const answer = useActionData<typeof action>()
	const kept = (intent: string) => (answer?.intent === intent ? answer.wish : null)
	return (
		<>
			<PageHeader
				breadcrumbs={<Breadcrumbs label={t('merchandising:path')} crumbs={[{ href: '/merchandising/categories', label: t('title') }, { label: title }]} />}
				kicker={category?.code}
				title={title}
				lead={t(category?.isHidden ? 'hiddenLead' : category?.isUnderHidden ? 'underHiddenLead' : 'oneLead')}
			/>
			<div className="grid gap-10 *:min-w-0" key={`${category?.id} ${changes[0]?.id} ${changes[0]?.state}`}>
				{answer ? <RefusedList refusals={answer.refusals} /> : <DoneBanner done={done} changes={changes} />}
				<CategoryForm category={category} choices={choices} wish={kept('save')} />
				{category ? <CategoryProducts category={category} products={products} wish={kept('place')} /> : null}
				{category ? <DeleteCategory category={category} choices={choices} moveTo={kept('delete')?.moveTo ?? null} /> : null}
				<ChangeList changes={changes} />
			</div>
		</>
	)
}
