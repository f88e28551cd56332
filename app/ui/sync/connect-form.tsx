import { Form, Link } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { Button } from '../parts/button.tsx'
import { cn } from '../parts/cn.ts'
import { Section } from '../parts/page-header.tsx'
import { TextField } from '../parts/text-field.tsx'

export type ShownKeyField = { name: string; kind: 'address' | 'text' | 'secret'; isOptional?: true; value?: string | null; isThere?: boolean }
type ShownSystem = { name: string; role: 'crm' | 'ma'; keyFields: readonly ShownKeyField[] }
type Typed = { name: string; key: Readonly<Record<string, string>>; sharePercent: number | null }

/** First which system, then its key. */
export function ConnectForm({ systems, chosen, typed }: { systems: readonly ShownSystem[]; chosen: ShownSystem | null; typed: Typed | null }) {
	const { t } = useTranslation('sync')
	return (
		<div className="grid max-w-3xl gap-12">
			<Section title={t('connect.which')}>
				<ul className="grid gap-3 sm:grid-cols-2">
					{systems.map(({ name, role }) => (
						<li key={name}>
							<Link
								to={`/admin/sync/new?system=${name}`}
								aria-current={name === chosen?.name ? 'true' : undefined}
								className={cn(
									'grid h-full gap-1 rounded-md border px-4 py-3 no-underline transition-colors hover:border-accent',
									name === chosen?.name ? 'border-accent bg-sunken' : 'border-rule',
								)}
							>
								<span className="font-medium text-ink">{t(`system.${name}`)}</span>
								<span className="text-sm text-ink-soft">{t(`connect.as.${role}`)}</span>
							</Link>
						</li>
					))}
				</ul>
			</Section>
			{chosen ? <KeyForm key={chosen.name} system={chosen} typed={typed} /> : null}
		</div>
	)
}

function KeyForm({ system, typed }: { system: ShownSystem; typed: Typed | null }) {
	const { t } = useTranslation('sync')
	return (
		<Section title={t('connect.key')}>
			<Form method="post" className="grid gap-6" autoComplete="off">
				<input type="hidden" name="system" value={system.name} />
				<div className="grid gap-5 lg:grid-cols-2">
					<TextField label={t('connect.name')} name="name" defaultValue={typed?.name ?? t(`system.${system.name}`)} required maxLength={80} />
					<TextField
						label={t('connect.share')}
						hint={t('connect.shareHint')}
						name="share"
						inputMode="numeric"
						pattern="\d{1,3}"
						defaultValue={typed?.sharePercent ?? 50}
						required
					/>
				</div>
				<KeyFields fields={system.keyFields.map((field) => ({ ...field, value: typed?.key[field.name] ?? '' }))} isNew />
				<p className="max-w-prose text-sm text-ink-soft">{t('connect.paused')}</p>
				<Button type="submit" variant="primary" className="w-fit">
					{t('connect.try')}
				</Button>
			</Form>
		</Section>
	)
}

/** The parts of a key. A secret that is there is never shown; left blank it stays. */
export function KeyFields({ fields, isNew = false }: { fields: readonly ShownKeyField[]; isNew?: boolean }) {
	const { t } = useTranslation('sync')
	return (
		<div className="grid gap-5 lg:grid-cols-2">
			{fields.map(({ name, kind, isOptional, value, isThere }) => (
				<TextField
					key={name}
					label={t(`keyField.${name}`)}
					hint={kind === 'secret' && isThere ? t('connect.keeps') : t(`keyHint.${name}`)}
					aside={isOptional ? t('connect.optional') : undefined}
					name={`key:${name}`}
					type={kind === 'secret' ? 'password' : 'text'}
					inputMode={kind === 'address' ? 'url' : undefined}
					placeholder={kind === 'address' ? 'https://' : undefined}
					autoComplete={kind === 'secret' ? 'new-password' : 'off'}
					spellCheck={false}
					defaultValue={value ?? ''}
					required={isNew && !isOptional}
					maxLength={4000}
				/>
			))}
		</div>
	)
}
