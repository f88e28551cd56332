import { Form, Link } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { Button } from '../parts/button.tsx'
import { DayText } from '../parts/date-text.tsx'
import { Section } from '../parts/page-header.tsx'
import { ReturnStatus } from './return-status.tsx'

type ShownReturn = {
	id: number
	number: string
	state: string
	askedOn: string
	decisionNote: string | null
	goods: readonly { name: string; quantity: string }[]
	credits: readonly string[]
}

/** What of an order was asked back, how it stands, and what was credited for it. */
export function OrderReturns({ returns, number, mayAsk }: { returns: readonly ShownReturn[]; number: string; mayAsk: boolean }) {
	const { t } = useTranslation('returns')
	if (returns.length === 0) return null
	return (
		<Section title={t('title')}>
			<ul className="grid text-sm">
				{returns.map((one) => (
					<li key={one.id} className="grid gap-1 border-b border-rule py-2 last:border-b-0">
						<span className="flex flex-wrap justify-between gap-x-4">
							<span className="font-medium">{one.number}</span>
							<ReturnStatus state={one.state} />
						</span>
						{one.goods.map((goods) => (
							<span key={goods.name} className="text-ink-soft">
								<span className="tabular-nums">{goods.quantity}</span> × {goods.name}
							</span>
						))}
						{one.decisionNote ? <span>{one.decisionNote}</span> : null}
						{one.credits.map((credit) => (
							<Link key={credit} to={`/invoices/${encodeURIComponent(credit)}`} className="w-fit text-accent hover:underline">
								{t('order.credited', { numbers: credit })}
							</Link>
						))}
						<span className="flex items-center justify-between gap-4 text-ink-soft">
							<DayText day={one.askedOn} />
							{one.state === 'asked' && mayAsk ? (
								<Form method="post" action={`/orders/${encodeURIComponent(number)}/return`}>
									<input type="hidden" name="returnId" value={one.id} />
									<Button type="submit" size="sm" variant="quiet" name="intent" value="withdraw" aria-label={t('order.withdrawNamed', { number: one.number })}>
										{t('order.withdraw')}
									</Button>
								</Form>
							) : null}
						</span>
					</li>
				))}
			</ul>
		</Section>
	)
}
