import { Form } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import type { Instant } from '../format/date.ts'
import { useReader } from '../format/locale.tsx'
import { count } from '../format/number.ts'
import { Status, type Tone } from '../parts/badge.tsx'
import { Banner } from '../parts/banner.tsx'
import { Button, TextLink } from '../parts/button.tsx'
import { DateText } from '../parts/date-text.tsx'
import { Section } from '../parts/page-header.tsx'
import { Table, TBody, Td, THead, Th, Tr } from '../parts/table.tsx'
import { useNames } from './use-names.ts'

type RecordState = 'gone' | 'restored' | 'there' | 'refused'
export type ShownDeletion = {
	id: number
	connectionId: number | null
	system: string | null
	cause: string
	actor: string
	userName: string | null
	at: Instant
	state: 'open' | 'asked' | 'let' | 'undone'
	linked: number | null
	settledAt: Instant | null
	settledBy: string | null
	counts: readonly { object: string; state: RecordState; count: number }[]
}

const tones: Readonly<Record<string, Tone>> = { open: 'neutral', asked: 'warning', let: 'neutral', undone: 'positive', old: 'neutral' }
const recordTones: Readonly<Record<RecordState, Tone>> = { gone: 'neutral', restored: 'positive', there: 'positive', refused: 'warning' }

/** Who deleted: a person of the house, a role of the database, or the other system. */
function useWho() {
	const { t } = useTranslation('deletion')
	const { t: ofSync } = useTranslation('sync')
	return ({ userName, actor, system, connectionId }: Pick<ShownDeletion, 'userName' | 'actor' | 'system' | 'connectionId'>) => {
		if (connectionId !== null) return ofSync(`system.${system}`, { defaultValue: system ?? '' })
		return userName ?? (actor.startsWith('database:') ? t('database', { role: actor.slice('database:'.length) }) : actor)
	}
}

/** How many of which kind. */
function useKinds() {
	const names = useNames()
	const { locale } = useReader()
	return ({ counts }: Pick<ShownDeletion, 'counts'>) =>
		[...Map.groupBy(counts, ({ object }) => object)]
			.map(
				([object, some]) =>
					`${names.object(object)}: ${count(
						some.reduce((all, one) => all + one.count, 0),
						locale,
					)}`,
			)
			.join(' · ')
}

export function DeletionList({ deletions, at }: { deletions: readonly (ShownDeletion & { mayUndo: boolean })[]; at: Instant }) {
	const { t } = useTranslation('deletion')
	const [who, kinds] = [useWho(), useKinds()]
	return (
		<Table caption={t('title')} dense stacks>
			<THead>
				<tr>
					<Th>{t('what')}</Th>
					<Th>{t('by')}</Th>
					<Th>{t('when')}</Th>
					<Th>{t('standing')}</Th>
				</tr>
			</THead>
			<TBody>
				{deletions.map((one) => {
					const state = one.state === 'open' && !one.mayUndo ? 'old' : one.state
					return (
						<Tr key={one.id} className="hover:bg-sunken">
							<Td>
								<TextLink to={`/admin/sync/deletions/${one.id}`} className="font-medium">
									{kinds(one)}
								</TextLink>
							</Td>
							<Td label={t('by')} className="wrap-anywhere">
								{who(one)}
							</Td>
							<Td label={t('when')}>
								<DateText instant={one.at} at={at} />
							</Td>
							<Td label={t('standing')}>
								<Status tone={tones[state] ?? 'neutral'}>{t(`state.${state}`)}</Status>
							</Td>
						</Tr>
					)
				})}
			</TBody>
		</Table>
	)
}

type Would = readonly { state: 'restored' | 'there' | 'refused'; reason: string | null; count: number }[]

