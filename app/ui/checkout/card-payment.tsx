import { type RefObject, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useReader } from '../format/locale.tsx'
import { money } from '../format/money.ts'
import { Banner } from '../parts/banner.tsx'
import { Button } from '../parts/button.tsx'
import { Checkbox, ChoiceGroup, Radio } from '../parts/checkbox.tsx'
import { brandName } from '../payment/brand-name.ts'
import { CardField, type CardFieldHandle } from '../payment/card-field.tsx'
import type { BrowserPayment } from '../payment/stripe-script.ts'
import { useCardWords } from '../payment/use-card-words.ts'

export type OfferedCard = { paymentMethodId: string; brand: string; lastFour: string; expires: string; repLimitMinor: number | null }

type CardProps = {
	cardDoor: BrowserPayment
	cards: readonly OfferedCard[]
	currency: string
	/** A rep never types a buyer's card: she uses one that the buyer opened to her. */
	byRep: boolean
	/** What she can do instead: send the buyer a link. Null where the buyer was written to already. */
	linkIntent: 'sendLink' | null
	field: RefObject<CardFieldHandle>
	error: string | null
	isAtBank: boolean
}

/** A saved card, or the processor's own field: a card number never reaches this shop. */
export function CardPayment({ cardDoor, cards, currency, byRep, field, error, isAtBank, linkIntent }: CardProps) {
	const { t, i18n } = useTranslation(['checkout', 'refusals'])
	const { locale } = useReader()
	const [chosen, setChosen] = useState(cards[0]?.paymentMethodId ?? 'new')
	const words = useCardWords()
	const nameOf = ({ brand, lastFour, expires, repLimitMinor }: OfferedCard) =>
		[
			t('pay.saved', { brand: brandName(brand), lastFour }),
			expires,
			byRep && repLimitMinor !== null ? t('pay.upTo', { amount: money(repLimitMinor, currency, locale) }) : '',
		]
			.filter(Boolean)
			.join(' · ')
	const byBuyer = byRep ? <PayLinkOffer intent={linkIntent} /> : null
	if (byRep && cards.length === 0) return byBuyer
	return (
		<div id="card" className="grid max-w-xl gap-4">
			{cards.length > 0 ? (
				<ChoiceGroup legend={t('pay.card')}>
					{cards.map((card) => (
						<Radio
							key={card.paymentMethodId}
							name="card"
							value={card.paymentMethodId}
							label={nameOf(card)}
							checked={chosen === card.paymentMethodId}
							onChange={() => setChosen(card.paymentMethodId)}
						/>
					))}
					{byRep ? null : <Radio name="card" value="new" label={t('pay.new')} checked={chosen === 'new'} onChange={() => setChosen('new')} />}
				</ChoiceGroup>
			) : null}
			{chosen === 'new' && !byRep ? (
				<>
					<CardField ref={field} payment={cardDoor} locale={i18n.language} words={words} />
					<Checkbox name="keepsCard" value="yes" label={t('pay.keep')} />
					<noscript>
						<Banner tone="warning">{t('pay.noScripts')}</Banner>
					</noscript>
				</>
			) : null}
			{byBuyer}
			{error ? (
				<p role="alert" className="text-sm text-danger">
					{error}
				</p>
			) : null}
			{isAtBank ? (
				<Banner tone="info" live>
					{t('pay.bank')}
				</Banner>
			) : null}
		</div>
	)
}

/** The buyer pays herself: what a rep can do where no card is open to her, or not for so much. */
function PayLinkOffer({ intent }: { intent: string | null }) {
	const { t } = useTranslation(['checkout', 'refusals'])
	return (
		<Banner
			tone="info"
			action={
				intent ? (
					<Button type="submit" name="intent" value={intent} size="sm">
						{t('payLink.send')}
					</Button>
				) : null
			}
		>
			{t(intent ? 'refusals:CARD_BY_BUYER' : 'payLink.byMail')}
		</Banner>
	)
}
