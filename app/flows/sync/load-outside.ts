import type { KeyField, OutsideSystem, OutsideSystems, SidePort, SignInWay } from '../../connectors/sync/contract.ts'
import { type Refusal, type Result, refusal } from '../../engine/base/refusal.ts'
import { classifyFailure } from '../../engine/sync/classify-failure.ts'
import type { ObjectShape } from '../../engine/sync/types.ts'
import { SideDown } from '../../platform/side-down.ts'

export type Key = Readonly<Record<string, string>>

/** Somebody waits for the answer. */
const timeoutMs = 10_000
const longest = 4000

/** The way in that a key names; the system's usual one where it names none. */
export const wayOf = ({ ways }: Pick<OutsideSystem, 'ways'>, named: string | null | undefined): SignInWay | undefined =>
	ways.find((way) => way === named) ?? ways[0]

/** What who signs in by this way is asked for. */
export const fieldsOfWay = ({ keyFields }: Pick<OutsideSystem, 'keyFields'>, asked: SignInWay | undefined): KeyField[] =>
	keyFields.filter(({ way }) => way === undefined || way === asked)

/** The key as it is kept: the way in, addresses in their plain form, nothing that nobody asked for. */
export function readKey(system: OutsideSystem, typed: Key, systems: OutsideSystems): Result<{ key: Key }> {
	const way = wayOf(system, typed['way'])
	const fields = fieldsOfWay(system, way)
	const refusals = fields.flatMap((field) => wrongWith(field, typed[field.name] ?? '', systems))
	if (refusals.length > 0) return { ok: false, refusals }
	const kept = fields.map(({ name, kind }) => {
		const text = typed[name] ?? ''
		return [name, kind === 'address' ? (systems.addressOf(text) ?? '') : text] as const
	})
	return { ok: true, key: { ...Object.fromEntries(kept), ...(way ? { way } : {}) } }
}

function wrongWith({ name, kind, isOptional }: KeyField, text: string, { addressOf, isPrivateKey }: OutsideSystems): Refusal[] {
	if (text === '') return isOptional ? [] : [refusal('SYNC_KEY_MISSING', { field: name })]
	if (kind === 'pem') return isPrivateKey(text) ? [] : [refusal('SYNC_KEY_PEM')]
	if (text.length > longest) return [refusal('SYNC_KEY_MISSING', { field: name })]
	return kind === 'address' && addressOf(text) === null ? [refusal('SYNC_ADDRESS', { value: text.slice(0, 200) })] : []
}

type Trying = { system: OutsideSystem; key: Key; objects: readonly string[]; quotaShare: number }

/** Asks the system for its objects with this key, now; nothing is written there. What it answers instead is a refusal with its remedy. Never inside a transaction. */
export async function loadTried({ system, key, objects, quotaShare }: Trying): Promise<Result<{ port: SidePort; shapes: ObjectShape[] }>> {
	const port = system.open(key, { quotaShare, timeoutMs })
	try {
		const shapes = await port.describe(objects)
		const hidden = objects.filter((name) => !shapes.some((shape) => shape.name === name))
		if (shapes.length === 0) return { ok: false, refusals: [refusal('SYNC_KEY_RIGHTS', { objects: hidden.join(', ') })] }
		return { ok: true, port, shapes }
	} catch (error) {
		if (!(error instanceof SideDown)) throw error
		return { ok: false, refusals: [refusalOf(error, key['way'])] }
	}
}

export function noneWhenDown(error: unknown): [] {
	if (!(error instanceof SideDown)) throw error
	return []
}

/** `way`: by which the key was tried; what is to be looked at differs. */
export function refusalOf({ failure }: SideDown, way?: string): Refusal {
	const { class: kind } = classifyFailure(failure.code, failure)
	if (kind === 'auth') return refusal(way === 'jwt' ? 'SYNC_JWT_REFUSED' : 'SYNC_KEY_REFUSED', { reason: failure.message || failure.code })
	if (kind === 'permission' || kind === 'remote_config') return refusal('SYNC_KEY_RIGHTS_SAID', { reason: failure.message || failure.code })
	return kind === 'quota' ? refusal('SYNC_CALLS_SPENT') : refusal('SYNC_SILENT', { reason: failure.message || failure.code })
}
