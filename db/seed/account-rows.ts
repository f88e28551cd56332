import type { Tx } from '../client.server.ts'
import { accountId, accounts, cities, firstAccountId, type SeedAccount, type SeedContact, type SeedLocation } from './accounts.ts'
import { sellerId } from './company.ts'
import type { Clock } from './days.ts'
import { fill } from './fill.ts'
import { type Group, groupId } from './groups.ts'
import { minasPaper } from './papers.ts'
import { plainLetters, reps, staff, staffEmail } from './people.ts'
import { productId } from './products/index.ts'
import { demoPasswordHash } from './sign-ins.ts'

const countryOf = (account: SeedAccount) => cities[account.city].country
export const currencyOf = (account: SeedAccount) => (countryOf(account) === 'CA' ? 'CAD' : 'USD')

export type PlacedLocation = SeedLocation & { accountId: number; id: number; isDefault: boolean }
export type PlacedContact = SeedContact & { accountId: number; id: number; email: string; locale: string }

/** Every ship-to, with its id: an account without a list has one, at its own address. */
export const locations: readonly PlacedLocation[] = accounts
	.flatMap((account, index) => {
		const own: readonly SeedLocation[] = account.locations ?? [
			{ code: 'MAIN', name: account.name, city: account.city, line1: account.line1, ...(account.machines ? { machines: account.machines } : {}) },
		]
		return own.map((location, place) => ({ ...location, accountId: firstAccountId + index, isDefault: place === 0 }))
	})
	.map((location, index) => ({ ...location, id: 1001 + index }))

export const contacts: readonly PlacedContact[] = accounts
	.flatMap((account, index) =>
		account.contacts.map((contact) => ({
			...contact,
			accountId: firstAccountId + index,
			locale: contact.locale ?? account.locale ?? 'en',
			email: `${plainLetters(contact.firstName)}.${plainLetters(contact.lastName)}@${account.domain}.example`,
		})),
	)
	.map((contact, index) => ({ ...contact, id: 2001 + index }))

function accountRow(account: SeedAccount, index: number, clock: Clock) {
	const isNew = account.standing === 'new'
	return {
		id: firstAccountId + index,
		sellerEntityId: sellerId,
		parentId: account.parent ? accountId(account.parent) : null,
		number: `C-${10_400 + index * 7}`,
		name: account.name,
		ownerUserId: reps[account.rep],
		industry: account.industry,
		website: `https://${account.domain}.example`,
		phone: `+1 ${cities[account.city].area} 555 0${String(100 + index)}`,
		currency: currencyOf(account),
		locale: account.locale ?? 'en',
		standing: account.standing,
		standingSource: isNew ? 'onboarding' : account.standing === 'good' ? 'none' : 'manual',
		standingNote: account.standingNote ?? null,
		onboardingStep: account.onboardingStep ?? 'full_terms',
		orderCapMinor: account.orderCapMinor ?? null,
		allowedClasses: account.allowedClasses ?? null,
		termsDays: account.termsDays,
		invoicePer: account.invoicePer ?? 'shipment',
		repeatsPoNumbers: account.repeatsPoNumbers ?? false,
		annualRevenueMinor: (account.creditHundreds + account.rhythm * 12 + 20) * 1_000_000,
		createdAt: clock.daysAgo(isNew ? 12 + index : 420 + index * 11),
	}
}

export const ownedMachines = locations.flatMap((location) => (location.machines ?? []).map((sku) => ({ location, sku })))

/** Resale and exemption certificates; one of them runs out soon, and Mina's waits for the house to look at it. */
export const certificates = (clock: Clock) => [...acceptedCertificates(clock), waitingCertificate(clock)]

