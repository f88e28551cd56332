import { Form } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { Button } from '../parts/button.tsx'
import { DateText } from '../parts/date-text.tsx'
import { TextField } from '../parts/text-field.tsx'

/** Lets a send leave by itself at a time of the seller's clock, or holds it back. */
export function SendPlan({ status, scheduledAt }: { status: string; scheduledAt: Date | string | null }) {
	const { t } = useTranslation('marketing')
	if (status === 'scheduled' && scheduledAt)
		return (
			<Form method="post" className="flex flex-wrap items-center gap-4">
				<p>
					{t('plan.leaves')} <DateText instant={scheduledAt} time />
				</p>
				<Button type="submit" name="intent" value="hold">
					{t('plan.hold')}
				</Button>
			</Form>
		)
	return (
		<Form method="post" className="flex flex-wrap items-end gap-3">
			<TextField label={t('plan.at')} name="at" type="datetime-local" required hint={t('plan.hint')} className="w-full max-w-xs" />
			<Button type="submit" name="intent" value="plan" icon="calendar" className="sm:mb-6">
				{t('plan.do')}
			</Button>
		</Form>
	)
}
