import { Form } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { Status, type Tone } from '../parts/badge.tsx'
import { Button } from '../parts/button.tsx'
import { DateText } from '../parts/date-text.tsx'
import { ListBody } from '../parts/list-page.tsx'
import { Section } from '../parts/page-header.tsx'
import { Table, TBody, Td, THead, Th, Tr } from '../parts/table.tsx'
import { useMay } from '../shell/roles.tsx'

type Instant = string | Date
export type GrantView = {
	id: number
	name: string | null
	email: string | null
	formName: string | null
	createdAt: Instant
	expiresAt: Instant
	revokedAt: Instant | null
	openedAt: Instant | null
	opens: number
}

const tones: Readonly<Record<string, Tone>> = { open: 'positive', expired: 'neutral', revoked: 'danger' }

const stateOf = ({ revokedAt, expiresAt }: GrantView, at: Instant) => (revokedAt ? 'revoked' : new Date(expiresAt) <= new Date(at) ? 'expired' : 'open')

/** The links to a file, each to be taken back. */
export function GrantList({
	grants,
	next,
	after,
	at,
	isOpen,
}: {
	grants: readonly GrantView[]
	next: number | null
	after: number | null
	at: Instant
	isOpen: boolean
}) {
	const { t } = useTranslation('capture')
	const mayRevoke = useMay('marketer')
	return (
		<Section
			title={t('grants.title')}
			aside={
				isOpen && mayRevoke ? (
					<Form method="post">
						<Button type="submit" name="intent" value="revoke_all" size="sm" variant="danger">
							{t('grants.revokeAll')}
						</Button>
					</Form>
				) : null
			}
		>
			<ListBody
				empty={grants.length === 0 ? <p className="text-sm text-ink-soft">{t('grants.none')}</p> : null}
				words={{ pages: t('listPages'), first: t('first'), next: t('next') }}
				after={after}
				nextAfter={next}
			>
				<Table caption={t('grants.title')} dense stacks>
					<THead>
						<tr>
							<Th>{t('column.person')}</Th>
							<Th>{t('column.form')}</Th>
							<Th>{t('status.label')}</Th>
							<Th numeric>{t('grants.until')}</Th>
							<Th numeric>{t('grants.opens')}</Th>
							<Th>
								<span className="sr-only">{t('grants.revoke')}</span>
							</Th>
						</tr>
					</THead>
					<TBody>
						{grants.map((grant) => {
							const state = stateOf(grant, at)
							return (
								<Tr key={grant.id}>
									<Td>
										<span className="font-medium">{grant.name ?? grant.email}</span>
										<span className="block wrap-anywhere text-ink-soft">{grant.email}</span>
									</Td>
									<Td label={t('column.form')} empty={!grant.formName}>
										{grant.formName ?? '–'}
									</Td>
									<Td label={t('status.label')}>
										<Status tone={tones[state] ?? 'neutral'}>{t(`grants.${state}`)}</Status>
									</Td>
									<Td label={t('grants.until')} numeric>
										<DateText instant={grant.expiresAt} />
									</Td>
									<Td label={t('grants.opens')} numeric>
										{grant.opens}
									</Td>
									<Td>
										{state === 'open' && mayRevoke ? (
											<Form method="post">
												<Button
													type="submit"
													name="intent"
													value={`revoke:${grant.id}`}
													size="sm"
													variant="quiet"
													aria-label={t('grants.revokeOf', { name: grant.name ?? grant.email })}
												>
													{t('grants.revoke')}
												</Button>
											</Form>
										) : null}
									</Td>
								</Tr>
							)
						})}
					</TBody>
				</Table>
			</ListBody>
		</Section>
	)
}
