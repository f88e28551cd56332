import { useTranslation } from 'react-i18next'
import { Checkbox, ChoiceGroup, Radio } from '../parts/checkbox.tsx'
import { SelectField } from '../parts/select-field.tsx'
import { DateField, TextField } from '../parts/text-field.tsx'
import { type ShownSchedule, useWeekdays } from './use-sentence.ts'

export type ShownWish = { name: string; guardrailPercent: string; poText: string; poHasDate: boolean; schedule: ShownSchedule }

/** When it runs, how far a price may move, which PO number it has: the same fields to make one and to change it. */
export function StandingFields({ wish }: { wish: ShownWish }) {
	const { t } = useTranslation('standing')
	return (
		<div className="grid max-w-2xl gap-6">
			<TextField label={t('field.name')} name="name" required maxLength={120} defaultValue={wish.name} />
			<ScheduleFields schedule={wish.schedule} />
			<TextField
				label={t('field.guardrail')}
				hint={t('field.guardrailHint')}
				name="guardrail"
				inputMode="numeric"
				pattern="\d{1,3}"
				required
				defaultValue={wish.guardrailPercent}
				className="max-w-xs"
			/>
			<div className="grid gap-4 sm:grid-cols-2">
				<TextField label={t('field.po')} name="poText" required maxLength={60} defaultValue={wish.poText} />
				<SelectField
					label={t('field.poRule')}
					name="poRule"
					defaultValue={wish.poHasDate ? 'dated' : 'fixed'}
					options={[
						{ value: 'dated', label: t('field.poDated') },
						{ value: 'fixed', label: t('field.poFixed') },
					]}
				/>
			</div>
		</div>
	)
}

function ScheduleFields({ schedule }: { schedule: ShownSchedule }) {
	const { t } = useTranslation('standing')
	const weekdays = useWeekdays()
	const isWeekly = schedule.kind === 'weekly'
	const days = [
		...Array.from({ length: 31 }, (_, index) => ({ value: String(index + 1), label: t('field.dayOf', { day: index + 1 }) })),
		{ value: 'last', label: t('field.lastDay') },
	]
	return (
		<div className="grid gap-4">
			<div className="grid gap-3">
				<Radio name="rhythm" value="weekly" label={t('field.weekly')} defaultChecked={isWeekly} />
				<ChoiceGroup legend={t('field.days')} className="pl-7.5">
					<div className="flex flex-wrap gap-x-5 gap-y-2">
						{weekdays.map(({ value, label }) => (
							<Checkbox key={value} name="weekday" value={value} label={label} defaultChecked={isWeekly && schedule.weekdays.includes(value)} />
						))}
					</div>
				</ChoiceGroup>
				<SelectField
					label={t('field.every')}
					name="everyWeeks"
					className="max-w-xs pl-7.5"
					defaultValue={String(isWeekly ? schedule.everyWeeks : 1)}
					options={[1, 2, 3, 4, 6, 8].map((count) => ({ value: String(count), label: t('field.weeks', { count }) }))}
				/>
			</div>
			<div className="grid gap-3">
				<Radio name="rhythm" value="monthly" label={t('field.monthly')} defaultChecked={!isWeekly} />
				<SelectField label={t('field.day')} name="day" className="max-w-xs pl-7.5" defaultValue={isWeekly ? '1' : String(schedule.day)} options={days} />
			</div>
			<DateField label={t('field.startsOn')} name="startsOn" required defaultValue={schedule.startsOn} className="max-w-xs" />
		</div>
	)
}
