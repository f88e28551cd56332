import { useFetcher } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { DELIVERY_WINDOWS } from '../../engine/order/delivery-window.ts'
import { MAX_COST_CENTRE, MAX_INSTRUCTIONS } from '../../engine/order/refuse-notes.ts'
import type { ShownCart, ShownDelivery } from '../../engine/order/shown-cart.ts'
import { day } from '../format/date.ts'
import { useReader } from '../format/locale.tsx'
import { money } from '../format/money.ts'
import { quantity } from '../format/number.ts'
import { useRefusalWords } from '../format/refusal-text.ts'
import { Button } from '../parts/button.tsx'
import { Disclosure } from '../parts/disclosure.tsx'
import { Money } from '../parts/money.tsx'
import { SelectField } from '../parts/select-field.tsx'
import { DateField, TextField } from '../parts/text-field.tsx'
import { BudgetsLeft, budgetsOf } from './budgets-left.tsx'
import type { Answer } from './cart-tools.tsx'
import { LateDay } from './late-day.tsx'

type DeliveryProps = { cart: ShownCart; delivery: ShownDelivery; today: string; back: string }

/** One delivery: where it goes, when it arrives, how it travels, what it holds and what it costs. */
export function Delivery({ cart, delivery, today, back }: DeliveryProps) {
	const { t } = useTranslation('checkout')
	const { locale } = useReader()
	const say = useRefusalWords(cart.currency)
	const own = [...cart.lines, ...cart.gifts].flatMap((line) =>
		line.cells.filter(({ groupKey }) => groupKey === delivery.groupKey).map((cell) => ({ line, cell })),
	)
	const problems = cart.refusals.filter(({ facts, line }) => line === undefined && facts['groupKey'] === delivery.groupKey)
	return (
		<li className="grid gap-2 border-b border-rule py-4 last:border-b-0">
			<div className="grid gap-x-6 gap-y-1 sm:grid-cols-[1fr_auto]">
				<div>
					<p className="font-medium">{delivery.name ?? t('delivery.nowhere')}</p>
					<p className="text-sm text-ink-soft">{delivery.address.join(', ')}</p>
				</div>
				<div className="sm:text-right">
					<p className="font-medium">
						<Money minor={delivery.dueMinor} currency={cart.currency} />
					</p>
					{delivery.promisedOn ? <p className="text-sm text-ink-soft">{t('delivery.promised', { day: day(delivery.promisedOn, locale, 'short') })}</p> : null}
				</div>
			</div>
			<LateDay {...{ cart, delivery, back }} />
			{problems.map((problem) => (
				<p key={problem.code} className="text-sm text-danger">
					{say(problem).message}
				</p>
			))}
			<BudgetsLeft budgets={budgetsOf(cart.budgets, delivery.groupKey)} currency={cart.currency} />
			<Disclosure summary={`${t('delivery.contents')}: ${t('delivery.products', { count: own.length })}`}>
				<ul className="grid gap-1">
					{own.map(({ line, cell }) => (
						<li key={line.sequence} className="flex justify-between gap-6">
							<span>
								{quantity(cell.quantity, locale)} × {line.name}
							</span>
							<Money minor={cell.netMinor} currency={cart.currency} />
						</li>
					))}
				</ul>
				<p className="mt-2 text-ink-soft">
					{t('totals.shipping')} {delivery.shippingMinor === null ? t('totals.onRequest') : money(delivery.shippingMinor, cart.currency, locale)}
					{delivery.shippingDiscountMinor > 0 ? ` (${money(-delivery.shippingDiscountMinor, cart.currency, locale)})` : ''}
					{' · '}
					{t('totals.tax')} {money(delivery.taxMinor, cart.currency, locale)}
				</p>
			</Disclosure>
			<Change {...{ cart, delivery, today, back }} />
		</li>
	)
}

/** What is refused stands at its field; everything else at the day. */
const NOTE_CODES = ['DELIVERY_HOURS_UNKNOWN', 'INSTRUCTIONS_TOO_LONG', 'COST_CENTRE_TOO_LONG']

/** Day, way and notes: their own form, saved at once, so that price and promise follow. */
function Change({ cart, delivery, today, back }: DeliveryProps) {
	const { t } = useTranslation('checkout')
	const { locale } = useReader()
	const fetcher = useFetcher<Answer>()
	const say = useRefusalWords(cart.currency)
	const refused = fetcher.data && !fetcher.data.ok ? (fetcher.data.refusals ?? []) : []
	const errorOf = (belongs: (code: string) => boolean) => {
		const own = refused.filter(({ code }) => belongs(code)).map((one) => say(one).message)
		return own.length > 0 ? { error: own } : {}
	}
	const ofField = (code: string) => errorOf((one) => one === code)
	const optionOf = ({ method, priceMinor, transitDays }: ShownDelivery['methods'][number]) =>
		t('method.option', {
			method: t(`method.${method}`, { defaultValue: method }),
			price: money(priceMinor, cart.currency, locale),
			time: t('method.days', { count: transitDays }),
		})
	const options = delivery.methods.map((one) => ({ value: one.method, label: optionOf(one) }))
	const known = options.some(({ value }) => value === delivery.method)
	return (
		<Disclosure summary={t('delivery.change')} open={refused.length > 0}>
			<fetcher.Form method="post" action="/cart" className="grid gap-3 sm:grid-cols-2">
				<input type="hidden" name="cartId" value={cart.cartId} />
				<input type="hidden" name="back" value={back} />
				<DateField
					label={t('delivery.day')}
					aside={t('optional')}
					name="requestedOn"
					min={today}
					defaultValue={delivery.requestedOn ?? ''}
					{...errorOf((code) => !NOTE_CODES.includes(code))}
				/>
				<SelectField
					label={t('delivery.method')}
					name="method"
					defaultValue={delivery.method}
					options={known ? options : [{ value: delivery.method, label: t(`method.${delivery.method}`, { defaultValue: delivery.method }) }, ...options]}
				/>
				<SelectField
					label={t('common:window.label')}
					name="window"
					defaultValue={delivery.window ?? ''}
					options={['', ...DELIVERY_WINDOWS].map((value) => ({ value, label: t(`common:window.${value || 'any'}`) }))}
					{...ofField('DELIVERY_HOURS_UNKNOWN')}
				/>
				<TextField
					label={t('delivery.instructions')}
					aside={t('optional')}
					name="instructions"
					maxLength={MAX_INSTRUCTIONS}
					defaultValue={delivery.instructions ?? ''}
					{...ofField('INSTRUCTIONS_TOO_LONG')}
				/>
				<TextField
					label={t('delivery.costCentre')}
					aside={t('optional')}
					name="costCentre"
					maxLength={MAX_COST_CENTRE}
					defaultValue={delivery.costCentre ?? ''}
					{...ofField('COST_CENTRE_TOO_LONG')}
				/>
				<div>
					<Button type="submit" name="intent" value={`changeDelivery:${delivery.groupKey}`} size="sm" pending={fetcher.state !== 'idle'}>
						{t('delivery.save')}
					</Button>
				</div>
			</fetcher.Form>
		</Disclosure>
	)
}
