import { randomBytes } from 'node:crypto'
import { type ApiKeyRow, readApiKey } from '../../db/queries/session.ts'
import { doorOf } from '../../db/scope.server.ts'
import type { Seller, Shopper, StaffMember, StaffRole } from './actor.ts'
import type { House } from './house.ts'
import { fixedT } from './i18n.server.ts'
import { problem } from './responses.ts'
import { actAs, actAsHouse, hashToken, shopperOf } from './session.server.ts'
import { type Allowance, allowanceHeaders } from './throttle.ts'

type Context = { house: House }

/** Guesses from one address in a minute; a key is too long to be guessed, this only spares the database. */
const GUESSES_PER_MINUTE = 60

/** Whoever holds a key: a buyer's machine, or one of the house in the name of the administrator who made it. */
export type KeyHolder = { keyId: number; scopes: readonly string[]; allowance: Allowance } & (
	| { kind: 'buyer'; shopper: Shopper }
	| { kind: 'house'; staff: StaffMember }
)

/** The holder of `Authorization: Bearer …`, one call of its pace taken; else 401 or 429 problem+json. One statement, none when its pace is used up. */
export async function requireApiKey(request: Request, context: Context): Promise<KeyHolder> {
	const { db, at, throttle, address } = context.house
	const key = /^Bearer (\S{1,200})$/.exec(request.headers.get('authorization') ?? '')?.[1]
	const keyHash = key ? hashToken(key) : null
	const stopped = throttle.exhausted(keyHash ?? '') ?? throttle.exhausted(`guess ${address}`)
	if (stopped) throw tooMany(context, stopped)
	const row = keyHash ? await readApiKey(doorOf(db), keyHash, at) : null
	if (!row || !keyHash) {
		const guessed = throttle.take(`guess ${address}`, GUESSES_PER_MINUTE)
		throw guessed.retryAfterSeconds === null ? unknown(context) : tooMany(context, guessed)
	}
	const allowance = throttle.take(keyHash, row.requestsPerMinute)
	if (allowance.retryAfterSeconds !== null) throw tooMany(context, allowance)
	const holder = holderOf(row, allowance)
	if (holder.kind === 'buyer') actAs(context.house, holder.shopper)
	else actAsHouse(context.house)
	return holder
}

function holderOf(row: ApiKeyRow, allowance: Allowance): KeyHolder {
	const shared = { keyId: row.keyId, scopes: row.scopes ?? [], allowance }
	return row.account ? { ...shared, kind: 'buyer', shopper: shopperOf(row, 'api') } : { ...shared, kind: 'house', staff: staffOf(row) }
}

function staffOf(row: ApiKeyRow): StaffMember {
	return {
		kind: 'staff',
		userId: row.userId ?? 0,
		name: [row.userFirstName, row.userLastName].filter(Boolean).join(' '),
		email: row.userEmail ?? '',
		locale: row.userLocale ?? 'en',
		roles: (row.roles ?? []) as StaffRole[],
		seller: row.seller as unknown as Seller,
		sessionHash: '',
		actingFor: null,
	}
}

const titleOf = (house: House, code: string, facts: Record<string, number> = {}) => fixedT(house.locale, 'refusals')(code, facts)

function unknown({ house }: Context): Response {
	const { requestId } = house
	return problem({ status: 401, code: 'UNAUTHENTICATED', requestId, title: titleOf(house, 'UNAUTHENTICATED'), headers: { 'WWW-Authenticate': 'Bearer' } })
}

function tooMany({ house }: Context, allowance: Allowance): Response {
	const { requestId } = house
	const title = titleOf(house, 'TOO_MANY_CALLS', { limit: allowance.limit })
	const retryAfterSeconds = allowance.retryAfterSeconds ?? 1
	return problem({ status: 429, code: 'TOO_MANY_CALLS', requestId, title, retryAfterSeconds, headers: allowanceHeaders(allowance) })
}

/** A fresh key and what is kept of it: the key is shown once and is nowhere afterwards. */
export function newApiKey(): { key: string; keyHash: string; prefix: string } {
	const key = `kontor_${randomBytes(24).toString('base64url')}`
	return { key, keyHash: hashToken(key), prefix: key.slice(0, 12) }
}
