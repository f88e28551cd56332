import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { PartContent, ProductPart } from '../../engine/catalog/product-part.ts'
import { languages } from '../format/languages.ts'
import { useUnitName } from '../format/use-unit-name.ts'
import { Button } from '../parts/button.tsx'
import { Checkbox } from '../parts/checkbox.tsx'
import { cn } from '../parts/cn.ts'
import { type Option, SelectField } from '../parts/select-field.tsx'
import { TextField } from '../parts/text-field.tsx'
import { BundleChoices, useBundleChoices } from './bundle-choices.tsx'
import { useLanguageName } from './use-language-name.ts'

type Column = { name: string; label: string; options?: Option[]; isNumber?: boolean; isWide?: boolean; isTick?: boolean }
const BLANK_ROWS = 3

function useOptions(units: readonly string[], choices: Option[]) {
	const { t } = useTranslation('merchandising')
	const unitName = useUnitName()
	const languageName = useLanguageName()
	const of = (group: string, values: readonly string[]): Option[] => values.map((value) => ({ value, label: t(`part.${group}.${value}`) }))
	return {
		choices,
		relation: of('relation', ['accessory', 'cross_sell', 'up_sell', 'substitute', 'successor', 'spare_part']),
		media: of('mediaKind', ['picture', 'document', 'video', 'drawing']),
		audience: of('audience', ['everybody', 'account', 'group']),
		kind: of('bundleKind', ['simple', 'bundle', 'kit']),
		pricing: of('pricing', ['own', 'sum']),
		units: units.map((value) => ({ value, label: unitName(value) })),
		languages: [{ value: '', label: t('part.everyLanguage') }, ...languages.map((value) => ({ value, label: languageName(value) }))],
	}
}

type Offered = ReturnType<typeof useOptions> & { currencies: readonly string[] }

function useColumns(part: ProductPart, content: PartContent, options: Offered): Column[] {
	const { t } = useTranslation('merchandising')
	const sku = { name: 'sku', label: t('part.sku') }
	const axes = (content.head['axes'] ?? '').split(',').flatMap((axis) => axis.trim() || [])
	const columns: Record<ProductPart, Column[]> = {
		relations: [{ name: 'kind', label: t('part.kind'), options: options.relation }, sku],
		bundle: [
			sku,
			{ name: 'quantity', label: t('part.quantity'), isNumber: true },
			{ name: 'choice', label: t('part.choice.of'), options: options.choices },
			...options.currencies.map((currency) => ({ name: `difference.${currency}`, label: t('part.choice.dearer', { currency }), isNumber: true })),
			{ name: 'usual', label: t('part.choice.usual'), isTick: true },
		],
		variants: [sku, ...axes.map((axis) => ({ name: `axis.${axis}`, label: axis }))],
		rules: [
			{ name: 'unit', label: t('part.unit'), options: options.units },
			{ name: 'audience', label: t('part.for'), options: options.audience },
			{ name: 'code', label: t('part.code') },
			...(['minimum', 'maximum', 'increment'] as const).map((name) => ({ name, label: t(`part.${name}`), isNumber: true })),
		],
		media: [
			{ name: 'kind', label: t('part.kind'), options: options.media },
			{ name: 'url', label: t('part.url'), isWide: true },
			{ name: 'locale', label: t('part.language'), options: options.languages },
			{ name: 'alt', label: t('part.alt'), isWide: true },
		],
	}
	return columns[part]
}

/** One tab of a product: a few fields, then rows that are replaced as they stand. Rows left empty are no rows. */
export function ProductPartForm({
	part,
	content,
	units,
	currencies,
	bad,
}: {
	part: ProductPart
	content: PartContent
	units: readonly string[]
	currencies: readonly string[]
	bad: ReadonlySet<number>
}) {
	const { t } = useTranslation('merchandising')
	const inside = useBundleChoices(content)
	const options = useOptions(units, inside.options)
	const columns = useColumns(part, content, { ...options, currencies })
	const [blank, setBlank] = useState(BLANK_ROWS)
	const rows = [...content.rows, ...Array.from({ length: blank }, (): Record<string, string> => ({}))]
	return (
		<div className="grid gap-6">
			<p className="max-w-prose text-sm text-ink-soft">{t(`part.lead.${part}`)}</p>
			{part === 'bundle' ? (
				<>
					<BundleHead head={content.head} options={options} />
					<BundleChoices {...inside} />
					<h2 className="text-lg">{t('part.inside')}</h2>
				</>
			) : null}
			{part === 'variants' ? (
				<TextField label={t('part.axes')} name="head.axes" hint={t('part.axesHint')} defaultValue={content.head['axes']} className="max-w-md" />
			) : null}
			<ol className="grid gap-3">
				{rows.map((row, index) => (
					<li
						// Rows have no name of their own before they are saved: their place is what they are.
						// biome-ignore lint/suspicious/noArrayIndexKey: see above
						key={index}
						className={cn(
							'grid grid-cols-2 items-end gap-x-3 gap-y-2 border-b border-rule pb-3 sm:flex sm:flex-wrap',
							bad.has(index + 1) && 'border-l-4 border-l-danger pl-3',
						)}
					>
						{columns.map((column) => (
							<Cell
								key={column.name}
								column={column}
								name={`row.${index}.${column.name}`}
								value={row[column.name] ?? ''}
								isFirst={index === 0}
								place={index + 1}
							/>
						))}
					</li>
				))}
			</ol>
			<Button icon="plus" className="justify-self-start" onClick={() => setBlank((count) => count + BLANK_ROWS)}>
				{t('part.more')}
			</Button>
		</div>
	)
}

function Cell({
	column: { label, options, isNumber, isWide, isTick },
	name,
	value,
	isFirst,
	place,
}: {
	column: Column
	name: string
	value: string
	isFirst: boolean
	place: number
}) {
	const placed = (
		<>
			{label} <span className="sr-only">{place}</span>
		</>
	)
	const words = { label: isFirst ? label : placed, hideLabel: isFirst ? false : ('wide' as const), name, defaultValue: value, size: 'sm' as const }
	if (isTick) return <Checkbox label={label} name={name} value="1" defaultChecked={value === '1'} className="pb-1" aria-label={`${label} ${place}`} />
	if (options) return <SelectField {...words} options={options} className="min-w-0 sm:min-w-40 sm:max-w-full" />
	return (
		<TextField
			{...words}
			{...(isNumber ? { inputMode: 'decimal' as const, inputClassName: 'text-right tabular-nums' } : {})}
			className={isWide ? 'col-span-2 sm:w-72 sm:max-w-full' : 'sm:w-36'}
		/>
	)
}

function BundleHead({ head, options }: { head: PartContent['head']; options: ReturnType<typeof useOptions> }) {
	const { t } = useTranslation('merchandising')
	return (
		<div className="flex flex-wrap items-start gap-3">
			<SelectField label={t('part.is')} name="head.kind" defaultValue={head['kind']} options={options.kind} className="min-w-64 max-w-full" />
			<SelectField label={t('part.priced')} name="head.pricing" defaultValue={head['pricing']} options={options.pricing} className="min-w-56 max-w-full" />
			<TextField
				label={t('part.off')}
				name="head.off"
				inputMode="decimal"
				defaultValue={head['off'] ?? '0'}
				className="w-28"
				inputClassName="text-right tabular-nums"
			/>
		</div>
	)
}
