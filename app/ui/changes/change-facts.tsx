import { useTranslation } from 'react-i18next'
import { Status, type Tone } from '../parts/badge.tsx'
import { DateText } from '../parts/date-text.tsx'
import { KeyValueList } from '../parts/key-value.tsx'
import type { ChangeView } from './change-view.ts'

const tones: Record<ChangeView['state'], Tone> = { waiting: 'accent', applied: 'positive', refused: 'danger', withdrawn: 'neutral', expired: 'warning' }

/** Where a proposal stands, and whom it waits for; `isYours`: it is the reader. */
export function ChangeStatus({ change, isYours = false }: { change: Pick<ChangeView, 'state' | 'waitsFor' | 'isOver'>; isYours?: boolean }) {
	const { t } = useTranslation('changes')
	const state = change.isOver ? 'expired' : change.state
	return <Status tone={tones[state]}>{state === 'waiting' ? t(isYours ? 'waits.you' : `waits.${change.waitsFor[0] ?? 'buyer'}`) : t(`state.${state}`)}</Status>
}

/** Who asked, who said yes, until when. */
export function ChangeFacts({ change }: { change: ChangeView }) {
	const { t } = useTranslation('changes')
	const { side, contactName, userName, reason, answer, consents, state } = change
	const rows = [
		{ key: 'by', label: t('one.by'), value: side === 'house' ? t('one.byHouse', { name: userName ?? '' }) : contactName },
		{ key: 'on', label: t('one.on'), value: <DateText instant={change.proposedAt} time /> },
		...(reason ? [{ key: 'reason', label: t('one.reason'), value: reason }] : []),
		...consents.map(({ as, name, at }) => ({
			key: `${as} ${at}`,
			label: t(`agreed.${as}`),
			value: (
				<>
					{name}, <DateText instant={at} />
				</>
			),
		})),
		...(answer ? [{ key: 'answer', label: t('one.answer'), value: answer }] : []),
		...(state === 'waiting' ? [{ key: 'until', label: t('one.until'), value: <DateText instant={change.expiresAt} /> }] : []),
	]
	return <KeyValueList rows={rows} />
}
