import { Form } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { printMinor } from '../../engine/base/money.ts'
import { Button } from '../parts/button.tsx'
import { TextField } from '../parts/text-field.tsx'

type Props = { page: { currency: string; limitMinor: number; termsDays: number }; typed: { limit: string; termsDays: string } | null; step: string }

/** The terms that a credit manager agrees to with the next step, whatever of it is still open. */
export function RaiseForm({ page, typed, step }: Props) {
	const { t } = useTranslation('warehouse')
	const { currency, limitMinor, termsDays } = page
	return (
		<Form method="post" className="grid max-w-md gap-4">
			<TextField
				label={t('ladder.limit', { currency })}
				name="limit"
				inputMode="decimal"
				required
				defaultValue={typed?.limit ?? (limitMinor > 0 ? printMinor(limitMinor, currency) : '')}
			/>
			<TextField
				label={t('ladder.termsDays')}
				name="termsDays"
				inputMode="numeric"
				required
				defaultValue={typed?.termsDays ?? (termsDays > 0 ? String(termsDays) : '30')}
			/>
			<Button type="submit" name="intent" value="raise" variant="primary" className="w-fit">
				{t('ladder.raiseTo', { step })}
			</Button>
		</Form>
	)
}
