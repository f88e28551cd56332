import { useTranslation } from 'react-i18next'
import type { Instant } from '../format/date.ts'
import { useReader } from '../format/locale.tsx'
import { count } from '../format/number.ts'
import { Badge } from '../parts/badge.tsx'
import { TextLink } from '../parts/button.tsx'
import { DateText } from '../parts/date-text.tsx'
import { Disclosure } from '../parts/disclosure.tsx'
import { useListHref } from '../parts/use-list-href.ts'
import { RemedyForms } from './remedy-forms.tsx'
import type { ShownGroup } from './shown-group.ts'
import { useNames } from './use-names.ts'
import { useValueText } from './use-value-text.ts'

/** Causes instead of rows: what happened, to how many, since when, and what can be done about all of them at once. */
export function ErrorGroups({ groups, connectionId, at, chosen }: { groups: readonly ShownGroup[]; connectionId: number; at: Instant; chosen: string | null }) {
	const { t } = useTranslation('sync')
	return (
		<ul aria-label={t('errors.causes')} className="grid">
			{groups.map((group) => (
				<ErrorGroup key={group.key} {...{ group, connectionId, at }} isChosen={group.key === chosen} />
			))}
		</ul>
	)
}

function ErrorGroup({ group, connectionId, at, isChosen }: { group: ShownGroup; connectionId: number; at: Instant; isChosen: boolean }) {
	const { t } = useTranslation('sync')
	const { locale } = useReader()
	const names = useNames()
	const valueText = useValueText()
	const href = useListHref()
	return (
		<li className="grid gap-x-8 gap-y-2 border-t border-rule py-4 lg:grid-cols-[5rem_minmax(0,1fr)_14rem]">
			<p className="font-display text-2xl tabular-nums">
				{count(group.count, locale)} <span className="text-sm text-ink-soft lg:hidden">{t('errors.records', { count: group.count })}</span>
			</p>
			<div className="grid gap-1.5">
				<p className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
					<span className="font-medium">{t(`cause.${group.cause}`, { ...group.facts, defaultValue: group.code })}</span>
					<Badge>{t(`class.${group.class}`)}</Badge>
				</p>
				<p className="text-sm wrap-anywhere">
					{t(`side.${group.side}`)} · {names.object(group.object)} · {names.field(group.field)}
					{group.field === '' ? null : <> · “{valueText(group.value)}”</>}
				</p>
				{group.message ? <p className="text-sm text-ink-soft wrap-anywhere">{t('errors.said', { message: group.message })}</p> : null}
				<p className="text-sm text-ink-soft">{t(`retry.${group.retry}`)}</p>
				<Disclosure summary={t('errors.remedies')} open={isChosen}>
					<RemedyForms group={group} connectionId={connectionId} />
				</Disclosure>
			</div>
			<p className="grid content-start gap-1 text-sm text-ink-soft">
				<span>
					{t('errors.since')} <DateText instant={group.firstAt} at={at} />
				</span>
				<span>
					{t('errors.last')} <DateText instant={group.lastAt} at={at} />
				</span>
				<TextLink to={href({ group: isChosen ? null : group.key })} preventScrollReset className="w-fit">
					{t(isChosen ? 'errors.showAll' : 'errors.showThese')}
				</TextLink>
			</p>
		</li>
	)
}
