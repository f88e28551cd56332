import { Form } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { fieldTypes, recordObjects } from '../../engine/crm/record-fields.ts'
import { useReader } from '../format/locale.tsx'
import { Badge } from '../parts/badge.tsx'
import { Button, TextLink } from '../parts/button.tsx'
import { Checkbox } from '../parts/checkbox.tsx'
import { Disclosure } from '../parts/disclosure.tsx'
import { Section } from '../parts/page-header.tsx'
import { SelectField } from '../parts/select-field.tsx'
import { TextArea, TextField } from '../parts/text-field.tsx'
import type { DefView } from './custom-values.tsx'
import { WordFields, type Words, wordsIn } from './words.tsx'

export type FieldView = DefView & { id: number; object: string; isActive: boolean; becomes: Readonly<Record<string, string | undefined>> }
export type ObjectView = { id: number; code: string; labels: Words; parent: string; rows: number; mirror: { connectionId: number; name: string } | null }

/** Every record of the CRM side, and each object of the house's own, with the fields that were added to it. */
export function FieldRoom({ defs, objects }: { defs: readonly FieldView[]; objects: readonly ObjectView[] }) {
	const { t } = useTranslation('crm')
	const { locale } = useReader()
	const all = [
		...recordObjects.map((code) => ({ code, name: t(`object.${code}`), note: null })),
		...objects.map((one) => ({ code: one.code, name: wordsIn(one.labels, locale), note: one })),
	]
	return (
		<div className="grid gap-10">
			{all.map(({ code, name, note }) => (
				<Section key={code} title={name} aside={note ? t('fields.hangs', { parent: t(`object.${note.parent}`), count: note.rows }) : code}>
					{note?.mirror ? (
						<p className="text-sm">
							<TextLink to={`/admin/sync/${note.mirror.connectionId}/mapping#mirrors`}>{t('fields.mirrored', { connection: note.mirror.name })}</TextLink>
						</p>
					) : null}
					<FieldList defs={defs.filter(({ object }) => object === code)} all={defs} isFixed={note?.mirror != null} />
					{note?.mirror ? null : (
						<Disclosure summary={t('fields.new')}>
							<FieldForm object={code} def={null} all={defs} />
						</Disclosure>
					)}
				</Section>
			))}
			<Section title={t('fields.newObject')}>
				<p className="max-w-prose text-sm text-ink-soft">{t('fields.objectLead')}</p>
				<ObjectForm />
			</Section>
		</div>
	)
}

/** `isFixed`: another system says which fields there are. */
function FieldList({ defs, all, isFixed }: { defs: readonly FieldView[]; all: readonly FieldView[]; isFixed: boolean }) {
	const { t } = useTranslation('crm')
	const { locale } = useReader()
	if (defs.length === 0) return <p className="text-sm text-ink-soft">{t('fields.none')}</p>
	const sizeOf = ({ type, length, precision, scale, choices }: FieldView) =>
		type === 'number'
			? t('custom.numberHint', { digits: (precision ?? 15) - (scale ?? 0), scale })
			: choices
				? choices.join(', ')
				: length
					? t('fields.atMost', { count: length })
					: ''
	const becomesOf = ({ becomes }: FieldView) =>
		Object.entries(becomes)
			.map(
				([object, name]) => `${t(`object.${object}`)}: ${wordsIn(all.find((one) => one.object === object && one.name === name)?.labels ?? {}, locale) || name}`,
			)
			.join(' · ')
	return (
		<ul className="grid text-sm">
			{defs.map((def) => (
				<li key={def.id} className="grid gap-1 border-b border-rule py-3 first:pt-0">
					<p className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
						<span className="font-medium">{wordsIn(def.labels, locale)}</span>
						<code className="text-ink-soft">{def.name}</code>
						<span>{t(`type.${def.type}`)}</span>
						{def.isRequired ? <Badge tone="accent">{t('fields.required')}</Badge> : null}
						{def.isActive ? null : <Badge>{t('inactive')}</Badge>}
					</p>
					<p className="text-ink-soft empty:hidden">{sizeOf(def)}</p>
					<p className="text-ink-soft empty:hidden">{becomesOf(def)}</p>
					{isFixed ? null : (
						<Disclosure summary={t('edit')}>
							<FieldForm object={def.object} def={def} all={all} />
						</Disclosure>
					)}
				</li>
			))}
		</ul>
	)
}

