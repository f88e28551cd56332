import { useFetcher } from '@remix-run/react'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../parts/button.tsx'
import { TextArea, TextField } from '../parts/text-field.tsx'

type Found = { id: number; code: string; name: string; kind: string }

type PasteFieldProps = { label: string; name: string; hint: string; what: 'account' | 'rule'; value?: string; error?: string[]; rows?: number }

/** A list as people have it: pasted from a spreadsheet, typed, or found by name. Works without scripts as a plain field. */
export function PasteField({ label, name, hint, what, value = '', error = [], rows = 4 }: PasteFieldProps) {
	const { t } = useTranslation('entitlement')
	const [text, setText] = useState(value)
	const finder = useFetcher<{ found: Found[] }>()
	const [query, setQuery] = useState('')
	const status = useId()
	const find = (next: string) => {
		setQuery(next)
		if (next.trim().length > 1) finder.load(`/merchandising/find?${new URLSearchParams({ what, q: next.trim() })}`)
	}
	const add = ({ kind, code }: Found) => {
		const line = kind === 'product' || kind === 'account' ? code : `${kind}:${code}`
		setText((before) => [...before.split('\n').filter((one) => one.trim() !== ''), line].join('\n'))
		setQuery('')
	}
	const found = query.trim().length > 1 ? (finder.data?.found ?? []) : []
	return (
		<div className="grid content-start gap-3">
			<TextArea
				label={label}
				name={name}
				hint={hint}
				rows={rows}
				value={text}
				error={error}
				onChange={(event) => setText(event.target.value)}
				inputClassName="font-mono"
			/>
			<TextField
				label={t(what === 'account' ? 'find.account' : 'find.rule')}
				type="search"
				size="sm"
				value={query}
				autoComplete="off"
				aria-describedby={status}
				onChange={(event) => find(event.target.value)}
				onKeyDown={(event) => {
					if (event.key !== 'Enter') return
					event.preventDefault()
					if (found[0]) add(found[0])
				}}
			/>
			<p id={status} role="status" className="sr-only">
				{query.trim().length > 1 ? t('find.count', { count: found.length }) : ''}
			</p>
			{found.length > 0 ? (
				<ul className="grid gap-1">
					{found.map((one) => (
						<li key={`${one.kind}${one.id}${one.code}`} className="flex items-baseline justify-between gap-3 border-b border-rule py-1 text-sm">
							<span className="min-w-0">
								{one.name} <span className="text-ink-soft">{one.kind === 'product' || one.kind === 'account' ? one.code : t(`kind.${one.kind}`)}</span>
							</span>
							<Button size="sm" variant="quiet" icon="plus" onClick={() => add(one)} aria-label={t('find.addNamed', { name: one.name })}>
								{t('find.add')}
							</Button>
						</li>
					))}
				</ul>
			) : null}
		</div>
	)
}
