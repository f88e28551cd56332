import { Form } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { useReader } from '../format/locale.tsx'
import { Button } from '../parts/button.tsx'
import { DateText } from '../parts/date-text.tsx'
import { Disclosure } from '../parts/disclosure.tsx'
import { EmptyState } from '../parts/empty-state.tsx'
import { Section } from '../parts/page-header.tsx'
import { TextField } from '../parts/text-field.tsx'
import { CustomFacts, CustomInputs, type DefView, type Values } from './custom-values.tsx'
import { type Words, wordsIn } from './words.tsx'

type Row = { id: number; customObjectId: number; name: string; custom: Values; changedAt: Date | string; isMirror: boolean }
/** `mirror`: the connection from which its rows come; they are changed there. */
type Hanging = { id: number; code: string; labels: Words; defs: readonly DefView[]; mirror: { name: string } | null }
type Props = { defs: readonly DefView[]; values: Values; objects: readonly Hanging[]; rows: readonly Row[] }

/** Fields of the contact that a person account is, beside those of the account. */
export type PersonFace = { id: number; defs: readonly DefView[]; values: Values }

/** The house's own fields of one record, and what hangs off it. */
export function RecordDetails({ defs, values, objects, rows }: Props) {
	const { t } = useTranslation('crm')
	if (defs.length === 0 && objects.length === 0)
		return (
			<EmptyState picture={<img src="/images/all-done.svg" alt="" width={480} height={360} />} title={t('record.empty')}>
				{t('record.emptyText')}
			</EmptyState>
		)
	return (
		<div className="grid gap-10">
			{defs.length > 0 ? <OwnFields title={t('record.fields')} {...{ defs, values }} /> : null}
			{objects.map((object) => (
				<HangingRows key={object.id} object={object} rows={rows.filter(({ customObjectId }) => customObjectId === object.id)} />
			))}
		</div>
	)
}

/** `of`: the contact whose fields they are, on the page of her account. */
export function OwnFields({ title, defs, values, of }: { title: string; defs: readonly DefView[]; values: Values; of?: number }) {
	const { t } = useTranslation('crm')
	return (
		<Section title={title}>
			<Form method="post" className="grid max-w-3xl gap-6">
				<input type="hidden" name="act" value="fields" />
				{of === undefined ? null : <input type="hidden" name="of" value={of} />}
				<CustomInputs defs={defs} values={values} />
				<Button type="submit" variant="primary" className="w-fit">
					{t('save')}
				</Button>
			</Form>
		</Section>
	)
}

function HangingRows({ object, rows }: { object: Hanging; rows: readonly Row[] }) {
	const { t } = useTranslation('crm')
	const { locale } = useReader()
	return (
		<Section title={wordsIn(object.labels, locale)}>
			{object.mirror ? <p className="text-sm text-ink-soft">{t('record.mirrored', { connection: object.mirror.name })}</p> : null}
			<ul className="grid">
				{rows.map((row) => (
					<li key={row.id} className="grid gap-2 border-b border-rule py-4 first:pt-0">
						<p className="flex flex-wrap items-baseline justify-between gap-x-4">
							<span className="font-medium">{row.name}</span>
							<span className="text-sm text-ink-soft">
								<DateText instant={row.changedAt} />
							</span>
						</p>
						<CustomFacts defs={object.defs} values={row.custom} />
						{row.isMirror ? null : (
							<Disclosure summary={t('edit')}>
								<RowForm object={object} row={row} />
							</Disclosure>
						)}
					</li>
				))}
			</ul>
			{object.mirror ? (
				<p className="text-sm empty:hidden">{rows.length === 0 ? t('record.noneHere') : null}</p>
			) : (
				<Disclosure summary={t('record.add')} open={rows.length === 0}>
					<RowForm object={object} row={null} />
				</Disclosure>
			)}
		</Section>
	)
}

function RowForm({ object, row }: { object: Hanging; row: Row | null }) {
	const { t } = useTranslation('crm')
	return (
		<Form method="post" className="grid max-w-3xl gap-4">
			<input type="hidden" name="customObjectId" value={object.id} />
			<input type="hidden" name="rowId" value={row?.id ?? ''} />
			<TextField label={t('name')} name="name" defaultValue={row?.name ?? ''} maxLength={120} />
			<CustomInputs defs={object.defs} values={row?.custom ?? {}} />
			<div className="flex flex-wrap gap-2">
				<Button type="submit" name="act" value="row">
					{t('save')}
				</Button>
				{row ? (
					<Button type="submit" name="act" value="remove_row" variant="danger" formNoValidate>
						{t('record.remove')}
					</Button>
				) : null}
			</div>
		</Form>
	)
}
