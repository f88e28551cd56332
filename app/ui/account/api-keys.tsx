import { Form, useNavigation } from '@remix-run/react'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { Instant } from '../format/date.ts'
import { useReader } from '../format/locale.tsx'
import { Status } from '../parts/badge.tsx'
import { Banner } from '../parts/banner.tsx'
import { Button } from '../parts/button.tsx'
import { Checkbox, ChoiceGroup } from '../parts/checkbox.tsx'
import { DateText } from '../parts/date-text.tsx'
import { EmptyState } from '../parts/empty-state.tsx'
import { Section } from '../parts/page-header.tsx'
import { SelectField } from '../parts/select-field.tsx'
import { Table, TBody, Td, THead, Th, Tr } from '../parts/table.tsx'
import { TextField } from '../parts/text-field.tsx'
import { RefusalList } from './refusal-list.tsx'

export type KeyRow = {
	id: number
	name: string
	prefix: string
	scopes: readonly string[]
	requestsPerMinute: number
	holder: string
	accountName: string | null
	expiresAt: Instant | null
	lastUsedAt: Instant | null
	state: 'live' | 'expired' | 'revoked'
}

/** What the last act of this page came to: a key that is shown this once, one that was ended, or what was refused with what was typed. */
export type KeyAnswer =
	| { kind: 'made'; name: string; key: string }
	| { kind: 'revoked'; name: string }
	| { kind: 'refused'; refusals: readonly { code: string; facts: Record<string, unknown> }[]; name: string; scopes: readonly string[] }

const tones = { live: 'positive', expired: 'warning', revoked: 'neutral' } as const
const textKey = (scope: string) => `scope.${scope.replaceAll(/[:.]/g, '_')}`

/** What a scope allows, in words; one that this version does not know stands as it is. */
function useScopeWords() {
	const { t, i18n } = useTranslation('api')
	return (scope: string) => (i18n.exists(textKey(scope), { ns: 'api' }) ? t(textKey(scope)) : scope)
}

/** Says what came of the last act; a fresh key stands here and nowhere else. */
export function KeyNews({ answer }: { answer: KeyAnswer | undefined }) {
	const { t } = useTranslation('api')
	const place = useRef<HTMLDivElement>(null)
	const shown = answer?.kind === 'made' ? answer.key : null
	// The form stands below the list: what was made must not be looked for.
	useEffect(() => {
		if (shown) place.current?.focus()
	}, [shown])
	if (!answer) return null
	if (answer.kind === 'refused') return <RefusalList title={t('keys.refused')} refusals={answer.refusals} />
	if (answer.kind === 'revoked')
		return (
			<Banner tone="info" live>
				{t('keys.revoked', { name: answer.name })}
			</Banner>
		)
	return (
		<div ref={place} tabIndex={-1} className="scroll-mt-24 outline-none">
			<Banner tone="positive" title={t('keys.made', { name: answer.name })} live>
				<code className="mt-1 block font-mono text-sm break-all select-all">{answer.key}</code>
			</Banner>
		</div>
	)
}

export function KeyTable({ keys, mayChange, showsHolder }: { keys: readonly KeyRow[]; mayChange: boolean; showsHolder: boolean }) {
	const { t } = useTranslation('api')
	return (
		<Table caption={t('keys.title')} stacks>
			<THead>
				<Tr>
					<Th>{t('keys.name')}</Th>
					{showsHolder ? <Th>{t('keys.holder')}</Th> : null}
					<Th>{t('keys.scopes')}</Th>
					<Th>{t('keys.state')}</Th>
					<Th numeric>{t('keys.lastUsed')}</Th>
					<Th numeric>{t('keys.ends')}</Th>
					{mayChange ? (
						<Th>
							<span className="sr-only">{t('keys.revoke')}</span>
						</Th>
					) : null}
				</Tr>
			</THead>
			<TBody>
				{keys.map((key) => (
					<KeyLine key={key.id} row={key} mayChange={mayChange} showsHolder={showsHolder} />
				))}
			</TBody>
		</Table>
	)
}

