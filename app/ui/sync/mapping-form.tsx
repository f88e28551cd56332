import { Form } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { useReader } from '../format/locale.tsx'
import { count } from '../format/number.ts'
import { Button } from '../parts/button.tsx'
import { Checkbox } from '../parts/checkbox.tsx'
import { SelectField } from '../parts/select-field.tsx'
import { TextArea, TextField } from '../parts/text-field.tsx'
import type { ShownField, ShownObject } from './shown-mapping.ts'
import { useMapWords } from './use-map-words.ts'

const behaviours = ['most_recent', 'use_crm', 'use_ma', 'crm_to_ma', 'ma_to_crm', 'off'] as const
const transforms = ['none', 'choices', 'upper', 'lower', 'boolean_text'] as const

/** How one field travels. */
export function FieldForm({ field, object }: { field: ShownField; object: ShownObject }) {
	const { t } = useTranslation('sync')
	const words = useMapWords()
	return (
		<Form method="post" className="grid gap-4">
			<input type="hidden" name="object" value={object.id} />
			<input type="hidden" name="field" value={field.key} />
			<ul className="grid gap-1 text-ink-soft">
				{field.crm ? <li>{t('mapping.inCrm', { shape: words.shape(field.crm) })}</li> : null}
				{field.ma ? <li>{t('mapping.inMa', { shape: words.shape(field.ma) })}</li> : null}
			</ul>
			<Rules field={field} />
			<SaveNote links={object.links} />
			<div className="flex flex-wrap gap-3">
				<Button type="submit" name="act" value="save">
					{t('mapping.save')}
				</Button>
				<Button type="submit" variant="quiet" name="try" value="yes" icon="search">
					{t('list.dryRunThis')}
				</Button>
				<Button type="submit" variant="quiet" name="act" value="remove">
					{t('mapping.remove')}
				</Button>
			</div>
		</Form>
	)
}

/** A field more, out of those that both sides have at this moment. */
export function AddFieldForm({ object }: { object: ShownObject }) {
	const { t } = useTranslation('sync')
	const words = useMapWords()
	const options = (side: 'crm' | 'ma') => [
		{ value: '', label: t('mapping.choose') },
		...object.free[side].map((shape) => ({ value: shape.name, label: words.shape(shape) })),
	]
	if (object.free.crm.length === 0 || object.free.ma.length === 0) return <p className="text-ink-soft">{t('mapping.nothingFree')}</p>
	return (
		<Form method="post" className="grid gap-4">
			<input type="hidden" name="object" value={object.id} />
			<div className="grid gap-4 sm:grid-cols-2">
				<SelectField label={t('mapping.crmField')} name="crmField" options={options('crm')} required />
				<SelectField label={t('mapping.maField')} name="maField" options={options('ma')} required />
			</div>
			<Rules field={null} />
			<SaveNote links={object.links} />
			<div className="flex flex-wrap gap-3">
				<Button type="submit" name="act" value="add">
					{t('mapping.addField')}
				</Button>
				<Button type="submit" variant="quiet" name="try" value="yes" icon="search">
					{t('list.dryRunThis')}
				</Button>
			</div>
		</Form>
	)
}

/** What saving sets going, before it does; many records begin with ten. */
function SaveNote({ links }: { links: number }) {
	const { t } = useTranslation('sync')
	const { locale } = useReader()
	return (
		<div className="grid gap-3">
			<p className="text-ink-soft">{t('mapping.again', { count: links, shown: count(links, locale) })}</p>
			{links > 10 ? <Checkbox label={t('mapping.ramp')} hint={t('mapping.rampHint')} name="ramp" value="yes" defaultChecked /> : null}
		</div>
	)
}

function Rules({ field }: { field: ShownField | null }) {
	const { t } = useTranslation('sync')
	const choices = (group: string, values: readonly string[]) => values.map((value) => ({ value, label: t(`${group}.${value}`) }))
	const isMulti = field?.ma?.kind === 'multipicklist'
	return (
		<>
			<div className="grid gap-4 sm:grid-cols-2">
				<SelectField label={t('rule.behaviour')} name="behaviour" defaultValue={field?.behaviour ?? 'use_crm'} options={choices('behaviour', behaviours)} />
				<SelectField label={t('rule.blank')} name="blank" defaultValue={field?.blank ?? 'fill'} options={choices('blank', ['fill', 'clear'])} />
				<SelectField
					label={t('rule.overflow')}
					name="overflow"
					defaultValue={field?.overflow ?? 'error'}
					options={choices('overflow', ['error', 'truncate'])}
				/>
				{field && !isMulti ? (
					<input type="hidden" name="multi" value={field.multi} />
				) : (
					<SelectField
						label={t('rule.multi')}
						name="multi"
						defaultValue={field?.multi ?? 'last'}
						options={choices('multi', ['last', 'join', 'union', 'error'])}
					/>
				)}
				<TextField label={t('rule.fallback')} hint={t('rule.fallbackHint')} name="fallback" defaultValue={field?.fallback ?? ''} maxLength={255} />
			</div>
			<TransformFields field={field} />
		</>
	)
}

function TransformFields({ field }: { field: ShownField | null }) {
	const { t } = useTranslation('sync')
	const transform = field?.transform ?? null
	// Ids are told by who is who, and by nothing else.
	if (transform?.kind === 'users' || transform?.kind === 'linked') return null
	const pairs = transform?.kind === 'choices' ? Object.entries(transform.pairs).map(([ma, crm]) => `${ma} = ${crm}`) : []
	return (
		<details className="grid gap-3" open={transform !== null}>
			<summary className="w-fit font-medium text-accent">{t('rule.transform')}</summary>
			<div className="mt-3 grid gap-4 sm:grid-cols-2">
				<SelectField
					label={t('rule.transformKind')}
					name="transform"
					defaultValue={transform?.kind ?? 'none'}
					options={transforms.map((value) => ({ value, label: t(`transform.${value}`) }))}
				/>
				<div className="grid grid-cols-2 gap-4">
					<TextField label={t('rule.yes')} name="yes" defaultValue={transform?.kind === 'boolean_text' ? transform.yes : ''} maxLength={40} />
					<TextField label={t('rule.no')} name="no" defaultValue={transform?.kind === 'boolean_text' ? transform.no : ''} maxLength={40} />
				</div>
				<TextArea
					label={t('rule.pairs')}
					hint={t('rule.pairsHint')}
					name="pairs"
					rows={Math.max(3, pairs.length + 1)}
					defaultValue={pairs.join('\n')}
					className="sm:col-span-2"
				/>
			</div>
		</details>
	)
}
