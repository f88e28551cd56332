import { Form, Link } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import type { Predicate } from '../../engine/base/predicate.ts'
import { grades } from '../../engine/marketing/grade.ts'
import type { AskRoom } from '../automation/asked-field.ts'
import { QuestionEditor } from '../automation/question-editor.tsx'
import { type QuestionView, questionOf } from '../automation/read-automation-form.ts'
import { useReader } from '../format/locale.tsx'
import { count } from '../format/number.ts'
import { Status } from '../parts/badge.tsx'
import { Button } from '../parts/button.tsx'
import { EmptyState } from '../parts/empty-state.tsx'
import { Section } from '../parts/page-header.tsx'
import { SelectField } from '../parts/select-field.tsx'
import { Table, TBody, Td, THead, Th, Tr } from '../parts/table.tsx'
import { TextField } from '../parts/text-field.tsx'

export type Criterion = { id: number; name: string; weight: number; predicate: Predicate }
export type Profile = { id: number; name: string; isDefault: boolean; people: number; criteria: readonly Criterion[] }

/** How many people stand at each grade, from the best to the worst, as columns over a line. */
export function GradeBars({ counts }: { counts: readonly { grade: string; people: number }[] }) {
	const { t } = useTranslation('scoring')
	const { locale } = useReader()
	const of = new Map(counts.map(({ grade, people }) => [grade, people]))
	const most = Math.max(1, ...of.values())
	return (
		<ul aria-label={t('grades.spread')} className="flex items-end gap-0.5 overflow-x-auto border-b border-rule pb-0 sm:gap-3">
			{[...grades].reverse().map((grade) => {
				const people = of.get(grade) ?? 0
				return (
					<li key={grade} className="grid min-w-fit flex-1 basis-0 justify-items-center gap-1 text-xs">
						<span className="text-ink-soft tabular-nums">{people > 0 ? count(people, locale) : ''}</span>
						<span
							aria-hidden="true"
							className="w-full rounded-t-sm bg-accent"
							style={{ height: `${Math.round((people / most) * 96) + (people > 0 ? 2 : 0)}px` }}
						/>
						<Link
							to={`/marketing/prospects?grade=${encodeURIComponent(grade)}`}
							className="inline-flex min-h-6 items-center font-medium text-accent hover:underline"
						>
							{grade}
						</Link>
					</li>
				)
			})}
		</ul>
	)
}

export function ProfileTable({ profiles }: { profiles: readonly Profile[] }) {
	const { t } = useTranslation('scoring')
	const { locale } = useReader()
	if (profiles.length === 0) return <EmptyState title={t('grades.empty')}>{t('grades.emptyText')}</EmptyState>
	return (
		<Table caption={t('grades.profiles')} dense stacks>
			<THead>
				<tr>
					<Th>{t('grades.name')}</Th>
					<Th>{t('grades.for')}</Th>
					<Th numeric>{t('grades.criteria')}</Th>
					<Th numeric>{t('grades.people')}</Th>
				</tr>
			</THead>
			<TBody>
				{profiles.map(({ id, name, isDefault, criteria, people }) => (
					<Tr key={id} className="hover:bg-sunken">
						<Th scope="row">
							<Link to={`/marketing/grades/${id}`} prefetch="intent" className="font-medium text-accent hover:underline">
								{name}
							</Link>
						</Th>
						<Td label={t('grades.for')}>{isDefault ? <Status tone="accent">{t('grades.everybody')}</Status> : t('grades.chosen')}</Td>
						<Td label={t('grades.criteria')} numeric>
							{count(criteria.length, locale)}
						</Td>
						<Td label={t('grades.people')} numeric>
							{count(people, locale)}
						</Td>
					</Tr>
				))}
			</TBody>
		</Table>
	)
}

const weights = [6, 5, 4, 3, 2, 1, -1, -2, -3, -4, -5, -6] as const

/** What a criterion gives: thirds of a letter, three are a whole grade. */
function useThirds() {
	const { t } = useTranslation('scoring')
	const { locale } = useReader()
	return (weight: number) => t(weight > 0 ? 'thirds.up' : 'thirds.down', { count: Math.abs(weight), shown: count(Math.abs(weight), locale) })
}

export function CriterionList({ profile, mayWrite, chosen }: { profile: Profile; mayWrite: boolean; chosen: string | null }) {
	const { t } = useTranslation('scoring')
	const thirds = useThirds()
	return (
		<Section title={t('grades.criteria')} aside={t('grades.start')}>
			{profile.criteria.length === 0 ? <p className="text-sm text-ink-soft">{t('grades.noCriteria')}</p> : null}
			<ul className="grid">
				{profile.criteria.map(({ id, name, weight }) => (
					<li key={id} className="flex flex-wrap items-center justify-between gap-3 border-b border-rule py-2">
						<Link
							to={`?criterion=${id}`}
							preventScrollReset
							aria-current={chosen === String(id) ? 'true' : undefined}
							className="inline-flex min-h-6 items-center font-medium text-accent hover:underline"
						>
							{name}
						</Link>
						<span className="flex items-center gap-3">
							<Status tone={weight > 0 ? 'positive' : 'warning'}>{thirds(weight)}</Status>
							{mayWrite ? (
								<Form method="post" preventScrollReset>
									<input type="hidden" name="criterion" value={id} />
									<Button
										type="submit"
										name="intent"
										value="criterion_delete"
										size="sm"
										variant="quiet"
										icon="trash"
										aria-label={t('grades.deleteOf', { name })}
									/>
								</Form>
							) : null}
						</span>
					</li>
				))}
			</ul>
		</Section>
	)
}

type EditProps = { criterion: Criterion | null; typed: { name: string; weight: string; question: QuestionView } | null; room: AskRoom }

/** One criterion: what it asks, and what it gives to whom it holds for. */
export function CriterionForm({ criterion, typed, room }: EditProps) {
	const { t } = useTranslation('scoring')
	const thirds = useThirds()
	const view = typed?.question ?? questionOf(criterion?.predicate ?? null)
	return (
		<Section title={criterion ? criterion.name : t('grades.newCriterion')}>
			<Form method="post" className="grid gap-5" key={criterion?.id ?? 'new'}>
				{criterion ? <input type="hidden" name="criterion" value={criterion.id} /> : null}
				<div className="flex flex-wrap items-end gap-4">
					<TextField
						label={t('grades.criterionName')}
						name="name"
						required
						maxLength={120}
						defaultValue={typed?.name ?? criterion?.name ?? ''}
						className="w-full max-w-sm"
					/>
					<SelectField
						label={t('grades.gives')}
						name="weight"
						defaultValue={typed?.weight || String(criterion?.weight ?? 1)}
						options={weights.map((value) => ({ value: String(value), label: thirds(value) }))}
						className="w-full max-w-xs"
					/>
				</div>
				{view ? <QuestionEditor view={view} room={room} /> : <p className="text-sm text-ink-soft">{t('grades.deep')}</p>}
				{view ? (
					<Button type="submit" name="intent" value="criterion" variant="primary" className="justify-self-start">
						{t(criterion ? 'grades.saveCriterion' : 'grades.addCriterion')}
					</Button>
				) : null}
			</Form>
		</Section>
	)
}
