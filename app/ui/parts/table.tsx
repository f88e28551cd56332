import { Link } from '@remix-run/react'
import type { HTMLAttributes, ReactNode, TableHTMLAttributes, TdHTMLAttributes, ThHTMLAttributes } from 'react'
import { cn } from './cn.ts'
import { Icon } from './icon.tsx'

type TableProps = TableHTMLAttributes<HTMLTableElement> & {
	/** Names the table, and the region that scrolls it on narrow screens. */
	caption: string
	showCaption?: boolean
	/** The table scrolls inside itself under a head that stays: for grids longer than a screen. */
	stickyHead?: boolean
	dense?: boolean
	/** Below 640 px every row stands as a small sheet: its cells one under the other, each with its `label` before it. */
	stacks?: boolean
}

/** Positioned, so that what stands in a table for ears alone scrolls along and widens no page. */
const scrolling = 'scroll-shadow-x relative max-w-full overflow-x-auto'

/** Hairlines, no boxes. Scrolls sideways with a shade at the edge that hides something. */
export function Table({ caption, showCaption, stickyHead, dense, stacks, className, children, ...rest }: TableProps) {
	return (
		// biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard (WCAG 2.1.1).
		<section aria-label={caption} tabIndex={0} className={cn(scrolling, stickyHead && 'max-h-[80vh] overflow-y-auto')}>
			<table
				className={cn(
					'w-full border-collapse text-left text-sm',
					dense ? '[&_:is(td,th)]:py-1.5' : '[&_:is(td,th)]:py-3',
					stacks && 'stacks',
					stickyHead && '[&_thead_th]:sticky [&_thead_th]:top-0',
					className,
				)}
				{...rest}
			>
				<caption className={showCaption ? 'pb-3 text-left font-display text-xl' : 'sr-only'}>{caption}</caption>
				{children}
			</table>
		</section>
	)
}

export function THead({ children }: { children: ReactNode }) {
	return <thead className="[&_th]:z-10 [&_th]:border-b [&_th]:border-ink [&_th]:bg-ground">{children}</thead>
}

export function TBody(props: HTMLAttributes<HTMLTableSectionElement>) {
	return <tbody {...props} />
}

/** Sums, under a heavier rule. */
export function TFoot({ children }: { children: ReactNode }) {
	return <tfoot className="font-semibold [&_tr]:border-b-0 [&_tr:first-child]:border-t [&_tr:first-child]:border-ink">{children}</tfoot>
}

export function Tr({ className, ...rest }: HTMLAttributes<HTMLTableRowElement>) {
	return <tr className={cn('border-b border-rule', className)} {...rest} />
}

type CellLook = { numeric?: boolean }
const edge = 'px-3 first:pl-0 last:pr-0'

type ThProps = ThHTMLAttributes<HTMLTableCellElement> &
	CellLook & {
		/** Where a press on the head leads, and how the column is sorted now. */
		sort?: { href: string; direction?: 'ascending' | 'descending' }
	}

export function Th({ numeric, sort, className, children, scope = 'col', ...rest }: ThProps) {
	return (
		<th
			scope={scope}
			aria-sort={sort?.direction}
			className={cn(
				edge,
				'align-bottom text-xs font-medium text-ink-soft',
				numeric && 'text-right',
				scope === 'row' && 'min-w-36 align-baseline text-sm text-ink',
				className,
			)}
			{...rest}
		>
			{sort ? (
				<Link to={sort.href} preventScrollReset className={cn('inline-flex items-center gap-1 hover:text-ink', sort.direction && 'text-ink')}>
					{children}
					<Icon name={sort.direction === 'ascending' ? 'chevronUp' : 'chevronDown'} className={cn('size-3.5', !sort.direction && 'opacity-40')} />
				</Link>
			) : (
				children
			)}
		</th>
	)
}

type TdProps = TdHTMLAttributes<HTMLTableCellElement> &
	CellLook & {
		/** Stands before the cell where the table `stacks`: the head of its column. */
		label?: string
		/** Nothing is in it but a dash: where the table `stacks` it is left out. */
		empty?: boolean
	}

/** `numeric` for money, quantities and dates in columns: right-aligned, tabular figures, never broken over two lines. */
export function Td({ numeric, label, empty, className, ...rest }: TdProps) {
	return (
		<td
			data-label={label}
			data-empty={empty || undefined}
			className={cn(edge, 'align-baseline', numeric && 'text-right whitespace-nowrap tabular-nums', className)}
			{...rest}
		/>
	)
}
