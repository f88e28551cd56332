import { Form } from '@remix-run/react'
import type { ReactNode } from 'react'
import { Button } from './button.tsx'
import { Pagination } from './pagination.tsx'
import { type Option, SelectField } from './select-field.tsx'
import { TextField } from './text-field.tsx'
import { useListHref } from './use-list-href.ts'

/** The filters of a list: they go into its address, so that a list can be sent and kept. */
export function ListFilters({ submit, children }: { submit: string; children: ReactNode }) {
	return (
		<Form method="get" className="mb-6 flex flex-wrap items-end gap-3">
			{children}
			<Button type="submit" icon="filter">
				{submit}
			</Button>
		</Form>
	)
}

export function ListSearch({ label, value, className = 'w-full sm:w-64' }: { label: string; value: string; className?: string }) {
	return <TextField label={label} name="q" type="search" defaultValue={value} key={`q${value}`} className={className} />
}

type ListChoiceProps = { label: string; name: string; value: string | null; any: string; options: readonly Option[]; className?: string }

/** One of several, or any. */
export function ListChoice({ label, name, value, any, options, className = 'min-w-40 max-w-full sm:max-w-64' }: ListChoiceProps) {
	return <SelectField label={label} name={name} defaultValue={value ?? ''} options={[{ value: '', label: any }, ...options]} className={className} />
}

type ListBodyProps = {
	/** Shown instead of everything while the list is empty. */
	empty: ReactNode | null
	words: { pages: string; first: string; next: string }
	after: number | string | null
	nextAfter: number | string | null
	children: ReactNode
}

/** A list under its filters: its rows with the ways to the first and the next page, or what to do when there are none. */
export function ListBody({ empty, words, after, nextAfter, children }: ListBodyProps) {
	const href = useListHref()
	if (empty) return empty
	return (
		<div className="grid gap-4 *:min-w-0">
			{children}
			<Pagination
				label={words.pages}
				previous={after === null ? null : { href: href({}), label: words.first }}
				next={nextAfter === null ? null : { href: href({ after: String(nextAfter) }), label: words.next }}
			/>
		</div>
	)
}
