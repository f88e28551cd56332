import { SideDown } from '../../platform/side-down.ts'
import type { SidePort, SideRemoved } from '../sync/contract.ts'
import { failure } from '../sync/door.server.ts'
import { allProspects, spansOf } from './pages.server.ts'
import type { Unit } from './unit.ts'

/**
 * One prospect a call, which is all that version 5 has (sync-core.md B11). It puts them in the unit's bin, with all they did, and knows no way
 * to take them out of it for good: a person does that there. Who is found nowhere, not in the bin either, was taken out of it.
 */
export function removes(unit: Unit): Required<Pick<SidePort, 'remove'>> {
	return {
		async remove(object, ids) {
			if (object !== 'prospect') return ids.map((id) => ({ id, failure: failure('INVALID_TYPE', 'only prospects are deleted', null) }))
			const removed = await Promise.all(ids.map((id) => removeOne(unit, id)))
			const [first] = removed
			// Nobody was asked at all: the day is spent, the key is not good, or nobody is there.
			if (first?.failure && removed.every(({ failure: one }) => one !== null && isWhole(one.code))) throw new SideDown(first.failure)
			const unseen = removed.flatMap(({ id, failure: one }) => (one?.code === 'NOT_FOUND' ? [id] : []))
			const binned = await inBin(unit, unseen)
			return removed.map((one): SideRemoved => {
				if (one.failure?.code !== 'NOT_FOUND') return one
				return binned.has(one.id) ? { id: one.id, failure: null, inBin: true } : { id: one.id, failure: null }
			})
		},
	}
}

const whole = new Set(['REQUEST_LIMIT_EXCEEDED', 'RATE_LIMITS', 'SERVER_UNAVAILABLE', 'INVALID_SESSION_ID'])
const isWhole = (code: string) => whole.has(code)

async function removeOne(unit: Unit, id: string): Promise<SideRemoved> {
	if (!/^\d{1,15}$/.test(id)) return { id, failure: failure('NOT_FOUND', 'no prospect has such an id', null) }
	try {
		await unit.call({ method: 'DELETE', path: `/api/v5/objects/prospects/${id}` })
		return { id, failure: null, inBin: true }
	} catch (error) {
		if (!(error instanceof SideDown)) throw error
		return { id, failure: error.failure }
	}
}

async function inBin(unit: Unit, ids: readonly string[]): Promise<Set<string>> {
	const spans = spansOf(ids.filter((id) => /^\d{1,15}$/.test(id))).map(([least, most]) =>
		allProspects(unit, { fields: 'id,isDeleted', deleted: 'true', orderBy: 'id', idGreaterThanOrEqualTo: least, idLessThanOrEqualTo: most }),
	)
	return new Set((await Promise.all(spans)).flat().map(({ id }) => id))
}
