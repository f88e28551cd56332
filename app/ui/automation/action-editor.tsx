import type { TFunction } from 'i18next'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { actionFields, actionKinds } from '../../engine/marketing/action.ts'
import { wordsIn } from '../crm/words.tsx'
import { useReader } from '../format/locale.tsx'
import { Button } from '../parts/button.tsx'
import { type Option, SelectField } from '../parts/select-field.tsx'
import { DateField, TextField } from '../parts/text-field.tsx'
import type { Choice } from '../people/prospect-list.tsx'
import type { AskRoom } from './asked-field.ts'
import { type ActionRow, mostRows } from './read-automation-form.ts'

export type DoRoom = AskRoom & { users: Choice[]; groups: Choice[]; queues: Choice[]; programs: Choice[] }

const options = (choices: readonly Choice[]): Option[] => choices.map(({ id, name }) => ({ value: String(id), label: name }))
const empty: ActionRow = { kind: '', value: '', more: '' }

/** What is done, in its order. */
export function ActionEditor({ actions, room }: { actions: readonly ActionRow[]; room: DoRoom }) {
	const { t } = useTranslation('automation')
	const [rows, setRows] = useState<readonly ActionRow[]>([...actions, ...(actions.length === 0 ? [empty] : [])])
	const change = (place: number, row: ActionRow) => setRows(rows.map((one, n) => (n === place ? row : one)))
	return (
		<fieldset className="@container grid gap-4">
			<legend className="sr-only">{t('action.title')}</legend>
			<ol className="grid gap-3">
				{rows.map((row, place) => (
					<li
						// biome-ignore lint/suspicious/noArrayIndexKey: a row is its place; rows are only added at the end or emptied.
						key={place}
						className="grid gap-2 border-b border-rule pb-3 @lg:grid-cols-2 @lg:items-end @3xl:grid-cols-[minmax(0,16rem)_minmax(0,1fr)_minmax(0,14rem)]"
					>
						<SelectField
							label={t('action.what')}
							name={`do-${place}`}
							value={row.kind}
							onChange={({ target }) => change(place, { ...empty, kind: target.value })}
							options={[{ value: '', label: t('action.nothing') }, ...actionKinds.map((value) => ({ value, label: t(`action.${value}`) }))]}
						/>
						<With row={row} place={place} room={room} onRow={(next) => change(place, next)} />
					</li>
				))}
			</ol>
			{rows.length < mostRows ? (
				<Button size="sm" icon="plus" className="justify-self-start" onClick={() => setRows([...rows, empty])}>
					{t('action.more')}
				</Button>
			) : null}
		</fieldset>
	)
}

type WithProps = { row: ActionRow; place: number; room: DoRoom; onRow: (row: ActionRow) => void }

/** What an action is done with: one of something, or words. */
function With({ row, place, room, onRow }: WithProps) {
	const { t } = useTranslation(['automation', 'people'])
	const { locale } = useReader()
	if (row.kind === '' || row.kind === 'allow_recreate') return null
	const choices = withOf(row.kind, room, t, locale)
	const own = row.kind === 'field' ? room.defs.find(({ name }) => row.value === `custom.${name}`) : undefined
	const more = row.kind === 'task' ? 'dueDays' : row.kind === 'field' ? 'value' : row.kind === 'campaign_member' ? 'status' : null
	return (
		<>
			{choices ? (
				<SelectField
					label={t('action.with')}
					name={`with-${place}`}
					value={row.value}
					onChange={({ target }) => onRow({ ...row, value: target.value, more: row.kind === 'field' ? '' : row.more })}
					options={[{ value: '', label: '–' }, ...choices]}
				/>
			) : (
				<TextField
					label={t(row.kind === 'score' ? 'action.points' : row.kind === 'task' ? 'action.subject' : row.kind === 'webhook' ? 'action.url' : 'action.tag')}
					name={`with-${place}`}
					value={row.value}
					onChange={({ target }) => onRow({ ...row, value: target.value })}
					autoComplete="off"
					maxLength={500}
				/>
			)}
			{own ? (
				<OwnValue def={own} label={t('action.value')} name={`more-${place}`} value={row.more} onValue={(value) => onRow({ ...row, more: value })} />
			) : more ? (
				<TextField
					label={t(`action.${more}`)}
					name={`more-${place}`}
					value={row.more}
					onChange={({ target }) => onRow({ ...row, more: target.value })}
					autoComplete="off"
					maxLength={200}
				/>
			) : null}
		</>
	)
}

type OwnProps = { def: DoRoom['defs'][number]; label: string; name: string; value: string; onValue: (value: string) => void }

/** What goes into a field of the house's own, as its kind wants it; blank clears it. */
function OwnValue({ def: { type, choices, length }, label, name, value, onValue }: OwnProps) {
	const { t } = useTranslation(['automation', 'crm'])
	const shared = { label, name, value, onChange: ({ target }: { target: { value: string } }) => onValue(target.value) }
	if (type === 'boolean')
		return <SelectField {...shared} options={['', 'true', 'false'].map((one) => ({ value: one, label: one ? t(`crm:yesNo.${one}`) : t('action.blank') }))} />
	if (type === 'picklist')
		return <SelectField {...shared} options={[{ value: '', label: t('action.blank') }, ...(choices ?? []).map((one) => ({ value: one, label: one }))]} />
	if (type === 'date') return <DateField {...shared} />
	if (type === 'multipicklist') return <TextField {...shared} hint={t('action.severalHint', { choices: (choices ?? []).join(', ') })} autoComplete="off" />
	return <TextField {...shared} inputMode={type === 'number' ? 'decimal' : 'text'} autoComplete="off" maxLength={length ?? 4000} />
}

type Translate = TFunction<readonly ['automation', 'people']>

function withOf(kind: string, room: DoRoom, t: Translate, locale: string): Option[] | null {
	if (kind === 'list_add' || kind === 'list_remove') return options(room.lists)
	if (kind === 'campaign_member') return options(room.crmCampaigns)
	if (kind === 'source_campaign') return options(room.campaigns)
	if (kind === 'notify') return options(room.users)
	if (kind === 'enrol') return options(room.programs)
	if (kind === 'field')
		return [
			...actionFields.map((value) => ({ value, label: t(`people:field.${value}`) })),
			...room.defs.map(({ name, labels }) => ({ value: `custom.${name}`, label: wordsIn(labels, locale) })),
		]
	if (kind !== 'assign') return null
	return [
		{ value: 'rule', label: t('action.byRule') },
		...room.users.map(({ id, name }) => ({ value: `user:${id}`, label: name })),
		...room.groups.map(({ id, name }) => ({ value: `group:${id}`, label: t('people:groupOf', { name }) })),
		...room.queues.map(({ id, name }) => ({ value: `queue:${id}`, label: t('people:queueOf', { name }) })),
	]
}
