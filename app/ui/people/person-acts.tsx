import { Form } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { Badge } from '../parts/badge.tsx'
import { Button } from '../parts/button.tsx'
import { Section } from '../parts/page-header.tsx'
import { SelectField } from '../parts/select-field.tsx'
import { TextField } from '../parts/text-field.tsx'
import type { PersonView, RoomView } from './person-view.ts'
import type { Choice } from './prospect-list.tsx'

const options = (choices: readonly Choice[]) => choices.map(({ id, name }) => ({ value: String(id), label: name }))

/** What is done to her by hand: who works on her, tags, lists, where she came from. */
export function PersonActs({ person, room }: { person: PersonView; room: RoomView }) {
	const { t } = useTranslation('people')
	const owner = person.owner ?? person.queue
	const assignees = [
		...room.users.map(({ id, name }) => ({ value: `user:${id}`, label: name })),
		...room.queues.map(({ id, name }) => ({ value: `queue:${id}`, label: t('queueOf', { name }) })),
	]
	const freeLists = room.lists.filter(({ id }) => !person.lists.some((one) => one.id === id))
	return (
		<>
			<Section title={t('owner')} aside={owner ? owner.name : t('nobody')}>
				<Form method="post" className="flex flex-wrap items-end gap-2">
					<SelectField
						label={t('assignTo')}
						name="to"
						defaultValue={person.owner ? `user:${person.owner.id}` : person.queue ? `queue:${person.queue.id}` : ''}
						options={[{ value: '', label: t('choose') }, ...assignees]}
						className="min-w-40 flex-1"
					/>
					<Button type="submit" name="intent" value="assign">
						{t(owner ? 'reassign' : 'assign')}
					</Button>
				</Form>
			</Section>
			<Section title={t('column.tags')}>
				<Worn kind="tag" worn={person.tags.map(({ name }) => ({ key: name, name, value: name }))} />
				<Form method="post" className="flex flex-wrap items-end gap-2">
					<TextField label={t('addTag')} name="tag" list="tags" maxLength={60} autoComplete="off" className="min-w-40 flex-1" />
					<datalist id="tags">
						{room.tags.map(({ id, name }) => (
							<option key={id} value={name} />
						))}
					</datalist>
					<Button type="submit" name="intent" value="tag_add">
						{t('add')}
					</Button>
				</Form>
			</Section>
			<Section title={t('lists')}>
				<Worn kind="list" worn={person.lists.map(({ id, name, kind }) => ({ key: String(id), name, value: kind === 'static' ? String(id) : null }))} />
				{freeLists.length > 0 ? (
					<Form method="post" className="flex flex-wrap items-end gap-2">
						<SelectField label={t('addList')} name="listId" options={options(freeLists)} className="min-w-40 flex-1" />
						<Button type="submit" name="intent" value="list_add">
							{t('add')}
						</Button>
					</Form>
				) : null}
			</Section>
			<Section title={t('source')}>
				<Form method="post" className="flex flex-wrap items-end gap-2">
					<SelectField
						label={t('sourceCampaign')}
						name="campaignId"
						defaultValue={String(person.sourceCampaign?.id ?? '')}
						options={[{ value: '', label: '–' }, ...options(room.campaigns)]}
						className="min-w-40 flex-1"
					/>
					<Button type="submit" name="intent" value="source">
						{t('save')}
					</Button>
				</Form>
				{room.programs.length > 0 ? (
					<Form method="post" className="flex flex-wrap items-end gap-2">
						<SelectField label={t('enrol')} name="programId" options={options(room.programs)} className="min-w-40 flex-1" />
						<Button type="submit" name="intent" value="enrol">
							{t('begin')}
						</Button>
					</Form>
				) : null}
			</Section>
		</>
	)
}

/** What she has, each with the way to take it off; a segment keeps itself. */
function Worn({ kind, worn }: { kind: 'tag' | 'list'; worn: readonly { key: string; name: string; value: string | null }[] }) {
	const { t } = useTranslation('people')
	if (worn.length === 0) return kind === 'list' ? <p className="text-sm text-ink-soft">{t('noList')}</p> : null
	return (
		<ul className="flex flex-wrap gap-2">
			{worn.map(({ key, name, value }) => (
				<li key={key}>
					<Form method="post" className="inline-flex items-center gap-1">
						<Badge className="whitespace-normal wrap-anywhere">{value === null ? t('segmentOf', { name }) : name}</Badge>
						{value === null ? null : (
							<>
								<input type="hidden" name={kind === 'tag' ? 'tag' : 'listId'} value={value} />
								<Button type="submit" name="intent" value={`${kind}_remove`} size="sm" variant="quiet" aria-label={t('takeOff', { name })} icon="close" />
							</>
						)}
					</Form>
				</li>
			))}
		</ul>
	)
}

/** What she told somebody of the house, with the reason that a yes has to show (sync-core.md B9). */
export function ConsentForm({ optedOut }: { optedOut: boolean }) {
	const { t } = useTranslation('people')
	return (
		<Form method="post" className="grid gap-2">
			<TextField label={t('consent.reason')} name="reason" maxLength={500} required />
			<div className="flex flex-wrap gap-2">
				<Button type="submit" name="intent" value="opt_in">
					{t('consent.sayYes')}
				</Button>
				{optedOut ? null : (
					<Button type="submit" name="intent" value="opt_out">
						{t('consent.sayNo')}
					</Button>
				)}
			</div>
		</Form>
	)
}
