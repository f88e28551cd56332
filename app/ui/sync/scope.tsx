import { Form } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { ConditionFields, conditionText } from '../crm/conditions.tsx'
import type { Instant } from '../format/date.ts'
import { useReader } from '../format/locale.tsx'
import { count } from '../format/number.ts'
import { Button, TextLink } from '../parts/button.tsx'
import { Checkbox } from '../parts/checkbox.tsx'
import { DateText } from '../parts/date-text.tsx'
import { Section } from '../parts/page-header.tsx'
import { SelectField } from '../parts/select-field.tsx'
import { ObjectIndex } from './object-index.tsx'
import { useNames } from './use-names.ts'

type Policy = 'create' | 'match_only' | 'never'
type Counted = { count: number; isMore: boolean; names: readonly { id: string; name: string }[] }
export type ShownScope = {
	id: number
	crmObject: string
	maObject: string
	createsCrm: 'never' | 'gate' | 'always'
	createsMa: 'never' | 'always'
	createsMaSince: Instant | null
	filter: unknown
	policies: Readonly<Record<'crm' | 'ma', Readonly<Record<string, Policy>>>>
	fields: readonly { name: string; type: string; label: string }[]
	sources: Readonly<Record<'crm' | 'ma', readonly string[]>>
	hasEvents: boolean
	missing: Counted | null
	preview: { enters: Counted; leaves: Counted } | null
}

/** Of every mapping of people who goes over, whom the filter wants, and who was there before. */
export function ScopeObjects({ connectionId, objects, at }: { connectionId: number; objects: readonly ShownScope[]; at: Instant }) {
	const names = useNames()
	return (
		<>
			<ObjectIndex objects={objects} />
			<div className="grid gap-14 *:min-w-0">
				{objects.map((object) => (
					<Section key={object.id} id={`object-${object.id}`} title={`${names.object(object.crmObject)} ↔ ${names.object(object.maObject)}`}>
						<div className="grid gap-10 lg:grid-cols-2 lg:gap-x-14 *:min-w-0">
							<Who connectionId={connectionId} object={object} at={at} />
							<div className="grid content-start gap-10">
								<Filter object={object} />
								<Missing object={object} />
							</div>
						</div>
					</Section>
				))}
			</div>
		</>
	)
}

function Who({ connectionId, object, at }: { connectionId: number; object: ShownScope; at: Instant }) {
	const { t } = useTranslation('sync')
	return (
		<Form method="post" className="grid content-start gap-5">
			<input type="hidden" name="object" value={object.id} />
			<SelectField
				label={t('scope.createsCrm')}
				name="createsCrm"
				hint={
					object.hasEvents ? (
						<>
							{t('scope.gateHint')} <TextLink to={`/admin/sync/${connectionId}/settings`}>{t('rooms.settings')}</TextLink>
						</>
					) : undefined
				}
				defaultValue={object.createsCrm}
				options={(['never', 'gate', 'always'] as const).map((value) => ({ value, label: t(`scope.crm.${value}`) }))}
			/>
			<div className="grid gap-1">
				<Checkbox
					label={t(object.sources.crm.length > 0 ? 'scope.createsMa' : 'scope.createsHere')}
					name="createsMa"
					value="on"
					defaultChecked={object.createsMa === 'always'}
				/>
				<p className="text-sm text-ink-soft">
					{object.createsMaSince ? (
						<>
							{t('scope.since')} <DateText instant={object.createsMaSince} at={at} />
						</>
					) : (
						t('scope.createsMaHint')
					)}
				</p>
			</div>
			{(['crm', 'ma'] as const).map((side) => (
				<Policies key={side} side={side} object={object} />
			))}
			<Button type="submit" name="act" value="who" className="w-fit">
				{t('scope.save')}
			</Button>
		</Form>
	)
}

