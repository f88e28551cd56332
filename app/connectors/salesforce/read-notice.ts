import { createHmac, timingSafeEqual } from 'node:crypto'
import { longReference } from '../../engine/sync/long-reference.ts'
import type { SideNotice } from '../sync/contract.ts'

type Header = { entityName: string; recordIds: readonly string[]; changeType: string; commitTimestamp: number; changedFields?: readonly string[] }
type Event = { data?: { payload?: { ChangeEventHeader?: Header }; event?: { replayId?: number } } }

/**
 * A change event (Change Data Capture) that a relay posted and signed with the shared secret; null for one that nobody signed
 * or that is none. It only says where to look: the record is read anew, so a notice that comes twice or late does no harm.
 */
export function readNotice(rawBody: string, signature: string | null, secret: string): SideNotice | null {
	if (!isSigned(rawBody, signature, secret)) return null
	const { data } = readEvent(rawBody)
	const header = data?.payload?.ChangeEventHeader
	const replayId = data?.event?.replayId
	if (!header || replayId === undefined || !Array.isArray(header.recordIds) || !Number.isFinite(header.commitTimestamp)) return null
	const { entityName, recordIds, changeType, commitTimestamp, changedFields = [] } = header
	// GAP_CREATE and its like carry ids and no fields; an overflow carries neither.
	const isGap = changeType.startsWith('GAP_')
	const isDelete = changeType === 'DELETE' || changeType === 'GAP_DELETE'
	return {
		deliveryId: String(replayId),
		object: entityName,
		ids: changeType === 'GAP_OVERFLOW' ? [] : recordIds.map(longReference),
		kind: changeType === 'GAP_OVERFLOW' ? 'overflow' : isDelete ? 'deleted' : 'changed',
		at: new Date(commitTimestamp).toISOString(),
		fields: isGap || isDelete ? null : changedFields,
	}
}

function readEvent(rawBody: string): Event {
	try {
		return (JSON.parse(rawBody) as Event | null) ?? {}
	} catch {
		return {}
	}
}

function isSigned(rawBody: string, signature: string | null, secret: string): boolean {
	const expected = Buffer.from(`sha256=${createHmac('sha256', secret).update(rawBody).digest('hex')}`)
	const given = Buffer.from(signature ?? '')
	return given.length === expected.length && timingSafeEqual(given, expected)
}
