import { useTranslation } from 'react-i18next'
import { useReader } from '../format/locale.tsx'
import { KeyValueList } from '../parts/key-value.tsx'
import { Section } from '../parts/page-header.tsx'
import { plainQuantity, useListedWords } from './listed.ts'
import type { ProductView } from './product-view.ts'
import { useAttributeWords } from './use-attribute-words.ts'

const GRAMS_PER_KILOGRAM = 1000

/** '0.25' reads '250 g', '2.5' reads '2.5 kg', in the reader's digits. */
function weight(grams: number, locale: string): string {
	const [value, unit] = grams < GRAMS_PER_KILOGRAM ? [grams, 'gram'] : [grams / GRAMS_PER_KILOGRAM, 'kilogram']
	return new Intl.NumberFormat(locale, { style: 'unit', unit, maximumFractionDigits: 2 }).format(value)
}

/** What can be looked up: number, units, steps, weight, attributes, documents. */
export function ProductFactsList({ page: { product } }: { page: ProductView }) {
	const { t } = useTranslation('storefront')
	const { locale } = useReader()
	const words = useListedWords()
	const { name: nameOf, value: textOf } = useAttributeWords()
	const unit = words.unit(product.unitCode)
	const units = product.units.map(({ code, numerator, denominator }) =>
		t('product.unitOf', { unit: words.unit(code), quantity: denominator === 1 ? String(numerator) : `${numerator}/${denominator}`, own: unit }),
	)
	const minimum = plainQuantity(product.minimumQuantity)
	const increment = plainQuantity(product.incrementQuantity)
	const rows = [
		{ key: 'sku', label: t('facts.sku'), value: product.sku },
		{ key: 'unit', label: t('facts.unit'), value: [unit, ...units].join(' · ') },
		...(minimum === '1' ? [] : [{ key: 'minimum', label: t('facts.minimum'), value: `${minimum} ${unit}` }]),
		...(increment === '1' ? [] : [{ key: 'increment', label: t('facts.increment'), value: increment }]),
		...Object.entries(product.attributes).map(([key, value]) => ({ key: `attribute ${key}`, label: nameOf(key), value: textOf(value) })),
		...(product.weightGrams > 0 ? [{ key: 'weight', label: t('facts.weight'), value: weight(product.weightGrams, locale) }] : []),
	]
	const documents = product.media.filter(({ kind }) => kind !== 'picture')
	return (
		<Section title={t('product.facts')}>
			<KeyValueList rows={rows} />
			{documents.length > 0 ? (
				<ul aria-label={t('product.documents')} className="grid gap-2 text-sm">
					{documents.map(({ kind, url, alt }) => (
						<li key={url} className="flex flex-wrap items-baseline gap-x-2">
							<span className="text-ink-soft">{t(`media.${kind}`)}</span>
							<a href={url} target="_blank" rel="noreferrer" className="text-accent underline underline-offset-3">
								{alt[locale] ?? alt['en'] ?? product.name}
							</a>
						</li>
					))}
				</ul>
			) : null}
		</Section>
	)
}
