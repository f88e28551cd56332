import { useTranslation } from 'react-i18next'
import type { Refusal } from '../../engine/base/refusal.ts'
import { Refusals } from '../parts/refusals.tsx'

/** Every refusal with the field and the line it speaks of. */
export function RefusedList({ refusals }: { refusals: readonly Refusal[] }) {
	const { t, i18n } = useTranslation('entitlement')
	const whereOf = ({ facts, line }: Refusal) => {
		const key = `field.${facts['key']}`
		const field = i18n.exists(`entitlement:${key}`) ? t(key) : ''
		return [field, line === undefined ? '' : t('line', { line })].filter(Boolean).join(', ') || null
	}
	return (
		<Refusals
			title={t('refused')}
			refusals={refusals.map((refusal, index) => ({
				key: `${refusal.code}${index}`,
				where: whereOf(refusal),
				message: t(`refusals:${refusal.code}`, refusal.facts as Record<string, string>),
			}))}
		/>
	)
}
