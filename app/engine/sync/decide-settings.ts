import { type Refusal, type Result, refusal } from '../base/refusal.ts'
import { parseQuantity, printQuantity, QUANTITY_SCALE } from '../base/units.ts'
import type { Role } from './types.ts'

/** What a person may do that counts as if somebody had taken her (sync-core.md A23); kinds of marketing's ledger, the furthest first. */
export const gateEvents = ['order.placed', 'quote.requested', 'cart.created', 'form.succeeded'] as const
export type GateEvent = (typeof gateEvents)[number]

/** What an administrator settles for a connection as a whole; what is absent stands as it is usual. */
export type ConnectionSettings = {
	/** Whose value stands where both changed and nobody can say which came later (B5); the usual one is the CRM's. */
	tieWinner?: Role
	/** By event, since when it counts: an instant as ISO 8601. What happened before opens nothing. */
	createOn?: Readonly<Partial<Record<GateEvent, string>>>
	/** Above this share of refused records administrators are told (B8); a part of one. */
	errorShare?: number
	/** `multi`: on the marketing side several people may share an address; they meet by it only with `fallbackEmail` (B4). */
	emailMode?: 'one' | 'multi'
	fallbackEmail?: boolean
}

export const usualSettings = { tieWinner: 'crm', errorShare: 0.02, emailMode: 'one', fallbackEmail: true } as const

/** Several of one address are of one person, or of several of whom the first has the record there, or of several whom the address says nothing of. */
export const mailModes = ['one', 'fallback', 'apart'] as const
export type MailMode = (typeof mailModes)[number]

export const mailModeOf = ({ emailMode = usualSettings.emailMode, fallbackEmail = usualSettings.fallbackEmail }: ConnectionSettings): MailMode =>
	emailMode === 'one' ? 'one' : fallbackEmail ? 'fallback' : 'apart'

/** `errorPercent` as it was typed. `isOwnMarketing`: its events are ours, and an address there is one person's. */
export type SettingsCase = {
	before: ConnectionSettings
	tieWinner: Role
	createOn: readonly string[]
	errorPercent: string
	mails: MailMode
	isOwnMarketing: boolean
	at: Date
}

const percentOf = QUANTITY_SCALE * 100

/** The share as a percent, as the form shows it. */
export const percentText = (share: number): string => printQuantity(Math.round(share * percentOf))

/** Law: an event that stays chosen keeps the day from which it counts, so saving twice changes nothing. */
export function decideSettings({
	before,
	tieWinner,
	createOn,
	errorPercent,
	mails,
	isOwnMarketing,
	at,
}: SettingsCase): Result<{ settings: ConnectionSettings }> {
	const refusals: Refusal[] = []
	const percent = parseQuantity(errorPercent.replace(',', '.'))
	if (percent === null || percent < 1 || percent > percentOf) refusals.push(refusal('SYNC_ERROR_SHARE', { given: errorPercent.slice(0, 40) }))
	if (createOn.some((event) => !gateEvents.some((known) => known === event))) refusals.push(refusal('SYNC_EVENT_UNKNOWN'))
	if (refusals.length > 0 || percent === null) return { ok: false, refusals }
	const chosen = isOwnMarketing ? gateEvents.filter((event) => createOn.includes(event)) : []
	const since = Object.fromEntries(chosen.map((event) => [event, before.createOn?.[event] ?? at.toISOString()]))
	const mode = isOwnMarketing ? 'one' : mails
	const met = { emailMode: mode === 'one' ? ('one' as const) : ('multi' as const), fallbackEmail: mode !== 'apart' }
	return { ok: true, settings: { tieWinner, createOn: since, errorShare: percent / percentOf, ...met } }
}
