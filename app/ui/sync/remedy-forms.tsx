import { Form } from '@remix-run/react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Button, TextLink } from '../parts/button.tsx'
import { TextField } from '../parts/text-field.tsx'
import { useListHref } from '../parts/use-list-href.ts'
import { placeOf, roomOf } from './merge-room.tsx'
import type { ShownGroup } from './shown-group.ts'

/** What the page itself can do. */
const typing: Readonly<Record<string, 'edit' | 'map' | 'fallback'>> = { edit_value: 'edit', map_value: 'map', set_fallback: 'fallback' }
const pressed: Readonly<Record<string, 'truncate' | 'blank' | 'unfreeze' | 'rest' | 'again' | 'allow_duplicate'>> = {
	...{ truncate_in_mapping: 'truncate', blank_value: 'blank', unfreeze: 'unfreeze', allow_duplicate: 'allow_duplicate' },
	...{ archive: 'rest', allow_recreate: 'again', relink: 'again' },
}
/** What is done in the other system, and tried again from here. */
const elsewhere = ['widen_field', 'several_currencies', 'add_value', 'restore', 'grant_right', 'ask_admin']

type Room = { to: string; label: string }

/** Where a remedy is done that this page cannot do. `isOurs`: the side that refused is our own. */
function roomsOf(remedy: string, connectionId: number, { isOurs, object }: { isOurs: boolean; object: string }): Room[] {
	const at = (room: string) => `/admin/sync/${connectionId}/${room}`
	const mapping = { to: at('mapping'), label: 'rooms.mapping' }
	const rooms: Readonly<Record<string, readonly Room[]>> = {
		...{ add_transform: [mapping], change_target: [mapping], map_field: [mapping], choose_winner: [mapping] },
		...{ require_on_form: [{ to: '/marketing/forms', label: 'remedy.toForms' }], resolve_parent: [{ to: at('records'), label: 'rooms.records' }] },
		...{ raise_cap: [{ to: at('records'), label: 'rooms.records' }], change_filter: [{ to: at('scope'), label: 'rooms.scope' }] },
		...{ route_to_queue: [{ to: at('users'), label: 'rooms.users' }], set_fallback_owner: [{ to: at('users'), label: 'rooms.users' }] },
		...{ raise_share: [{ to: at('setup'), label: 'rooms.setup' }], connect_again: [{ to: at('setup'), label: 'rooms.setup' }] },
		merge: [{ to: placeOf(roomOf(object), 'duplicates'), label: 'remedy.toTwins' }],
		add_mail: [{ to: '/marketing/prospects', label: 'remedy.toPeople' }],
	}
	const rule = [{ to: '/admin/validation-rules', label: 'remedy.toRules' }]
	const fields = [{ to: '/admin/fields', label: 'remedy.toFields' }]
	if (isOurs && (remedy === 'open_rule' || remedy === 'exempt_sync_user')) return rule
	if (isOurs && (remedy === 'widen_field' || remedy === 'add_value')) return fields
	return [...(rooms[remedy] ?? [])]
}

/** What was typed into a remedy and refused: it stands there again. */
export type TypedRemedy = { group: string; remedy: { act: string; value?: string } }
type FormsProps = { group: ShownGroup; connectionId: number; outside: 'crm' | 'ma' | null; typed: TypedRemedy | null }

/** Everything that helps against one cause, for every record that has it. */
export function RemedyForms({ group, connectionId, outside, typed }: FormsProps) {
	const { t } = useTranslation('sync')
	const known = group.remedies.filter((remedy) => remedy !== 'retry_now' && remedy !== 'suggest_mail')
	return (
		<ul className="grid gap-4">
			{group.suggestion ? (
				<li>
					<Form method="post" className="flex flex-wrap items-center gap-3">
						<input type="hidden" name="group" value={group.key} />
						<input type="hidden" name="value" value={group.suggestion} />
						<Button type="submit" size="sm" name="act" value="edit" className="h-auto min-h-8 max-w-full py-1 text-left whitespace-normal wrap-anywhere">
							{t('remedy.take', { value: group.suggestion })}
						</Button>
					</Form>
				</li>
			) : null}
			{known.map((remedy) => (
				<li key={remedy}>
					<Remedy {...{ remedy, group, connectionId, outside, typed }} />
				</li>
			))}
			<li>
				<Pressed group={group} act="retry">
					{t('remedy.retry', { count: group.count })}
				</Pressed>
			</li>
		</ul>
	)
}

function Remedy({ remedy, group, connectionId, outside, typed }: FormsProps & { remedy: string }) {
	const { t } = useTranslation('sync')
	const href = useListHref()
	const act = typing[remedy]
	const before = typed?.remedy.act === act ? typed?.remedy.value : undefined
	if (act)
		return (
			<Form method="post" className="flex flex-wrap items-end gap-3">
				<input type="hidden" name="group" value={group.key} />
				<TextField
					label={t(`remedy.${remedy}`)}
					name="value"
					size="sm"
					defaultValue={before ?? (act === 'edit' && typeof group.value === 'string' ? group.value : '')}
					maxLength={2000}
					required
					className="w-full sm:w-80"
				/>
				<Button type="submit" size="sm" name="act" value={act}>
					{t('remedy.apply')}
				</Button>
			</Form>
		)
	const press = pressed[remedy]
	if (press)
		return (
			<Pressed group={group} act={press}>
				{t(`remedy.${remedy}`)}
			</Pressed>
		)
	const isOurs = group.side !== outside
	const isThere = !isOurs && (elsewhere.includes(remedy) || remedy === 'open_rule' || remedy === 'exempt_sync_user')
	return (
		<div className="grid justify-items-start gap-1.5">
			<p className="max-w-prose text-ink-soft">
				{t(`remedy.${remedy}`)}
				{roomsOf(remedy, connectionId, { isOurs, object: group.object }).map(({ to, label }) => (
					<span key={to}>
						{' '}
						<TextLink to={to}>{t(label)}</TextLink>
					</span>
				))}
				{remedy === 'link_candidate' ? (
					<>
						{' '}
						<TextLink to={`${href({ group: group.key })}#error-records`}>{t('remedy.toCandidates')}</TextLink>
					</>
				) : null}
			</p>
			{isThere ? (
				<Pressed group={group} act="retry">
					{t('remedy.doneThere')}
				</Pressed>
			) : null}
		</div>
	)
}

function Pressed({ group, act, children }: { group: ShownGroup; act: string; children: ReactNode }) {
	return (
		<Form method="post">
			<input type="hidden" name="group" value={group.key} />
			<Button type="submit" size="sm" name="act" value={act}>
				{children}
			</Button>
		</Form>
	)
}
