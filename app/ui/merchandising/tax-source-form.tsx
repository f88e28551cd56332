import { useTranslation } from 'react-i18next'
import { Button } from '../parts/button.tsx'
import { Checkbox } from '../parts/checkbox.tsx'
import { SelectField } from '../parts/select-field.tsx'
import { TextArea, TextField } from '../parts/text-field.tsx'

type Fields = { source: string; companyCode: string; onFailure: string; codes: string; pricesIncludeTax: boolean }

/** Who says the tax, what happens while nobody does, and whether prices have it in them. */
export function TaxSourceForm({ fields, isBusy }: { fields: Fields; isBusy: boolean }) {
	const { t } = useTranslation('rates')
	const options = (group: string, values: readonly string[]) => values.map((value) => ({ value, label: t(`source.${group}.${value}`) }))
	return (
		<>
			<div className="grid gap-4 sm:grid-cols-2">
				<SelectField label={t('source.who')} name="source" defaultValue={fields.source} options={options('from', ['table', 'avatax'])} />
				<TextField label={t('source.company')} name="companyCode" maxLength={25} defaultValue={fields.companyCode} hint={t('source.companyHint')} />
				<SelectField
					label={t('source.failure')}
					name="onFailure"
					defaultValue={fields.onFailure}
					options={options('onFailure', ['refuse', 'table'])}
					hint={t('source.failureHint')}
				/>
			</div>
			<TextArea label={t('source.codes')} name="codes" rows={5} defaultValue={fields.codes} hint={t('source.codesHint')} inputClassName="font-mono text-sm" />
			<Checkbox label={t('source.includes')} name="pricesIncludeTax" defaultChecked={fields.pricesIncludeTax} hint={t('source.includesHint')} />
			<p>
				<Button type="submit" variant="primary" pending={isBusy}>
					{t('source.save')}
				</Button>
			</p>
		</>
	)
}
