import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node'
import { Form, useActionData, useLoaderData } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { addToCart } from '../../flows/cart/add-to-cart.ts'
import { openCartLine } from '../../flows/cart/open-cart.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { localPath } from '../../platform/local-path.ts'
import { isLocale, withLocale } from '../../platform/locale.ts'
import { notFound } from '../../platform/responses.ts'
import { requireShopper } from '../../platform/session.server.ts'
import { readAddedRows } from '../../ui/checkout/read-added-rows.ts'
import { useRefusalWords } from '../../ui/format/refusal-text.ts'
import { Button, LinkButton } from '../../ui/parts/button.tsx'
import { NumberField } from '../../ui/parts/number-field.tsx'
import { PageHeader } from '../../ui/parts/page-header.tsx'
import { Refusals } from '../../ui/parts/refusals.tsx'
import { TextField } from '../../ui/parts/text-field.tsx'
import { pageTitle } from '../../ui/shell/page-title.ts'

export const handle = { i18n: ['checkout'] }

export async function loader({ request, context }: LoaderFunctionArgs) {
	const { db, at, locale } = context.house
	const shopper = await requireShopper(request, context)
	const line = Number(new URL(request.url).searchParams.get('line') ?? 0)
	const cart = line > 0 ? await openCartLine(db, shopper, { locale, at, line }) : null
	if (line > 0 && !cart) throw notFound()
	return { title: fixedT(locale, 'checkout')('add.title'), currency: shopper.account.currency, cart }
}

/** A page asks for a page; a fetcher of a page takes anything. */
const wantsPage = (request: Request) => request.headers.get('accept')?.includes('text/html') ?? false

function backOf(request: Request, form: FormData, locale: string | undefined): string {
	const said = form.get('back')
	const referrer = request.headers.get('referer')
	const seen = referrer && URL.canParse(referrer) ? new URL(referrer) : null
	const own = seen && seen.host === new URL(request.url).host ? seen.pathname + seen.search : null
	return localPath(typeof said === 'string' ? said : own, withLocale('/cart', isLocale(locale) ? locale : null))
}

/**
 * Puts lines into the cart. Fields `intent=add`, `sku`, `quantity`, `unit`, `locationId`, `requestedOn`, repeated for
 * several; `back` says where to go on without scripts. A fetcher gets `{ ok, refusals, notices, cart }`.
 */
export async function action({ request, params, context }: ActionFunctionArgs) {
	const { house } = context
	const shopper = await requireShopper(request, context)
	const form = await request.formData()
	const rows = readAddedRows(form)
	const added = await addToCart(house.db, shopper, { cartId: null, rows, locale: house.locale, at: house.at })
	if (!added) throw notFound()
	const back = backOf(request, form, params['locale'])
	if (!added.ok) return data({ ok: false as const, refusals: added.refusals, rows, back }, { status: 422 })
	if (wantsPage(request)) return redirect(back)
	const { lines, units, version, notices } = added
	return data({ ok: true as const, refusals: [], notices, cart: { cartId: added.cartId, version, lines, quantity: Number(units) } })
}

export const meta: MetaFunction<typeof loader> = ({ data: page, matches }) => [{ title: pageTitle(page?.title, matches) }]

/** One product by its number; without scripts also what was refused, with what was typed, to be put right. */
export default function CartLines() {
	const { t } = useTranslation('checkout')
	const { currency } = useLoaderData<typeof loader>()
	const answer = useActionData<typeof action>()
	const refused = answer && !answer.ok ? answer : null
	const say = useRefusalWords(currency)
	const row = refused?.rows[0]
	const refusals = (refused?.refusals ?? []).map((one, index) => ({ key: `${index}`, where: refused?.rows[(one.line ?? 1) - 1]?.sku, ...say(one) }))
	return (
		<div className="mx-auto max-w-xl pb-16">
			<PageHeader title={t('add.title')} />
			<div className="grid gap-6">
				<Refusals title={t('refused')} refusals={refusals} />
				<Form method="post" className="grid gap-4">
					<input type="hidden" name="back" value={refused?.back ?? ''} />
					<input type="hidden" name="unit" value={row?.unit ?? ''} />
					<input type="hidden" name="locationId" value={row?.locationId ?? ''} />
					<TextField label={t('add.sku')} name="sku" defaultValue={row?.sku} required />
					<NumberField label={t('add.quantity')} name="quantity" defaultValue={row?.quantity} min={0} step="any" required />
					<div className="flex gap-2">
						<Button type="submit" name="intent" value="add" variant="primary">
							{t('add.submit')}
						</Button>
						<LinkButton to={refused?.back ?? '/cart'}>{t('back')}</LinkButton>
					</div>
				</Form>
			</div>
		</div>
	)
}
