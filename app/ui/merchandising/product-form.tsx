import { useTranslation } from 'react-i18next'
import { languages } from '../format/languages.ts'
import { Badge } from '../parts/badge.tsx'
import { Section } from '../parts/page-header.tsx'
import { SelectField } from '../parts/select-field.tsx'
import { TextArea, TextField } from '../parts/text-field.tsx'
import { useClassName } from './use-class-name.ts'
import { useLanguageName } from './use-language-name.ts'

type Texts = { name: string; summary: string; description: string }

export type ProductFields = {
	status: string
	productClass: string
	minimumQuantity: string
	incrementQuantity: string
	maximumQuantity: string
	leadDays: string
	stockPolicy: string
	floorPrice: string
	unitCost: string
	texts: Record<string, Texts>
}

/** What a product is and how it may be bought, then its words in each language of the house. */
export function ProductForm({ fields, classes }: { fields: ProductFields; classes: readonly string[] }) {
	const { t } = useTranslation('merchandising')
	const className = useClassName()
	const numbers = ['minimumQuantity', 'incrementQuantity', 'maximumQuantity', 'leadDays', 'floorPrice', 'unitCost'] as const
	return (
		<>
			<Section title={t('products.terms')}>
				<div className="flex flex-wrap items-start gap-3">
					<SelectField
						label={t('status')}
						name="status"
						defaultValue={fields.status}
						options={['draft', 'active', 'retired'].map((value) => ({ value, label: t(`productStatus.${value}`) }))}
						className="min-w-40 max-w-full"
					/>
					<SelectField
						label={t('products.class')}
						name="productClass"
						defaultValue={fields.productClass}
						options={classes.map((value) => ({ value, label: className(value) }))}
						className="min-w-44 max-w-full"
					/>
					<SelectField
						label={t('field.stockPolicy')}
						name="stockPolicy"
						defaultValue={fields.stockPolicy}
						options={['backorder', 'refuse', 'substitute', 'untracked'].map((value) => ({ value, label: t(`products.stock.${value}`) }))}
						className="min-w-56 max-w-full"
					/>
				</div>
				<div className="flex flex-wrap items-start gap-3">
					{numbers.map((name) => (
						<TextField
							key={name}
							label={t(`field.${name}`)}
							name={name}
							inputMode="decimal"
							defaultValue={fields[name]}
							className="w-32"
							inputClassName="text-right tabular-nums"
						/>
					))}
				</div>
			</Section>
			<ProductWords texts={fields.texts} />
		</>
	)
}

function ProductWords({ texts }: { texts: ProductFields['texts'] }) {
	const { t } = useTranslation('merchandising')
	const languageName = useLanguageName()
	const there = languages.filter((locale) => texts[locale]?.name).length
	return (
		<Section
			title={t('products.words')}
			aside={<Badge tone={there === languages.length ? 'positive' : 'warning'}>{t('promotions.coverage', { count: there })}</Badge>}
		>
			{languages.map((locale) => (
				<fieldset key={locale} lang={locale} className="grid gap-3 border-b border-rule pb-6 last:border-b-0">
					<legend className="mb-2 text-sm font-semibold">{languageName(locale)}</legend>
					<div className="grid gap-3 sm:grid-cols-2">
						<TextField label={t('field.name')} name={`name.${locale}`} required={locale === 'en'} defaultValue={texts[locale]?.name} maxLength={200} />
						<TextField label={t('field.summary')} name={`summary.${locale}`} defaultValue={texts[locale]?.summary} maxLength={500} />
					</div>
					<TextArea label={t('field.description')} name={`description.${locale}`} rows={3} defaultValue={texts[locale]?.description} maxLength={5000} />
				</fieldset>
			))}
		</Section>
	)
}
