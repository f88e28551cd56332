import { Form } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { languages } from '../format/languages.ts'
import { useClassName } from '../merchandising/use-class-name.ts'
import { useLanguageName } from '../merchandising/use-language-name.ts'
import { Button } from '../parts/button.tsx'
import { Checkbox } from '../parts/checkbox.tsx'
import { Disclosure } from '../parts/disclosure.tsx'
import { ListChoice, ListSearch } from '../parts/list-page.tsx'
import { SelectField } from '../parts/select-field.tsx'
import { allColumns, type GridChoices, type GridQuery, statuses } from './grid-view.ts'
import { useFieldName } from './use-field-name.ts'

/** Search, filters, order and columns: all of it in the address. */
export function GridFilters({ query, choices }: { query: GridQuery; choices: GridChoices }) {
	const { t } = useTranslation('grid')
	const className = useClassName()
	const languageName = useLanguageName()
	const fieldName = useFieldName()
	const any = t('merchandising:any')
	return (
		<Form method="get" className="mb-6 grid gap-3" key={JSON.stringify(query)}>
			<div className="flex flex-wrap items-end gap-3">
				<ListSearch label={t('merchandising:search')} value={query.search} />
				<ListChoice
					label={t('merchandising:status')}
					name="status"
					value={query.status}
					any={any}
					options={statuses.map((value) => ({ value, label: t(`merchandising:productStatus.${value}`) }))}
				/>
				<ListChoice
					label={fieldName('productClass')}
					name="class"
					value={query.productClass}
					any={any}
					options={choices.classes.map((value) => ({ value, label: className(value) }))}
				/>
				<ListChoice
					label={t('category')}
					name="category"
					value={query.categoryId === null ? null : String(query.categoryId)}
					any={any}
					options={choices.categories.map(({ id, name, depth }) => ({ value: String(id), label: `${'– '.repeat(depth)}${name}` }))}
					className="min-w-52 max-w-full"
				/>
				<ListChoice
					label={t('lacks')}
					name="lacks"
					value={query.lacks}
					any={t('lacksNothing')}
					options={languages.map((value) => ({ value, label: languageName(value) }))}
				/>
				<SelectField
					label={t('sort.label')}
					name="sort"
					defaultValue={query.sort}
					options={['sku', 'name', 'status', 'class', 'changed'].map((value) => ({ value, label: t(`sort.${value}`) }))}
					className="min-w-40 max-w-full"
				/>
				<Button type="submit" icon="filter">
					{t('merchandising:show')}
				</Button>
			</div>
			<Disclosure summary={t('columns')}>
				<div className="flex flex-wrap gap-x-6 gap-y-2">
					{allColumns.map((column) => (
						<Checkbox key={column} name="col" value={column} defaultChecked={query.columns.includes(column)} label={fieldName(column)} />
					))}
				</div>
			</Disclosure>
		</Form>
	)
}
