import { Link } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import type { PaymentMethodAnswer } from '../../engine/credit/decide-standing.ts'
import type { ShownCart } from '../../engine/order/shown-cart.ts'
import { useReader } from '../format/locale.tsx'
import { money } from '../format/money.ts'
import { useRefusalWords } from '../format/refusal-text.ts'
import { cn } from '../parts/cn.ts'
import { Icon } from '../parts/icon.tsx'

type ChoiceProps = {
	cart: ShownCart
	method: 'po' | 'card'
	methods: readonly PaymentMethodAnswer[]
	credit: { availableMinor: number; currency: string } | null
	takesCards: boolean
}

/** The ways to pay, and why one is not open (commerce-engine.md section 8, Standing). Links: the choice changes what the order costs. */
export function PaymentChoice({ cart, method, methods, credit, takesCards }: ChoiceProps) {
	const { t } = useTranslation('checkout')
	const { locale } = useReader()
	const say = useRefusalWords(cart.currency)
	const terms = methods.find((one) => one.method === 'terms')
	const why = terms?.reason ? say({ code: terms.reason, facts: { liftedBy: terms.liftedBy } }) : null
	const after = credit ? credit.availableMinor - cart.totalMinor : 0
	const creditText = credit
		? t(after >= 0 ? 'pay.credit' : 'pay.creditShort', {
				available: money(credit.availableMinor, credit.currency, locale),
				after: money(Math.max(0, after), credit.currency, locale),
				short: money(Math.max(0, -after), credit.currency, locale),
			})
		: ''
	const poText = [t('pay.poTerms', { terms: t('terms.net', { days: cart.termsDays }) }), creditText].join(' ')
	return (
		<div className="grid gap-3 sm:grid-cols-2">
			{terms?.allowed ? (
				<Way to="?pay=po" isChosen={method === 'po'} title={t('pay.po')} text={poText} />
			) : (
				<Closed title={t('pay.po')} text={[why?.message, why?.remedy].filter(Boolean).join(' ')} />
			)}
			{takesCards ? (
				<Way to="?pay=card" isChosen={method === 'card'} title={t('pay.card')} text={t('pay.cardText')} />
			) : (
				<Closed title={t('pay.card')} text={t('pay.cardOff')} />
			)}
		</div>
	)
}

function Way({ to, isChosen, title, text }: { to: string; isChosen: boolean; title: string; text: string }) {
	return (
		<Link
			to={to}
			replace
			preventScrollReset
			aria-current={isChosen ? 'true' : undefined}
			className={cn(
				'grid grid-cols-[1.5rem_1fr] content-start gap-x-2 rounded-md border p-4',
				isChosen ? 'border-accent bg-accent-soft' : 'border-control hover:bg-sunken',
			)}
		>
			<span
				className={cn('mt-0.5 grid size-5 place-items-center rounded-full border', isChosen ? 'border-accent bg-accent text-accent-ink' : 'border-control')}
			>
				{isChosen ? <Icon name="check" className="size-3.5" /> : null}
			</span>
			<span className="font-medium">{title}</span>
			<span className="col-start-2 text-sm text-ink-soft">{text}</span>
		</Link>
	)
}

function Closed({ title, text }: { title: string; text: string }) {
	const { t } = useTranslation('checkout')
	return (
		<div className="grid grid-cols-[1.5rem_1fr] content-start gap-x-2 rounded-md border border-rule bg-sunken p-4">
			<Icon name="lock" className="text-ink-soft" />
			<p className="font-medium">
				{title} <span className="ml-1 text-sm font-normal text-ink-soft">{t('pay.not')}</span>
			</p>
			<p className="col-start-2 text-sm text-ink-soft">{text}</p>
		</div>
	)
}
