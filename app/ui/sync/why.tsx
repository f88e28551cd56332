import { Form } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import type { Instant } from '../format/date.ts'
import { Badge } from '../parts/badge.tsx'
import { Banner } from '../parts/banner.tsx'
import { Button } from '../parts/button.tsx'
import { DateText } from '../parts/date-text.tsx'
import { Disclosure } from '../parts/disclosure.tsx'
import { useNames } from './use-names.ts'
import { useValueText } from './use-value-text.ts'

type Value = string | boolean | readonly string[] | null
type Stamp = readonly [string, string] | null
export type ShownLine = {
	id: number
	at: Instant
	crmValue: Value
	maValue: Value
	rule: string
	winner: 'crm' | 'ma' | null
	wrote: 'crm' | 'ma' | null
	value: Value
	note: string | null
	cause: string
	actor: string
}
export type ShownWhy = {
	key: string
	crmField: string
	maField: string
	behaviour: string
	crm: Value
	ma: Value
	/** The values are users of the house. */
	crmAt: Stamp
	maAt: Stamp
	/** When the value of another system was seen last. */
	seenAt: Readonly<Record<'crm' | 'ma', Instant | null>>
	/** What was ordered and is on its way to another system. */
	ordered: { side: 'crm' | 'ma'; value: Value; keeps?: true } | null
	pinnedAt: string | null
	frozenAt: string | null
	standing: ShownLine | null
	losses: { actor: string; count: number; rule: string } | null
	earlier: readonly ShownLine[]
}
type Names = Readonly<Record<string, string>>

/** Of every field both values with when and by whom, and why they are what they are. */
export function WhyFields({ fields, names, at }: { fields: readonly ShownWhy[]; names: Names; at: Instant }) {
	return (
		<ul className="grid">
			{fields.map((field) => (
				<WhyField key={field.key} {...{ field, names, at }} />
			))}
		</ul>
	)
}

function useActor(names: Names) {
	const { t } = useTranslation('sync')
	return (actor: string) => names[actor] ?? t(`actor.${actor.split(':')[0]}`, { defaultValue: actor })
}

/** A value of one field in words. */
function useFieldText(fieldName: string, names: Names) {
	const valueText = useValueText(names)
	return (value: Value) => valueText(value, fieldName)
}

function WhyField({ field, names, at }: { field: ShownWhy; names: Names; at: Instant }) {
	const { t } = useTranslation('sync')
	const fieldNames = useNames()
	const actorName = useActor(names)
	const valueText = useFieldText(field.crmField, names)
	const { standing, losses } = field
	return (
		<li id={`field-${field.key}`} className="grid gap-x-8 gap-y-3 border-t border-rule py-4 lg:grid-cols-[12rem_minmax(0,1fr)_minmax(0,1.2fr)]">
			<p className="flex flex-wrap content-start items-baseline gap-2">
				<span className="font-medium">{fieldNames.field(field.crmField)}</span>
				{field.pinnedAt ? <Badge tone="accent">{t('why.pinned')}</Badge> : null}
				{field.frozenAt ? <Badge tone="danger">{t('why.frozen')}</Badge> : null}
			</p>
			<dl className="grid content-start gap-2 text-sm">
				<SideValue side="crm" value={field.crm} stamp={field.crmAt} seenAt={field.seenAt.crm} fieldName={field.crmField} {...{ names, at }} />
				<SideValue side="ma" value={field.ma} stamp={field.maAt} seenAt={field.seenAt.ma} fieldName={field.crmField} {...{ names, at }} />
			</dl>
			<div className="grid content-start gap-2 text-sm">
				<p>
					{standing ? (
						<>
							{t(`why.rule.${standing.rule}`, { defaultValue: standing.rule })} <WhyCause line={standing} names={names} at={at} />
						</>
					) : (
						t('why.nothing')
					)}
				</p>
				{field.frozenAt ? <p className="text-danger">{t('why.frozenText')}</p> : null}
				{field.ordered && !field.ordered.keeps ? (
					<Banner tone="info">{t('why.ordered', { side: t(`side.${field.ordered.side}`), value: valueText(field.ordered.value) })}</Banner>
				) : null}
				{field.pinnedAt ? <p className="text-ink-soft">{t('why.pinnedText')}</p> : null}
				{losses ? (
					<Banner tone="warning">{t('why.losses', { count: losses.count, name: actorName(losses.actor), rule: t(`behaviour.${field.behaviour}`) })}</Banner>
				) : null}
				<FieldActs field={field} />
				{field.earlier.length > 0 ? (
					<Disclosure summary={t('why.earlier', { count: field.earlier.length })}>
						<Earlier lines={field.earlier} fieldName={field.crmField} {...{ names, at }} />
					</Disclosure>
				) : null}
			</div>
		</li>
	)
}

