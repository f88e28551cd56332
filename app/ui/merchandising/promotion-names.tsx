import { useTranslation } from 'react-i18next'
import type { PromotionFields } from '../../engine/promotion/promotion-fields.ts'
import { languages } from '../format/languages.ts'
import { Badge } from '../parts/badge.tsx'
import { Section } from '../parts/page-header.tsx'
import { TextField } from '../parts/text-field.tsx'
import { useLanguageName } from './use-language-name.ts'

/** What buyers read, in each language of the house, with how many are there. */
export function PromotionNames({ fields }: { fields: PromotionFields }) {
	const { t } = useTranslation('merchandising')
	const languageName = useLanguageName()
	const there = languages.filter((locale) => fields.names[locale]).length
	return (
		<Section
			title={t('promo.names')}
			aside={<Badge tone={there === languages.length ? 'positive' : 'warning'}>{t('promotions.coverage', { count: there })}</Badge>}
		>
			<div className="grid gap-5">
				{languages.map((locale) => (
					<fieldset key={locale} className="grid gap-3 sm:grid-cols-[8rem_1fr_1fr]" lang={locale}>
						<legend className="sr-only">{languageName(locale)}</legend>
						<span aria-hidden="true" className="self-center text-sm font-medium">
							{languageName(locale)}
						</span>
						<TextField label={t('field.name')} name={`name.${locale}`} required={locale === 'en'} defaultValue={fields.names[locale] ?? ''} maxLength={200} />
						<TextField label={t('field.description')} name={`description.${locale}`} defaultValue={fields.descriptions[locale] ?? ''} maxLength={500} />
					</fieldset>
				))}
			</div>
		</Section>
	)
}
