import { Form } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { useReader } from '../format/locale.tsx'
import { percentText } from '../format/number.ts'
import { placeName, zoneName } from '../format/place-name.ts'
import { Button } from '../parts/button.tsx'
import { Checkbox } from '../parts/checkbox.tsx'
import { Table, TBody, Td, THead, Th, Tr } from '../parts/table.tsx'
import { Tabs } from '../parts/tabs.tsx'
import { DateField, TextField } from '../parts/text-field.tsx'
import { ActsTh, EndButton, WindowTd } from './acts.tsx'
import { ChoiceOrNew } from './choice-or-new.tsx'

export function TaxTabs() {
	const { t } = useTranslation('rates')
	return (
		<Tabs
			label={t('tax.views')}
			tabs={[
				{ href: '/merchandising/taxes', label: t('tax.title'), end: true },
				{ href: '/merchandising/taxes/certificates', label: t('certificate.title') },
				{ href: '/merchandising/taxes/source', label: t('source.title') },
			]}
		/>
	)
}

type Rate = {
	id: number
	jurisdiction: string
	country: string
	region: string | null
	postalPrefix: string | null
	taxCode: string
	rate: string
	taxesShipping: boolean
	taxesFees: boolean
	validFrom: string
	validTo: string | null
}

/** 0.083750 as percent: 8.375, the point moved and nothing counted. */
function percentOf(rate: string): string {
	const [whole = '0', fraction = ''] = rate.split('.')
	const digits = `${whole}${fraction.padEnd(6, '0')}`
	const percent = `${digits.slice(0, -4)}.${digits.slice(-4)}`.replace(/^0+(?=\d)/, '')
	return percent.replace(/\.?0+$/, '') || '0'
}

/** A tax code by its name in the reader's language; one of the company's own is shown as it is. */
export function useTaxCodeName(): (code: string) => string {
	const { t, i18n } = useTranslation('rates')
	return (code) => (i18n.exists(`rates:tax.codes.${code}`) ? t(`tax.codes.${code}`) : code)
}

/** What each jurisdiction takes, of what, where and when. */
export function RateTable({ rates, today }: { rates: readonly Rate[]; today: string }) {
	const { t } = useTranslation(['rates', 'merchandising'])
	const { locale } = useReader()
	const codeName = useTaxCodeName()
	return (
		<Table caption={t('tax.title')} dense stacks>
			<THead>
				<Tr>
					<Th>{t('merchandising:field.jurisdiction')}</Th>
					<Th>{t('shipping.zone')}</Th>
					<Th>{t('merchandising:field.taxCode')}</Th>
					<Th numeric>{t('tax.rate')}</Th>
					<Th>{t('tax.also')}</Th>
					<Th>{t('merchandising:books.window')}</Th>
					<ActsTh />
				</Tr>
			</THead>
			<TBody>
				{rates.map((rate) => (
					<Tr key={rate.id}>
						<Th scope="row">
							{placeName(rate.jurisdiction, locale)}
							<span className="block font-normal text-ink-soft">{rate.jurisdiction}</span>
						</Th>
						<Td label={t('shipping.zone')}>{[zoneName(rate, locale), rate.postalPrefix].filter(Boolean).join(' · ')}</Td>
						<Td label={t('merchandising:field.taxCode')}>{codeName(rate.taxCode)}</Td>
						<Td label={t('tax.rate')} numeric>
							{percentText(percentOf(rate.rate), locale)}
						</Td>
						<Td label={t('tax.also')}>
							{[rate.taxesShipping ? t('tax.shipping') : null, rate.taxesFees ? t('tax.fees') : null].filter(Boolean).join(', ') || '–'}
						</Td>
						<WindowTd from={rate.validFrom} to={rate.validTo} />
						<Td className="text-right">
							{rate.validTo && rate.validTo <= today ? null : (
								<Form method="post">
									<input type="hidden" name="rateId" value={rate.id} />
									<EndButton>{t(rate.validFrom >= today ? 'tax.drop' : 'tax.end')}</EndButton>
								</Form>
							)}
						</Td>
					</Tr>
				))}
			</TBody>
		</Table>
	)
}

type RateFields = {
	jurisdiction: string
	country: string
	region: string
	postalPrefix: string
	taxCode: string
	ratePercent: string
	taxesShipping: boolean
	taxesFees: boolean
	validFrom: string | null
	validTo: string | null
}

type RateFormProps = { fields: RateFields | null; codes: readonly string[]; today: string; isBusy: boolean }

export function RateForm({ fields, codes, today, isBusy }: RateFormProps) {
	const { t } = useTranslation(['rates', 'merchandising'])
	const codeName = useTaxCodeName()
	return (
		<>
			<div className="grid gap-4 sm:grid-cols-2 lg:grid-cols-4">
				<TextField
					label={t('merchandising:field.jurisdiction')}
					name="jurisdiction"
					required
					defaultValue={fields?.jurisdiction}
					hint={t('tax.jurisdictionHint')}
				/>
				<TextField label={t('merchandising:field.country')} name="country" required maxLength={2} defaultValue={fields?.country ?? 'US'} />
				<TextField label={t('merchandising:field.region')} name="region" maxLength={3} defaultValue={fields?.region} hint={t('shipping.regionHint')} />
				<TextField
					label={t('merchandising:field.postalPrefix')}
					name="postalPrefix"
					maxLength={10}
					defaultValue={fields?.postalPrefix}
					hint={t('shipping.postalHint')}
				/>
				<ChoiceOrNew
					label={t('merchandising:field.taxCode')}
					name="taxCode"
					value={fields?.taxCode ?? 'standard'}
					options={codes.map((value) => ({ value, label: codeName(value) }))}
					words={{ another: t('tax.newCode'), field: t('tax.newCodeName'), hint: t('tax.codeHint') }}
				/>
				<TextField label={t('merchandising:field.ratePercent')} name="percent" inputMode="decimal" required defaultValue={fields?.ratePercent} />
				<DateField label={t('merchandising:field.validFrom')} name="validFrom" required defaultValue={fields?.validFrom ?? today} />
				<DateField label={t('merchandising:field.validTo')} name="validTo" defaultValue={fields?.validTo ?? ''} />
			</div>
			<div className="flex flex-wrap gap-x-8 gap-y-2">
				<Checkbox label={t('tax.taxesShipping')} name="taxesShipping" defaultChecked={fields?.taxesShipping} />
				<Checkbox label={t('tax.taxesFees')} name="taxesFees" defaultChecked={fields?.taxesFees} />
			</div>
			<p>
				<Button type="submit" name="intent" value="add" variant="primary" pending={isBusy}>
					{t('tax.save')}
				</Button>
			</p>
		</>
	)
}
