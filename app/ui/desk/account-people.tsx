import { Form, Link } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { useReader } from '../format/locale.tsx'
import { countryName } from '../format/place-name.ts'
import { Badge } from '../parts/badge.tsx'
import { Button } from '../parts/button.tsx'
import { DayText } from '../parts/date-text.tsx'
import { Section } from '../parts/page-header.tsx'
import { Table, TBody, Td, THead, Th, Tr } from '../parts/table.tsx'

type Person = {
	id: number
	name: string
	title: string | null
	email: string | null
	phone: string | null
	role: string
	isActive: boolean
	prospectId: number | null
	score: number | null
	grade: string | null
}

/** Whom one may talk to, and shop as. */
export function AccountPeople({ people, account, mayShopAs }: { people: readonly Person[]; account: { id: number; isPerson: boolean }; mayShopAs: boolean }) {
	const { t } = useTranslation('desk')
	return (
		<Section title={t(account.isPerson ? 'people.one' : 'people.title')}>
			{people.length === 0 ? <p className="text-sm text-ink-soft">{t('people.none')}</p> : null}
			<ul className="grid">
				{people.map((person) => (
					<li key={person.id} className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 border-b border-rule py-3 text-sm first:pt-0">
						<div className="grid gap-0.5">
							<p className="flex flex-wrap items-center gap-2">
								<Link
									to={account.isPerson ? `/desk/records/account/${account.id}` : `/desk/records/contact/${person.id}`}
									className="font-medium hover:underline"
								>
									{person.name}
								</Link>
								<span className="text-ink-soft">{person.title ?? (account.isPerson ? t('kind.person') : t(`people.role.${person.role}`))}</span>
								{person.prospectId ? (
									<Link to={`/marketing/people/${person.prospectId}`} className="hover:underline">
										<Badge>{t('people.score', { score: person.score ?? 0, grade: person.grade })}</Badge>
									</Link>
								) : null}
								{person.isActive ? null : <Badge tone="warning">{t('people.inactive')}</Badge>}
							</p>
							<p className="flex flex-wrap gap-x-4 text-ink-soft">
								{person.email ? <a href={`mailto:${person.email}`}>{person.email}</a> : null}
								{person.phone ? <a href={`tel:${person.phone.replaceAll(/[^\d+]/g, '')}`}>{person.phone}</a> : null}
							</p>
						</div>
						{mayShopAs && person.isActive ? (
							<Form method="post" action="/desk/shop-as">
								<input type="hidden" name="accountId" value={account.id} />
								<input type="hidden" name="contactId" value={person.id} />
								<Button type="submit" size="sm" icon="cart">
									{t('people.shopAs', { name: person.name })}
								</Button>
							</Form>
						) : null}
					</li>
				))}
			</ul>
		</Section>
	)
}

type Location = { id: number; code: string; name: string; city: string; region: string | null; country: string; isDefault: boolean; isActive: boolean }

export function AccountLocations({ locations }: { locations: readonly Location[] }) {
	const { t } = useTranslation('desk')
	const { locale } = useReader()
	return (
		<Section title={t('locations.title')}>
			<ul className="grid gap-x-8 text-sm sm:grid-cols-2">
				{locations.map((location) => (
					<li key={location.id} className="flex flex-wrap items-baseline gap-x-3 border-b border-rule py-2">
						<span className="font-medium">{location.name}</span>
						<span className="text-ink-soft">{[location.city, location.region, countryName(location.country, locale)].filter(Boolean).join(', ')}</span>
						{location.isDefault ? <Badge>{t('locations.default')}</Badge> : null}
						{location.isActive ? null : <Badge tone="warning">{t('people.inactive')}</Badge>}
					</li>
				))}
			</ul>
		</Section>
	)
}

type Machine = { sku: string; name: string; locationName: string | null; serialNumber: string | null; installedOn: string | null }

export function AccountMachines({ machines }: { machines: readonly Machine[] }) {
	const { t } = useTranslation('desk')
	if (machines.length === 0) return null
	return (
		<Section title={t('machines.title')}>
			<Table caption={t('machines.title')} dense stacks>
				<THead>
					<Tr>
						<Th>{t('machines.machine')}</Th>
						<Th>{t('machines.place')}</Th>
						<Th>{t('machines.serial')}</Th>
						<Th numeric>{t('machines.installed')}</Th>
					</Tr>
				</THead>
				<TBody>
					{machines.map((machine) => (
						<Tr key={`${machine.sku}${machine.serialNumber}${machine.locationName}`}>
							<Th scope="row">{machine.name}</Th>
							<Td label={t('machines.place')}>{machine.locationName}</Td>
							<Td label={t('machines.serial')}>{machine.serialNumber}</Td>
							<Td label={t('machines.installed')} numeric>
								{machine.installedOn ? <DayText day={machine.installedOn} /> : '–'}
							</Td>
						</Tr>
					))}
				</TBody>
			</Table>
		</Section>
	)
}
