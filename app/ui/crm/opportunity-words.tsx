import { Form } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { useReader } from '../format/locale.tsx'
import { percent } from '../format/number.ts'
import { Button } from '../parts/button.tsx'
import { DayText } from '../parts/date-text.tsx'
import { Disclosure } from '../parts/disclosure.tsx'
import { KeyValueList } from '../parts/key-value.tsx'
import { Money } from '../parts/money.tsx'
import { Section } from '../parts/page-header.tsx'
import { TextField } from '../parts/text-field.tsx'

type Line = {
	stage: string
	isClosed: boolean
	amountMinor: number | null
	currency: string
	closeOn: string | null
	type: string | null
	probability: number | null
	odds: number | null
	usual: number | null
}
export type TypedWords = { type: string; probability: string }

/** What an opportunity is, what a rep says of it, and the way to take it out of the pipeline. */
export function OpportunityWords({ line, typed }: { line: Line; typed: TypedWords | null }) {
	const { t } = useTranslation('crm')
	const { locale } = useReader()
	const { stage, isClosed, amountMinor, currency, closeOn, odds, usual } = line
	const share = (points: number | null) => (points === null ? '–' : percent(points / 100, locale))
	const rows = [
		{ key: 'stage', label: t('field.stage'), value: t(`opportunity.stage.${stage}`, { defaultValue: stage }) },
		{ key: 'amount', label: t('field.amount'), value: amountMinor === null ? '–' : <Money minor={amountMinor} currency={currency} /> },
		{ key: 'close', label: t('field.closeOn'), value: closeOn ? <DayText day={closeOn} /> : '–' },
		{ key: 'odds', label: t('opportunity.probability'), value: share(odds) },
	]
	return (
		<Section title={t('object.opportunity')}>
			<KeyValueList rows={rows} className="max-w-3xl" />
			<Form method="post" className="grid max-w-3xl items-start gap-4 sm:grid-cols-2">
				<TextField label={t('opportunity.type')} hint={t('opportunity.typeHint')} name="type" maxLength={200} defaultValue={typed?.type ?? line.type ?? ''} />
				{isClosed ? null : (
					<TextField
						label={t('opportunity.probabilityPercent')}
						hint={usual === null ? t('opportunity.unusual') : t('opportunity.usual', { share: share(usual) })}
						name="probability"
						inputMode="numeric"
						autoComplete="off"
						maxLength={8}
						defaultValue={typed?.probability ?? line.probability ?? ''}
					/>
				)}
				<Button type="submit" name="act" value="details" variant="primary" className="w-fit sm:col-span-2">
					{t('save')}
				</Button>
			</Form>
			<Disclosure summary={t('opportunity.delete')}>
				<Form method="post" className="grid max-w-prose gap-4 pt-2 text-sm">
					<p>{t('opportunity.deleteText')}</p>
					<Button type="submit" name="act" value="delete" variant="danger" className="w-fit">
						{t('opportunity.delete')}
					</Button>
				</Form>
			</Disclosure>
		</Section>
	)
}