/** What was deleted, what would come back, and what can be done. */
export function DeletionSheet({ deletion, would, tooOld, at }: { deletion: ShownDeletion; would: Would; tooOld: number | null; at: Instant }) {
	const { t } = useTranslation('deletion')
	const { t: ofSync } = useTranslation('sync')
	const { locale } = useReader()
	const [who, kinds] = [useWho(), useKinds()]
	const of = (states: readonly RecordState[]) => deletion.counts.reduce((all, one) => all + (states.includes(one.state) ? one.count : 0), 0)
	const left = of(deletion.state === 'undone' ? ['gone', 'refused'] : ['gone'])
	return (
		<div className="mb-8 grid max-w-3xl gap-6">
			<p className="text-sm text-ink-soft wrap-anywhere">
				{kinds(deletion)} · {who(deletion)} · <DateText instant={deletion.at} at={at} time />
				{deletion.settledBy ? ` · ${t('settled', { name: deletion.settledBy })}` : null}
			</p>
			{deletion.state === 'asked' ? (
				<Banner tone="warning" title={t('askedTitle')}>
					{t('asked', { gone: count(of(['gone']), locale), linked: count(deletion.linked ?? 0, locale) })}
				</Banner>
			) : null}
			{tooOld === null ? null : <Banner tone="info">{t('tooLate', { days: tooOld })}</Banner>}
			{deletion.connectionId !== null && left > 0 && tooOld === null ? (
				<Banner tone="info">{t('outside', { system: ofSync(`system.${deletion.system}`, { defaultValue: deletion.system ?? '' }) })}</Banner>
			) : null}
			{would.length > 0 ? (
				<Section title={t('would')}>
					<ul className="grid list-disc gap-2 pl-5 text-sm">
						{would.map((one) => (
							<li key={`${one.state}${one.reason}`}>{wouldText(t, one, count(one.count, locale))}</li>
						))}
					</ul>
				</Section>
			) : null}
			{left > 0 && tooOld === null ? (
				<Form method="post" className="flex flex-wrap gap-3">
					<Button type="submit" name="act" value="undo" icon="undo" variant="primary">
						{t(deletion.state === 'undone' ? 'again' : 'undo')}
					</Button>
					{deletion.state === 'asked' ? (
						<Button type="submit" name="act" value="let">
							{t('let')}
						</Button>
					) : null}
				</Form>
			) : null}
		</div>
	)
}

function wouldText(t: (key: string, facts: Record<string, unknown>) => string, { state, reason, count: many }: Would[number], shown: string): string {
	if (state === 'restored') return t('wouldBack', { count: many })
	return state === 'there' ? t('wouldThere', { count: shown }) : t('wouldNot', { count: shown, reason: t(`why.${reason}`, {}) })
}

export type ShownDeleted = {
	object: string
	recordId: string
	name: string
	mail: string | null
	state: RecordState
	reason: string | null
	plan: { state: string; reason: string | null } | null
}

export function DeletedRecords({ rows }: { rows: readonly ShownDeleted[] }) {
	const { t } = useTranslation('deletion')
	const names = useNames()
	return (
		<Table caption={t('what')} dense stacks>
			<THead>
				<tr>
					<Th>{t('record')}</Th>
					<Th>{t('object')}</Th>
					<Th>{t('standing')}</Th>
				</tr>
			</THead>
			<TBody>
				{rows.map((row) => {
					// Before an undo it is said what would hinder it, afterwards what did.
					const why = row.plan?.reason ?? row.reason
					return (
						<Tr key={`${row.object}${row.recordId}`}>
							<Td className="wrap-anywhere">
								<span className="font-medium">{row.name}</span>
								<span className="block text-sm text-ink-soft">{[row.mail, `#${row.recordId}`].filter(Boolean).join(' · ')}</span>
							</Td>
							<Td label={t('object')}>{names.object(row.object)}</Td>
							<Td label={t('standing')}>
								<Status tone={recordTones[row.state]}>{t(`record_state.${row.state}`)}</Status>
								{why ? <span className="block text-sm text-ink-soft">{t(`why.${why}`)}</span> : null}
							</Td>
						</Tr>
					)
				})}
			</TBody>
		</Table>
	)
}
