import { Form, useNavigation } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import type { TypedRule } from '../../engine/approval/read-rule.ts'
import { printMinor } from '../../engine/base/money.ts'
import { Button } from '../parts/button.tsx'
import { Checkbox } from '../parts/checkbox.tsx'
import { SelectField } from '../parts/select-field.tsx'
import { TextField } from '../parts/text-field.tsx'

export type ShownRule = {
	id: number
	name: string
	step: number
	currency: string
	atLeastMinor: number
	contactId: number | null
	costCentre: string | null
	categoryId: number | null
	approverContactId: number | null
	beyondBudget: boolean
	buyerName: string | null
	approverName: string | null
	categoryName: string | null
	endedAt: string | null
}

export type RuleChoices = {
	people: readonly { id: number; name: string; role: string; signsIn: boolean }[]
	categories: readonly { id: number; name: string }[]
	costCentres: readonly string[]
	currency: string
}

const text = (value: number | null) => (value === null ? '' : String(value))

function typedOf(rule: ShownRule | null): TypedRule {
	if (!rule) return { name: '', step: '1', atLeast: '', contactId: '', costCentre: '', categoryId: '', approverContactId: '', beyondBudget: '' }
	const { name, step, atLeastMinor, currency, contactId, costCentre, categoryId, approverContactId, beyondBudget } = rule
	const atLeast = atLeastMinor === 0 ? '' : printMinor(atLeastMinor, currency)
	return {
		name,
		step: String(step),
		atLeast,
		contactId: text(contactId),
		costCentre: costCentre ?? '',
		categoryId: text(categoryId),
		approverContactId: text(approverContactId),
		beyondBudget: beyondBudget ? 'on' : '',
	}
}

/** One rule to be written: what it looks at, and whom it asks. `typed` is what was refused. */
export function RuleForm({ rule, choices, typed }: { rule: ShownRule | null; choices: RuleChoices; typed: TypedRule | undefined }) {
	const { t } = useTranslation('approvals')
	const { formData } = useNavigation()
	const value = typed ?? typedOf(rule)
	const intent = rule ? `save:${rule.id}` : 'save'
	const person = ({ id, name }: { id: number; name: string }) => ({ value: String(id), label: name })
	const approvers = choices.people.filter(({ role, signsIn }) => signsIn && role !== 'viewer')
	const steps = [1, 2, 3, 4, 5].map((step) => ({ value: String(step), label: t('rules.stepNumber', { step }) }))
	const centres = `centres-${rule?.id ?? 'new'}`
	return (
		<Form method="post" className="grid gap-4 sm:grid-cols-2">
			<TextField label={t('rules.name')} name="name" required maxLength={120} defaultValue={value.name} className="sm:col-span-2" />
			<TextField
				label={t('rules.atLeast', { currency: choices.currency })}
				hint={t('rules.atLeastHint')}
				name="atLeast"
				inputMode="decimal"
				defaultValue={value.atLeast}
				inputClassName="text-right tabular-nums"
			/>
			<Checkbox className="sm:col-span-2" label={t('rules.beyondBudget')} name="beyondBudget" value="on" defaultChecked={value.beyondBudget !== ''} />
			<SelectField
				label={t('rules.approver')}
				name="approverContactId"
				defaultValue={value.approverContactId}
				options={[{ value: '', label: t('anybody') }, ...approvers.map(person)]}
			/>
			<SelectField
				label={t('rules.buyer')}
				name="contactId"
				defaultValue={value.contactId}
				options={[{ value: '', label: t('rules.anyBuyer') }, ...choices.people.map(person)]}
			/>
			<SelectField
				label={t('rules.category')}
				name="categoryId"
				defaultValue={value.categoryId}
				options={[{ value: '', label: t('rules.anyCategory') }, ...choices.categories.map(person)]}
			/>
			<TextField label={t('rules.costCentre')} aside={t('optional')} name="costCentre" maxLength={80} list={centres} defaultValue={value.costCentre} />
			<datalist id={centres}>
				{choices.costCentres.map((name) => (
					<option key={name} value={name} />
				))}
			</datalist>
			<SelectField label={t('rules.step')} hint={t('rules.stepHint')} name="step" defaultValue={value.step} options={steps} />
			<div className="sm:col-span-2">
				<Button type="submit" name="intent" value={intent} variant="primary" pending={formData?.get('intent') === intent}>
					{t(rule ? 'rules.save' : 'rules.add')}
				</Button>
			</div>
		</Form>
	)
}