type SideValueProps = { side: 'crm' | 'ma'; value: Value; stamp: Stamp; seenAt: Instant | null; fieldName: string; names: Names; at: Instant }

function SideValue({ side, value, stamp, seenAt, fieldName, names, at }: SideValueProps) {
	const { t } = useTranslation('sync')
	const valueText = useFieldText(fieldName, names)
	const actorName = useActor(names)
	return (
		<div className="grid grid-cols-[7rem_minmax(0,1fr)] gap-x-3">
			<dt className="text-ink-soft">{t(`side.${side}`)}</dt>
			<dd className="grid wrap-anywhere">
				<span className={value === null ? 'text-ink-soft' : 'font-medium'}>{valueText(value)}</span>
				<span className="text-xs text-ink-soft">
					{stamp ? (
						<>
							<DateText instant={stamp[0]} at={at} /> · {actorName(stamp[1])}
						</>
					) : seenAt ? (
						<>
							{t('why.seen')} <DateText instant={seenAt} at={at} />
						</>
					) : (
						t('why.noTime')
					)}
				</span>
			</dd>
		</div>
	)
}

function WhyCause({ line, names, at }: { line: ShownLine; names: Names; at: Instant }) {
	const { t } = useTranslation('sync')
	const actorName = useActor(names)
	const causes = line.cause.split(',').map((cause) => t(`why.cause.${cause}`, { defaultValue: cause }))
	return (
		<span className="text-ink-soft">
			{causes.join(', ')} · {actorName(line.actor)} · <DateText instant={line.at} at={at} />
		</span>
	)
}

function FieldActs({ field }: { field: ShownWhy }) {
	const { t } = useTranslation('sync')
	const acts = [field.frozenAt ? 'unfreeze' : null, field.pinnedAt ? 'unpin' : 'pin'].filter((act) => act !== null)
	return (
		<Form method="post" className="flex flex-wrap gap-2">
			<input type="hidden" name="field" value={field.key} />
			{acts.map((act) => (
				<Button key={act} type="submit" size="sm" variant="quiet" name="act" value={act} icon={act === 'pin' ? 'pin' : 'refresh'}>
					{t(`why.${act}`)}
				</Button>
			))}
		</Form>
	)
}

/** What the journal says, the newest first; what was written over can be had back. */
function Earlier({ lines, fieldName, names, at }: { lines: readonly ShownLine[]; fieldName: string; names: Names; at: Instant }) {
	const { t } = useTranslation('sync')
	const valueText = useFieldText(fieldName, names)
	return (
		<ol className="grid gap-3">
			{lines.map((line) => {
				const old = line.wrote === 'crm' ? line.crmValue : line.maValue
				return (
					<li key={line.id} className="grid gap-1">
						<p className="wrap-anywhere">
							{line.wrote
								? t('why.wrote', { side: t(`side.${line.wrote}`), from: valueText(old), to: valueText(line.value) })
								: t('why.kept', { crm: valueText(line.crmValue), ma: valueText(line.maValue) })}
						</p>
						<p className="text-ink-soft">
							{t(`why.rule.${line.rule}`, { defaultValue: line.rule })} {line.note ? t(`why.note.${line.note}`, { defaultValue: '' }) : null}{' '}
							<WhyCause {...{ line, names, at }} />
						</p>
						{line.wrote ? (
							<Form method="post">
								<input type="hidden" name="line" value={line.id} />
								<Button
									type="submit"
									size="sm"
									name="act"
									value="revert"
									icon="undo"
									className="h-auto min-h-8 max-w-full py-1 text-left whitespace-normal wrap-anywhere"
								>
									{t('why.revert', { value: valueText(old) })}
								</Button>
							</Form>
						) : null}
					</li>
				)
			})}
		</ol>
	)
}