function Policies({ side, object }: { side: 'crm' | 'ma'; object: ShownScope }) {
	const { t } = useTranslation('sync')
	const sources = object.sources[side]
	if (sources.length === 0) return null
	return (
		<fieldset className="grid gap-2">
			<legend className="mb-2 text-sm font-medium">{t(`scope.policies.${side}`)}</legend>
			{sources.map((source) => (
				<div key={source} className="grid items-center gap-x-4 gap-y-1 border-b border-rule pb-2 sm:grid-cols-[minmax(0,1fr)_minmax(0,14rem)]">
					<span className="text-sm">{side === 'crm' ? t(`scope.source.${source}`) : source}</span>
					<SelectField
						label={side === 'crm' ? t(`scope.source.${source}`) : source}
						hideLabel
						size="sm"
						name={`policy:${side}:${source}`}
						defaultValue={object.policies[side][source] ?? 'create'}
						options={(['create', 'match_only', 'never'] as const).map((value) => ({ value, label: t(`scope.policy.${value}`) }))}
					/>
				</div>
			))}
		</fieldset>
	)
}

function Filter({ object }: { object: ShownScope }) {
	const { t } = useTranslation('sync')
	const { locale } = useReader()
	const names = useNames()
	const fields = object.fields.map(({ name, type, label }) => ({ name, type, label: names.field(name, label) }))
	return (
		<Form method="post" className="grid gap-4" key={JSON.stringify(object.filter)}>
			<input type="hidden" name="object" value={object.id} />
			<div className="grid gap-1">
				<h3 className="font-medium">{t('scope.filter')}</h3>
				<p className="text-sm text-ink-soft">{object.filter ? conditionText(t, object.filter, fields, locale) : t('scope.everybody')}</p>
			</div>
			<ConditionFields fields={fields} predicate={object.filter} always={t('scope.filterHint')} />
			{object.preview ? (
				<div className="grid gap-3 border-l-2 border-accent pl-4" role="status">
					{(['leaves', 'enters'] as const).map((way) => {
						const found = object.preview?.[way]
						if (!found) return null
						const title = found.isMore ? t(`scope.${way}More`, { shown: count(found.count, locale) }) : t(`scope.${way}`, { count: found.count })
						return <Names key={way} title={title} found={found} />
					})}
				</div>
			) : null}
			<div className="flex flex-wrap gap-3">
				{object.missing === null ? null : (
					<Button type="submit" name="try" value="1" formMethod="get">
						{t('scope.try')}
					</Button>
				)}
				<Button type="submit" name="act" value="dry" variant={object.missing === null ? 'secondary' : 'quiet'} icon="search">
					{t(object.missing === null ? 'scope.tryOutside' : 'list.dryRunThis')}
				</Button>
				<Button type="submit" name="act" value="filter" variant={object.preview ? 'primary' : 'secondary'}>
					{t('scope.saveFilter')}
				</Button>
			</div>
		</Form>
	)
}

function Missing({ object: { id, missing } }: { object: ShownScope }) {
	const { t } = useTranslation('sync')
	if (missing === null)
		return (
			<Form method="post" className="grid gap-3">
				<input type="hidden" name="object" value={id} />
				<h3 className="font-medium">{t('scope.backfill')}</h3>
				<p className="text-sm text-ink-soft">{t('scope.outside')}</p>
				<div className="flex flex-wrap gap-3">
					<Button type="submit" name="act" value="dry_backfill" icon="search">
						{t('scope.showMissing')}
					</Button>
					<Button type="submit" name="act" value="backfill" variant="quiet">
						{t('scope.bringAll')}
					</Button>
				</div>
			</Form>
		)
	return (
		<Form method="post" className="grid gap-3">
			<input type="hidden" name="object" value={id} />
			<h3 className="font-medium">{t('scope.backfill')}</h3>
			<Names title={t('scope.missing', { count: missing.count })} found={missing} />
			{missing.count > 0 ? (
				<Button type="submit" name="act" value="backfill" className="w-fit">
					{t('scope.bring', { count: missing.count })}
				</Button>
			) : null}
		</Form>
	)
}

function Names({ title, found }: { title: string; found: Counted }) {
	const { t } = useTranslation('sync')
	const { locale } = useReader()
	const more = found.isMore ? 0 : found.count - found.names.length
	return (
		<div className="grid gap-1 text-sm">
			<p>{title}</p>
			{found.names.length > 0 ? (
				<p className="wrap-anywhere text-ink-soft">
					{found.names.map(({ name }) => name).join(', ')}
					{more > 0 ? ` ${t('scope.more', { count: more, shown: count(more, locale) })}` : ''}
				</p>
			) : null}
		</div>
	)
}
