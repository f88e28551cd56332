import { useFetcher } from '@remix-run/react'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { Refusal } from '../../engine/base/refusal.ts'
import type { ShownCart } from '../../engine/order/shown-cart.ts'
import { useRefusalWords } from '../format/refusal-text.ts'
import { Button, IconButton } from '../parts/button.tsx'
import { Disclosure } from '../parts/disclosure.tsx'
import { Refusals } from '../parts/refusals.tsx'
import { SelectField } from '../parts/select-field.tsx'
import { DateField, TextArea, TextField } from '../parts/text-field.tsx'

export type Answer = { ok: boolean; kind: string; refusals?: readonly Refusal[]; text?: string }
export type ShipTo = { id: number; code: string; name: string; city: string }

/** Clears a form once what it sent was taken; what was refused stays in it. */
function useCleared(answer: Answer | undefined, state: string) {
	const form = useRef<HTMLFormElement>(null)
	useEffect(() => {
		if (state === 'idle' && answer?.ok) form.current?.reset()
	}, [state, answer])
	return form
}

function Refused({ answer, currency }: { answer: Answer | undefined; currency: string }) {
	const { t } = useTranslation('checkout')
	const say = useRefusalWords(currency)
	if (!answer || answer.ok || !answer.refusals) return null
	const refusals = answer.refusals.map((one, index) => ({
		key: `${one.code}${index}`,
		...(one.line ? { where: t('add.row', { row: one.line }) } : {}),
		...say(one),
	}))
	return <Refusals title={t('refused')} refusals={refusals} />
}

/** Several products at once: typed, or pasted from a spreadsheet. All of them go in, or none with every row named. */
export function QuickAdd({
	cartId,
	currency,
	shipTos,
	answer,
	open,
}: {
	cartId: number | null
	currency: string
	shipTos: readonly ShipTo[]
	answer?: Answer | undefined
	open?: boolean
}) {
	const { t } = useTranslation('checkout')
	const fetcher = useFetcher<Answer>()
	const own = fetcher.data ?? answer
	const form = useCleared(own, fetcher.state)
	return (
		<Disclosure summary={t('add.several')} open={open ?? (own !== undefined && !own.ok)}>
			<fetcher.Form ref={form} method="post" action="/cart" className="grid max-w-2xl gap-3">
				<input type="hidden" name="cartId" value={cartId ?? ''} />
				<Refused answer={own} currency={currency} />
				<TextArea
					label={t('add.rows')}
					hint={t('add.rowsHint')}
					name="rows"
					rows={5}
					defaultValue={own?.text}
					placeholder={'COF-HOU-1KG 6\nACC-TMP-58 2'}
					inputClassName="tabular-nums"
					required
				/>
				<div className="flex flex-wrap items-end gap-3">
					{shipTos.length > 1 ? (
						<SelectField
							label={t('add.store')}
							name="locationId"
							options={shipTos.map(({ id, name, city }) => ({ value: String(id), label: `${name}, ${city}` }))}
							className="min-w-52"
						/>
					) : null}
					<Button type="submit" name="intent" value="paste" variant="secondary" icon="plus" pending={fetcher.state !== 'idle'}>
						{t('add.submit')}
					</Button>
				</div>
			</fetcher.Form>
		</Disclosure>
	)
}

/** A further store, or another day for the same one. */
export function AddDelivery({ cart, shipTos, today, answer }: { cart: ShownCart; shipTos: readonly ShipTo[]; today: string; answer?: Answer | undefined }) {
	const { t } = useTranslation('checkout')
	const fetcher = useFetcher<Answer>()
	const own = fetcher.data ?? answer
	const form = useCleared(own, fetcher.state)
	const used = new Set(cart.deliveries.map(({ locationId }) => locationId))
	const next = shipTos.find(({ id }) => !used.has(id)) ?? shipTos[0]
	return (
		<Disclosure summary={t('delivery.add')} open={own !== undefined && !own.ok}>
			<fetcher.Form ref={form} method="post" action="/cart" className="grid gap-3">
				<input type="hidden" name="cartId" value={cart.cartId} />
				<Refused answer={own} currency={cart.currency} />
				<div className="flex flex-wrap items-end gap-3">
					<SelectField
						key={next?.id}
						label={t('delivery.store')}
						name="locationId"
						defaultValue={next?.id}
						options={shipTos.map(({ id, name, city }) => ({ value: String(id), label: `${name}, ${city}` }))}
						className="min-w-52"
					/>
					<DateField label={t('delivery.day')} aside={t('optional')} name="requestedOn" min={today} />
					<Button type="submit" name="intent" value="addDelivery" icon="plus" pending={fetcher.state !== 'idle'}>
						{t('delivery.addSubmit')}
					</Button>
				</div>
			</fetcher.Form>
		</Disclosure>
	)
}

export function Coupons({ cart, answer }: { cart: ShownCart; answer?: Answer | undefined }) {
	const { t } = useTranslation('checkout')
	const fetcher = useFetcher<Answer>()
	const own = fetcher.data ?? answer
	const form = useCleared(own, fetcher.state)
	const say = useRefusalWords(cart.currency)
	const error = own && !own.ok ? own.refusals?.map((one) => say(one).message) : null
	return (
		<fetcher.Form ref={form} method="post" action="/cart" className="grid gap-3">
			<input type="hidden" name="cartId" value={cart.cartId} />
			<div className="flex items-end gap-2">
				<TextField
					label={t('coupon.label')}
					name="code"
					size="sm"
					maxLength={40}
					autoComplete="off"
					className="max-w-56 flex-1"
					{...(error ? { error } : {})}
				/>
				<Button type="submit" name="intent" value="coupon" size="sm" pending={fetcher.state !== 'idle'}>
					{t('coupon.apply')}
				</Button>
			</div>
			{cart.coupons.length > 0 ? (
				<ul className="flex flex-wrap gap-2">
					{cart.coupons.map((code) => (
						<li key={code} className="flex items-center rounded-md bg-sunken pl-2 text-sm font-medium">
							{code}
							<IconButton type="submit" name="intent" value={`dropCoupon:${code}`} icon="close" size="sm" label={t('coupon.remove', { code })} formNoValidate />
						</li>
					))}
				</ul>
			) : null}
		</fetcher.Form>
	)
}