function FieldForm({ object, def, all }: { object: string; def: FieldView | null; all: readonly FieldView[] }) {
	const { t } = useTranslation('crm')
	return (
		<Form method="post" className="grid max-w-2xl gap-4">
			<input type="hidden" name="act" value="field" />
			<input type="hidden" name="object" value={object} />
			<input type="hidden" name="id" value={def?.id ?? ''} />
			<WordFields name="label" label={t('fields.label')} words={def?.labels ?? {}} />
			{def ? (
				<>
					<input type="hidden" name="name" value={def.name} />
					<input type="hidden" name="type" value={def.type} />
				</>
			) : (
				<div className="grid gap-4 sm:grid-cols-2">
					<TextField label={t('fields.name')} name="name" maxLength={40} hint={t('fields.nameHint')} required />
					<SelectField label={t('fields.type')} name="type" options={fieldTypes.map((value) => ({ value, label: t(`type.${value}`) }))} />
				</div>
			)}
			<div className="grid gap-4 sm:grid-cols-3">
				{!def || def.type === 'text' ? (
					<TextField label={t('fields.length')} name="length" inputMode="numeric" defaultValue={def?.length ?? ''} hint={def ? undefined : t('type.text')} />
				) : null}
				{!def || def.type === 'number' ? (
					<>
						<TextField
							label={t('fields.precision')}
							name="precision"
							inputMode="numeric"
							defaultValue={def?.precision ?? ''}
							hint={def ? undefined : t('type.number')}
						/>
						<TextField label={t('fields.scale')} name="scale" inputMode="numeric" defaultValue={def?.scale ?? ''} hint={def ? undefined : t('type.number')} />
					</>
				) : null}
			</div>
			{!def || def.choices ? (
				<TextArea label={t('fields.choices')} name="choices" rows={3} defaultValue={def?.choices?.join('\n') ?? ''} hint={t('fields.choicesHint')} />
			) : null}
			{object === 'lead' ? <Becomes def={def} all={all} /> : null}
			<Checkbox label={t('fields.isRequired')} name="required" value="on" defaultChecked={def?.isRequired ?? false} />
			<Checkbox label={t('active')} name="active" value="on" defaultChecked={def?.isActive ?? true} />
			<Button type="submit" className="w-fit">
				{t(def ? 'save' : 'fields.add')}
			</Button>
		</Form>
	)
}

function ObjectForm() {
	const { t } = useTranslation('crm')
	return (
		<Form method="post" className="grid max-w-2xl gap-4">
			<input type="hidden" name="act" value="object" />
			<WordFields name="label" label={t('fields.objectLabel')} words={{}} />
			<div className="grid gap-4 sm:grid-cols-2">
				<TextField label={t('fields.name')} name="code" maxLength={40} hint={t('fields.nameHint')} required />
				<SelectField
					label={t('fields.parent')}
					name="parent"
					options={['account', 'contact', 'opportunity'].map((value) => ({ value, label: t(`object.${value}`) }))}
				/>
			</div>
			<Button type="submit" className="w-fit">
				{t('fields.addObject')}
			</Button>
		</Form>
	)
}

const carried = ['contact', 'account', 'opportunity'] as const

/** Where what a lead says goes when it is converted: into fields of the same type. */
function Becomes({ def, all }: { def: FieldView | null; all: readonly FieldView[] }) {
	const { t } = useTranslation('crm')
	const { locale } = useReader()
	const offered = (object: string) => all.filter((one) => one.object === object && one.isActive && (!def || one.type === def.type))
	return (
		<fieldset className="grid gap-4 border-t border-rule pt-3">
			<legend className="pr-3 text-sm font-medium">{t('fields.becomes')}</legend>
			<p className="text-sm text-ink-soft">{t('fields.becomesHint')}</p>
			<div className="grid gap-4 sm:grid-cols-3">
				{carried.map((object) => (
					<SelectField
						key={object}
						label={t('fields.becomesIn', { object: t(`object.${object}`) })}
						name={`becomes.${object}`}
						defaultValue={def?.becomes[object] ?? ''}
						options={[
							{ value: '', label: t('fields.becomesNone') },
							...offered(object).map((one) => ({ value: one.name, label: `${wordsIn(one.labels, locale)}${def ? '' : ` · ${t(`type.${one.type}`)}`}` })),
						]}
					/>
				))}
			</div>
		</fieldset>
	)
}
