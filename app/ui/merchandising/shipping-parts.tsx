import { Form, Link } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { useReader } from '../format/locale.tsx'
import { money } from '../format/money.ts'
import { decimalText } from '../format/number.ts'
import { zoneName } from '../format/place-name.ts'
import { Banner } from '../parts/banner.tsx'
import { Button } from '../parts/button.tsx'
import { KeyValueList } from '../parts/key-value.tsx'
import { Money } from '../parts/money.tsx'
import { SelectField } from '../parts/select-field.tsx'
import { Table, TBody, Td, THead, Th, Tr } from '../parts/table.tsx'
import { TextArea, TextField } from '../parts/text-field.tsx'
import { ActsTh, EndButton } from './acts.tsx'
import { ChoiceOrNew } from './choice-or-new.tsx'

type Lane = {
	key: string
	method: string
	currency: string
	country: string
	region: string | null
	postalPrefix: string | null
	bandBy: 'weight' | 'amount'
	transitDays: number
	transitBy: 'working' | 'calendar'
	bands: readonly { bandFrom: number; priceMinor: number }[]
}

/** A method by its name in the reader's language; one of the company's own is shown as it is. */
function useMethodName(): (method: string) => string {
	const { t, i18n } = useTranslation('checkout')
	return (method) => (i18n.exists(`checkout:method.${method}`) ? t(`method.${method}`) : method)
}

/** Where to, by which way, for how much: each lane with its bands side by side. */
export function LaneTable({ lanes, chosen }: { lanes: readonly Lane[]; chosen: string | null }) {
	const { t } = useTranslation(['rates', 'merchandising'])
	const { locale } = useReader()
	const methodName = useMethodName()
	const from = ({ bandBy, currency }: Lane, bandFrom: number) =>
		bandBy === 'weight' ? t('shipping.kilograms', { weight: decimalText(String(bandFrom / 1000), locale) }) : money(bandFrom, currency, locale)
	return (
		<Table caption={t('shipping.title')} stacks>
			<THead>
				<Tr>
					<Th>{t('shipping.zone')}</Th>
					<Th>{t('merchandising:field.method')}</Th>
					<Th>{t('shipping.bands')}</Th>
					<Th numeric>{t('shipping.days')}</Th>
					<ActsTh />
				</Tr>
			</THead>
			<TBody>
				{lanes.map((lane) => (
					<Tr key={lane.key} className={lane.key === chosen ? 'bg-accent-soft' : undefined}>
						<Th scope="row">
							{zoneName(lane, locale)}
							{lane.postalPrefix ? <span className="block font-normal text-ink-soft">{t('shipping.postal', { prefix: lane.postalPrefix })}</span> : null}
							{lane.region || lane.postalPrefix ? null : <span className="block font-normal text-ink-soft">{t('shipping.everywhere')}</span>}
						</Th>
						<Td label={t('merchandising:field.method')}>
							{methodName(lane.method)}
							<span className="block text-ink-soft">{lane.currency}</span>
						</Td>
						<Td label={t('shipping.bands')}>
							<ul className="flex flex-wrap justify-end gap-x-6 gap-y-1 tabular-nums sm:justify-start">
								{lane.bands.map(({ bandFrom, priceMinor }) => (
									<li key={bandFrom} className="whitespace-nowrap">
										<span className="text-ink-soft">{t('shipping.from', { from: from(lane, bandFrom) })}</span>{' '}
										<Money minor={priceMinor} currency={lane.currency} />
									</li>
								))}
							</ul>
						</Td>
						<Td label={t('shipping.days')} numeric>
							{t(`shipping.counted.${lane.transitBy}`, { count: lane.transitDays })}
						</Td>
						<Td>
							<div className="flex justify-end gap-3 whitespace-nowrap">
								<Link to={`/merchandising/shipping?${new URLSearchParams({ lane: lane.key })}#lane`} className="text-accent hover:underline">
									{t('shipping.edit')}
								</Link>
								<Form method="post">
									<input type="hidden" name="lane" value={lane.key} />
									<EndButton intent="remove">{t('shipping.remove')}</EndButton>
								</Form>
							</div>
						</Td>
					</Tr>
				))}
			</TBody>
		</Table>
	)
}

type Fields = {
	method: string
	currency: string
	country: string
	region: string
	postalPrefix: string
	bandBy: string
	transitDays: string
	transitBy: string
	bands: string
}

