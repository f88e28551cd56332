import type { Sql, Tx } from '../../../db/client.server.ts'
import { insertFlagWords, readConsentWords, type SaidByFlag } from '../../../db/queries/consent.ts'
import type { Connection } from '../../../db/queries/sync-connection.ts'
import type { ErrorRow } from '../../../db/queries/sync-journal.ts'
import type { ConsentEvent } from '../../engine/sync/consent.ts'
import type { DecidedPair, Pair, Ports } from './types.ts'

/** What was said of the people of these links, by link: only of those whose flags do not stand as they were agreed on. At most one statement. */
export async function loadWords(sql: Sql, ports: Ports, pairs: readonly Pair[]): Promise<ReadonlyMap<number, readonly ConsentEvent[]>> {
	const open = pairs.filter(isOpen).map((pair) => ({ id: pair.link.id, mails: mailsOf(ports, pair) }))
	const words = await readConsentWords(
		sql,
		open.flatMap(({ mails }) => mails),
	)
	return new Map(open.map(({ id, mails }) => [id, mails.flatMap((mail) => words.get(mail) ?? [])]))
}

/** Nearly every flag is as both agreed: nothing has to be known of her then. */
function isOpen({ map, link, crm, ma }: Pair): boolean {
	if (!crm || !ma) return false
	return map.fields.some(({ isConsent, key, crmField, maField }) => {
		const flag = crm.values[crmField] ?? null
		return isConsent && !(flag === (ma.values[maField] ?? null) && link.agreed[key] === flag)
	})
}

const mailsOf = ({ crm, ma }: Ports, pair: Pair): string[] => {
	const said = [pair.ma?.values[ma.capabilities.mailField], pair.crm?.values[crm.capabilities.mailField]]
	return [...new Set(said.flatMap((mail) => (typeof mail === 'string' && mail !== '' ? [mail] : [])))]
}

/** Every opt-out that only a flag said becomes a word with its side, its actor and its record, in the transaction of the batch (sync-core.md B9); one statement. */
export async function saveConsents(
	tx: Tx,
	{ connection, ports, pairs, at }: { connection: Connection; ports: Ports; pairs: readonly DecidedPair[]; at: Date },
) {
	const rows = pairs.flatMap((pair) =>
		pair.decision.consents
			.filter(({ kind }) => kind === 'opt_out')
			.flatMap((news) => mailsOf(ports, pair).map((email): SaidByFlag => ({ email, ...wordOf(connection, pair, { ...news, latest: at }) }))),
	)
	await insertFlagWords(tx, rows)
}

type News = DecidedPair['decision']['consents'][number] & { latest: Date }

function wordOf(connection: Connection, { link, job, crmStamps, maStamps }: DecidedPair, { role, field, at, latest }: News): Omit<SaidByFlag, 'email'> {
	const [object, record, system] = role === 'crm' ? [link.crmObject, link.crmId, connection.crmSystem] : [link.maObject, link.maId, connection.maSystem]
	const [, actor = job.actor] = (role === 'crm' ? crmStamps[field] : maStamps[field]) ?? []
	return {
		prospectId: connection.maSystem === 'embedded_ma' && link.maObject === 'prospect' ? Number(link.maId) : null,
		...{ source: role, actor, evidence: { system, object, record: record ?? '', field } },
		at: at < latest.toISOString() ? at : latest.toISOString(),
	}
}

/** An opt-in that nothing shows is not carried, and the room says whose it was (CONSENT_BLOCKED). */
export const blockedRows = ({ link, decision }: DecidedPair): ErrorRow[] =>
	decision.consents
		.filter(({ kind }) => kind === 'blocked')
		.map(({ key, role, field }) => ({
			...{ linkId: link.id, side: role, object: role === 'crm' ? link.crmObject : link.maObject, recordId: (role === 'crm' ? link.crmId : link.maId) ?? '' },
			...{ fieldMapId: Number(key), field, code: 'CONSENT_BLOCKED', errorClass: 'engine', message: null, value: false, facts: { reason: 'no_evidence' } },
		}))
