import { useTranslation } from 'react-i18next'
import { useReader } from '../format/locale.tsx'
import { SelectField } from '../parts/select-field.tsx'
import { TextField } from '../parts/text-field.tsx'
import type { ShipToView } from './lead-view.ts'

const fields = [
	['line1', 'address-line1', 120],
	['line2', 'address-line2', 120],
	['city', 'address-level2', 120],
	['region', 'address-level1', 40],
	['postalCode', 'postal-code', 20],
] as const

/** Where the goods go: one address, in a country that the house delivers to. */
export function ShipToFields({ shipTo, countries }: { shipTo: Partial<ShipToView>; countries: readonly string[] }) {
	const { t } = useTranslation('leads')
	const { locale } = useReader()
	const names = new Intl.DisplayNames(locale, { type: 'region' })
	return (
		<fieldset className="grid gap-x-6 gap-y-4 sm:grid-cols-2">
			<legend className="mb-3 font-medium">{t('shipTo.title')}</legend>
			{fields.map(([name, complete, most]) => (
				<TextField
					key={name}
					label={t(`shipTo.${name}`)}
					name={name}
					autoComplete={`shipping ${complete}`}
					maxLength={most}
					required={name === 'line1' || name === 'city'}
					defaultValue={shipTo[name] ?? ''}
				/>
			))}
			<SelectField
				label={t('shipTo.country')}
				name="country"
				autoComplete="shipping country"
				defaultValue={shipTo.country || countries[0]}
				options={countries.map((value) => ({ value, label: names.of(value) ?? value }))}
			/>
		</fieldset>
	)
}
