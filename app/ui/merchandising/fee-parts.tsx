import { Form, Link } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { printMinor } from '../../engine/base/money.ts'
import { languages } from '../format/languages.ts'
import { Button } from '../parts/button.tsx'
import { Money } from '../parts/money.tsx'
import { SelectField } from '../parts/select-field.tsx'
import { Table, TBody, Td, THead, Th, Tr } from '../parts/table.tsx'
import { DateField, TextField } from '../parts/text-field.tsx'
import { ActsTh, EndButton, WindowTd } from './acts.tsx'
import { useLanguageName } from './use-language-name.ts'

type Fee = {
	id: number
	kind: string
	names: Record<string, string>
	currency: string
	amountMinor: number
	per: string
	belowMinor: number | null
	buyerGroupId: number | null
	buyerGroup: string | null
	validFrom: string
	validTo: string | null
}

/** What is charged beside goods and shipping, of whom, and when. */
export function FeeTable({ fees, today, chosen }: { fees: readonly Fee[]; today: string; chosen: number | null }) {
	const { t, i18n } = useTranslation(['rates', 'merchandising'])
	return (
		<Table caption={t('fee.title')} stacks>
			<THead>
				<Tr>
					<Th>{t('fee.name')}</Th>
					<Th numeric>{t('fee.amount')}</Th>
					<Th>{t('fee.when')}</Th>
					<Th>{t('fee.who')}</Th>
					<Th>{t('merchandising:books.window')}</Th>
					<ActsTh />
				</Tr>
			</THead>
			<TBody>
				{fees.map((fee) => (
					<Tr key={fee.id} className={fee.id === chosen ? 'bg-accent-soft' : undefined}>
						<Th scope="row">{fee.names[i18n.language] ?? fee.names['en']}</Th>
						<Td label={t('fee.amount')} numeric>
							<Money minor={fee.amountMinor} currency={fee.currency} />
						</Td>
						<Td label={t('fee.when')}>
							{fee.belowMinor === null ? (
								t(`fee.per.${fee.per}`)
							) : (
								<>
									{t('fee.below')} <Money minor={fee.belowMinor} currency={fee.currency} />
								</>
							)}
						</Td>
						<Td label={t('fee.who')}>{fee.buyerGroup ?? t('fee.everybody')}</Td>
						<WindowTd from={fee.validFrom} to={fee.validTo} />
						<Td>
							<FeeActs fee={fee} isOver={fee.validTo !== null && fee.validTo <= today} hasBegun={fee.validFrom < today} />
						</Td>
					</Tr>
				))}
			</TBody>
		</Table>
	)
}

function FeeActs({ fee, isOver, hasBegun }: { fee: Fee; isOver: boolean; hasBegun: boolean }) {
	const { t } = useTranslation('rates')
	return (
		<div className="flex justify-end gap-3 whitespace-nowrap">
			<Link to={`/merchandising/fees?fee=${fee.id}#fee`} className="text-accent hover:underline">
				{t('shipping.edit')}
			</Link>
			{isOver ? null : (
				<Form method="post">
					<input type="hidden" name="feeId" value={fee.id} />
					<EndButton>{t(hasBegun ? 'tax.end' : 'tax.drop')}</EndButton>
				</Form>
			)}
		</div>
	)
}

type Fields = {
	kind: string
	per: string
	amount: string
	below: string
	currency: string
	buyerGroupId: number | null
	names: Record<string, string>
	validFrom: string | null
	validTo: string | null
}
type FeeFormProps = { fields: Fields; feeId: number | null; groups: readonly { id: number; name: string }[]; isBusy: boolean }

export function FeeForm({ fields, feeId, groups, isBusy }: FeeFormProps) {
	const { t } = useTranslation(['rates', 'merchandising'])
	const languageName = useLanguageName()
	const kinds = ['handling', 'small_order'].map((value) => ({ value, label: t(`fee.kinds.${value}`) }))
	const pers = ['order', 'delivery'].map((value) => ({ value, label: t(`fee.per.${value}`) }))
	const whom = [{ value: '', label: t('fee.everybody') }, ...groups.map(({ id, name }) => ({ value: String(id), label: name }))]
	return (
		<>
			{feeId === null ? null : <input type="hidden" name="feeId" value={feeId} />}
			<div className="grid gap-4 sm:grid-cols-2 lg:grid-cols-4">
				<SelectField label={t('fee.kind')} name="kind" defaultValue={fields.kind} options={kinds} />
				<SelectField label={t('fee.counted')} name="per" defaultValue={fields.per} options={pers} hint={t('fee.countedHint')} />
				<TextField label={t('fee.amount')} name="amount" inputMode="decimal" required defaultValue={fields.amount} hint={t('fee.amountHint')} />
				<TextField label={t('merchandising:field.currency')} name="currency" required maxLength={3} defaultValue={fields.currency} />
				<TextField label={t('fee.belowLabel')} name="below" inputMode="decimal" defaultValue={fields.below} hint={t('fee.belowHint')} />
				<SelectField label={t('fee.who')} name="buyerGroupId" defaultValue={String(fields.buyerGroupId ?? '')} options={whom} hint={t('fee.whoHint')} />
				<DateField label={t('merchandising:field.validFrom')} name="validFrom" required defaultValue={fields.validFrom ?? ''} />
				<DateField label={t('merchandising:field.validTo')} name="validTo" defaultValue={fields.validTo ?? ''} />
			</div>
			<fieldset className="grid gap-4 sm:grid-cols-2 lg:grid-cols-5">
				<legend className="mb-3 text-sm text-ink-soft">{t('fee.names')}</legend>
				{languages.map((locale) => (
					<TextField key={locale} label={languageName(locale)} name={`name.${locale}`} maxLength={80} defaultValue={fields.names[locale] ?? ''} />
				))}
			</fieldset>
			<p>
				<Button type="submit" name="intent" value="save" variant="primary" pending={isBusy}>
					{t('fee.save')}
				</Button>
			</p>
		</>
	)
}

/** Puts back what the last act changed: a fee as it was, or none. */
export function UndoFee({ change: { id, before } }: { change: { id: number; before: Fee | null } }) {
	const { t } = useTranslation('rates')
	const fields: [string, string][] = before
		? [
				...(id > 0 ? [['feeId', String(id)] as [string, string]] : []),
				...([
					['kind', before.kind],
					['per', before.per],
					['currency', before.currency],
					['buyerGroupId', String(before.buyerGroupId ?? '')],
				] as [string, string][]),
				...([['amount', printMinor(before.amountMinor, before.currency)]] as [string, string][]),
				...([['below', before.belowMinor === null ? '' : printMinor(before.belowMinor, before.currency)]] as [string, string][]),
				...([
					['validFrom', before.validFrom],
					['validTo', before.validTo ?? ''],
				] as [string, string][]),
				...Object.entries(before.names).map(([locale, name]): [string, string] => [`name.${locale}`, name]),
			]
		: [['feeId', String(id)]]
	return (
		<Form method="post">
			{fields.map(([name, value]) => (
				<input key={name} type="hidden" name={name} value={value} />
			))}
			<Button type="submit" name="intent" value={before ? 'undo' : 'remove'} size="sm" icon="undo">
				{t('fee.undo')}
			</Button>
		</Form>
	)
}
