import { useTranslation } from 'react-i18next'
import { type FormField, fieldKinds, prospectFields, wordsIn } from '../../engine/marketing/form.ts'
import { languages } from '../format/languages.ts'
import { Badge } from '../parts/badge.tsx'
import { IconButton } from '../parts/button.tsx'
import { Checkbox } from '../parts/checkbox.tsx'
import { Disclosure } from '../parts/disclosure.tsx'
import { SelectField } from '../parts/select-field.tsx'
import { TextField } from '../parts/text-field.tsx'
import { WordsField } from './words-field.tsx'

/** One field of a form: what it asks, and how. Its buttons save the form with it moved or taken out. */
export function FieldRow({ field, index, count, isUnmapped }: { field: FormField; index: number; count: number; isUnmapped: boolean }) {
	const { t, i18n } = useTranslation('capture')
	const { key, kind, label, isRequired, isHidden, initial, choices, write } = field
	const isOwn = key in prospectFields
	const name = wordsIn(label, i18n.language) || key
	const lines = Object.fromEntries(
		languages.map((tag) => [
			tag,
			choices
				.map((choice) => choice.label[tag] ?? '')
				.join('\n')
				.trimEnd(),
		]),
	)
	return (
		<li className="grid gap-4 border-t border-rule py-5">
			<input type="hidden" name={`key.${index}`} value={key} />
			<div className="flex flex-wrap items-center gap-x-3 gap-y-2">
				<h3 className="mr-auto text-base font-medium">
					{name}{' '}
					<span className="ml-1 font-normal text-ink-soft">
						{isOwn ? t(`fieldOf.${key}`) : t(key.startsWith('custom.') ? 'fieldOf.custom' : 'fieldOf.answer')}
					</span>
				</h3>
				{isUnmapped ? <Badge tone="warning">{t('unmapped.badge')}</Badge> : null}
				<span className="flex">
					{index > 0 ? <IconButton type="submit" name="intent" value={`up:${index}`} icon="chevronUp" size="sm" label={t('move.up', { name })} /> : null}
					{index < count - 1 ? (
						<IconButton type="submit" name="intent" value={`down:${index}`} icon="chevronDown" size="sm" label={t('move.down', { name })} />
					) : null}
					<IconButton type="submit" name="intent" value={`remove:${index}`} icon="close" size="sm" label={t('move.remove', { name })} />
				</span>
			</div>
			<div className="grid gap-x-6 gap-y-4 sm:grid-cols-2">
				<WordsField label={t('label')} name={`label.${index}`} words={label} most={200} />
				{key.startsWith('custom.') ? (
					<div className="self-end pb-2 text-sm text-ink-soft">
						<input type="hidden" name={`kind.${index}`} value={kind} />
						{t('kindOfHouse', { kind: t(`kinds.${kind}`) })}
					</div>
				) : isOwn ? null : (
					<SelectField
						label={t('kind')}
						name={`kind.${index}`}
						defaultValue={kind}
						options={fieldKinds.map((value) => ({ value, label: t(`kinds.${value}`) }))}
					/>
				)}
				{kind === 'choice' || kind === 'choices' ? (
					<WordsField
						label={t('choices')}
						name={`choices.${index}`}
						words={lines}
						rows={4}
						hint={t(key.startsWith('custom.') ? 'choicesOfHouse' : 'choicesHint')}
						className="sm:col-span-2"
					/>
				) : null}
			</div>
			<div className="flex flex-wrap gap-x-8 gap-y-2">
				<Checkbox label={t('required')} name={`required.${index}`} defaultChecked={isRequired} />
				<Checkbox label={t('hidden')} name={`hidden.${index}`} defaultChecked={isHidden} />
			</div>
			<Disclosure summary={t('more')} open={isHidden || initial !== '' || write === 'if_blank'}>
				<div className="grid gap-4 sm:grid-cols-2">
					<TextField label={t('initial')} name={`initial.${index}`} defaultValue={initial} maxLength={200} hint={t('initialHint')} />
					{key === 'email' || key.startsWith('answer.') ? null : (
						<SelectField
							label={t('write')}
							name={`write.${index}`}
							defaultValue={write}
							options={(['always', 'if_blank'] as const).map((value) => ({ value, label: t(`writes.${value}`) }))}
						/>
					)}
				</div>
			</Disclosure>
		</li>
	)
}
