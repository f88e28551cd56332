import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { openWarehouseHours } from '../../flows/merchandising/open-warehouse-hours.ts'
import { saveWarehouseHours } from '../../flows/merchandising/save-warehouse-hours.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { notFound } from '../../platform/responses.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { useSaid } from '../../ui/merchandising/use-said.ts'
import { WarehouseHours } from '../../ui/merchandising/warehouse-hours.tsx'
import { Banner } from '../../ui/parts/banner.tsx'
import { Breadcrumbs } from '../../ui/parts/breadcrumbs.tsx'
import { EmptyState } from '../../ui/parts/empty-state.tsx'
import { PageHeader } from '../../ui/parts/page-header.tsx'
import { Refusals } from '../../ui/parts/refusals.tsx'
import { pageTitle } from '../../ui/shell/page-title.ts'
import { idOf, textIn } from '../desk/read-form.ts'

export const handle = { i18n: ['rates', 'merchandising', 'refusals', 'standing'] }

export async function loader({ request, context }: LoaderFunctionArgs) {
	const { db, at, locale } = context.house
	const staff = await requireStaff(request, context, 'merchandiser')
	return { warehouses: await openWarehouseHours(db, staff, at), title: fixedT(locale, 'rates')('hours.title') }
}

export const meta: MetaFunction<typeof loader> = ({ data: page, matches }) => [{ title: pageTitle(page?.title, matches) }]

/** Says when one warehouse sends. */
export async function action({ request, context }: ActionFunctionArgs) {
	const { db, at, requestId } = context.house
	const staff = await requireStaff(request, context, 'merchandiser')
	const form = await request.formData()
	const warehouseId = idOf(form.get('warehouse')) ?? 0
	const fields = {
		timeZone: textIn(form, 'timeZone'),
		cutOff: textIn(form, 'cutOff'),
		worksOn: form.getAll('worksOn').map(String),
		closedOn: textIn(form, 'closedOn'),
	}
	const saved = await saveWarehouseHours(db, staff, { warehouseId, fields, at, requestId })
	if (!saved) throw notFound()
	return saved.ok ? data({ ...saved, fields: null, warehouseId }) : data({ ...saved, fields, warehouseId }, { status: 422 })
}

export default function Warehouses() {
	const { t } = useTranslation(['rates', 'merchandising'])
	const { warehouses } = useLoaderData<typeof loader>()
	const answer = useActionData<typeof action>()
	const said = useSaid()
	return (
		<>
			<PageHeader
				breadcrumbs={
					<Breadcrumbs label={t('hours.breadcrumbs')} crumbs={[{ label: t('shipping.title'), href: '/merchandising/shipping' }, { label: t('hours.title') }]} />
				}
				title={t('hours.title')}
				lead={t('hours.lead')}
			/>
			<div className="grid gap-10 *:min-w-0">
				{answer && !answer.ok ? <Refusals title={t('merchandising:book.refused')} refusals={said(answer.refusals)} /> : null}
				{answer?.ok ? <Banner live tone="positive" title={t('hours.saved')} /> : null}
				{warehouses.length === 0 ? <EmptyState title={t('hours.none')}>{t('hours.noneText')}</EmptyState> : null}
				{warehouses.map((warehouse) => (
					<WarehouseHours
						key={`${warehouse.id} ${answer?.ok}`}
						warehouse={warehouse}
						fields={answer?.fields && answer.warehouseId === warehouse.id ? answer.fields : null}
					/>
				))}
			</div>
		</>
	)
}
