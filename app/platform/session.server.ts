import { createHash, randomBytes } from 'node:crypto'
import { createCookie, redirect } from '@remix-run/node'
import type { Sql } from '../../db/client.server.ts'
import { deleteSession, insertSession, readContactContext, readGuest, readSession, type SessionRow } from '../../db/queries/session.ts'
import { doorOf, enter } from '../../db/scope.server.ts'
import type { Account, Seller, Shopper, StaffMember, StaffRole } from './actor.ts'
import type { House } from './house.ts'
import { notFound } from './responses.ts'

const SESSION_DAYS = 30

type Context = { house: House }

export const hashToken = (token: string) => createHash('sha256').update(token).digest('hex')

function cookieOf(house: House) {
	return createCookie('kontor_session', {
		httpOnly: true,
		sameSite: 'lax',
		path: '/',
		secure: house.secure,
		secrets: [...house.secrets],
		maxAge: SESSION_DAYS * 86_400,
	})
}

/** Signs a login in: stores the hash of a fresh token, answers the Set-Cookie header. */
export async function openSession(house: House, loginId: number): Promise<string> {
	const token = randomBytes(32).toString('base64url')
	await insertSession(doorOf(house.db), {
		tokenHash: hashToken(token),
		loginId,
		at: house.at,
		expiresAt: new Date(house.at.getTime() + SESSION_DAYS * 86_400_000),
	})
	return cookieOf(house).serialize(token)
}

/** Signs out: the row goes, the cookie is emptied. */
export async function closeSession(request: Request, context: Context): Promise<string> {
	const token: unknown = await cookieOf(context.house).parse(request.headers.get('cookie'))
	if (typeof token === 'string') await deleteSession(doorOf(context.house.db), hashToken(token))
	return cookieOf(context.house).serialize('', { maxAge: 0 })
}

/** One statement for all loaders of a request: the row is memoised on the load context. */
function sessionRow(request: Request, { house }: Context): Promise<SessionRow | null> {
	const known = house.memo.get('session') as Promise<SessionRow | null> | undefined
	if (known) return known
	const row = (async () => {
		const token: unknown = await cookieOf(house).parse(request.headers.get('cookie'))
		return typeof token === 'string' && token !== '' ? readSession(doorOf(house.db), hashToken(token), house.at) : null
	})()
	house.memo.set('session', row)
	return row
}

export function shopperOf(row: SessionRow, kind: Shopper['kind']): Shopper {
	return {
		kind,
		account: row.account as unknown as Account,
		seller: row.seller as unknown as Seller,
		contactId: row.contactId,
		contactName: [row.contactFirstName, row.contactLastName].filter(Boolean).join(' '),
		contactEmail: row.contactEmail,
		role: (row.contactRole ?? 'viewer') as Shopper['role'],
		userId: row.userId,
		userName: row.userId === null ? null : [row.userFirstName, row.userLastName].filter(Boolean).join(' '),
		maxDiscountPercent: row.maxDiscountPercent ?? 0,
		minMarginPercent: row.minMarginPercent,
		locationId: row.locationId,
		locale: (kind === 'rep' ? row.userLocale : row.contactLocale) ?? 'en',
		sessionHash: row.tokenHash,
		scopes: row.scopes ?? [],
	}
}

/** A buyer as the pricer takes her, while she is away. Null when she or her account is no longer active. */
export async function absentShopper(sql: Sql, key: { accountId: number; contactId: number | null }): Promise<Shopper | null> {
	const row = await readContactContext(sql, key)
	return row ? shopperOf(row, 'buyer') : null
}

function staffOf(row: SessionRow): StaffMember | null {
	if (row.userId === null || row.tokenHash === null) return null
	const account = row.account as unknown as Account | null
	const actingFor =
		account?.accountId && row.contactId !== null
			? {
					accountId: account.accountId,
					accountName: account.name,
					contactId: row.contactId,
					contactName: [row.contactFirstName, row.contactLastName].filter(Boolean).join(' '),
				}
			: null
	return {
		kind: 'staff',
		userId: row.userId,
		name: [row.userFirstName, row.userLastName].filter(Boolean).join(' '),
		email: row.userEmail ?? '',
		locale: row.userLocale ?? 'en',
		roles: (row.roles ?? []) as StaffRole[],
		seller: row.seller as unknown as Seller,
		sessionHash: row.tokenHash,
		actingFor,
	}
}

