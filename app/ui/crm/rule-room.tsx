import { Form } from '@remix-run/react'
import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import { useReader } from '../format/locale.tsx'
import { Badge } from '../parts/badge.tsx'
import { Button } from '../parts/button.tsx'
import { Checkbox } from '../parts/checkbox.tsx'
import { Disclosure } from '../parts/disclosure.tsx'
import { Section } from '../parts/page-header.tsx'
import { SelectField } from '../parts/select-field.tsx'
import { TextField } from '../parts/text-field.tsx'
import { type AskedField, ConditionFields, conditionText } from './conditions.tsx'
import { WordFields, type Words, wordsIn } from './words.tsx'

type ObjectView = { object: string; fields: readonly { name: string; type: string; labels?: Words }[] }
export type RuleView = { id: number; object: string; name: string; predicate: unknown; messages: Words; isActive: boolean; exemptsSync: boolean }
export type WorkflowView = { id: number; object: string; name: string; predicate: unknown; actions: unknown; isActive: boolean; runs: number }
type Action =
	| { kind: 'field'; name: string; value: string }
	| { kind: 'task'; subject: string; dueDays: number }
	| { kind: 'notice' }
	| { kind: 'campaign_member'; campaignId: number; status: string }
type Room = { rules: readonly RuleView[]; workflows: readonly WorkflowView[]; objects: readonly ObjectView[] }

const askedOf = ({ fields }: ObjectView, locale: string): AskedField[] =>
	fields.map(({ labels, ...field }) => (labels ? { ...field, label: wordsIn(labels, locale) } : field))

/** Of each kind of record: what must not be, and what is done by itself. */
export function RuleRoom({ rules, workflows, objects }: Room) {
	const { t } = useTranslation('crm')
	return (
		<div className="grid gap-10">
			{objects.map((one) => (
				<Section key={one.object} title={t(`object.${one.object}`)}>
					<Rules rules={rules.filter(({ object }) => object === one.object)} object={one} />
					<Workflows workflows={workflows.filter(({ object }) => object === one.object)} object={one} />
				</Section>
			))}
		</div>
	)
}

function Head({ name, isActive, children }: { name: string; isActive: boolean; children?: React.ReactNode }) {
	const { t } = useTranslation('crm')
	return (
		<p className="flex flex-wrap items-baseline gap-x-3">
			<span className="font-medium">{name}</span>
			{children}
			{isActive ? null : <Badge>{t('inactive')}</Badge>}
		</p>
	)
}

function Rules({ rules, object }: { rules: readonly RuleView[]; object: ObjectView }) {
	const { t } = useTranslation('crm')
	const { locale } = useReader()
	const fields = askedOf(object, locale)
	return (
		<div className="grid gap-3">
			<ul className="grid text-sm">
				{rules.map((rule) => (
					<li key={rule.id} className="grid gap-1 border-b border-rule py-3">
						<Head name={rule.name} isActive={rule.isActive}>
							{rule.exemptsSync ? <Badge>{t('rules.exempt')}</Badge> : null}
						</Head>
						<p>{t('rules.refusedIf', { conditions: conditionText(t, rule.predicate, fields, locale) })}</p>
						<p className="text-ink-soft">“{wordsIn(rule.messages, locale)}”</p>
						<Disclosure summary={t('edit')}>
							<RuleForm rule={rule} object={object} fields={fields} />
						</Disclosure>
					</li>
				))}
			</ul>
			<Disclosure summary={t('rules.new')}>
				<RuleForm rule={null} object={object} fields={fields} />
			</Disclosure>
		</div>
	)
}

type FormProps<T> = { rule: T | null; object: ObjectView; fields: readonly AskedField[] }

function RuleForm({ rule, object, fields }: FormProps<RuleView>) {
	const { t } = useTranslation('crm')
	return (
		<Form method="post" className="grid max-w-3xl gap-4">
			<input type="hidden" name="object" value={object.object} />
			<input type="hidden" name="id" value={rule?.id ?? ''} />
			<TextField label={t('name')} name="name" defaultValue={rule?.name ?? ''} maxLength={80} required />
			<ConditionFields fields={fields} predicate={rule?.predicate ?? null} always={t('rules.needsOne')} />
			<WordFields name="message" label={t('rules.message')} words={rule?.messages ?? {}} hint={t('rules.messageHint')} />
			<Checkbox label={t('rules.exemptsSync')} name="exempt" value="on" defaultChecked={rule?.exemptsSync ?? false} />
			<Checkbox label={t('active')} name="active" value="on" defaultChecked={rule?.isActive ?? true} />
			<Acts act="rule" removes={rule ? 'remove_rule' : null} />
		</Form>
	)
}

