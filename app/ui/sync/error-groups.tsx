import { useTranslation } from 'react-i18next'
import type { Instant } from '../format/date.ts'
import { useReader } from '../format/locale.tsx'
import { count } from '../format/number.ts'
import { Badge } from '../parts/badge.tsx'
import { TextLink } from '../parts/button.tsx'
import { DateText } from '../parts/date-text.tsx'
import { Disclosure } from '../parts/disclosure.tsx'
import { useListHref } from '../parts/use-list-href.ts'
import { RemedyForms, type TypedRemedy } from './remedy-forms.tsx'
import { causesOf, type ShownCause, type ShownGroup } from './shown-group.ts'
import { useNames } from './use-names.ts'
import { useValueText } from './use-value-text.ts'

type CausesProps = {
	groups: readonly ShownGroup[]
	connectionId: number
	outside: 'crm' | 'ma' | null
	at: Instant
	chosen: string | null
	typed: TypedRemedy | null
}

/** As many values as fit under one cause before the rest is folded away. */
const SHOWN_VALUES = 5

/** Causes instead of rows: what happened, to how many, since when, and what can be done about all of them at once. */
export function ErrorGroups({ groups, connectionId, outside, at, chosen, typed }: CausesProps) {
	const { t } = useTranslation('sync')
	return (
		<ul aria-label={t('errors.causes')} className="grid">
			{causesOf(groups).map((cause) => (
				<ErrorCause key={cause.key} {...{ cause, connectionId, outside, at, chosen, typed }} />
			))}
		</ul>
	)
}

type CauseProps = Omit<CausesProps, 'groups'> & { cause: ShownCause }

function ErrorCause({ cause, connectionId, outside, at, chosen, typed }: CauseProps) {
	const { t } = useTranslation('sync')
	const { locale } = useReader()
	const names = useNames()
	const { first, groups } = cause
	return (
		<li className="grid gap-x-8 gap-y-2 border-t border-rule py-4 lg:grid-cols-[5rem_minmax(0,1fr)_14rem]">
			<p className="font-display text-2xl tabular-nums">
				{count(cause.count, locale)} <span className="text-sm text-ink-soft lg:hidden">{t('errors.records', { count: cause.count })}</span>
			</p>
			<div className="grid gap-1.5">
				<p className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
					<span className="font-medium">{t(`cause.${groups.length > 1 ? first.cause : causeOf(first)}`, { ...first.facts, defaultValue: first.code })}</span>
					<Badge>{t(`class.${first.class}`)}</Badge>
				</p>
				<p className="text-sm text-ink-soft">
					{[t(`side.${first.side}`), names.object(first.object), ...(first.field === '' ? [] : [names.field(first.field)])].join(' · ')}
					{groups.length > 1 ? <> · {t('errors.values', { count: groups.length })}</> : null}
				</p>
				<p className="text-sm text-ink-soft">{t(`retry.${first.retry}`)}</p>
				<ul className="grid">
					{groups.slice(0, SHOWN_VALUES).map((group) => (
						<ErrorValue key={group.key} {...{ group, connectionId, outside, chosen, typed }} isOnly={groups.length === 1} />
					))}
				</ul>
				{groups.length > SHOWN_VALUES ? (
					<Disclosure
						summary={t('errors.moreValues', { count: groups.length - SHOWN_VALUES })}
						open={groups.slice(SHOWN_VALUES).some(({ key }) => key === chosen)}
					>
						<ul className="grid">
							{groups.slice(SHOWN_VALUES).map((group) => (
								<ErrorValue key={group.key} {...{ group, connectionId, outside, chosen, typed }} />
							))}
						</ul>
					</Disclosure>
				) : null}
			</div>
			<p className="grid content-start gap-1 text-sm text-ink-soft">
				<span>
					{t('errors.since')} <DateText instant={cause.firstAt} at={at} />
				</span>
				<span>
					{t('errors.last')} <DateText instant={cause.lastAt} at={at} />
				</span>
			</p>
		</li>
	)
}

type ValueProps = Pick<CausesProps, 'connectionId' | 'outside' | 'chosen' | 'typed'> & { group: ShownGroup; isOnly?: boolean }

/** One value that the cause has: how many records, and what helps them. */
function ErrorValue({ group, connectionId, outside, chosen, typed, isOnly = false }: ValueProps) {
	const { t } = useTranslation('sync')
	const { locale } = useReader()
	const valueText = useValueText()
	const href = useListHref()
	const isChosen = group.key === chosen
	return (
		<li className={isOnly ? 'grid gap-1.5' : 'grid gap-1 border-t border-rule py-2'}>
			{group.field === '' ? null : (
				<p className="line-clamp-3 text-sm wrap-anywhere">
					“{group.who ?? valueText(group.value, group.field)}”
					{group.count > 1 && !isOnly ? (
						<span className="text-ink-soft">
							{' '}
							· {count(group.count, locale)} {t('errors.records', { count: group.count })}
						</span>
					) : null}
				</p>
			)}
			{isOnly || causeOf(group) === group.cause ? null : <p className="text-sm text-ink-soft">{t(`cause.${causeOf(group)}`, group.facts)}</p>}
			{group.message ? <p className="line-clamp-3 text-sm text-ink-soft wrap-anywhere">{t('errors.said', { message: group.message })}</p> : null}
			<div className="flex flex-wrap items-start gap-x-6 gap-y-1 text-sm">
				<Disclosure summary={t('errors.remedies')} open={isChosen}>
					<RemedyForms {...{ group, connectionId, outside }} typed={typed?.group === group.key ? typed : null} />
				</Disclosure>
				<TextLink to={href({ group: isChosen ? null : group.key })} preventScrollReset className="min-h-6 py-0.5">
					{t(isChosen ? 'errors.showAll' : 'errors.showThese')}
				</TextLink>
			</div>
		</li>
	)
}

/** Of a record that waits, what it waits for says more than that it does. */
const causeOf = ({ cause, facts }: ShownGroup) => (facts['cycle'] ? 'parent_cycle' : facts['refusedFor'] ? 'parent_refused' : cause)
