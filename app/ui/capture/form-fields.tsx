import { Form, useNavigation } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import type { FormView } from '../../engine/marketing/form-view.ts'
import { RefusalList } from '../account/refusal-list.tsx'
import { Banner } from '../parts/banner.tsx'
import { Button } from '../parts/button.tsx'
import { Checkbox, ChoiceGroup } from '../parts/checkbox.tsx'
import { SelectField } from '../parts/select-field.tsx'
import { DateField, TextArea, TextField } from '../parts/text-field.tsx'

export type FormAnswer = {
	refusals: readonly { code: string; facts: Record<string, unknown> }[]
	typed: Record<string, string>
	unsure: { email: string; suggestion: string } | null
	/** Of the sending that was refused: sent again, it is still the same one. */
	token: string | null
}

const autoComplete: Readonly<Record<string, string>> = {
	...{ email: 'email', firstName: 'given-name', lastName: 'family-name', company: 'organization', title: 'organization-title', phone: 'tel' },
}

type Field = FormView['fields'][number]
type OneField = { field: Field; value: string | undefined; error: readonly string[] }

function FormField({ field: { key, kind, label, isRequired, initial, most, choices }, value, error }: OneField) {
	const { t } = useTranslation('form')
	const shared = { name: `f.${key}`, required: isRequired, error, autoComplete: autoComplete[key] ?? 'off', aside: isRequired ? undefined : t('optional') }
	const given = value ?? initial
	if (kind === 'check')
		return (
			<Checkbox
				label={label}
				name={shared.name}
				value="true"
				required={isRequired}
				error={error}
				defaultChecked={value !== undefined ? value !== '' : initial !== ''}
			/>
		)
	if (kind === 'choice') return <SelectField label={label} {...shared} defaultValue={given} options={[{ value: '', label: t('choose') }, ...choices]} />
	if (kind === 'choices')
		return (
			<ChoiceGroup legend={label} error={error} hint={isRequired ? undefined : t('optional')}>
				{choices.map((one) => (
					<Checkbox key={one.value} label={one.label} name={shared.name} value={one.value} defaultChecked={given.split('\n').includes(one.value)} />
				))}
			</ChoiceGroup>
		)
	if (kind === 'date') return <DateField label={label} {...shared} defaultValue={given} />
	if (kind === 'number') return <TextField label={label} {...shared} inputMode="decimal" maxLength={40} defaultValue={given} />
	if (kind === 'long') return <TextArea label={label} {...shared} rows={4} maxLength={4000} defaultValue={given} />
	const type = kind === 'email' ? 'email' : kind === 'phone' ? 'tel' : 'text'
	return <TextField label={label} {...shared} type={type} maxLength={most ?? 255} defaultValue={given} />
}

/** A form as people fill it in; with and without scripts. What was typed stays when it is refused. */
export function FormFields({ view, token, answer, isPreview = false }: { view: FormView; token: string; answer: FormAnswer | undefined; isPreview?: boolean }) {
	const { t } = useTranslation(['form', 'refusals'])
	const isPending = useNavigation().state === 'submitting'
	const refusals = answer?.refusals ?? []
	const labelOf = (key: unknown) => view.fields.find((field) => field.key === key)?.label ?? null
	// A refusal names its field by the key; people read its words.
	const worded = (facts: Record<string, unknown>) => ({ ...facts, field: labelOf(facts['field']) ?? facts['field'] })
	const errorsOf = (key: string) =>
		refusals.filter(({ facts }) => facts['field'] === key).map(({ code, facts }) => t(code, { ns: 'refusals', ...worded(facts) }))
	return (
		<Form method="post" noValidate className="grid gap-5">
			{refusals.length > 0 ? (
				<RefusalList
					title={t('refused')}
					refusals={refusals.map(({ code, facts }) => ({ code, facts: worded(facts) }))}
					whereOf={({ facts }) => (view.fields.some(({ label }) => label === facts['field']) ? String(facts['field']) : null)}
				/>
			) : null}
			{answer?.unsure ? <Unsure {...answer.unsure} /> : null}
			<input type="hidden" name="token" value={answer?.token ?? token} />
			<div aria-hidden="true" className="absolute -left-[200vw]">
				<label>
					{t('trap')}
					<input name="website" tabIndex={-1} autoComplete="off" />
				</label>
			</div>
			{view.fields.map((field) => (
				<FormField key={field.key} field={field} value={answer?.typed[field.key]} error={errorsOf(field.key)} />
			))}
			{view.topics.map(({ topic, label }) => (
				<Checkbox key={topic} label={label} name={`f.topic:${topic}`} value="yes" defaultChecked={Boolean(answer?.typed[`topic:${topic}`])} />
			))}
			<div>
				<Button type="submit" variant="primary" size="lg" pending={isPending} disabled={isPreview}>
					{view.submit || t('send')}
				</Button>
			</div>
		</Form>
	)
}

/** She may have mistyped her address; she says so, or that it is right. */
function Unsure({ email, suggestion }: { email: string; suggestion: string }) {
	const { t } = useTranslation('form')
	return (
		<Banner live tone="warning" title={t('unsure.title', { email })}>
			<p className="mb-2">{t('unsure.text', { suggestion })}</p>
			<Checkbox label={t('unsure.sure', { email })} name="sure" value={email} />
		</Banner>
	)
}
