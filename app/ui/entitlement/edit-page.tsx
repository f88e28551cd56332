import { Form, useNavigation } from '@remix-run/react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Refusal } from '../../engine/base/refusal.ts'
import { Breadcrumbs } from '../parts/breadcrumbs.tsx'
import { PageHeader } from '../parts/page-header.tsx'
import { type Change, ChangeList, DoneBanner } from './change-list.tsx'
import { type Changed, DifferenceView } from './difference.tsx'
import { EditBar } from './edit-bar.tsx'
import { RefusedList } from './refused-list.tsx'

type EditPageProps = {
	room: 'groups' | 'policies'
	/** What is edited; null while it is new. */
	code: string | undefined
	title: string
	lead: ReactNode
	done: string | null
	changes: readonly Change[]
	answer: { refusals: Refusal[]; difference: Changed | null } | undefined
	/** The fields. */
	children: ReactNode
}

/** A group or a policy being edited: what was refused, what would change, the fields, and what was changed before. */
export function EditPage({ room, code, title, lead, done, changes, answer, children }: EditPageProps) {
	const { t } = useTranslation('entitlement')
	const isBusy = useNavigation().state !== 'idle'
	const crumbs = [{ href: `/merchandising/${room}`, label: t(`${room}.title`) }, { label: title }]
	return (
		<>
			<PageHeader breadcrumbs={<Breadcrumbs label={t('merchandising:path')} crumbs={crumbs} />} kicker={code} title={title} lead={lead} />
			<div className="grid gap-8 *:min-w-0">
				{answer ? null : <DoneBanner done={done} changes={changes} />}
				{answer && answer.refusals.length > 0 ? <RefusedList refusals={answer.refusals} /> : null}
				{answer?.difference ? <DifferenceView difference={answer.difference} /> : null}
				<Form method="post" noValidate key={`${code} ${changes[0]?.id}`} className="grid gap-10">
					{children}
					<EditBar isBusy={isBusy} />
				</Form>
				<ChangeList changes={changes} />
			</div>
		</>
	)
}
