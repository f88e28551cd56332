import { useTranslation } from 'react-i18next'
import type { Health } from '../../engine/crm/judge-health.ts'
import { useReader } from '../format/locale.tsx'
import { money } from '../format/money.ts'
import { Status, type Tone } from '../parts/badge.tsx'

const tones: Record<Health['level'], Tone> = { well: 'positive', watch: 'warning', at_risk: 'danger' }

export function HealthBadge({ health }: { health: Health }) {
	const { t } = useTranslation('desk')
	return <Status tone={tones[health.level]}>{t(`health.${health.level}`)}</Status>
}

/** Every reason in a sentence, so that nobody has to trust a colour. */
export function HealthReasons({ health }: { health: Health }) {
	const { t } = useTranslation('desk')
	const { locale } = useReader()
	if (health.reasons.length === 0) return null
	return (
		<ul className="mt-1 grid gap-0.5 text-sm text-ink-soft">
			{health.reasons.map(({ code, facts }) => {
				const currency = String(facts['currency'] ?? 'USD')
				const amount = (name: string) => (typeof facts[name] === 'number' ? money(facts[name], currency, locale) : '')
				const count = Number(facts['count'] ?? facts['days'] ?? 0)
				return (
					<li key={code}>
						{t(`health.why.${code}`, { ...facts, count, overdue: amount('overdueMinor'), recent: amount('recentMinor'), earlier: amount('earlierMinor') })}
					</li>
				)
			})}
		</ul>
	)
}
