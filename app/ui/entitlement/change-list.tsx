import { Form } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import type { Instant } from '../format/date.ts'
import { Badge } from '../parts/badge.tsx'
import { Banner } from '../parts/banner.tsx'
import { Button } from '../parts/button.tsx'
import { DateText } from '../parts/date-text.tsx'
import { Section } from '../parts/page-header.tsx'

export type Change = { id: number; userName: string; at: Instant; state: string; change: Record<string, unknown> }

/** Who changed it when; the newest can be taken back. */
export function ChangeList({ changes }: { changes: readonly Change[] }) {
	const { t } = useTranslation('entitlement')
	if (changes.length === 0) return null
	const newest = changes.find(({ state }) => state === 'applied')?.id
	return (
		<Section title={t('changes.title')}>
			<ol className="grid text-sm">
				{changes.map(({ id, userName, at, state }) => (
					<li key={id} className="flex flex-wrap items-center justify-between gap-3 border-b border-rule py-2">
						<span>
							<DateText instant={at} time /> · {userName} {state === 'undone' ? <Badge>{t('changes.undone')}</Badge> : null}
						</span>
						{id === newest ? <Undo changeId={id} /> : null}
					</li>
				))}
			</ol>
		</Section>
	)
}

export function Undo({ changeId }: { changeId: number }) {
	const { t } = useTranslation('entitlement')
	return (
		<Form method="post" preventScrollReset>
			<input type="hidden" name="changeId" value={changeId} />
			<Button type="submit" name="intent" value="undo" size="sm" icon="undo">
				{t('changes.undo')}
			</Button>
		</Form>
	)
}

/** Said after an act, with the way back beside it. */
export function DoneBanner({ done, changes }: { done: string | null; changes: readonly Change[] }) {
	const { t } = useTranslation('entitlement')
	if (done === 'undone') return <Banner live tone="info" title={t('changes.isUndone')} />
	const change = changes.find(({ id }) => String(id) === done)
	if (change?.state !== 'applied') return null
	const changed = Number(change.change['changed'] ?? 0)
	return (
		<Banner live tone="positive" title={t('changes.saved')} action={<Undo changeId={change.id} />}>
			{changed > 0 ? t('changes.refreshed', { count: changed }) : t('changes.atOnce')}
		</Banner>
	)
}
