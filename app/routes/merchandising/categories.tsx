import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { openCategories } from '../../flows/merchandising/open-categories.ts'
import { hideCategory, shiftCategory } from '../../flows/merchandising/save-category.ts'
import { undoCategories } from '../../flows/merchandising/save-tree-change.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { notFound } from '../../platform/responses.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { CategoryTree } from '../../ui/categories/category-tree.tsx'
import { DoneBanner } from '../../ui/entitlement/change-list.tsx'
import { RefusedList } from '../../ui/entitlement/refused-list.tsx'
import { LinkButton } from '../../ui/parts/button.tsx'
import { EmptyState } from '../../ui/parts/empty-state.tsx'
import { ListFilters, ListSearch } from '../../ui/parts/list-page.tsx'
import { PageHeader } from '../../ui/parts/page-header.tsx'
import { pageTitle } from '../../ui/shell/page-title.ts'
import { idIn, oneOf, textIn } from '../desk/read-form.ts'

export const handle = { i18n: ['categories', 'entitlement', 'merchandising'] }

export async function loader({ request, context }: LoaderFunctionArgs) {
	const { db, locale } = context.house
	const staff = await requireStaff(request, context, 'merchandiser')
	const { searchParams } = new URL(request.url)
	const search = textIn(searchParams, 'q')
	const open = await openCategories(db, staff, { locale, search })
	return { ...open, search, done: searchParams.get('done'), moved: idIn(searchParams, 'moved'), title: fixedT(locale, 'categories')('title') }
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => [{ title: pageTitle(data?.title, matches) }]

export async function action({ request, context }: ActionFunctionArgs) {
	const { db, at, requestId } = context.house
	const staff = await requireStaff(request, context, 'merchandiser')
	const form = await request.formData()
	const intent = oneOf(['up', 'down', 'hide', 'show', 'undo'], form.get('intent'))
	const [id, act] = [idIn(form, 'id') ?? 0, { at, requestId }]
	if (!intent) throw notFound()
	const answer =
		intent === 'undo'
			? await undoCategories(db, staff, idIn(form, 'changeId') ?? 0, act)
			: intent === 'hide' || intent === 'show'
				? await hideCategory(db, staff, id, intent === 'hide', act)
				: await shiftCategory(db, staff, id, intent, act)
	if (!answer) throw notFound()
	if (!answer.ok) return data({ refusals: answer.refusals }, { status: 422 })
	const after = new URLSearchParams({ done: intent === 'undo' ? 'undone' : String(answer.changeId), moved: String(answer.id) })
	const search = textIn(new URL(request.url).searchParams, 'q')
	if (search) after.set('q', search)
	return redirect(`/merchandising/categories?${after}`)
}

export default function Categories() {
	const { t } = useTranslation('categories')
	const { categories, total, changes, search, done, moved } = useLoaderData<typeof loader>()
	const answer = useActionData<typeof action>()
	return (
		<>
			<PageHeader
				title={t('title')}
				lead={t('lead')}
				actions={
					<>
						<LinkButton to="/merchandising/categories.csv" reloadDocument icon="download">
							{t('csv')}
						</LinkButton>
						<LinkButton to="/merchandising/categories/new" variant="primary" icon="plus">
							{t('new')}
						</LinkButton>
					</>
				}
			/>
			<div className="grid gap-6 *:min-w-0">
				{answer ? <RefusedList refusals={answer.refusals} /> : <DoneBanner done={done} changes={changes} />}
				<div>
					<ListFilters submit={t('merchandising:show')}>
						<ListSearch label={t('search')} value={search} />
					</ListFilters>
					{categories.length > 0 ? (
						<CategoryTree categories={categories} isWhole={categories.length === total} moved={`${moved ?? ''} ${done}`} />
					) : (
						<EmptyState title={t(total > 0 ? 'noneFit' : 'none')}>{t(total > 0 ? 'noneFitText' : 'noneText')}</EmptyState>
					)}
				</div>
			</div>
		</>
	)
}
