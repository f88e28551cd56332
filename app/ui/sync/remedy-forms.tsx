import { Form } from '@remix-run/react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Button, TextLink } from '../parts/button.tsx'
import { TextField } from '../parts/text-field.tsx'
import type { ShownGroup } from './shown-group.ts'

/** What the page itself can do; the other remedies are said. */
const typing: Readonly<Record<string, 'edit' | 'map' | 'fallback'>> = { edit_value: 'edit', map_value: 'map', set_fallback: 'fallback' }
const pressed: Readonly<Record<string, 'truncate' | 'blank'>> = { truncate_in_mapping: 'truncate', blank_value: 'blank' }
const inMapping = ['add_transform', 'change_target', 'map_field', 'widen_field', 'choose_winner']

/** What was typed into a remedy and refused: it stands there again. */
export type TypedRemedy = { group: string; remedy: { act: string; value?: string } }
type FormsProps = { group: ShownGroup; connectionId: number; typed: TypedRemedy | null }

/** Everything that helps against one cause, for every record that has it. */
export function RemedyForms({ group, connectionId, typed }: FormsProps) {
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
					<Remedy {...{ remedy, group, connectionId, typed }} />
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

function Remedy({ remedy, group, connectionId, typed }: FormsProps & { remedy: string }) {
	const { t } = useTranslation('sync')
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
	return (
		<p className="max-w-prose text-ink-soft">
			{t(`remedy.${remedy}`)} {inMapping.includes(remedy) ? <TextLink to={`/admin/sync/${connectionId}/mapping`}>{t('rooms.mapping')}</TextLink> : null}
			{remedy === 'open_rule' ? <TextLink to="/admin/validation-rules">{t('remedy.toRules')}</TextLink> : null}
		</p>
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
