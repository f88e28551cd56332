import { Form, Link } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { Button } from '../parts/button.tsx'
import { cn } from '../parts/cn.ts'
import { Section } from '../parts/page-header.tsx'
import { TextArea, TextField } from '../parts/text-field.tsx'

export type ShownKeyField = {
	name: string
	kind: 'address' | 'text' | 'secret' | 'pem'
	isOptional?: true
	way?: string
	value?: string | null
	isThere?: boolean
}
type ShownSystem = { name: string; role: 'crm' | 'ma'; ways: readonly string[]; keyFields: readonly ShownKeyField[] }
type Typed = { name: string; key: Readonly<Record<string, string>>; sharePercent: number | null }

type ConnectProps = { systems: readonly ShownSystem[]; chosen: ShownSystem | null; way: string | null; typed: Typed | null }

/** First which system, then how it lets us in, then its key. */
export function ConnectForm({ systems, chosen, way, typed }: ConnectProps) {
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
			{chosen ? <KeyForm key={`${chosen.name} ${way}`} system={chosen} way={chosen.ways.find((one) => one === way) ?? chosen.ways[0]} typed={typed} /> : null}
		</div>
	)
}

function KeyForm({ system, way, typed }: { system: ShownSystem; way: string | undefined; typed: Typed | null }) {
	const { t } = useTranslation('sync')
	return (
		<Section title={t('connect.key')}>
			<Ways ways={system.ways} way={way} hrefOf={(one) => `/admin/sync/new?system=${system.name}&way=${one}`} />
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
				<KeyFields
					way={way}
					fields={system.keyFields.filter((field) => !field.way || field.way === way).map((field) => ({ ...field, value: typed?.key[field.name] ?? '' }))}
					isNew
				/>
				<p className="max-w-prose text-sm text-ink-soft">{t('connect.paused')}</p>
				<Button type="submit" variant="primary" className="w-fit">
					{t('connect.try')}
				</Button>
			</Form>
		</Section>
	)
}

/** How we sign in, where the system lets one choose. */
export function Ways({ ways, way, hrefOf }: { ways: readonly string[]; way: string | undefined; hrefOf: (way: string) => string }) {
	const { t } = useTranslation('sync')
	if (ways.length < 2) return null
	return (
		<nav aria-label={t('connect.ways')} className="mb-4 grid gap-2">
			<p className="text-sm font-medium">{t('connect.ways')}</p>
			<ul className="grid gap-3 sm:grid-cols-2">
				{ways.map((one) => (
					<li key={one}>
						<Link
							to={hrefOf(one)}
							preventScrollReset
							aria-current={one === way ? 'true' : undefined}
							className={cn(
								'grid h-full content-start gap-1 rounded-md border px-4 py-3 no-underline transition-colors hover:border-accent',
								one === way ? 'border-accent bg-sunken' : 'border-rule',
							)}
						>
							<span className="text-sm font-medium text-ink">{t(`way.${one}.name`)}</span>
							<span className="text-sm text-ink-soft">{t(`way.${one}.text`)}</span>
						</Link>
					</li>
				))}
			</ul>
		</nav>
	)
}

type KeyFieldsProps = { fields: readonly ShownKeyField[]; way: string | undefined; isNew?: boolean }

/** The parts of a key. A secret that is there is never shown; left blank it stays. */
export function KeyFields({ fields, way, isNew = false }: KeyFieldsProps) {
	return (
		<div className="grid gap-5 lg:grid-cols-2">
			{way ? <input type="hidden" name="key:way" value={way} /> : null}
			{fields.map((field) => (
				<KeyPart key={field.name} field={field} way={way} isNew={isNew} />
			))}
		</div>
	)
}

type KeyPartProps = { field: ShownKeyField; way: string | undefined; isNew: boolean }

function KeyPart({ field: { name, kind, isOptional, value, isThere }, way, isNew }: KeyPartProps) {
	const { t } = useTranslation('sync')
	const isHidden = kind === 'secret' || kind === 'pem'
	const shared = {
		label: t(`keyField.${name}`),
		hint: isHidden && isThere ? t('connect.keeps') : t([`keyHint.${name}_${way}`, `keyHint.${name}`]),
		aside: isOptional ? t('connect.optional') : undefined,
		...{ name: `key:${name}`, spellCheck: false, defaultValue: value ?? '', required: isNew && !isOptional, maxLength: 4000 },
	}
	if (kind === 'pem') return <TextArea {...shared} rows={6} autoComplete="off" className="lg:col-span-2" inputClassName="font-mono" />
	return (
		<TextField
			{...shared}
			type={kind === 'secret' ? 'password' : 'text'}
			inputMode={kind === 'address' ? 'url' : undefined}
			placeholder={kind === 'address' ? 'https://' : undefined}
			autoComplete={kind === 'secret' ? 'new-password' : 'off'}
		/>
	)
}
