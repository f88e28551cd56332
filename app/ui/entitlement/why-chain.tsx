import { Link } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { useClassName } from '../merchandising/use-class-name.ts'

type Reason = {
	effect: 'grant' | 'deny'
	policyId: number
	policyName: string
	kind: 'product' | 'category' | 'class'
	name: string
	through: readonly { kind: 'account' | 'ancestor' | 'group'; name: string }[]
}
export type Why = { visible: boolean; decidedBy: 'grant' | 'deny' | 'nothing'; because: readonly Reason[]; wouldGrant: readonly string[] }

/** The chain of reasons: which policy says so of what, and through whom it counts here. */
export function WhyChain({ why }: { why: Why | null }) {
	const { t } = useTranslation('entitlement')
	const className = useClassName()
	if (!why) return null
	if (why.decidedBy === 'nothing')
		return <p className="text-ink-soft">{why.wouldGrant.length === 0 ? t('why.nowhere') : t('why.elsewhere', { policies: why.wouldGrant.join(', ') })}</p>
	return (
		<ul className="grid gap-0.5">
			{why.because.map((reason) => (
				<li key={`${reason.policyId}${reason.kind}${reason.name}`}>
					<Link to={`/merchandising/policies/${reason.policyId}`} className="text-accent hover:underline">
						{reason.policyName}
					</Link>{' '}
					{t(`why.${reason.effect}_${reason.kind}`, { name: reason.kind === 'class' ? className(reason.name) : reason.name })}{' '}
					<span className="text-ink-soft">{reason.through.map(({ kind, name }) => t(`why.through_${kind}`, { name })).join(' · ')}</span>
				</li>
			))}
		</ul>
	)
}
