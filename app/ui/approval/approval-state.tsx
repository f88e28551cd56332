import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import { Status, type Tone } from '../parts/badge.tsx'
import { DateText } from '../parts/date-text.tsx'
import { type ApprovalReason, ReasonText } from './reason-text.tsx'

const tones: Record<string, Tone> = { waiting: 'warning', approved: 'positive', refused: 'danger', withdrawn: 'neutral', expired: 'neutral' }

export function ApprovalState({ state }: { state: string }) {
	const { t } = useTranslation('approvals')
	return <Status tone={tones[state] ?? 'neutral'}>{t(`state.${state}`)}</Status>
}

export type ShownStep = {
	id: number
	step: number
	isTurn: boolean
	approverName: string | null
	/** Who may answer in the approver's place today. */
	deputyName: string | null
	reasons: readonly ApprovalReason[]
	state: string
	decidedByName: string | null
	decidedForName: string | null
	decidedAt: string | null
	note: string | null
}

/** Who answered, and in whose place; before that who is asked. */
function whoOf({ decidedByName, decidedForName, approverName }: ShownStep, t: TFunction): string {
	if (decidedByName && decidedForName) return t('byRep', { rep: decidedByName, name: decidedForName })
	return decidedByName || approverName || t('anybody')
}

/** Every yes that is needed, in order, and what became of it. */
export function ApprovalSteps({ steps, currency }: { steps: readonly ShownStep[]; currency: string }) {
	const { t } = useTranslation('approvals')
	const isSerial = steps.some(({ step }) => step !== steps[0]?.step)
	return (
		<ol className="grid text-sm">
			{steps.map((step) => (
				<li key={step.id} className="grid gap-1 border-b border-rule py-3 last:border-b-0">
					<div className="flex flex-wrap items-baseline justify-between gap-x-4">
						<span className="font-medium">{whoOf(step, t)}</span>
						<ApprovalState state={step.state} />
					</div>
					{step.deputyName ? <p>{t('steps.deputy', { name: step.deputyName })}</p> : null}
					{isSerial && step.state === 'waiting' ? <p className="text-ink-soft">{t(step.isTurn ? 'steps.now' : 'steps.later')}</p> : null}
					{step.reasons.map((reason) => (
						<p key={reason.ruleId} className="text-ink-soft">
							<ReasonText reason={reason} currency={currency} />
						</p>
					))}
					{step.decidedAt ? (
						<p className="text-ink-soft">
							<DateText instant={step.decidedAt} time />
						</p>
					) : null}
					{step.note ? <blockquote className="border-l-2 border-rule pl-3 whitespace-pre-line">{step.note}</blockquote> : null}
				</li>
			))}
		</ol>
	)
}
