import { useTranslation } from 'react-i18next'
import type { Refusal } from '../../engine/base/refusal.ts'
import { RefusalList } from '../account/refusal-list.tsx'
import { Breadcrumbs } from '../parts/breadcrumbs.tsx'
import { PageHeader } from '../parts/page-header.tsx'
import { CaseStatus } from './case-status.tsx'
import { CaseFacts, CaseThread, type ShownCase } from './case-thread.tsx'

type CasePageProps = {
	one: ShownCase
	side: 'buyer' | 'house'
	kicker: string
	/** The list that it stands in. */
	list: { label: string; href: string }
	refused: { refusals: Refusal[]; typed: { text: string | null } } | undefined
}

/** A case as its own side sees it: what was said, what it is about, and the way to answer. */
export function CasePage({ one, side, kicker, list, refused }: CasePageProps) {
	const { t } = useTranslation('help')
	return (
		<>
			<PageHeader
				breadcrumbs={<Breadcrumbs label={list.label} crumbs={[list, { label: one.number }]} />}
				kicker={kicker}
				title={one.subject}
				lead={<CaseStatus status={one.status} side={side} />}
			/>
			{refused ? (
				<div className="mb-8">
					<RefusalList title={t('refused')} refusals={refused.refusals} />
				</div>
			) : null}
			<div className="grid gap-x-12 gap-y-10 lg:grid-cols-[minmax(0,1fr)_20rem]">
				<CaseThread one={one} side={side} typed={refused?.typed.text ?? ''} />
				<CaseFacts one={one} side={side} />
			</div>
		</>
	)
}