const acceptedCertificates = (clock: Clock) =>
	accounts
		.flatMap(({ exemption, name }, index) => (exemption ? [{ accountId: firstAccountId + index, jurisdiction: exemption, name }] : []))
		.map(({ accountId: owner, jurisdiction, name }, index) => ({
			accountId: owner,
			id: index + 1,
			jurisdiction,
			number: `RES-${77_100 + index * 13}`,
			validFrom: clock.day(-500),
			expiresOn: clock.day(name === 'Peachtree Pantry' ? 9 : 380),
			...({ state: 'accepted', fileKey: null, fileName: null, uploadedAt: null, contactId: null } as Handed),
		}))

type Handed = { state: string; fileKey: string | null; fileName: string | null; uploadedAt: Date | null; contactId: number | null }

function waitingCertificate(clock: Clock) {
	const owner = accountId('Harbor Clinics')
	return {
		...{ accountId: owner, id: accounts.filter(({ exemption }) => exemption).length + 1, jurisdiction: 'US-MN', number: 'ST3-40917' },
		...{ validFrom: clock.day(-30), expiresOn: clock.day(700), state: 'waiting', fileKey: minasPaper.key, fileName: minasPaper.name },
		...{ uploadedAt: clock.instant(-1, 10), contactId: contacts.find((one) => one.accountId === owner)?.id ?? null },
	}
}

/** What Greta lets each store of Fargo order in a month; beyond it she is asked. */
const budgetsOfFargo = (clock: Clock) =>
	locations
		.filter(({ accountId: owner }) => owner === accountId('Fargo Coffeehaus'))
		.map(({ accountId: owner, id, name, code }, index) => ({
			...{ accountId: owner, id: index + 1, name, locationId: id, period: 'month', currency: 'USD' },
			...{ amountMinor: code === 'MSP' ? 500_000 : 400_000, onBeyond: 'ask', createdAt: clock.daysAgo(1) },
		}))

/** Sixty accounts with their ship-tos, people, sign-ins, machines, groups and certificates. */
export async function seedAccounts(tx: Tx, clock: Clock): Promise<void> {
	await fill(
		tx,
		'account',
		accounts.map((account, index) => accountRow(account, index, clock)),
	)
	await fill(
		tx,
		'location',
		locations.map(({ accountId: owner, id, code, name, city, line1, instructions, isDefault }) => {
			const { city: cityName, region, postalCode, country } = cities[city]
			return { accountId: owner, id, code, name, line1, city: cityName, region, postalCode, country, isDefault, instructions: instructions ?? null }
		}),
	)
	await fill(
		tx,
		'contact',
		contacts.map(({ accountId: owner, id, firstName, lastName, email, title, locale, role }) => ({
			accountId: owner,
			id,
			firstName,
			lastName,
			email,
			title,
			locale,
			role,
			createdAt: clock.daysAgo(400),
		})),
	)
	await fill(tx, 'company_budget', budgetsOfFargo(clock))
	await fill(tx, 'login', [
		...staff.map((person, index) => ({
			email: staffEmail(person),
			passwordHash: demoPasswordHash,
			userId: index + 1,
			accountId: null,
			contactId: null,
			createdAt: clock.daysAgo(400),
		})),
		...contacts.map(({ accountId: owner, id, email }) => ({
			email,
			passwordHash: demoPasswordHash,
			userId: null,
			accountId: owner,
			contactId: id,
			createdAt: clock.daysAgo(400),
		})),
	])
	await fill(
		tx,
		'buyer_group_member',
		accounts.flatMap((account, index) => account.groups.map((code: Group) => ({ accountId: firstAccountId + index, buyerGroupId: groupId(code) }))),
	)
	await fill(
		tx,
		'owned_machine',
		ownedMachines.map(({ location, sku }, index) => ({
			accountId: location.accountId,
			id: index + 1,
			locationId: location.id,
			productId: productId(sku),
			serialNumber: `${sku.split('-').at(-1)}-${48_210 + index * 37}`,
			installedOn: clock.day(-(160 + index * 13)),
		})),
	)
	await fill(tx, 'exemption_certificate', certificates(clock))
}
