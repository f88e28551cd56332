import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { Form, Link, useLoaderData, useNavigate, useSearchParams } from '@remix-run/react'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { inspectPrice } from '../../flows/merchandising/inspect-price.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { useUnitName } from '../../ui/format/use-unit-name.ts'
import { InspectedPrice } from '../../ui/merchandising/inspected-price.tsx'
import type { InspectedView } from '../../ui/merchandising/inspected-view.ts'
import { Button } from '../../ui/parts/button.tsx'
import { EmptyState } from '../../ui/parts/empty-state.tsx'
import { PageHeader, Section } from '../../ui/parts/page-header.tsx'
import { isTyping } from '../../ui/parts/search-box.tsx'
import { SelectField } from '../../ui/parts/select-field.tsx'
import { DateField, TextField } from '../../ui/parts/text-field.tsx'
import { pageTitle } from '../../ui/shell/page-title.ts'
import { textIn } from '../desk/read-form.ts'

export const handle = { i18n: ['merchandising', 'price'] }

/** A day that the calendar has: the 31st of February is none. */
function isDay(text: string): boolean {
	const day = /^\d{4}-\d{2}-\d{2}$/.test(text) ? new Date(`${text}T00:00:00Z`) : null
	return day !== null && !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text)
}

export async function loader({ request, context }: LoaderFunctionArgs) {
	const { db, at, locale } = context.house
	const staff = await requireStaff(request, context, 'merchandiser', 'head_office')
	const { searchParams } = new URL(request.url)
	const asked = readQuestion(searchParams)
	const inspection = await inspectPrice(db, staff, { ...asked, locale, at })
	return { ...inspection, asked, asBuyer: searchParams.get('view') === 'buyer', title: fixedT(locale, 'merchandising')('inspector.title') }
}

function readQuestion(params: URLSearchParams) {
	const dayOf = (name: string) => (isDay(textIn(params, name)) ? textIn(params, name) : null)
	const place = textIn(params, 'place')
	return {
		...{ account: textIn(params, 'account'), product: textIn(params, 'product'), unit: textIn(params, 'unit') || null },
		...{ on: dayOf('on'), against: dayOf('with'), locationId: /^\d{1,15}$/.test(place) ? Number(place) : null },
		quantity: textIn(params, 'quantity').replace(',', '.'),
	}
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => [{ title: pageTitle(data?.title, matches) }]

export default function Inspector() {
	const { t } = useTranslation('merchandising')
	const { inspected, asked, asBuyer } = useLoaderData<typeof loader>()
	const hrefs = useViews()
	useKeys(asBuyer ? hrefs.house : hrefs.buyer)
	return (
		<>
			<PageHeader title={t('inspector.title')} lead={t('inspector.lead')} />
			<Question />
			<Choices />
			{inspected ? <InspectedPrice inspected={inspected as InspectedView} asBuyer={asBuyer} hrefs={hrefs} /> : null}
			{asked.account === '' || asked.product === '' ? <EmptyState title={t('inspector.ask')}>{t('inspector.askText')}</EmptyState> : null}
		</>
	)
}

/** The same question, as the buyer reads it or as the house does: an address to send to a colleague. */
function useViews() {
	const [params] = useSearchParams()
	const [buyer, house] = [new URLSearchParams(params), new URLSearchParams(params)]
	buyer.set('view', 'buyer')
	house.delete('view')
	return { buyer: `?${buyer}`, house: `?${house}` }
}

/** `b` turns to the buyer's view and back, `c` goes to the day to compare with. */
function useKeys(other: string) {
	const navigate = useNavigate()
	useEffect(() => {
		function onKey(event: KeyboardEvent) {
			if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return
			if (event.key === 'b') navigate(other, { preventScrollReset: true })
			if (event.key !== 'c') return
			event.preventDefault()
			document.querySelector<HTMLInputElement>('input[name=with]')?.focus()
		}
		document.addEventListener('keydown', onKey)
		return () => document.removeEventListener('keydown', onKey)
	}, [navigate, other])
}

function Question() {
	const { t } = useTranslation('merchandising')
	const { asked, inspected, asBuyer } = useLoaderData<typeof loader>()
	const unitName = useUnitName()
	const units = inspected?.product.units ?? []
	const places = (inspected?.shipTos ?? []).map(({ id, name, code }) => ({ value: String(id), label: `${name} (${code})` }))
	return (
		<Form method="get" key={JSON.stringify(asked)} className="flex flex-wrap items-end gap-3 border-y border-rule py-4">
			<TextField label={t('inspector.account')} name="account" required defaultValue={inspected?.account.number ?? asked.account} className="w-full sm:w-48" />
			<TextField label={t('inspector.product')} name="product" required defaultValue={inspected?.product.sku ?? asked.product} className="w-full sm:w-48" />
			<TextField label={t('inspector.quantity')} name="quantity" inputMode="decimal" defaultValue={inspected?.quantity ?? asked.quantity} className="w-24" />
			{units.length > 1 ? (
				<SelectField
					label={t('book.unit')}
					name="unit"
					defaultValue={inspected?.product.unitCode}
					options={units.map((value) => ({ value, label: unitName(value) }))}
					className="min-w-32 max-w-full"
				/>
			) : null}
			{places.length > 1 ? (
				<SelectField
					label={t('inspector.place')}
					name="place"
					defaultValue={String(inspected?.locationId ?? '')}
					options={places}
					className="w-full sm:w-auto sm:min-w-48 sm:max-w-full"
				/>
			) : null}
			<DateField label={t('inspector.on')} name="on" defaultValue={inspected?.price.on ?? asked.on ?? ''} className="w-40" />
			<DateField label={t('inspector.with')} name="with" defaultValue={asked.against ?? ''} className="w-40" aria-keyshortcuts="c" />
			{asBuyer ? <input type="hidden" name="view" value="buyer" /> : null}
			<Button type="submit" variant="primary">
				{t('inspector.resolve')}
			</Button>
		</Form>
	)
}

/** Which account or product was meant, when the words fit several or none. */
function Choices() {
	const { t } = useTranslation('merchandising')
	const { asked, accounts, products } = useLoaderData<typeof loader>()
	const [params] = useSearchParams()
	const lists = [
		{ name: 'account', found: accounts, text: asked.account },
		{ name: 'product', found: products, text: asked.product },
	] as const
	return lists
		.filter(({ found, text }) => text !== '' && found.length !== 1)
		.map(({ name, found, text }) => (
			<Section key={name} title={t(found.length === 0 ? `inspector.no_${name}` : `inspector.which_${name}`, { text })} className="mt-6">
				<ul className="grid gap-1 text-sm">
					{found.map((choice) => (
						<li key={choice.id}>
							<Link to={`?${new URLSearchParams({ ...Object.fromEntries(params), [name]: choice.code })}`} className="text-accent hover:underline">
								{choice.name}
							</Link>{' '}
							<span className="text-ink-soft">{choice.code}</span>
						</li>
					))}
				</ul>
			</Section>
		))
}
