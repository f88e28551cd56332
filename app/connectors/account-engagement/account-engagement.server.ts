import type { ObjectShape } from '../../engine/sync/types.ts'
import { SideDown } from '../../platform/side-down.ts'
import { signIn } from '../salesforce/sign-in.server.ts'
import type { Capabilities, SidePort } from '../sync/contract.ts'
import { failure, openDoor } from '../sync/door.server.ts'
import { countCalls } from './count-calls.ts'
import { readRefusal, readSaid } from './failure.ts'
import { type CustomField, shapeOf } from './fields.ts'
import { reads } from './read.server.ts'
import { removes } from './remove.server.ts'
import { type AccountEngagementSettings, callsAtOnce, overlapMs } from './settings.ts'
import type { Unit } from './unit.ts'
import { writes } from './write.server.ts'

const customFields = '/api/v5/objects/custom-fields?fields=name,fieldId,type,isRequired,isRecordMultipleResponses,values&limit=1000'

/** An Account Engagement (Pardot) business unit behind the port of a side: its prospects, by version 5 and the batches of version 4. */
export function openAccountEngagement(settings: AccountEngagementSettings): SidePort {
	const now = settings.now ?? Date.now
	const quota = countCalls(settings.dailyCalls ?? 25_000, settings.quotaShare ?? 0.5, now)
	const door = openDoor({
		open: async () => ({ token: (await signIn({ ...settings.key, now })).token, origin: settings.origin }),
		atOnce: callsAtOnce,
		timeoutMs: settings.timeoutMs ?? 60_000,
		headers: () => ({ 'pardot-business-unit-id': settings.businessUnitId }),
		quota,
		isSessionOver: ({ status, body }) => status === 401 || readSaid(body)?.code === '184',
		readRefusal(refused) {
			const failure = readRefusal(refused)
			if (failure.code === 'REQUEST_LIMIT_EXCEEDED') quota.spent()
			return failure
		},
		now,
	})
	let known: Promise<ObjectShape> | null = null
	const look = async () => {
		const { values } = ((await door({ method: 'GET', path: customFields })).body ?? {}) as { values?: CustomField[] }
		if (!values) throw new SideDown(failure('UNKNOWN_EXCEPTION', 'this address does not speak as a business unit does', 200))
		return shapeOf(values)
	}
	const shape = (isAgain = false) => {
		if (isAgain || !known) {
			known = look()
			known.catch(() => {
				known = null
			})
		}
		return known
	}
	const unit: Unit = { call: door, shape, pageSize: settings.pageSize ?? 1000, now }
	return {
		capabilities,
		describe: async (objects) => (objects.includes('prospect') ? [await shape(true)] : []),
		...reads(unit),
		...writes(unit),
		...removes(unit),
		// Prospects are assigned in the org that the unit belongs to.
		users: async () => [],
		usage: quota.usage,
	}
}

const capabilities: Capabilities = {
	...{ fieldTimestamps: false, upsertByExternalId: true, conditionalWrite: false, batchMax: 50, bulkFrom: null, push: false, deletesFeed: true },
	...{ transactional: false, skewMs: 2000, overlapMs, mailField: 'email', counterparts: { prospect: { Contact: 'salesforceId', Lead: 'salesforceId' } } },
}
