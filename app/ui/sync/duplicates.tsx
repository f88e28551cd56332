import { Form } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import type { Instant } from '../format/date.ts'
import { Status } from '../parts/badge.tsx'
import { Button, TextLink } from '../parts/button.tsx'
import { DateText } from '../parts/date-text.tsx'
import { Section } from '../parts/page-header.tsx'
import { Table, TBody, Td, THead, Th, Tr } from '../parts/table.tsx'
import { pairHref } from './merge-room.tsx'

type Person = { id: number; name: string; email: string | null; phone: string | null; company: string | null; createdAt: string }
export type ShownProposal = {
	id: number
	side: 'crm' | 'ma'
	object: string
	reason: string
	winnerId: string
	loserId: string
	winnerName: string | null
	loserName: string | null
	isOurs: boolean
	at: Instant
}

/** What the other side has merged and this one has still apart, and who was given another's address. */
export function Proposals({ proposals, at }: { proposals: readonly ShownProposal[]; at: Instant }) {
	const { t } = useTranslation('merge')
	return (
		<Section title={t('proposals')} className="mb-10">
			<ul className="grid">
				{proposals.map(({ id, object, reason, winnerId, loserId, winnerName, loserName, isOurs, at: when }) => (
					<li key={id} className="flex flex-wrap items-center gap-x-6 gap-y-2 border-t border-rule py-3">
						<p className="min-w-0 flex-1">
							{t(reason === 'MAIL_TAKEN' ? 'proposalTaken' : 'proposal', { loser: loserName ?? loserId, winner: winnerName ?? winnerId })}{' '}
							<span className="text-sm text-ink-soft">
								<DateText instant={when} at={at} />
							</span>
						</p>
						{isOurs ? (
							<TextLink to={pairHref(object, winnerId, loserId)}>{t('look')}</TextLink>
						) : (
							<span className="text-sm text-ink-soft">{t('thereOnly')}</span>
						)}
						<Form method="post">
							<Button type="submit" size="sm" variant="quiet" name="proposal" value={id}>
								{t('dismiss')}
							</Button>
						</Form>
					</li>
				))}
			</ul>
		</Section>
	)
}

/** Who may be somebody twice: the first would stay. */
export function DuplicateGroups({ object, groups }: { object: string; groups: readonly { key: string; members: readonly Person[] }[] }) {
	const { t } = useTranslation('merge')
	return (
		<ul className="grid">
			{groups.map(({ key, members }) => {
				const [winner, ...others] = members
				if (!winner) return null
				return (
					<li key={key} className="grid gap-3 border-t border-rule py-4 lg:grid-cols-[minmax(0,1fr)_minmax(0,2fr)]">
						<PersonText person={winner} note={t('stays')} />
						<ul className="grid gap-3">
							{others.map((one) => (
								<li key={one.id} className="flex flex-wrap items-start justify-between gap-x-6 gap-y-2">
									<PersonText person={one} />
									<TextLink to={pairHref(object, winner.id, one.id)}>{t('look')}</TextLink>
								</li>
							))}
						</ul>
					</li>
				)
			})}
		</ul>
	)
}

function PersonText({ person, note = null }: { person: Person; note?: string | null }) {
	return (
		<p className="grid min-w-0 flex-1 basis-60 content-start wrap-anywhere">
			<span className="font-medium">
				{person.name} {note ? <Status tone="positive">{note}</Status> : null}
			</span>
			<span className="text-sm text-ink-soft">{[person.email, person.phone, person.company].filter(Boolean).join(' · ') || `#${person.id}`}</span>
		</p>
	)
}

export type ShownMerge = {
	id: number
	object: string
	winnerName: string
	loserName: string
	loserMail: string | null
	cause: string
	userName: string | null
	at: Instant
	undoneAt: Instant | null
	kept: readonly string[] | null
	mayUndo: boolean
}

export function MergeList({ merges, at }: { merges: readonly ShownMerge[]; at: Instant }) {
	const { t } = useTranslation('merge')
	return (
		<Table caption={t('rooms.merges')} dense stacks>
			<THead>
				<tr>
					<Th>{t('became')}</Th>
					<Th>{t('kind')}</Th>
					<Th>{t('byLabel')}</Th>
					<Th>{t('standing')}</Th>
				</tr>
			</THead>
			<TBody>
				{merges.map((merge) => (
					<Tr key={merge.id}>
						<Td className="wrap-anywhere">
							{merge.loserName} → <span className="font-medium">{merge.winnerName}</span>
							{merge.loserMail ? <span className="block text-sm text-ink-soft">{merge.loserMail}</span> : null}
						</Td>
						<Td label={t('kind')}>{t(`object.${merge.object}`)}</Td>
						<Td label={t('byLabel')}>
							{merge.userName ?? t(`cause.${merge.cause}`)} · <DateText instant={merge.at} at={at} />
						</Td>
						<Td label={t('standing')}>
							{merge.undoneAt ? (
								<>
									<Status tone="neutral">{t('undone')}</Status>
									{merge.kept && merge.kept.length > 0 ? (
										<span className="block text-sm text-ink-soft">
											{t('kept', { fields: merge.kept.map((field) => t(`field.${field}`, { defaultValue: field })).join(', ') })}
										</span>
									) : null}
								</>
							) : merge.mayUndo ? (
								<Form method="post">
									<Button type="submit" size="sm" icon="undo" name="merge" value={merge.id}>
										{t('undo')}
									</Button>
								</Form>
							) : (
								<Status tone="positive">{t('stands')}</Status>
							)}
						</Td>
					</Tr>
				))}
			</TBody>
		</Table>
	)
}
