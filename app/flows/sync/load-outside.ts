import type { KeyField, OutsideSystem, OutsideSystems, SidePort } from '../../connectors/sync/contract.ts'
import { type Refusal, type Result, refusal } from '../../engine/base/refusal.ts'
import { classifyFailure } from '../../engine/sync/classify-failure.ts'
import type { ObjectShape } from '../../engine/sync/types.ts'
import { SideDown } from '../../platform/side-down.ts'

export type Key = Readonly<Record<string, string>>

/** Somebody waits for the answer. */
const timeoutMs = 10_000
const longest = 4000

/** The key as it is kept: addresses in their plain form, nothing that nobody asked for. */
export function readKey(system: OutsideSystem, typed: Key, { addressOf }: OutsideSystems): Result<{ key: Key }> {
	const refusals = system.keyFields.flatMap((field) => wrongWith(field, typed[field.name] ?? '', addressOf))
	if (refusals.length > 0) return { ok: false, refusals }
	const kept = system.keyFields.map(({ name, kind }) => {
		const text = typed[name] ?? ''
		return [name, kind === 'address' ? (addressOf(text) ?? '') : text] as const
	})
	return { ok: true, key: Object.fromEntries(kept) }
}

function wrongWith({ name, kind, isOptional }: KeyField, text: string, addressOf: OutsideSystems['addressOf']): Refusal[] {
	if (text === '') return isOptional ? [] : [refusal('SYNC_KEY_MISSING', { field: name })]
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
		return { ok: false, refusals: [refusalOf(error)] }
	}
}

export function noneWhenDown(error: unknown): [] {
	if (!(error instanceof SideDown)) throw error
	return []
}

export function refusalOf({ failure }: SideDown): Refusal {
	const { class: kind } = classifyFailure(failure.code, failure)
	if (kind === 'auth') return refusal('SYNC_KEY_REFUSED', { reason: failure.message || failure.code })
	if (kind === 'permission' || kind === 'remote_config') return refusal('SYNC_KEY_RIGHTS_SAID', { reason: failure.message || failure.code })
	return kind === 'quota' ? refusal('SYNC_CALLS_SPENT') : refusal('SYNC_SILENT', { reason: failure.message || failure.code })
}
