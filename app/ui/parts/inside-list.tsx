import type { ReactNode } from 'react'

type Inside = { key: string | number; quantity: string; name: ReactNode; amount?: ReactNode }

/** What is inside a bundle, under its line: how many of what, and its share of the price where one is told. */
export function InsideList({ label, things }: { label: string; things: readonly Inside[] }) {
	if (things.length === 0) return null
	return (
		<ul aria-label={label} className="grid gap-0.5 border-l border-rule pl-3 text-sm text-ink-soft">
			{things.map(({ key, quantity, name, amount }) => (
				<li key={key} className="flex flex-wrap items-baseline gap-x-2">
					<span>
						<span className="tabular-nums">{quantity}</span> × {name}
					</span>
					{amount ? <span className="ml-auto tabular-nums">{amount}</span> : null}
				</li>
			))}
		</ul>
	)
}
