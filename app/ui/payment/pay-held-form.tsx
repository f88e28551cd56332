import { Form } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { CardPayment, type OfferedCard } from '../checkout/card-payment.tsx'
import { usePlacing } from '../checkout/use-placing.ts'
import { Banner } from '../parts/banner.tsx'
import { Button } from '../parts/button.tsx'
import { KeyValueList } from '../parts/key-value.tsx'
import { Money } from '../parts/money.tsx'
import type { NextAction } from './complete-action.ts'
import type { BrowserPayment } from './stripe-script.ts'

type Page = {
	deliveries: readonly { groupId: number; sequence: number; place: string | null; amountMinor: number }[]
	totalMinor: number
	currency: string
	cards: readonly OfferedCard[]
	cardDoor: BrowserPayment | null
	payer: { name: string; email: string | null }
	isRep: boolean
}

/** The deliveries that wait for a card, what each comes to, and the card that is to pay them. */
export function PayHeldForm({ page, action }: { page: Page; action: NextAction | null }) {
	const { t } = useTranslation('account')
	const { cardDoor, cards, payer, currency, deliveries, totalMinor, isRep } = page
	const placing = usePlacing({ cardDoor, usesCard: true, payer, action })
	const rows = deliveries.map(({ groupId, sequence, place, amountMinor }) => ({
		...{ key: String(groupId), label: place ?? t('delivery.name', { number: sequence }), value: <Money minor={amountMinor} currency={currency} /> },
	}))
	const total = { key: 'total', label: t('payHeld.total'), value: <Money minor={totalMinor} currency={currency} />, strong: true }
	return (
		<Form method="post" className="grid gap-8" onSubmit={placing.onSubmit}>
			<KeyValueList sums rows={[...rows, total]} />
			{cardDoor ? (
				<>
					<CardPayment
						{...{ cardDoor, cards, currency }}
						byRep={isRep}
						linkIntent={null}
						field={placing.card}
						error={placing.error}
						isAtBank={placing.step === 'bank'}
					/>
					{isRep && cards.length === 0 ? null : (
						<Button type="submit" name="intent" value="place" variant="primary" size="lg" className="w-fit" pending={placing.isPlacing}>
							{t('payHeld.pay')}
						</Button>
					)}
				</>
			) : (
				<Banner tone="info">{t('cards.noDoor')}</Banner>
			)}
		</Form>
	)
}
