import { Form, useNavigation } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { Button } from '../parts/button.tsx'
import { Checkbox, ChoiceGroup } from '../parts/checkbox.tsx'
import { DayText } from '../parts/date-text.tsx'
import { Section } from '../parts/page-header.tsx'
import { TextArea, TextField } from '../parts/text-field.tsx'
import { useWeekdays } from '../standing/use-sentence.ts'

type Warehouse = {
	id: number
	code: string
	name: string
	timeZone: string | null
	sellerZone: string
	cutOff: string | null
	worksOn: readonly number[]
	closedOn: readonly string[]
	serves: readonly string[]
	leavesOn: string
}
type Fields = { timeZone: string; cutOff: string; worksOn: readonly string[]; closedOn: string }

/** One warehouse: until when of which days, and when not at all. `fields`: what was typed and refused. */
export function WarehouseHours({ warehouse, fields }: { warehouse: Warehouse; fields: Fields | null }) {
	const { t } = useTranslation('rates')
	const weekdays = useWeekdays()
	const { id, code, name, serves, leavesOn, sellerZone } = warehouse
	const nav = useNavigation()
	const works = new Set(fields?.worksOn ?? warehouse.worksOn.map(String))
	return (
		<Section
			title={name}
			aside={
				<>
					{t('hours.leaves')} <DayText day={leavesOn} />
				</>
			}
		>
			<p className="text-sm text-ink-soft">
				{code} · {serves.join(', ')}
			</p>
			<Form method="post" className="grid max-w-3xl gap-5">
				<input type="hidden" name="warehouse" value={id} />
				<div className="grid gap-4 sm:grid-cols-2">
					<TextField
						label={t('hours.cutOff')}
						hint={t('hours.cutOffHint')}
						name="cutOff"
						defaultValue={fields?.cutOff ?? warehouse.cutOff ?? ''}
						placeholder="14:30"
						maxLength={5}
						autoComplete="off"
					/>
					<TextField
						label={t('hours.timeZone')}
						hint={t('hours.timeZoneHint', { zone: sellerZone })}
						name="timeZone"
						defaultValue={fields?.timeZone ?? warehouse.timeZone ?? ''}
						maxLength={60}
						autoComplete="off"
					/>
				</div>
				<ChoiceGroup legend={t('hours.worksOn')}>
					<div className="flex flex-wrap gap-x-5 gap-y-2">
						{weekdays.map(({ value, label }) => (
							<Checkbox key={value} name="worksOn" value={value} label={label} defaultChecked={works.has(String(value))} />
						))}
					</div>
				</ChoiceGroup>
				<TextArea
					label={t('hours.closedOn')}
					hint={t('hours.closedOnHint')}
					name="closedOn"
					rows={4}
					defaultValue={fields?.closedOn ?? warehouse.closedOn.join('\n')}
					inputClassName="max-w-60 tabular-nums"
				/>
				<Button type="submit" className="w-fit" pending={nav.formData?.get('warehouse') === String(id)}>
					{t('hours.save')}
				</Button>
			</Form>
		</Section>
	)
}
