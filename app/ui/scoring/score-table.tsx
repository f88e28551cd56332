import { Form, useFetcher } from '@remix-run/react'
import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { RunProgress, type RunShown } from '../automation/run-progress.tsx'
import { useReader } from '../format/locale.tsx'
import { count } from '../format/number.ts'
import { Button } from '../parts/button.tsx'
import { cn } from '../parts/cn.ts'
import { control, controlSize } from '../parts/field.tsx'
import { Table, TBody, Td, THead, Th, Tr } from '../parts/table.tsx'
import { activityName } from '../people/person-view.ts'
import type { ScoreTyped } from './read-scoring-form.ts'

type Usual = { isOwn: boolean; usualScore: number | null; usualMaximum: number | null }
type Row = Usual & { activity: string; score: number; dailyMaximum: number | null; times: number; people: number; given: number; run: RunShown }
type Preview = { people: number; up: number; down: number } | null
type Props = { rows: readonly Row[]; typed: readonly ScoreTyped[] | null; mayWrite: boolean }

/** What each activity is worth, to be written anew together; how many people a change would meet is counted before it is saved. */
export function ScoreTable({ rows, typed, mayWrite }: Props) {
	const { t } = useTranslation('scoring')
	const { t: tPeople } = useTranslation('people')
	const { locale } = useReader()
	const preview = useFetcher<{ preview: Preview }>()
	const form = useRef<HTMLFormElement>(null)
	const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
	const ask = () => {
		if (form.current)
			preview.load(`/marketing/scoring/preview?${new URLSearchParams([...new FormData(form.current)].map(([name, value]) => [name, String(value)]))}`)
	}
	const onChange = () => {
		clearTimeout(timer.current)
		timer.current = setTimeout(ask, 400)
	}
	const found = preview.data?.preview
	return (
		<Form ref={form} method="post" onChange={onChange} className="grid gap-6">
			<Table caption={t('scores.title')} dense stacks>
				<THead>
					<tr>
						<Th>{t('scores.activity')}</Th>
						<Th numeric>{t('scores.points')}</Th>
						<Th numeric>{t('scores.most')}</Th>
						<Th numeric>{t('scores.times')}</Th>
						<Th numeric>{t('scores.people')}</Th>
						<Th numeric>{t('scores.given')}</Th>
					</tr>
				</THead>
				<TBody>
					{rows.map((row, place) => {
						const name = activityName(tPeople, row.activity)
						const own = typed?.find(({ activity }) => activity === row.activity)
						return (
							<Tr key={row.activity}>
								<Th scope="row">
									<input type="hidden" name={`activity-${place}`} value={row.activity} />
									{name}
									<OwnWord {...row} />
								</Th>
								<Td label={t('scores.points')} numeric>
									<Cell name={`score-${place}`} label={t('scores.pointsOf', { name })} value={own?.score ?? String(row.score)} disabled={!mayWrite} />
								</Td>
								<Td label={t('scores.most')} numeric>
									<Cell
										name={`most-${place}`}
										label={t('scores.mostOf', { name })}
										value={own?.most ?? (row.dailyMaximum === null ? '' : String(row.dailyMaximum))}
										disabled={!mayWrite}
									/>
								</Td>
								<Td label={t('scores.times')} numeric>
									{count(row.times, locale)}
								</Td>
								<Td label={t('scores.people')} numeric>
									{count(row.people, locale)}
								</Td>
								<Td label={t('scores.given')} numeric>
									{count(row.given, locale)}
								</Td>
							</Tr>
						)
					})}
				</TBody>
			</Table>
			{mayWrite ? (
				<div className="flex flex-wrap items-center gap-4">
					<Button type="submit" name="intent" value="save" variant="primary">
						{t('scores.save')}
					</Button>
					<output aria-live="polite" className="text-sm text-ink-soft">
						{found
							? t('scores.preview', { count: found.people, shown: count(found.people, locale), up: count(found.up, locale), down: count(found.down, locale) })
							: t('scores.willCount')}
					</output>
				</div>
			) : null}
		</Form>
	)
}

/** That a seller has said this one itself, and what holds for who has not. */
function OwnWord({ isOwn, usualScore, usualMaximum }: Usual) {
	const { t } = useTranslation('scoring')
	const { locale } = useReader()
	if (!isOwn) return null
	const usual = usualScore === null ? null : count(usualScore, locale)
	const says =
		usual === null
			? t('scores.own')
			: usualMaximum === null
				? t('scores.ownUsually', { usual })
				: t('scores.ownUsuallyMost', { usual, most: count(usualMaximum, locale) })
	return <span className="block text-xs font-normal text-ink-soft">{says}</span>
}

function Cell({ name, label, value, disabled }: { name: string; label: string; value: string; disabled: boolean }) {
	return (
		<input
			key={value}
			name={name}
			aria-label={label}
			defaultValue={value}
			disabled={disabled}
			inputMode="text"
			pattern="-?[0-9]*"
			maxLength={6}
			autoComplete="off"
			className={cn(control, controlSize.sm, 'ml-auto w-20 text-right tabular-nums')}
		/>
	)
}

/** Works that are under way: each activity whose worth changed. */
export function ScoreRuns({ rows, mayWrite }: { rows: readonly Row[]; mayWrite: boolean }) {
	const { t: tPeople } = useTranslation('people')
	const open = rows.filter(({ run }) => run !== null)
	if (open.length === 0) return null
	return (
		<ul className="grid gap-4">
			{open.map(({ activity, run }) => (
				<li key={activity} className="grid gap-1">
					<span className="text-sm font-medium">{activityName(tPeople, activity)}</span>
					<RunProgress run={run} mayStop={mayWrite} />
				</li>
			))}
		</ul>
	)
}
