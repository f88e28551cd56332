import { Form } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { Button, IconButton, LinkButton } from '../parts/button.tsx'
import { Checkbox } from '../parts/checkbox.tsx'
import { DateText } from '../parts/date-text.tsx'
import { Disclosure } from '../parts/disclosure.tsx'
import { Section } from '../parts/page-header.tsx'
import { SelectField } from '../parts/select-field.tsx'
import { TextArea, TextField } from '../parts/text-field.tsx'
import { Timeline } from '../parts/timeline.tsx'
import { FieldsFor, ForRoles, useMay } from '../shell/roles.tsx'

type Step = { status: string; hasResponded: boolean; count: number }
type Member = { id: number; name: string; accountName: string | null; email: string | null; status: string }
/** The steps that members move through, in the order in which automation moves them on. */
export function CampaignSteps({ steps }: { steps: readonly Step[] }) {
	const { t } = useTranslation('crm')
	const places = useMay('marketer') ? [1, 2] : []
	const rows = [...steps.map((step) => ({ key: step.status, ...step })), ...places.map((n) => ({ key: `new ${n}`, status: '', hasResponded: false, count: 0 }))]
	return (
		<Section title={t('steps.title')}>
			<p className="max-w-prose text-sm text-ink-soft">{t('steps.lead')}</p>
			<Form method="post">
				<FieldsFor roles={['marketer']} className="grid gap-3">
					<input type="hidden" name="act" value="steps" />
					{rows.map(({ key, status, hasResponded, count: members }, place) => (
						<div key={key} className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-4 gap-y-1">
							<TextField label={t('steps.name', { place: place + 1 })} hideLabel size="sm" name={`step-${place}`} defaultValue={status} maxLength={60} />
							<Checkbox label={t('steps.responded')} name={`responded-${place}`} value="on" defaultChecked={hasResponded} />
							{members > 0 ? <p className="text-sm text-ink-soft">{t('steps.members', { count: members })}</p> : null}
						</div>
					))}
					<Button type="submit" size="sm" className="w-fit">
						{t('save')}
					</Button>
				</FieldsFor>
			</Form>
		</Section>
	)
}

/** Members by hand and by file. */
export function CampaignMembers({
	campaignId,
	members,
	steps,
	next,
}: {
	campaignId: number
	members: readonly Member[]
	steps: readonly Step[]
	next: number | null
}) {
	const { t } = useTranslation('crm')
	const options = steps.map(({ status }) => ({ value: status, label: status }))
	return (
		<Section
			title={t('campaigns.members')}
			aside={
				<LinkButton to={`/marketing/campaigns/${campaignId}`} size="sm" variant="quiet">
					{t('members.scores')}
				</LinkButton>
			}
		>
			{members.length === 0 ? <p className="text-sm text-ink-soft">{t('members.none')}</p> : null}
			<ul className="grid">
				{members.map((member) => (
					<li key={member.id} className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 border-b border-rule py-2 text-sm">
						<p className="grid min-w-0">
							<span className="font-medium">{member.name}</span>
							<span className="text-ink-soft wrap-anywhere">{[member.accountName, member.email].filter(Boolean).join(' · ')}</span>
						</p>
						<Form method="post">
							<FieldsFor roles={['marketer']} className="flex items-center gap-2">
								<input type="hidden" name="memberId" value={member.id} />
								<SelectField
									label={t('members.status', { name: member.name })}
									hideLabel
									size="sm"
									name="status"
									key={member.status}
									defaultValue={member.status}
									options={options}
								/>
								<Button type="submit" size="sm" name="act" value="move">
									{t('members.set')}
								</Button>
								<IconButton type="submit" size="sm" name="act" value="remove" icon="trash" label={t('members.remove', { name: member.name })} />
							</FieldsFor>
						</Form>
					</li>
				))}
			</ul>
			{next ? (
				<LinkButton to={`?after=${next}`} size="sm" className="w-fit">
					{t('next')}
				</LinkButton>
			) : null}
			<ForRoles roles={['marketer']}>
				<Disclosure summary={t('members.add')} open={members.length === 0}>
					<Form method="post" className="grid max-w-xl gap-4">
						<input type="hidden" name="act" value="add" />
						<TextArea label={t('members.emails')} name="emails" rows={3} hint={t('members.emailsHint')} maxLength={20_000} />
						<SelectField label={t('field.status')} name="status" options={options} />
						<Button type="submit" className="w-fit">
							{t('members.add')}
						</Button>
					</Form>
				</Disclosure>
			</ForRoles>
		</Section>
	)
}

/** What was done with the campaign, the newest first. */
export function CampaignPast({ past }: { past: readonly { action: string; by: string | null; at: string }[] }) {
	const { t } = useTranslation('crm')
	const entries = past.map(({ action, by, at }, index) => ({
		key: `${index}`,
		title: t(`campaigns.past.${action.replace('campaign.', '')}`, { name: by ?? '' }),
		when: <DateText instant={at} time />,
		tone: 'neutral' as const,
	}))
	return (
		<Section title={t('campaigns.history')}>
			{entries.length === 0 ? (
				<p className="text-sm text-ink-soft">{t('campaigns.noHistory')}</p>
			) : (
				<Timeline label={t('campaigns.history')} entries={entries} />
			)}
		</Section>
	)
}