function KeyLine({ row, mayChange, showsHolder }: { row: KeyRow; mayChange: boolean; showsHolder: boolean }) {
	const { t } = useTranslation('api')
	const words = useScopeWords()
	const { locale } = useReader()
	return (
		<Tr className={row.state === 'live' ? undefined : 'text-ink-soft'}>
			<Th scope="row">
				{row.name}
				<span className="block font-mono text-xs font-normal text-ink-soft">{row.prefix}…</span>
			</Th>
			{showsHolder ? (
				<Td label={t('keys.holder')}>
					{row.accountName ?? t('keys.house')}
					<span className="block text-xs text-ink-soft">{row.holder}</span>
				</Td>
			) : null}
			<Td label={t('keys.scopes')} className="min-w-48">
				{new Intl.ListFormat(locale, { type: 'unit', style: 'short' }).format(row.scopes.map(words))}
				<span className="block text-xs text-ink-soft">{t('keys.pace', { count: row.requestsPerMinute })}</span>
			</Td>
			<Td label={t('keys.state')}>
				<Status tone={tones[row.state]}>{t(`keys.state_${row.state}`)}</Status>
			</Td>
			<Td label={t('keys.lastUsed')} numeric>
				{row.lastUsedAt ? <DateText instant={row.lastUsedAt} /> : <span className="text-ink-soft">{t('keys.never')}</span>}
			</Td>
			<Td label={t('keys.ends')} numeric>
				{row.expiresAt ? <DateText instant={row.expiresAt} /> : <span className="text-ink-soft">{t('keys.noEnd')}</span>}
			</Td>
			{mayChange ? (
				<Td className="text-right">
					{row.state === 'live' ? (
						<Form method="post">
							<input type="hidden" name="keyId" value={row.id} />
							<Button type="submit" size="sm" variant="quiet" name="intent" value="revoke" aria-label={t('keys.revokeNamed', { name: row.name })}>
								{t('keys.revoke')}
							</Button>
						</Form>
					) : null}
				</Td>
			) : null}
		</Tr>
	)
}

/** A name, what the key may do, and when it ends. What was refused keeps what was typed. */
export function KeyForm({ scopes, answer }: { scopes: readonly string[]; answer: KeyAnswer | undefined }) {
	const { t } = useTranslation('api')
	const words = useScopeWords()
	const navigation = useNavigation()
	const typed = answer?.kind === 'refused' ? answer : null
	const isBusy = navigation.state !== 'idle' && navigation.formData?.get('intent') === 'make'
	return (
		<Section title={t('keys.makeTitle')}>
			{/* A key that was made leaves an empty form behind. */}
			<Form method="post" key={answer?.kind === 'made' ? answer.key : 'form'} className="grid max-w-md gap-6">
				<TextField label={t('keys.name')} hint={t('keys.nameHint')} name="name" defaultValue={typed?.name} maxLength={80} required />
				<ChoiceGroup legend={t('keys.scopes')}>
					{scopes.map((scope) => (
						<Checkbox key={scope} name="scope" value={scope} label={words(scope)} defaultChecked={typed?.scopes.includes(scope) ?? false} />
					))}
				</ChoiceGroup>
				<SelectField
					label={t('keys.days')}
					name="days"
					defaultValue="365"
					options={['90', '365', '0'].map((value) => ({ value, label: t(`keys.day_${value}`) }))}
				/>
				<Button type="submit" variant="primary" name="intent" value="make" pending={isBusy} className="w-fit">
					{t('keys.make')}
				</Button>
			</Form>
		</Section>
	)
}

export function NoKeys({ isSearch, mayChange = true }: { isSearch: boolean; mayChange?: boolean }) {
	const { t } = useTranslation('api')
	return isSearch ? (
		<EmptyState title={t('keys.nothing')} />
	) : (
		<EmptyState title={t('keys.empty')}>{t(mayChange ? 'keys.emptyText' : 'keys.onlyOwner')}</EmptyState>
	)
}
