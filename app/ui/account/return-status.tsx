import { useTranslation } from 'react-i18next'
import { Status, type Tone } from '../parts/badge.tsx'

const tones: Record<string, Tone> = { asked: 'accent', approved: 'warning', received: 'positive', refused: 'danger', withdrawn: 'neutral' }

/** How a return stands. */
export function ReturnStatus({ state }: { state: string }) {
	const { t } = useTranslation('returns')
	return <Status tone={tones[state] ?? 'neutral'}>{t(`state.${state}`)}</Status>
}
