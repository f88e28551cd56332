import { Form, Link, useSubmit } from '@remix-run/react'
import { type KeyboardEvent, useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { languages } from '../format/languages.ts'
import { useLanguageName } from '../merchandising/use-language-name.ts'
import { Badge } from '../parts/badge.tsx'
import { Button, IconButton } from '../parts/button.tsx'
import { Table, TBody, Td, THead, Th, Tr } from '../parts/table.tsx'

export type TreeEntry = {
	id: number
	depth: number
	code: string
	name: string
	isHidden: boolean
	isUnderHidden: boolean
	products: number
	productsBelow: number
	locales: readonly string[]
	isFirst: boolean
	isLast: boolean
}

const indents = ['', 'pl-6', 'pl-12', 'pl-18', 'pl-24'] as const

/** The tree of the shop, a row for each category; Alt with an arrow moves the row one is on. `moved`: id and act, so that focus follows each move. */
export function CategoryTree({ categories, isWhole, moved }: { categories: readonly TreeEntry[]; isWhole: boolean; moved: string }) {
	const { t } = useTranslation('categories')
	useEffect(() => {
		document.getElementById(`category-${moved.split(' ')[0]}`)?.focus()
	}, [moved])
	return (
		<>
			<Table caption={t('title')} dense>
				<THead>
					<Tr>
						<Th>{t('category')}</Th>
						<Th>{t('order')}</Th>
						<Th numeric>{t('products')}</Th>
						<Th>{t('names')}</Th>
						<Th>{t('shop')}</Th>
					</Tr>
				</THead>
				<TBody>
					{categories.map((one) => (
						<Row key={one.id} entry={one} isWhole={isWhole} />
					))}
				</TBody>
			</Table>
			<p className="mt-3 text-sm text-ink-soft">{t('keys')}</p>
		</>
	)
}

function Row({ entry, isWhole }: { entry: TreeEntry; isWhole: boolean }) {
	const { t } = useTranslation('categories')
	const submit = useSubmit()
	const { id, depth, code, name, products, productsBelow } = entry
	const onKeyDown = (event: KeyboardEvent) => {
		const intent = event.key === 'ArrowUp' ? 'up' : event.key === 'ArrowDown' ? 'down' : null
		if (!event.altKey || !intent) return
		event.preventDefault()
		if (intent === 'up' ? !entry.isFirst : !entry.isLast) submit({ intent, id }, { method: 'post', preventScrollReset: true })
	}
	return (
		<Tr onKeyDown={onKeyDown}>
			<Th scope="row">
				<span className={`block ${isWhole ? (indents[depth] ?? 'pl-24') : ''}`}>
					<Link id={`category-${id}`} to={`/merchandising/categories/${id}`} prefetch="intent" className="text-accent hover:underline">
						{name}
					</Link>
					<span className="block font-normal text-ink-soft">{code}</span>
				</span>
			</Th>
			<Td>
				<Form method="post" preventScrollReset className="-ml-2 -my-1.5 flex">
					<input type="hidden" name="id" value={id} />
					<IconButton type="submit" name="intent" value="up" size="sm" icon="chevronUp" label={t('up', { name })} disabled={entry.isFirst} />
					<IconButton type="submit" name="intent" value="down" size="sm" icon="chevronDown" label={t('down', { name })} disabled={entry.isLast} />
				</Form>
			</Td>
			<Td numeric>
				{products}
				{productsBelow > products ? <span className="block text-ink-soft">{t('withBelow', { count: productsBelow })}</span> : null}
			</Td>
			<Td>
				<Coverage locales={entry.locales} />
			</Td>
			<Td>
				<ShownOrHidden entry={entry} />
			</Td>
		</Tr>
	)
}

/** In how many of the languages it has a name, and which it lacks. */
function Coverage({ locales: named }: { locales: readonly string[] }) {
	const { t } = useTranslation('categories')
	const languageName = useLanguageName()
	const missing = languages.filter((locale) => !named.includes(locale))
	return (
		<>
			<span className="tabular-nums whitespace-nowrap">{t('named', { named: languages.length - missing.length, all: languages.length })}</span>
			{missing.length > 0 ? <span className="block text-ink-soft">{t('lacks', { languages: missing.map(languageName).join(', ') })}</span> : null}
		</>
	)
}

function ShownOrHidden({ entry: { id, name, isHidden, isUnderHidden } }: { entry: TreeEntry }) {
	const { t } = useTranslation('categories')
	return (
		<Form method="post" preventScrollReset className="flex items-center gap-2">
			<input type="hidden" name="id" value={id} />
			{isHidden ? <Badge tone="warning">{t('hidden')}</Badge> : isUnderHidden ? <Badge>{t('underHidden')}</Badge> : null}
			<Button
				type="submit"
				name="intent"
				value={isHidden ? 'show' : 'hide'}
				size="sm"
				variant="quiet"
				className={isHidden || isUnderHidden ? '' : '-ml-3'}
				aria-label={t(isHidden ? 'showNamed' : 'hideNamed', { name })}
			>
				{t(isHidden ? 'show' : 'hide')}
			</Button>
		</Form>
	)
}
