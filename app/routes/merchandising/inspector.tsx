import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { Form, Link, useLoaderData, useSearchParams } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { inspectPrice } from '../../flows/merchandising/inspect-price.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { useUnitName } from '../../ui/format/use-unit-name.ts'
import { PrivatePart } from '../../ui/merchandising/private-part.tsx'
import { Banner } from '../../ui/parts/banner.tsx'
import { Button, LinkButton } from '../../ui/parts/button.tsx'
import { EmptyState } from '../../ui/parts/empty-state.tsx'
import { Money, UnitPrice } from '../../ui/parts/money.tsx'
import { Figure, PageHeader, Section } from '../../ui/parts/page-header.tsx'
import { SelectField } from '../../ui/parts/select-field.tsx'
import { DateField, TextField } from '../../ui/parts/text-field.tsx'
import { PriceLedger } from '../../ui/price/price-ledger.tsx'
import { pageTitle } from '../../ui/shell/page-title.ts'
import { textIn } from '../desk/read-form.ts'

export const handle = { i18n: ['merchandising', 'price'] }

const isDay = (text: string) => /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text))

export async function loader({ request, context }: LoaderFunctionArgs) {
	const { db, at, locale } = context.house
	const staff = await requireStaff(request, context, 'merchandiser', 'head_office')
	const { searchParams } = new URL(request.url)
	const on = textIn(searchParams, 'on')
	const asked = {
		account: textIn(searchParams, 'account'),
		product: textIn(searchParams, 'product'),
		unit: textIn(searchParams, 'unit') || null,
		on: isDay(on) ? on : null,
		quantity: textIn(searchParams, 'quantity').replace(',', '.'),
	}
	const inspection = await inspectPrice(db, staff, { ...asked, locale, at })
	return { ...inspection, asked, asBuyer: searchParams.get('view') === 'buyer', title: fixedT(locale, 'merchandising')('inspector.title') }
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => [{ title: pageTitle(data?.title, matches) }]

export default function Inspector() {
	const { t } = useTranslation('merchandising')
	const { inspected, asked } = useLoaderData<typeof loader>()
	return (
		<>
			<PageHeader title={t('inspector.title')} lead={t('inspector.lead')} />
			<Question />
			<Choices />
			{inspected ? <Answer inspected={inspected} /> : null}
			{asked.account === '' || asked.product === '' ? <EmptyState title={t('inspector.ask')}>{t('inspector.askText')}</EmptyState> : null}
		</>
	)
}

function Question() {
	const { t } = useTranslation('merchandising')
	const { asked, inspected, asBuyer } = useLoaderData<typeof loader>()
	const unitName = useUnitName()
	const units = inspected?.product.units ?? []
	return (
		<Form method="get" key={JSON.stringify(asked)} className="flex flex-wrap items-end gap-3 border-y border-rule py-4">
			<TextField label={t('inspector.account')} name="account" required defaultValue={inspected?.account.number ?? asked.account} className="w-full sm:w-56" />
			<TextField label={t('inspector.product')} name="product" required defaultValue={inspected?.product.sku ?? asked.product} className="w-full sm:w-56" />
			{units.length > 1 ? (
				<SelectField
					label={t('book.unit')}
					name="unit"
					defaultValue={inspected?.product.unitCode}
					options={units.map((value) => ({ value, label: unitName(value) }))}
					className="w-32"
				/>
			) : null}
			<DateField label={t('inspector.on')} name="on" defaultValue={inspected?.on ?? asked.on ?? ''} className="w-40" />
			<TextField label={t('inspector.quantity')} name="quantity" inputMode="decimal" defaultValue={inspected?.quantity ?? asked.quantity} className="w-28" />
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

type Inspected = NonNullable<ReturnType<typeof useLoaderData<typeof loader>>['inspected']>

function Answer({ inspected }: { inspected: Inspected }) {
	const { t } = useTranslation('merchandising')
	const { asBuyer } = useLoaderData<typeof loader>()
	const [params] = useSearchParams()
	const { account, product, trace, privateTrace, hash, unitPrice, extendedMinor, quantity, isEntitled } = inspected
	const next = new URLSearchParams(params)
	if (asBuyer) next.delete('view')
	else next.set('view', 'buyer')
	return (
		<div className="mt-8 grid gap-10 *:min-w-0">
			{isEntitled ? null : <Banner tone="warning" title={t('inspector.notEntitled', { account: account.name })} />}
			<div className="grid grid-cols-2 gap-x-8 gap-y-6 lg:grid-cols-4">
				<Figure
					label={t('inspector.unitPrice')}
					value={unitPrice ? <UnitPrice micros={unitPrice.replace('.', '')} currency={account.currency} /> : t('inspector.onRequest')}
					note={product.name}
				/>
				<Figure
					label={t('inspector.extended', { quantity })}
					value={extendedMinor === null ? '–' : <Money minor={extendedMinor} currency={account.currency} />}
					note={account.name}
				/>
				<Figure label={t('inspector.hash')} value={<code className="font-mono text-base">{hash.slice(0, 12)}</code>} note={t('inspector.hashNote')} />
				<div className="self-center">
					<LinkButton to={`?${next}`} preventScrollReset icon="user">
						{t(asBuyer ? 'inspector.asHouse' : 'inspector.asBuyer')}
					</LinkButton>
				</div>
			</div>
			<Section title={t('inspector.public')} aside={asBuyer ? t('inspector.publicOnly', { account: account.name }) : null}>
				<PriceLedger trace={trace} hash={hash} />
			</Section>
			{asBuyer ? null : <PrivatePart trace={privateTrace} currency={account.currency} />}
			{asBuyer ? null : (
				<Section title={t('inspector.wholeHash')}>
					<code className="font-mono text-sm wrap-anywhere">{hash}</code>
				</Section>
			)}
		</div>
	)
}
