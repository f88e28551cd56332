import { Form } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { useReader } from '../format/locale.tsx'
import { Badge } from '../parts/badge.tsx'
import { Button, IconButton } from '../parts/button.tsx'
import { Checkbox, ChoiceGroup } from '../parts/checkbox.tsx'
import { Disclosure } from '../parts/disclosure.tsx'
import { Section } from '../parts/page-header.tsx'
import { SelectField } from '../parts/select-field.tsx'
import { TextField } from '../parts/text-field.tsx'
import { type AskedField, ConditionFields, conditionText } from './conditions.tsx'

type Person = { id: number; name: string }
type Team = { id: number; name: string; isActive: boolean; memberIds: readonly number[]; waiting: number }
type Entry = { id: number; predicate: unknown; kind: 'user' | 'group' | 'queue'; targetId: number }
type Rule = { id: number; name: string; isActive: boolean; entries: readonly Entry[] }
export type AssignmentView = { queues: readonly Team[]; groups: readonly Team[]; rules: readonly Rule[]; users: readonly Person[] }

/** Queues or groups: who is in each, and a form for one more. */
export function TeamSection({ kind, teams, users }: { kind: 'queue' | 'group'; teams: readonly Team[]; users: readonly Person[] }) {
	const { t } = useTranslation('crm')
	const nameOf = new Map(users.map(({ id, name }) => [id, name]))
	return (
		<Section title={t(`${kind}.title`)}>
			<p className="max-w-prose text-sm text-ink-soft">{t(`${kind}.lead`)}</p>
			<ul className="grid">
				{teams.map((team) => (
					<li key={team.id} className="grid gap-1.5 border-b border-rule py-4 first:pt-0">
						<p className="flex flex-wrap items-baseline gap-x-3">
							<span className="font-medium">{team.name}</span>
							{team.isActive ? null : <Badge>{t('inactive')}</Badge>}
							{team.waiting > 0 ? <span className="text-sm text-ink-soft">{t('queue.waiting', { count: team.waiting })}</span> : null}
						</p>
						<p className="text-sm text-ink-soft">
							{team.memberIds
								.map((id) => nameOf.get(id))
								.filter(Boolean)
								.join(', ') || t('nobody')}
						</p>
						<Disclosure summary={t('edit')}>
							<TeamForm kind={kind} team={team} users={users} />
						</Disclosure>
					</li>
				))}
			</ul>
			<Disclosure summary={t(`${kind}.new`)} open={teams.length === 0}>
				<TeamForm kind={kind} team={null} users={users} />
			</Disclosure>
		</Section>
	)
}

function TeamForm({ kind, team, users }: { kind: 'queue' | 'group'; team: Team | null; users: readonly Person[] }) {
	const { t } = useTranslation('crm')
	return (
		<Form method="post" className="grid max-w-2xl gap-4">
			<input type="hidden" name="act" value={kind} />
			<input type="hidden" name="id" value={team?.id ?? ''} />
			<TextField label={t('name')} name="name" defaultValue={team?.name ?? ''} maxLength={80} required />
			<ChoiceGroup legend={t(`${kind}.people`)}>
				<div className="grid gap-2 sm:grid-cols-2">
					{users.map(({ id, name }) => (
						<Checkbox key={id} label={name} name="member" value={id} defaultChecked={team?.memberIds.includes(id) ?? false} />
					))}
				</div>
			</ChoiceGroup>
			<Checkbox label={t('active')} name="active" value="on" defaultChecked={team?.isActive ?? true} />
			<Button type="submit" className="w-fit">
				{t('save')}
			</Button>
		</Form>
	)
}

