import { Form } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { useReader } from '../format/locale.tsx'
import { countryName } from '../format/place-name.ts'
import { Badge, Status } from '../parts/badge.tsx'
import { Button, TextLink } from '../parts/button.tsx'
import { Section } from '../parts/page-header.tsx'
import { Table, TBody, Td, THead, Th, Tr } from '../parts/table.tsx'
import { CertificateTable, type OwnCertificate } from './certificates.tsx'

type Store = {
	id: number
	code: string
	name: string
	line1: string
	line2: string | null
	city: string
	region: string | null
	postalCode: string
	country: string
	instructions: string | null
	isDefault: boolean
}

export function Stores({ locations, mayChange }: { locations: readonly Store[]; mayChange: boolean }) {
	const { t } = useTranslation('account')
	const { locale } = useReader()
	return (
		<Section title={t('stores.title')} aside={t('stores.count', { count: locations.length })}>
			<ul className="grid gap-x-8 sm:grid-cols-2">
				{locations.map((store) => (
					<li key={store.id} className="grid content-start gap-1 border-b border-rule py-4 text-sm">
						<p className="flex flex-wrap items-center gap-2 font-medium">
							{store.name} <span className="font-normal text-ink-soft">{store.code}</span>
							{store.isDefault ? <Badge tone="accent">{t('stores.default')}</Badge> : null}
						</p>
						<p className="text-ink-soft">
							{[store.line1, store.line2, [store.postalCode, store.city].filter(Boolean).join(' '), store.region, countryName(store.country, locale)]
								.filter(Boolean)
								.join(', ')}
						</p>
						{store.instructions ? <p>{store.instructions}</p> : null}
						{mayChange && !store.isDefault ? (
							<Form method="post">
								<input type="hidden" name="location" value={store.id} />
								<Button type="submit" name="intent" value="store" variant="quiet" size="sm" className="-ml-3">
									{t('stores.makeDefault')}
								</Button>
							</Form>
						) : null}
					</li>
				))}
			</ul>
		</Section>
	)
}

type Person = { id: number; name: string; email: string | null; title: string | null; role: string; mayBuy: boolean }

export function People({ people, ownId }: { people: readonly Person[]; ownId: number | null }) {
	const { t } = useTranslation('account')
	return (
		<Section title={t('people.title')}>
			<Table caption={t('people.title')} stacks>
				<THead>
					<tr>
						<Th>{t('people.name')}</Th>
						<Th>{t('people.role')}</Th>
						<Th className="hidden sm:table-cell">{t('people.signIn')}</Th>
					</tr>
				</THead>
				<TBody>
					{people.map((person) => (
						<Tr key={person.id}>
							<Td label={t('people.name')}>
								<span className="font-medium">{person.name}</span> {person.id === ownId ? <Badge>{t('people.you')}</Badge> : null}
								<span className="block wrap-anywhere text-ink-soft">{[person.title, person.email].filter(Boolean).join(' · ')}</span>
							</Td>
							<Td label={t('people.role')}>{t(`role.${person.role}`)}</Td>
							<Td label={t('people.signIn')} className="hidden sm:table-cell">
								<Status tone={person.mayBuy ? 'positive' : 'neutral'}>{t(person.mayBuy ? 'people.maySignIn' : 'people.noSignIn')}</Status>
							</Td>
						</Tr>
					))}
				</TBody>
			</Table>
		</Section>
	)
}

/** Where it is exempt, with the way to hand in a paper. */
export function Certificates({ certificates, today }: { certificates: readonly OwnCertificate[]; today: string }) {
	const { t } = useTranslation('account')
	return (
		<Section title={t('certificates.title')} aside={<TextLink to="/company/certificates">{t('certificates.upload')}</TextLink>}>
			{certificates.length === 0 ? (
				<p className="text-sm text-ink-soft">{t('certificates.none')}</p>
			) : (
				<CertificateTable certificates={certificates} today={today} />
			)}
		</Section>
	)
}
