import type { ReactNode } from 'react'
import { cn } from './cn.ts'

export interface TierRow {
	key: string
	/** "from 10", "10–49". */
	quantity: ReactNode
	price: ReactNode
	saving?: ReactNode
	/** The tier that the present quantity reaches. */
	current?: boolean
}

type TierTableProps = {
	caption: string
	labels: { quantity: string; price: string; saving?: string; current: string }
	tiers: readonly TierRow[]
	className?: string
}

/** What more would cost less. The reached tier is marked by word, weight and ground. */
export function TierTable({ caption, labels, tiers, className }: TierTableProps) {
	return (
		<table className={cn('w-full border-collapse text-sm tabular-nums', className)}>
			<caption className="sr-only">{caption}</caption>
			<thead>
				<tr className="border-b border-ink text-xs text-ink-soft [&>th]:py-1.5 [&>th]:font-medium">
					<th scope="col" className="pl-2 text-left">
						{labels.quantity}
					</th>
					<th scope="col" className="text-right last:pr-2">
						{labels.price}
					</th>
					{labels.saving ? (
						<th scope="col" className="pr-2 text-right">
							{labels.saving}
						</th>
					) : null}
				</tr>
			</thead>
			<tbody>
				{tiers.map(({ key, quantity, price, saving, current }) => (
					<tr key={key} className={cn('border-b border-rule [&>*]:py-2', current && 'bg-accent-soft font-semibold')}>
						<th scope="row" className="pl-2 text-left font-[inherit]">
							{quantity}
							{current ? <span className="ml-2 text-xs font-medium text-accent">{labels.current}</span> : null}
						</th>
						<td className="text-right last:pr-2">{price}</td>
						{labels.saving ? <td className="pr-2 text-right text-positive">{saving}</td> : null}
					</tr>
				))}
			</tbody>
		</table>
	)
}
