import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node'
import { Form, useActionData, useLoaderData, useNavigation } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { openSchedule } from '../../flows/merchandising/open-schedule.ts'
import { stagePrices } from '../../flows/merchandising/stage-prices.ts'
import { notFound } from '../../platform/responses.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { BookTabs } from '../../ui/merchandising/book-tabs.tsx'
import { ScheduleList } from '../../ui/merchandising/schedule-list.tsx'
import { useSaid } from '../../ui/merchandising/use-said.ts'
import { Breadcrumbs } from '../../ui/parts/breadcrumbs.tsx'
import { Button } from '../../ui/parts/button.tsx'
import { Checkbox } from '../../ui/parts/checkbox.tsx'
import { EmptyState } from '../../ui/parts/empty-state.tsx'
import { ListBody, ListFilters, ListSearch } from '../../ui/parts/list-page.tsx'
import { PageHeader, Section } from '../../ui/parts/page-header.tsx'
import { Refusals } from '../../ui/parts/refusals.tsx'
import { DateField, TextField } from '../../ui/parts/text-field.tsx'
import { pageTitle } from '../../ui/shell/page-title.ts'
import { idOf, textIn } from '../desk/read-form.ts'
import { dayIn, decimalOf } from './read-price-edits.ts'

export const handle = { i18n: ['books', 'merchandising', 'refusals'] }

export async function loader({ request, params, context }: LoaderFunctionArgs) {
	const { db, at, locale } = context.house
	const staff = await requireStaff(request, context, 'merchandiser')
	const { searchParams } = new URL(request.url)
	const filter = { search: textIn(searchParams, 'q'), all: searchParams.has('all'), after: searchParams.get('after'), limit: 40 }
	const open = await openSchedule(db, staff, { ...filter, bookId: idOf(params['id']) ?? 0, at, locale })
	if (!open) throw notFound()
	return { ...open, filter, at }
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => [{ title: pageTitle(data?.book.name, matches) }]

/** One price that begins later is a draft of one row: it is compared and published like any other. */
export async function action({ request, params, context }: ActionFunctionArgs) {
	const { db, at, requestId, locale } = context.house
	const staff = await requireStaff(request, context, 'merchandiser')
	const bookId = idOf(params['id']) ?? 0
	const form = await request.formData()
	const typed = { sku: textIn(form, 'sku'), from: textIn(form, 'from') || '1', price: textIn(form, 'price'), beginsOn: dayIn(form, 'beginsOn') }
	const cell = (value: string) => `"${value.replaceAll('"', '""')}"`
	const source = `sku,from,price\n${[typed.sku, decimalOf(typed.from, locale), decimalOf(typed.price, locale)].map(cell).join(',')}\n`
	const file = { bookId, sourceName: '', source, decimalComma: false, beginsOn: typed.beginsOn, isWhole: false, jumpPercent: 20 }
	const staged = await stagePrices(db, staff, { ...file, at, requestId })
	if (!staged) throw notFound()
	if (staged.ok) return redirect(`/merchandising/books/${bookId}/import/${staged.draftId}`)
	return data({ refusals: staged.refusals, typed }, { status: 422 })
}

export default function Schedule() {
	const { t } = useTranslation(['books', 'merchandising'])
	const { book, products, filter, nextAfter, at } = useLoaderData<typeof loader>()
	const answer = useActionData<typeof action>()
	const said = useSaid(book.currency)
	const crumbs = [
		{ href: '/merchandising', label: t('merchandising:books.title') },
		{ href: `/merchandising/books/${book.id}`, label: book.name },
		{ label: t('schedule.title') },
	]
	return (
		<>
			<PageHeader
				breadcrumbs={<Breadcrumbs label={t('merchandising:path')} crumbs={crumbs} />}
				kicker={book.name}
				title={t('schedule.title')}
				lead={t('schedule.lead')}
			/>
			<div className="grid gap-8 *:min-w-0">
				<BookTabs bookId={book.id} />
				{answer ? <Refusals title={t('import.refused')} refusals={said(answer.refusals)} /> : null}
				{book.source ? null : <PlanPrice />}
				<div>
					<ListFilters submit={t('merchandising:show')}>
						<ListSearch label={t('merchandising:book.search')} value={filter.search} />
						<Checkbox label={t('schedule.all')} name="all" value="1" defaultChecked={filter.all} className="self-center pb-1" />
					</ListFilters>
					<ListBody
						empty={products.length === 0 ? <EmptyState title={t('schedule.none')}>{t('schedule.noneText')}</EmptyState> : null}
						words={{ pages: t('merchandising:pages'), first: t('merchandising:firstPage'), next: t('merchandising:nextPage') }}
						after={filter.after}
						nextAfter={nextAfter}
					>
						<ScheduleList products={products} currency={book.source?.currency ?? book.currency} at={at} />
					</ListBody>
				</div>
			</div>
		</>
	)
}

function PlanPrice() {
	const { t } = useTranslation(['books', 'merchandising'])
	const typed = useActionData<typeof action>()?.typed
	const isBusy = useNavigation().state === 'submitting'
	return (
		<Section title={t('schedule.plan')} aside={t('schedule.planNote')}>
			<Form method="post" className="flex flex-wrap items-end gap-3">
				<TextField label={t('merchandising:book.sku')} name="sku" required defaultValue={typed?.sku} className="w-44" />
				<TextField label={t('merchandising:book.from')} name="from" inputMode="decimal" defaultValue={typed?.from ?? '1'} className="w-24" />
				<TextField label={t('merchandising:book.price')} name="price" inputMode="decimal" required defaultValue={typed?.price} className="w-32" />
				<DateField label={t('schedule.begins')} name="beginsOn" required defaultValue={typed?.beginsOn ?? ''} className="w-44" />
				<Button type="submit" icon="calendar" pending={isBusy}>
					{t('import.compare')}
				</Button>
			</Form>
		</Section>
	)
}
