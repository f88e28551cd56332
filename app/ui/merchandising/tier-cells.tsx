import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { currencyDigits } from '../format/money.ts'
import { IconButton } from '../parts/button.tsx'
import { cn } from '../parts/cn.ts'
import { control } from '../parts/field.tsx'

const MOST = 20

/** At least the digits of the currency: 11.9 is 11.90 in dollars. What is no decimal stays as it was typed. */
function inDigits(price: string, currency: string): string {
	const match = /^(\d+)(?:\.(\d+))?$/.exec(price)
	const digits = currencyDigits(currency)
	return match && digits > 0 ? `${match[1]}.${(match[2] ?? '').padEnd(digits, '0')}` : price
}

type TierCellsProps = { id: number; sku: string; currency: string; tiers: readonly { from: string; price: string }[]; isLocked: boolean }

/** The tiers of one entry side by side. An emptied pair is a tier taken away; one empty pair is always there to add. */
export function TierCells({ id, sku, tiers, currency, isLocked }: TierCellsProps) {
	const { t } = useTranslation('merchandising')
	const [blank, setBlank] = useState(1)
	const shown = isLocked ? tiers : [...tiers, ...Array.from({ length: Math.min(blank, MOST - tiers.length) }, () => ({ from: '', price: '' }))]
	const field = cn(control, 'h-8 px-2 text-right text-sm tabular-nums')
	return (
		<div className="flex flex-wrap items-center gap-x-3 gap-y-1.5">
			{shown.map(({ from, price }, tier) => (
				// biome-ignore lint/suspicious/noArrayIndexKey: a tier is known by its place
				<span key={tier} className="flex items-center gap-1">
					<input
						type="text"
						inputMode="decimal"
						autoComplete="off"
						name={`e${id}.from`}
						data-column={`from${tier}`}
						aria-label={t('book.tierFrom', { sku, tier: tier + 1 })}
						placeholder={from === '' ? t('book.from') : undefined}
						defaultValue={from}
						readOnly={isLocked}
						className={cn(field, 'w-16')}
					/>
					<span aria-hidden="true" className="text-ink-soft">
						→
					</span>
					<input
						type="text"
						inputMode="decimal"
						autoComplete="off"
						name={`e${id}.price`}
						data-column={`price${tier}`}
						aria-label={t('book.tierPrice', { sku, tier: tier + 1 })}
						placeholder={from === '' ? t('book.price') : undefined}
						defaultValue={inDigits(price, currency)}
						readOnly={isLocked}
						className={cn(field, 'w-24')}
					/>
				</span>
			))}
			{isLocked || tiers.length + blank >= MOST ? null : (
				<IconButton icon="plus" size="sm" label={t('book.moreTiers', { sku })} onClick={() => setBlank(blank + 1)} />
			)}
		</div>
	)
}
