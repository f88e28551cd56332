import { Form } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { Button } from '../parts/button.tsx'
import { Disclosure } from '../parts/disclosure.tsx'
import { SelectField } from '../parts/select-field.tsx'
import { DateField, TextField } from '../parts/text-field.tsx'
import type { OrderFilters } from './order-query.ts'

type Props = { filters: OrderFilters; statuses: readonly string[]; stores: readonly { code: string; name: string }[] }

const sorts = ['newest', 'oldest', 'largest'] as const

/** What people look for every day stands open; spans of days and the order of the list are one press away. */
export function OrderSearch({ filters, statuses, stores }: Props) {
	const { t } = useTranslation('account')
	const { from, to, wantedFrom, wantedTo, sort } = filters
	return (
		<Form method="get" action="/orders" className="mb-6 grid gap-3 print:hidden">
			<div className="grid grid-cols-2 items-end gap-x-4 gap-y-3 lg:grid-cols-[2fr_1fr_1fr_auto]">
				<TextField label={t('orders.search')} name="q" type="search" defaultValue={filters.text ?? ''} className="col-span-2 lg:col-span-1" />
				<SelectField
					label={t('orders.column.status')}
					name="status"
					defaultValue={filters.status ?? ''}
					options={[{ value: '', label: t('orders.anyStatus') }, ...statuses.map((status) => ({ value: status, label: t(`orderStatus.${status}`) }))]}
				/>
				<SelectField
					label={t('orders.store')}
					name="store"
					defaultValue={filters.store ?? ''}
					options={[{ value: '', label: t('orders.anyStore') }, ...stores.map(({ code, name }) => ({ value: code, label: name }))]}
				/>
				<Button type="submit" icon="filter" className="col-span-2 lg:col-span-1">
					{t('show')}
				</Button>
			</div>
			<Disclosure summary={t('orders.more')} open={Boolean(from || to || wantedFrom || wantedTo || sort)}>
				<div className="grid grid-cols-2 items-end gap-x-4 gap-y-3 lg:grid-cols-5">
					<DateField label={t('orders.placedFrom')} name="from" defaultValue={from ?? ''} />
					<DateField label={t('orders.placedTo')} name="to" defaultValue={to ?? ''} />
					<DateField label={t('orders.wantedFrom')} name="wantedFrom" defaultValue={wantedFrom ?? ''} />
					<DateField label={t('orders.wantedTo')} name="wantedTo" defaultValue={wantedTo ?? ''} />
					<SelectField
						label={t('orders.sort.label')}
						name="sort"
						defaultValue={sort ?? ''}
						options={sorts.map((value) => ({ value: value === 'newest' ? '' : value, label: t(`orders.sort.${value}`) }))}
						className="max-lg:col-span-2"
					/>
				</div>
			</Disclosure>
		</Form>
	)
}