export type Visitor = { shopper: Shopper | null; staff: StaffMember | null }

/** Who is here: a shopper, a member of the house (who may be acting for a shopper), or nobody. */
export async function readVisitor(request: Request, context: Context): Promise<Visitor> {
	const row = await sessionRow(request, context)
	if (!row) return { shopper: null, staff: null }
	const isRep = row.userId !== null
	return { shopper: row.account ? shopperOf(row, isRep ? 'rep' : 'buyer') : null, staff: staffOf(row) }
}

function toSignIn(request: Request): Response {
	const url = new URL(request.url)
	const to = request.method === 'GET' ? url.pathname + url.search : '/'
	return redirect(`/sign-in?to=${encodeURIComponent(to)}`)
}

/** From here on the database shows this request the rows of this account alone (db/scope.server.ts). */
export function actAs(house: House, shopper: Shopper): Shopper {
	const { accountId, billToAccountId, ancestorIds } = shopper.account
	enter(house.db, { role: 'buyer', accountId, billToAccountId, ancestorIds })
	return shopper
}

/** For what is the same for everybody: the shop as the signed-out see it. */
export function actAsGuest(house: House): void {
	enter(house.db, { role: 'buyer', accountId: null, billToAccountId: null, ancestorIds: [] })
}

/** For doors where a machine or a signed token speaks and no person is known: all rows, so the flow must ask for the right ones. */
export function actAsHouse(house: House): void {
	enter(house.db, { role: 'house' })
}

/** The shopper of this request; the signed-out are sent to sign in and come back; a rep without a buyer goes to the desk. */
export async function requireShopper(request: Request, context: Context): Promise<Shopper> {
	const { shopper, staff } = await readVisitor(request, context)
	if (shopper) return actAs(context.house, shopper)
	throw staff ? redirect('/desk') : toSignIn(request)
}

/** The shopper, or a guest under the seller's guest policy. */
export async function shopperOrGuest(request: Request, context: Context): Promise<Shopper> {
	const { shopper } = await readVisitor(request, context)
	return actAs(context.house, shopper ?? (await guestOf(context.house)))
}

/** One statement for all loaders of a request, as with the session. */
function guestOf(house: House): Promise<Shopper> {
	const known = (house.memo.get('guest') as Promise<Shopper> | undefined) ?? guest(house)
	house.memo.set('guest', known)
	return known
}

async function guest(house: House): Promise<Shopper> {
	const row = await readGuest(doorOf(house.db))
	if (!row) throw notFound()
	const seller = row.seller as unknown as Seller
	const account = {
		sellerEntityId: seller.id,
		accountId: null,
		ancestorIds: [],
		buyerGroupIds: [],
		policyIds: row.policyIds,
		currency: seller.currency,
		standing: 'new',
		standingSource: 'guest',
		onboardingStep: 'card_only',
		orderCapMinor: null,
		allowedClasses: null,
		termsDays: 0,
		repeatsPoNumbers: false,
		number: '',
		name: '',
		locale: 'en',
		billToAccountId: null,
		ownerUserId: null,
		invoicePer: 'shipment',
	} as const satisfies Account
	return {
		kind: 'guest',
		account,
		seller,
		contactId: null,
		contactName: '',
		contactEmail: null,
		role: 'viewer',
		userId: null,
		userName: null,
		maxDiscountPercent: 0,
		minMarginPercent: null,
		locationId: null,
		locale: 'en',
		sessionHash: null,
		scopes: [],
	}
}

/** A member of the house with one of `roles` (none given: any); others get the same 404 as for a page that is not there. */
export async function requireStaff(request: Request, context: Context, ...roles: StaffRole[]): Promise<StaffMember> {
	const { staff, shopper } = await readVisitor(request, context)
	if (!staff) throw shopper ? notFound() : toSignIn(request)
	const allowed = roles.length === 0 || staff.roles.includes('administrator') || roles.some((role) => staff.roles.includes(role))
	if (!allowed) throw notFound()
	actAsHouse(context.house)
	return staff
}
