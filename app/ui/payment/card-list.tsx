import { Form } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { printMinor } from '../../engine/base/money.ts'
import { useReader } from '../format/locale.tsx'
import { money } from '../format/money.ts'
import { Badge } from '../parts/badge.tsx'
import { Button } from '../parts/button.tsx'
import { Icon } from '../parts/icon.tsx'
import { TextField } from '../parts/text-field.tsx'
import { brandName } from './brand-name.ts'

export type ListedCard = {
	id: number
	brand: string
	lastFour: string
	expiresMonth: number
	expiresYear: number
	repLimitMinor: number | null
	isDefault: boolean
	isExpired: boolean
}

type Props = { cards: readonly ListedCard[]; currency: string; mayChange: boolean; refused: { cardId: number; amount: string } | null }

export const cardName = ({ brand, lastFour }: Pick<ListedCard, 'brand' | 'lastFour'>) => `${brandName(brand)} •••• ${lastFour}`
const expiryOf = ({ expiresMonth, expiresYear }: ListedCard) => `${String(expiresMonth).padStart(2, '0')}/${expiresYear}`

/** Her cards by brand, last digits and expiry; which is offered first, and what her rep may pay with each. */
export function CardList({ cards, currency, mayChange, refused }: Props) {
	const { t } = useTranslation('account')
	return (
		<div className="grid gap-6">
			{mayChange ? <p className="max-w-prose text-sm text-ink-soft">{t('cards.repLimitHint')}</p> : null}
			<ul className="grid">
				{cards.map((card) => (
					<li key={card.id} className="grid gap-4 border-b border-rule py-5 first:pt-0 last:border-b-0">
						<div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
							<div className="flex items-center gap-4">
								<Icon name="card" className="size-6 text-ink-soft" />
								<div>
									<p className="font-medium tabular-nums">
										{cardName(card)} {card.isDefault ? <Badge tone="accent">{t('cards.default')}</Badge> : null}{' '}
										{card.isExpired ? <Badge tone="warning">{t('cards.expired')}</Badge> : null}
									</p>
									<p className="text-sm text-ink-soft tabular-nums">{t('cards.expires', { expiry: expiryOf(card) })}</p>
								</div>
							</div>
							{mayChange ? <CardActs card={card} /> : null}
						</div>
						<RepLimit card={card} currency={currency} mayChange={mayChange} typed={refused?.cardId === card.id ? refused.amount : null} />
					</li>
				))}
			</ul>
		</div>
	)
}

function CardActs({ card }: { card: ListedCard }) {
	const { t } = useTranslation('account')
	const acts = card.isDefault || card.isExpired ? (['remove'] as const) : (['default', 'remove'] as const)
	return (
		<Form method="post" className="flex flex-wrap gap-2">
			{acts.map((act) => (
				<Button key={act} type="submit" name="intent" value={`${act}:${card.id}`} size="sm" aria-label={`${t(`cards.${act}It`)}: ${cardName(card)}`}>
					{t(`cards.${act}It`)}
				</Button>
			))}
		</Form>
	)
}

/** What the rep may pay with it when she orders for the buyer; to all others it is only said. */
function RepLimit({ card, currency, mayChange, typed }: { card: ListedCard; currency: string; mayChange: boolean; typed: string | null }) {
	const { t } = useTranslation('account')
	const { locale } = useReader()
	const { repLimitMinor } = card
	const said = repLimitMinor === null ? t('cards.notForRep') : t('cards.forRep', { amount: money(repLimitMinor, currency, locale) })
	if (!mayChange) return <p className="text-sm text-ink-soft">{said}</p>
	return (
		<Form method="post" className="flex flex-wrap items-end gap-x-3 gap-y-2">
			<TextField
				key={repLimitMinor}
				name="amount"
				inputMode="decimal"
				autoComplete="off"
				label={t('cards.repLimit', { currency })}
				defaultValue={typed ?? (repLimitMinor === null ? '' : printMinor(repLimitMinor, currency))}
				error={typed === null ? undefined : t('cards.notAnAmount')}
				size="sm"
				inputClassName="max-w-40 tabular-nums"
			/>
			<Button type="submit" name="intent" value={`limit:${card.id}`} size="sm" aria-label={`${t('cards.saveLimit')}: ${cardName(card)}`}>
				{t('cards.saveLimit')}
			</Button>
		</Form>
	)
}
