import type { SidePort, SideWritten } from '../../connectors/sync/contract.ts'
import { normaliseMail } from '../../engine/sync/mail.ts'
import type { SyncValue } from '../../engine/sync/types.ts'
import { noneWhenDown } from './load-outside.ts'

/** A row that was sent to a side. `id` null: it was to be made; `mail`: as it stands there, or would. */
export type Sent = { key: string; object: string; id: string | null; mail: SyncValue | undefined }

const ruled = 'DUPLICATES_DETECTED'

/**
 * The answers, with who a refused duplicate may be a duplicate of where the side does not say it with the row: whoever else has its address there, so
 * that the room of errors can offer them (sync-core.md B8). One call for each object, none where nothing was refused for it.
 */
export async function loadCandidates(port: SidePort, sent: readonly Sent[], answers: ReadonlyMap<string, SideWritten>): Promise<Map<string, SideWritten>> {
	const { mailField } = port.capabilities
	const mailOf = (value: SyncValue | undefined) => normaliseMail(String(value ?? ''))
	const doubles = sent.flatMap(({ key, object, id, mail }) => {
		const [answer, address] = [answers.get(key), mailOf(mail)]
		return answer && !answer.ok && answer.failure.code === ruled && !answer.failure.duplicates && address ? [{ answer, object, id, address }] : []
	})
	const told = new Map(answers)
	for (const [object, some] of Map.groupBy(doubles, (one) => one.object)) {
		const found = await port.findMatches(object, [...new Set(some.map(({ address }) => address))], [mailField]).catch(noneWhenDown)
		for (const { answer, address, id } of some) {
			const duplicates = found.filter((record) => record.id !== id && mailOf(record.values[mailField]) === address).map((record) => `${object}:${record.id}`)
			if (duplicates.length > 0) told.set(answer.key, { ...answer, failure: { ...answer.failure, duplicates } })
		}
	}
	return told
}
