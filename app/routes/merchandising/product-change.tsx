import { type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node'
import { Form, useLoaderData, useRevalidator } from '@remix-run/react'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { openProductChange } from '../../flows/catalog/open-product-grid.ts'
import { turnProductChange } from '../../flows/catalog/work-change.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { notFound } from '../../platform/responses.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { ChangedRows } from '../../ui/grid/changed-rows.tsx'
import { UndoChange } from '../../ui/grid/grid-done.tsx'
import { Banner } from '../../ui/parts/banner.tsx'
import { Breadcrumbs } from '../../ui/parts/breadcrumbs.tsx'
import { Button } from '../../ui/parts/button.tsx'
import { DateText } from '../../ui/parts/date-text.tsx'
import { PageHeader } from '../../ui/parts/page-header.tsx'
import { ProgressBar } from '../../ui/parts/progress-bar.tsx'
import { pageTitle } from '../../ui/shell/page-title.ts'
import { idOf } from '../desk/read-form.ts'

export const handle = { i18n: ['grid', 'merchandising'] }

export async function loader({ request, params, context }: LoaderFunctionArgs) {
	const { db, locale } = context.house
	const staff = await requireStaff(request, context, 'merchandiser')
	const change = await openProductChange(db, staff, idOf(params['id']) ?? 0)
	if (!change) throw notFound()
	return { change, title: fixedT(locale, 'grid')('change.title') }
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => [{ title: pageTitle(data?.title, matches) }]

export async function action({ request, params, context }: ActionFunctionArgs) {
	const { db, at } = context.house
	const staff = await requireStaff(request, context, 'merchandiser')
	const changeId = idOf(params['id']) ?? 0
	const form = await request.formData()
	const turned = await turnProductChange(db, staff, { changeId, to: form.get('intent') === 'cancel' ? 'cancelled' : 'undoing', at })
	if (!turned) throw notFound()
	return redirect(`/merchandising/products/changes/${changeId}`)
}

export default function ProductChange() {
	const { t } = useTranslation('grid')
	const { change, title } = useLoaderData<typeof loader>()
	const isInHand = change.state === 'running' || change.state === 'undoing'
	useFreshWhile(isInHand)
	return (
		<>
			<PageHeader
				breadcrumbs={
					<Breadcrumbs
						label={t('merchandising:path')}
						crumbs={[{ href: '/merchandising/products', label: t('merchandising:products.title') }, { label: title }]}
					/>
				}
				title={title}
				lead={
					<>
						{change.userName} · <DateText instant={change.createdAt} time />
					</>
				}
				actions={change.state === 'applied' || change.state === 'cancelled' ? <UndoChange changeId={change.id} /> : null}
			/>
			<div className="grid gap-8 *:min-w-0">
				{isInHand ? (
					<div className="grid gap-3">
						<ProgressBar
							label={t(`state.${change.state}`)}
							value={change.done}
							max={change.total}
							note={t('change.progress', { done: change.done, total: change.total })}
						/>
						<p className="text-sm text-ink-soft">{t('change.leave')}</p>
						{change.state === 'running' ? (
							<Form method="post">
								<Button type="submit" name="intent" value="cancel" size="sm" icon="close">
									{t('change.cancel')}
								</Button>
							</Form>
						) : null}
					</div>
				) : (
					<Banner live tone={change.state === 'applied' ? 'positive' : 'info'} title={t(`state.${change.state}`)}>
						{t('change.progress', { done: change.done, total: change.total })}
					</Banner>
				)}
				{change.passed > 0 ? <Banner tone="warning" title={t('change.passed', { count: change.passed })} /> : null}
				<ChangedRows rows={change.rows} total={change.total} />
			</div>
		</>
	)
}

/** Looks again each second while there is something to see. */
function useFreshWhile(isOn: boolean) {
	const { revalidate, state } = useRevalidator()
	useEffect(() => {
		if (!isOn || state !== 'idle') return
		const timer = setTimeout(revalidate, 1000)
		return () => clearTimeout(timer)
	}, [isOn, state, revalidate])
}