export function LaneForm({ fields, methods, isBusy }: { fields: Fields; methods: readonly string[]; isBusy: boolean }) {
	const { t } = useTranslation(['rates', 'merchandising'])
	const methodName = useMethodName()
	return (
		<>
			<div className="grid gap-4 sm:grid-cols-3">
				<TextField label={t('merchandising:field.country')} name="country" required maxLength={2} defaultValue={fields.country} />
				<TextField label={t('merchandising:field.region')} name="region" maxLength={3} defaultValue={fields.region} hint={t('shipping.regionHint')} />
				<TextField
					label={t('merchandising:field.postalPrefix')}
					name="postalPrefix"
					maxLength={10}
					defaultValue={fields.postalPrefix}
					hint={t('shipping.postalHint')}
				/>
				<ChoiceOrNew
					label={t('merchandising:field.method')}
					name="method"
					value={fields.method}
					options={methods.map((value) => ({ value, label: methodName(value) }))}
					words={{ another: t('shipping.newMethod'), field: t('shipping.newMethodName'), hint: t('shipping.newMethodHint') }}
				/>
				<TextField label={t('merchandising:field.currency')} name="currency" required maxLength={3} defaultValue={fields.currency} />
				<TextField label={t('merchandising:field.transitDays')} name="transitDays" inputMode="numeric" required defaultValue={fields.transitDays} />
			</div>
			<div className="grid gap-4 sm:grid-cols-2">
				<SelectField
					label={t('shipping.transitBy')}
					name="transitBy"
					defaultValue={fields.transitBy}
					options={['working', 'calendar'].map((value) => ({ value, label: t(`shipping.countedAs.${value}`) }))}
				/>
				<SelectField
					label={t('shipping.bandBy')}
					name="bandBy"
					defaultValue={fields.bandBy}
					options={['weight', 'amount'].map((value) => ({ value, label: t(`shipping.by.${value}`) }))}
				/>
			</div>
			<TextArea
				label={t('shipping.bands')}
				name="bands"
				rows={5}
				required
				defaultValue={fields.bands}
				hint={t('shipping.bandsHint')}
				inputClassName="font-mono text-sm"
			/>
			<p>
				<Button type="submit" name="intent" value="save" variant="primary" pending={isBusy}>
					{t('shipping.save')}
				</Button>
			</p>
		</>
	)
}

type Trial = { country: string; region: string; postalCode: string; kilograms: string; amount: string; currency: string }
type Quote = { methods: readonly { method: string; priceMinor: number; transitDays: number; transitBy: 'working' | 'calendar' }[] } | null

/** What would this delivery cost? By the very rule of the cart. */
export function TrialForm({ trial, isTried, quote }: { trial: Trial; isTried: boolean; quote: Quote }) {
	const { t } = useTranslation(['rates', 'merchandising'])
	const methodName = useMethodName()
	return (
		<>
			<div className="grid gap-4 sm:grid-cols-3">
				<TextField label={t('merchandising:field.country')} name="country" required maxLength={2} defaultValue={trial.country || 'US'} />
				<TextField label={t('merchandising:field.region')} name="region" maxLength={3} defaultValue={trial.region} />
				<TextField label={t('shipping.postalCode')} name="postalCode" defaultValue={trial.postalCode} />
				<TextField label={t('shipping.weight')} name="kilograms" inputMode="decimal" defaultValue={trial.kilograms || '5'} />
				<TextField label={t('shipping.amount')} name="amount" inputMode="decimal" defaultValue={trial.amount || '100'} />
				<TextField label={t('merchandising:field.currency')} name="currency" maxLength={3} defaultValue={trial.currency} />
			</div>
			<p>
				<Button type="submit">{t('shipping.tryNow')}</Button>
			</p>
			{!isTried ? null : quote === null ? (
				<Banner tone="danger" title={t('shipping.unclear')} />
			) : quote.methods.length === 0 ? (
				<Banner tone="warning" title={t('shipping.onRequest')}>
					{t('shipping.onRequestText')}
				</Banner>
			) : (
				<KeyValueList
					sums
					rows={quote.methods.map(({ method, priceMinor, transitDays, transitBy }) => ({
						key: method,
						label: `${methodName(method)} · ${t(`shipping.counted.${transitBy}`, { count: transitDays })}`,
						value: <Money minor={priceMinor} currency={trial.currency} />,
					}))}
				/>
			)}
		</>
	)
}
