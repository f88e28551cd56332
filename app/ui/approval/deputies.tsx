import { Form, useNavigation } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import type { TypedDeputy } from '../../engine/approval/deputies.ts'
import { Badge, type Tone } from '../parts/badge.tsx'
import { Button } from '../parts/button.tsx'
import { DayText } from '../parts/date-text.tsx'
import { SelectField } from '../parts/select-field.tsx'
import { DateField } from '../parts/text-field.tsx'

export type ShownDeputy = {
	id: number
	contactId: number
	deputyContactId: number
	namedByContactId: number
	awayName: string
	deputyName: string
	namedByName: string
	endedByName: string | null
	fromOn: string
	untilOn: string
	isEnded: boolean
	isOver: boolean
	mayEnd: boolean
}

type StateOf = 'now' | 'later' | 'ended' | 'over'
const tones: Record<StateOf, Tone> = { now: 'positive', later: 'accent', ended: 'warning', over: 'neutral' }

function stateOf({ isEnded, isOver, fromOn }: ShownDeputy, today: string): StateOf {
	if (isEnded) return 'ended'
	if (isOver) return 'over'
	return fromOn <= today ? 'now' : 'later'
}

/** Who stands in for whom, from when until when, and by whose word. */
export function DeputyList({ deputies, today }: { deputies: readonly ShownDeputy[]; today: string }) {
	const { t } = useTranslation('approvals')
	return (
		<ul className="grid">
			{deputies.map((deputy) => {
				const { id, awayName, deputyName, namedByName, endedByName, namedByContactId, contactId, fromOn, untilOn, isEnded } = deputy
				const state = stateOf(deputy, today)
				const isPast = untilOn < today
				const act = isEnded ? 'putBack' : 'end'
				return (
					<li key={id} className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-2 border-b border-rule py-4 last:border-b-0">
						<div className="min-w-0">
							<p className="font-medium">
								{t('byRep', { rep: deputyName, name: awayName })} <Badge tone={tones[state]}>{t(`deputies.state.${state}`)}</Badge>
							</p>
							<p className="text-sm text-ink-soft">
								<DayText day={fromOn} /> – <DayText day={untilOn} />
								{namedByContactId === contactId ? null : ` · ${t('deputies.namedBy', { name: namedByName })}`}
								{isEnded && endedByName ? ` · ${t('deputies.endedBy', { name: endedByName })}` : null}
							</p>
						</div>
						{deputy.mayEnd && !isPast ? (
							<Form method="post">
								<Button type="submit" name="intent" value={`${act}:${id}`} size="sm" aria-label={`${t(`deputies.${act}`)}: ${deputyName}`}>
									{t(`deputies.${act}`)}
								</Button>
							</Form>
						) : null}
					</li>
				)
			})}
		</ul>
	)
}

type Person = { id: number; name: string }
type Props = { away: readonly Person[]; deputies: readonly Person[]; ownId: number | null; today: string; typed: TypedDeputy | undefined }

/** Names a deputy; who may name only for herself has no choice of who is away. */
export function DeputyForm({ away, deputies, ownId, today, typed }: Props) {
	const { t } = useTranslation('approvals')
	const { formData } = useNavigation()
	const option = ({ id, name }: Person) => ({ value: String(id), label: name })
	const own = away.find(({ id }) => id === ownId) ?? away[0]
	const only = away.length === 1 ? own : undefined
	return (
		<Form method="post" className="grid gap-4 sm:grid-cols-2">
			{only ? (
				<input type="hidden" name="contactId" value={only.id} />
			) : (
				<SelectField label={t('deputies.away')} name="contactId" defaultValue={typed?.contactId ?? String(own?.id ?? '')} options={away.map(option)} />
			)}
			<SelectField
				label={t('deputies.who')}
				name="deputyContactId"
				defaultValue={typed?.deputyContactId ?? ''}
				options={[{ value: '', label: t('deputies.choose') }, ...deputies.filter(({ id }) => id !== only?.id).map(option)]}
				className={only ? 'sm:col-span-2' : ''}
			/>
			<DateField label={t('deputies.from')} name="fromOn" required min={today} defaultValue={typed?.fromOn ?? today} />
			<DateField label={t('deputies.until')} hint={t('deputies.untilHint')} name="untilOn" required min={today} defaultValue={typed?.untilOn ?? ''} />
			<div className="sm:col-span-2">
				<Button type="submit" name="intent" value="name" variant="primary" pending={formData?.get('intent') === 'name'}>
					{t('deputies.name')}
				</Button>
			</div>
		</Form>
	)
}