/** Rules with their lines, in the order in which they are asked. */
export function RuleSection({ room, fields }: { room: AssignmentView; fields: readonly AskedField[] }) {
	const { t } = useTranslation('crm')
	return (
		<Section title={t('rule.title')}>
			<p className="max-w-prose text-sm text-ink-soft">{t('rule.lead')}</p>
			{room.rules.map((rule) => (
				<article key={rule.id} className="grid gap-3 border-b border-rule pb-5">
					<h3 className="flex flex-wrap items-baseline gap-x-3 text-lg">
						{rule.name} {rule.isActive ? <Badge tone="positive">{t('rule.active')}</Badge> : null}
					</h3>
					<EntryList rule={rule} room={room} fields={fields} />
					<Disclosure summary={t('rule.newEntry')} open={rule.entries.length === 0}>
						<EntryForm rule={rule} room={room} fields={fields} />
					</Disclosure>
					<Disclosure summary={t('edit')}>
						<RuleForm rule={rule} />
						<Form method="post" className="mt-4">
							<input type="hidden" name="id" value={rule.id} />
							<Button type="submit" variant="danger" size="sm" name="act" value="remove_rule">
								{t('rule.remove')}
							</Button>
						</Form>
					</Disclosure>
				</article>
			))}
			<Disclosure summary={t('rule.new')} open={room.rules.length === 0}>
				<RuleForm rule={null} />
			</Disclosure>
		</Section>
	)
}

function RuleForm({ rule }: { rule: Rule | null }) {
	const { t } = useTranslation('crm')
	return (
		<Form method="post" className="grid max-w-md gap-4">
			<input type="hidden" name="act" value="rule" />
			<input type="hidden" name="id" value={rule?.id ?? ''} />
			<TextField label={t('name')} name="name" defaultValue={rule?.name ?? ''} maxLength={80} required />
			<Checkbox label={t('rule.makeActive')} name="active" value="on" defaultChecked={rule?.isActive ?? true} />
			<Button type="submit" className="w-fit">
				{t('save')}
			</Button>
		</Form>
	)
}

const targetName = ({ kind, targetId }: Entry, { users, groups, queues }: AssignmentView) =>
	(kind === 'user' ? users : kind === 'group' ? groups : queues).find(({ id }) => id === targetId)?.name ?? '–'

function EntryList({ rule: { entries }, room, fields }: { rule: Rule; room: AssignmentView; fields: readonly AskedField[] }) {
	const { t } = useTranslation('crm')
	const { locale } = useReader()
	if (entries.length === 0) return <p className="text-sm text-ink-soft">{t('rule.noEntries')}</p>
	return (
		<ol className="grid text-sm">
			{entries.map((entry, index) => (
				<li key={entry.id} className="grid grid-cols-[1.5rem_minmax(0,1fr)_auto] items-start gap-x-2 border-t border-rule py-2">
					<span className="text-ink-soft tabular-nums">{index + 1}</span>
					<p className="grid">
						<span>{conditionText(t, entry.predicate, fields, locale)}</span>
						<span className="text-ink-soft">
							→ {t(`target.${entry.kind}`)} {targetName(entry, room)}
						</span>
					</p>
					<Form method="post" className="flex gap-1">
						<input type="hidden" name="id" value={entry.id} />
						{index > 0 ? <IconButton type="submit" name="act" value="raise_entry" size="sm" icon="chevronUp" label={t('rule.raise')} /> : null}
						<IconButton type="submit" name="act" value="remove_entry" size="sm" icon="trash" label={t('rule.removeEntry')} />
					</Form>
				</li>
			))}
		</ol>
	)
}

function EntryForm({ rule, room, fields }: { rule: Rule; room: AssignmentView; fields: readonly AskedField[] }) {
	const { t } = useTranslation('crm')
	const targets = (['queue', 'group', 'user'] as const).flatMap((kind) => {
		const all: readonly (Person & { isActive?: boolean })[] = { queue: room.queues, group: room.groups, user: room.users }[kind]
		return all.filter(({ isActive = true }) => isActive).map(({ id, name }) => ({ value: `${kind}:${id}`, label: `${t(`target.${kind}`)} ${name}` }))
	})
	return (
		<Form method="post" className="grid max-w-3xl gap-4">
			<input type="hidden" name="act" value="entry" />
			<input type="hidden" name="ruleId" value={rule.id} />
			<ConditionFields fields={fields} predicate={null} always={t('rule.always')} />
			<SelectField label={t('rule.to')} name="to" options={[{ value: '', label: t('choose') }, ...targets]} className="w-full sm:w-80" required />
			<Button type="submit" className="w-fit">
				{t('rule.addEntry')}
			</Button>
		</Form>
	)
}
