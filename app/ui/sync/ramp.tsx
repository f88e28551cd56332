import { useTranslation } from 'react-i18next'
import { useReader } from '../format/locale.tsx'
import { count, percent } from '../format/number.ts'
import { cn } from '../parts/cn.ts'

const steps = [10, 100, 1000, null] as const

type RampProps = { connection: { canaryStage: number; canaryDone: number; canaryRefused: number; heldBack: number } }

/** A first start in steps (sync-core.md A21): which one it is at, how many records went, how many were refused, and of how many our own rules kept something back. */
export function Ramp({ connection: { canaryStage, canaryDone, canaryRefused, heldBack } }: RampProps) {
	const { t } = useTranslation('sync')
	const { locale } = useReader()
	const share = canaryDone > 0 ? canaryRefused / canaryDone : 0
	return (
		<section className="grid gap-3">
			<h3 className="text-sm font-medium text-ink-soft">{t('ramp.title')}</h3>
			<ol className="grid grid-cols-4 gap-2 text-sm">
				{steps.map((step, place) => (
					<li
						key={step ?? 'all'}
						aria-current={place === canaryStage ? 'step' : undefined}
						className={cn('border-t-2 pt-2', place <= canaryStage ? 'border-accent' : 'border-rule text-ink-soft', place === canaryStage && 'font-semibold')}
					>
						{step === null ? t('ramp.all') : count(step, locale)}
					</li>
				))}
			</ol>
			<p className="text-sm text-ink-soft">
				{t('ramp.text', { done: count(canaryDone, locale), refused: count(canaryRefused, locale), share: percent(share, locale) })}
			</p>
			{heldBack > 0 ? <p className="text-sm text-ink-soft">{t('ramp.held', { count: heldBack, held: count(heldBack, locale) })}</p> : null}
		</section>
	)
}