function Acts({ act, removes }: { act: string; removes: string | null }) {
	const { t } = useTranslation('crm')
	return (
		<div className="flex flex-wrap gap-2">
			<Button type="submit" name="act" value={act}>
				{t('save')}
			</Button>
			{removes ? (
				<Button type="submit" name="act" value={removes} variant="danger" formNoValidate>
					{t('rules.remove')}
				</Button>
			) : null}
		</div>
	)
}

const actionsOf = (raw: unknown) => (Array.isArray(raw) ? (raw as Action[]) : [])

function actionText(t: TFunction, action: Action, fields: readonly AskedField[]): string {
	if (action.kind === 'field')
		return t('crm:workflow.says.field', { field: fields.find(({ name }) => name === `custom.${action.name}`)?.label ?? action.name, value: action.value })
	if (action.kind === 'task') return t('crm:workflow.says.task', { subject: action.subject, count: action.dueDays })
	if (action.kind === 'campaign_member') return t('crm:workflow.says.campaign_member', { campaign: action.campaignId, status: action.status })
	return t('crm:workflow.says.notice')
}

function Workflows({ workflows, object }: { workflows: readonly WorkflowView[]; object: ObjectView }) {
	const { t } = useTranslation('crm')
	const { locale } = useReader()
	const fields = askedOf(object, locale)
	return (
		<div className="grid gap-3">
			<ul className="grid text-sm">
				{workflows.map((workflow) => (
					<li key={workflow.id} className="grid gap-1 border-b border-rule py-3">
						<Head name={workflow.name} isActive={workflow.isActive}>
							<span className="text-ink-soft">{t('workflow.runs', { count: workflow.runs })}</span>
						</Head>
						<p>{t('workflow.when', { conditions: conditionText(t, workflow.predicate, fields, locale) })}</p>
						{actionsOf(workflow.actions).map((action) => (
							<p key={JSON.stringify(action)} className="text-ink-soft">
								→ {actionText(t, action, fields)}
							</p>
						))}
						<Disclosure summary={t('edit')}>
							<WorkflowForm rule={workflow} object={object} fields={fields} />
						</Disclosure>
					</li>
				))}
			</ul>
			<Disclosure summary={t('workflow.new')}>
				<WorkflowForm rule={null} object={object} fields={fields} />
			</Disclosure>
		</div>
	)
}

function WorkflowForm({ rule, object, fields }: FormProps<WorkflowView>) {
	const { t } = useTranslation('crm')
	const actions = actionsOf(rule?.actions)
	const [task, field, member] = [
		actions.find(({ kind }) => kind === 'task'),
		actions.find(({ kind }) => kind === 'field'),
		actions.find(({ kind }) => kind === 'campaign_member'),
	]
	const settable = fields.filter(({ name, type }) => name.startsWith('custom.') && type !== 'boolean' && type !== 'multipicklist')
	const options = [{ value: '', label: t('workflow.noField') }, ...settable.map(({ name, label }) => ({ value: name.slice(7), label: label ?? name }))]
	return (
		<Form method="post" className="grid max-w-3xl gap-4">
			<input type="hidden" name="object" value={object.object} />
			<input type="hidden" name="id" value={rule?.id ?? ''} />
			<TextField label={t('name')} name="name" defaultValue={rule?.name ?? ''} maxLength={80} required />
			<ConditionFields fields={fields} predicate={rule?.predicate ?? null} always={t('rules.needsOne')} />
			<div className="grid gap-4 sm:grid-cols-2">
				<TextField
					label={t('workflow.task')}
					name="subject"
					maxLength={120}
					defaultValue={task?.kind === 'task' ? task.subject : ''}
					hint={t('workflow.taskHint')}
				/>
				<TextField label={t('workflow.dueDays')} name="dueDays" inputMode="numeric" defaultValue={task?.kind === 'task' ? task.dueDays : 1} />
				<SelectField label={t('workflow.field')} name="setField" options={options} defaultValue={field?.kind === 'field' ? field.name : ''} />
				<TextField label={t('workflow.value')} name="setValue" maxLength={200} defaultValue={field?.kind === 'field' ? field.value : ''} />
				{object.object === 'lead' || object.object === 'contact' || object.object === 'prospect' ? (
					<>
						<TextField
							label={t('workflow.campaign')}
							name="campaignId"
							inputMode="numeric"
							defaultValue={member?.kind === 'campaign_member' ? member.campaignId : ''}
							hint={t('workflow.campaignHint')}
						/>
						<TextField
							label={t('workflow.memberStatus')}
							name="memberStatus"
							maxLength={60}
							defaultValue={member?.kind === 'campaign_member' ? member.status : ''}
						/>
					</>
				) : null}
			</div>
			<Checkbox label={t('workflow.notice')} name="notice" value="on" defaultChecked={actions.some(({ kind }) => kind === 'notice')} />
			<Checkbox label={t('active')} name="active" value="on" defaultChecked={rule?.isActive ?? true} />
			<Acts act="workflow" removes={rule ? 'remove_workflow' : null} />
		</Form>
	)
}
