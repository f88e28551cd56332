import { Form } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { Badge } from '../parts/badge.tsx'
import { Button, IconButton } from '../parts/button.tsx'
import { Checkbox } from '../parts/checkbox.tsx'
import { Section } from '../parts/page-header.tsx'
import { SelectField } from '../parts/select-field.tsx'

/** As the CRM writes them; `Buyer` is whom an order names (sync-core.md section c). */
export const contactRoles = ['Buyer', 'Decision Maker', 'Influencer', 'Evaluator', 'Finance', 'Other'] as const

type Roles = { roles: { contactId: number; name: string; role: string; isPrimary: boolean }[]; people: { id: number; name: string }[] }

/** Who takes part in an opportunity and as what: without anybody, marketing does not see it. */
export function ContactRoles({ roles, people }: Roles) {
	const { t } = useTranslation('crm')
	const word = (role: string) => t(`roles.${role.toLowerCase().replaceAll(' ', '_')}`, { defaultValue: role })
	return (
		<Section title={t('roles.title')}>
			<p className="max-w-prose text-sm text-ink-soft">{t(roles.length === 0 ? 'roles.none' : 'roles.lead')}</p>
			<ul className="grid max-w-3xl">
				{roles.map(({ contactId, name, role, isPrimary }) => (
					<li key={contactId} className="flex items-center justify-between gap-4 border-b border-rule py-2 text-sm">
						<p className="flex min-w-0 flex-wrap items-center gap-x-3 gap-y-1">
							<span className="font-medium wrap-anywhere">{name}</span>
							<span className="text-ink-soft">{word(role)}</span>
							{isPrimary ? <Badge tone="accent">{t('roles.primary')}</Badge> : null}
						</p>
						<Form method="post">
							<input type="hidden" name="contactId" value={contactId} />
							<IconButton type="submit" size="sm" name="act" value="remove_role" icon="trash" label={t('roles.remove', { name })} />
						</Form>
					</li>
				))}
			</ul>
			{people.length === 0 ? null : (
				<Form method="post" className="flex flex-wrap items-end gap-3">
					<input type="hidden" name="act" value="role" />
					<SelectField label={t('object.contact')} name="contactId" options={people.map(({ id, name }) => ({ value: String(id), label: name }))} />
					<SelectField label={t('roles.role')} name="role" options={contactRoles.map((value) => ({ value, label: word(value) }))} />
					<Checkbox label={t('roles.primary')} name="primary" value="on" className="pb-2" />
					<Button type="submit">{t('roles.set')}</Button>
				</Form>
			)}
		</Section>
	)
}
