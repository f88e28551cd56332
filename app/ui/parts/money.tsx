import { useReader } from '../format/locale.tsx'
import { money, moneyChange, unitPrice } from '../format/money.ts'
import { cn } from './cn.ts'

/** An amount in minor units, in the reader's language. `change` shows the sign of a difference. */
export function Money({ minor, currency, change, className }: { minor: number; currency: string; change?: boolean; className?: string }) {
	const { locale } = useReader()
	return <span className={cn('whitespace-nowrap tabular-nums', className)}>{(change ? moneyChange : money)(minor, currency, locale)}</span>
}

/** A unit price in micros, with as many digits as it has. */
export function UnitPrice({ micros, currency, className }: { micros: bigint | string; currency: string; className?: string }) {
	const { locale } = useReader()
	return <span className={cn('whitespace-nowrap tabular-nums', className)}>{unitPrice(micros, currency, locale)}</span>
}
