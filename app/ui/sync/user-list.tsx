import { Form } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { Status } from '../parts/badge.tsx'
import { Button } from '../parts/button.tsx'
import { Section } from '../parts/page-header.tsx'
import { SelectField } from '../parts/select-field.tsx'
import { Table, TBody, Td, THead, Th, Tr } from '../parts/table.tsx'

type Own = readonly { id: number; name: string }[]
export type ShownUser = { outsideId: string; name: string; email: string | null; isActive: boolean; userId: number | null; isManual: boolean }
type Page = { own: Own; everybody: readonly { id: string; name: string }[]; connectorUser: { outside: string; own: string } | null }

const optionsOf = (own: Own, none: string) => [{ value: '', label: none }, ...own.map(({ id, name }) => ({ value: String(id), label: name }))]

/** Who takes what is nobody's: one of theirs, and one of ours. */
export function ConnectorUser({ page: { own, everybody, connectorUser } }: { page: Page }) {
	const { t } = useTranslation('sync')
	if (everybody.length === 0) return null
	const theirs = [{ value: '', label: t('users.choose') }, ...everybody.map(({ id, name }) => ({ value: id, label: name }))]
	return (
		<Section title={t('users.connector')} className="mb-12">
			<p className="max-w-prose text-sm text-ink-soft">{t('users.connectorText')}</p>
			<Form method="post" className="flex flex-wrap items-end gap-4" key={`${connectorUser?.outside} ${connectorUser?.own}`}>
				<SelectField label={t('users.there')} name="outside" options={theirs} defaultValue={connectorUser?.outside ?? ''} required className="w-full sm:w-64" />
				<SelectField
					label={t('users.here')}
					name="user"
					options={optionsOf(own, t('users.choose'))}
					defaultValue={connectorUser?.own ?? ''}
					required
					className="w-full sm:w-64"
				/>
				<Button type="submit" name="act" value="connector" variant={connectorUser ? 'secondary' : 'primary'}>
					{t('users.save')}
				</Button>
			</Form>
		</Section>
	)
}

/** Each of theirs with who she is here. */
export function UserList({ rows, own }: { rows: readonly ShownUser[]; own: Own }) {
	const { t } = useTranslation('sync')
	return (
		<Table caption={t('rooms.users')} dense stacks>
			<THead>
				<tr>
					<Th>{t('users.there')}</Th>
					<Th>{t('users.how')}</Th>
					<Th>{t('users.here')}</Th>
				</tr>
			</THead>
			<TBody>
				{rows.map((row) => (
					<Tr key={row.outsideId}>
						<Td>
							<span className="font-medium">{row.name}</span>
							{row.email ? <span className="block break-all text-ink-soft">{row.email}</span> : null}
						</Td>
						<Td label={t('users.how')}>
							<Found row={row} />
						</Td>
						<Td label={t('users.here')}>
							<Form method="post" className="flex flex-wrap items-end gap-2" key={String(row.userId)}>
								<input type="hidden" name="outside" value={row.outsideId} />
								<SelectField
									label={t('users.whoIs', { name: row.name })}
									hideLabel
									name="user"
									size="sm"
									options={optionsOf(own, t('users.nobody'))}
									defaultValue={row.userId === null ? '' : String(row.userId)}
									className="w-52 max-w-full"
								/>
								<Button type="submit" size="sm" name="act" value="match">
									{t('users.save')}
								</Button>
							</Form>
						</Td>
					</Tr>
				))}
			</TBody>
		</Table>
	)
}

function Found({ row: { userId, isManual, isActive } }: { row: ShownUser }) {
	const { t } = useTranslation('sync')
	if (userId !== null) return <Status tone="positive">{t(isManual ? 'users.byHand' : 'users.byMail')}</Status>
	return <Status tone={isActive ? 'warning' : 'neutral'}>{t(isActive ? 'users.open' : 'users.left')}</Status>
}
