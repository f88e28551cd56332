import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { languages } from '../format/languages.ts'
import { useClassName } from '../merchandising/use-class-name.ts'
import { Button } from '../parts/button.tsx'
import { SelectField } from '../parts/select-field.tsx'
import { TextField } from '../parts/text-field.tsx'
import { type Bulk, type GridChoices, statuses, stockPolicies } from './grid-view.ts'
import { useFieldName } from './use-field-name.ts'

const keys = [
	'status',
	'productClass',
	'category.add',
	'category.remove',
	'minimumQuantity',
	'incrementQuantity',
	'maximumQuantity',
	'taxCode',
	'leadDays',
	'stockPolicy',
	...languages.map((one) => `name.${one}`),
]

type BulkBarProps = { total: number; shown: number; choices: GridChoices; isBusy: boolean; bulk: Bulk | null }

/** What was typed into the sheet is saved here; and one thing is done to those ticked, or to all that match, shown first. */
export function BulkBar({ total, shown, choices, isBusy, bulk }: BulkBarProps) {
	const { t } = useTranslation('grid')
	const fieldName = useFieldName()
	const [key, setKey] = useState(bulk?.key || 'status')
	const bar = useRef<HTMLDivElement>(null)
	const tickAll = () => {
		for (const box of bar.current?.closest('form')?.querySelectorAll<HTMLInputElement>('input[name=productId]') ?? []) box.checked = true
	}
	return (
		<div ref={bar} className="bottom-0 z-10 flex flex-wrap items-end gap-3 border-t border-ink bg-ground py-3 sm:sticky">
			<Button type="submit" name="intent" value="cells" variant="primary" size="sm" pending={isBusy}>
				{t('saveCells')}
			</Button>
			<span className="mx-1 hidden h-8 border-l border-rule sm:block" />
			<SelectField
				label={t('bulk.to')}
				name="scope"
				size="sm"
				defaultValue={bulk?.isAll ? 'all' : 'ticked'}
				options={[
					{ value: 'ticked', label: t('bulk.ticked') },
					{ value: 'all', label: t('bulk.all', { count: total }) },
				]}
				className="min-w-52 max-w-full"
			/>
			<SelectField
				label={t('bulk.field')}
				name="key"
				size="sm"
				value={key}
				onChange={(event) => setKey(event.target.value)}
				options={keys.map((value) => ({ value, label: fieldName(value) }))}
				className="min-w-48 max-w-full"
			/>
			<BulkValue key={key} field={key} choices={choices} value={bulk?.key === key ? bulk.value : ''} />
			<Button type="submit" name="intent" value="preview" size="sm" icon="search" pending={isBusy}>
				{t('bulk.preview')}
			</Button>
			<Button size="sm" variant="quiet" onClick={tickAll}>
				{t('bulk.tickAll', { count: shown })}
			</Button>
		</div>
	)
}

function BulkValue({ field, choices, value }: { field: string; choices: GridChoices; value: string }) {
	const { t } = useTranslation('grid')
	const className = useClassName()
	const lists: Record<string, { value: string; label: string }[]> = {
		status: statuses.map((one) => ({ value: one, label: t(`merchandising:productStatus.${one}`) })),
		stockPolicy: stockPolicies.map((one) => ({ value: one, label: t(`stockPolicy.${one}`) })),
		productClass: choices.classes.map((one) => ({ value: one, label: className(one) })),
		taxCode: choices.taxCodes.map((one) => ({ value: one, label: one })),
	}
	if (field.startsWith('category.'))
		return (
			<SelectField
				label={t('bulk.value')}
				name="categoryId"
				size="sm"
				defaultValue={value}
				options={choices.categories.map(({ id, name, depth }) => ({ value: String(id), label: `${'– '.repeat(depth)}${name}` }))}
				className="min-w-52 max-w-full"
			/>
		)
	const options = lists[field]
	if (options)
		return (
			<SelectField label={t('bulk.value')} name="value" size="sm" defaultValue={value || options[0]?.value} options={options} className="min-w-44 max-w-full" />
		)
	return <TextField label={t('bulk.value')} name="value" size="sm" defaultValue={value} className="w-44" />
}
