import type { Sql } from '../../../db/client.server.ts'
import type { Job } from '../../../db/queries/sync-job.ts'
import { type Link, lockMails, readLinksOf } from '../../../db/queries/sync-link.ts'
import type { SidePort, SideRecord } from '../../connectors/sync/contract.ts'
import { usualSettings } from '../../engine/sync/decide-settings.ts'
import { normaliseMail } from '../../engine/sync/mail.ts'
import { type Candidate, decideMatch } from '../../engine/sync/match.ts'
import { nameOf } from '../../engine/sync/match-alike.ts'
import type { SyncValue } from '../../engine/sync/types.ts'
import { findAlikeRecords, leadAlike, meetsOf } from './load-alike.ts'
import { fieldsOf } from './load-pairs.ts'
import type { Comer, Meeting } from './types.ts'

/** Who of the marketing side has to meet somebody, and where the ladder led each (sync-core.md B4): those that a mark named, and those who share an address with a CRM record that one named. */
export async function loadComers(sql: Sql, meeting: Meeting): Promise<Comer[]> {
	const { connection, ports } = meeting
	const maObjects = [...new Set(connection.objects.map(({ maObject }) => maObject))]
	const comers: Comer[] = []
	for (const object of maObjects) {
		const maps = connection.objects.filter(({ maObject }) => maObject === object)
		const crmObjects = maps.map(({ crmObject }) => crmObject)
		const [first] = maps
		// Several objects of the other side meet one of ours only by an address.
		const meets = first && maps.length === 1 ? meetsOf(ports, first) : null
		const found = meets ? (await findAlikeRecords(sql, meeting, meets)).map(namedBy) : await findRecords(meeting, object, crmObjects)
		// Another job may have linked whom we found by address.
		const linked = new Map(
			(
				await readLinksOf(
					sql,
					connection.id,
					found.map(({ record }) => ({ side: 'ma', object, id: record.id })),
				)
			).map((link) => [link.maId, link]),
		)
		const open = found.flatMap((one) => {
			const link = linked.get(one.record.id) ?? null
			return link === null || link.state === 'held' ? [{ ...one, held: link }] : []
		})
		await lockMails(
			sql,
			open.flatMap(({ mail, lock = mail }) => lock ?? []),
		)
		// Who is held on the way back knows already whom she belongs to.
		comers.push(...open.flatMap(backTo))
		const fresh = open.filter((one) => backTo(one).length === 0)
		comers.push(
			...(meets
				? await leadAlike(sql, meeting, meets, fresh)
				: await leadUp(sql, meeting, fresh, crmObjects, ports.ma.capabilities.counterparts[object] ?? {})),
		)
	}
	// One of several that share a record: the first has it, the others are told.
	const taken = new Set<string>()
	return comers.filter(
		({ match }) => match.kind !== 'link' || (!taken.has(`${match.object}:${match.id}`) && taken.add(`${match.object}:${match.id}`) !== undefined),
	)
}

/** `lock`: by what two workers keep each other from making the same, where that is no address. */
type Found = { record: SideRecord; job: Job; mail: string | null; lock?: string }

const namedBy = ({ record, job }: { record: SideRecord; job: Job }): Found => ({
	record,
	job,
	mail: null,
	lock: `${record.object}:${nameOf(String(record.values['name'] ?? record.id))}`,
})

type Open = Found & { held: Link | null }

const backTo = (one: Open): Comer[] =>
	one.held?.crmId ? [{ ...one, match: { kind: 'link', object: one.held.crmObject, id: one.held.crmId, rung: 'crm_id', duplicates: [] } }] : []

async function findRecords({ connection, ports, jobs }: Meeting, object: string, crmObjects: readonly string[]): Promise<Found[]> {
	const maFields = fieldsOf(connection, { role: 'ma', port: ports.ma, object })
	const direct = jobs.filter((job) => job.side === 'ma' && job.object === object)
	const jobById = new Map(direct.map((job) => [job.recordId, job]))
	const named = direct.length > 0 ? await ports.ma.readByIds(object, [...jobById.keys()], maFields) : []
	const found = named.flatMap((record) => foundOf(record, jobById.get(record.id), ports.ma))
	const have = new Set(found.map(({ record }) => record.id))
	for (const crmObject of crmObjects) {
		const ofCrm = jobs.filter((job) => job.side === 'crm' && job.object === crmObject)
		if (ofCrm.length === 0) continue
		const jobOfId = new Map(ofCrm.map((job) => [job.recordId, job]))
		const crmFields = fieldsOf(connection, { role: 'crm', port: ports.crm, object: crmObject })
		const records = (await ports.crm.readByIds(crmObject, [...jobOfId.keys()], crmFields)).filter(({ convertedTo }) => !convertedTo)
		const jobByMail = new Map(
			records.flatMap((record) => (mailOf(record, ports.crm) ? [[mailOf(record, ports.crm) ?? '', jobOfId.get(record.id)] as const] : [])),
		)
		if (jobByMail.size === 0) continue
		for (const record of await ports.ma.findMatches(object, [...jobByMail.keys()], maFields)) {
			if (have.has(record.id)) continue
			have.add(record.id)
			found.push(...foundOf(record, jobByMail.get(mailOf(record, ports.ma) ?? ''), ports.ma))
		}
	}
	return found
}

const foundOf = (record: SideRecord, job: Job | undefined, port: SidePort): Found[] => (job ? [{ record, job, mail: mailOf(record, port) }] : [])

/** The address by which records of both sides meet, in its normal form. */
export const mailOf = ({ values }: SideRecord, { capabilities }: SidePort): string | null => {
	const mail = values[capabilities.mailField]
	return typeof mail === 'string' && mail.trim() !== '' ? normaliseMail(mail) : null
}

const keyOf = ({ object, id }: { object: string; id: string }) => `${object}:${id}`

type Counterparts = Readonly<Record<string, string>>

async function leadUp(
	sql: Sql,
	{ connection, ports, shapes }: Meeting,
	found: readonly Open[],
	crmObjects: readonly string[],
	fields: Counterparts,
): Promise<Comer[]> {
	if (found.length === 0) return []
	const mails = [...new Set(found.flatMap(({ mail }) => mail ?? []))]
	const records: SideRecord[] = []
	for (const object of crmObjects) {
		const asked = fieldsOf(connection, { role: 'crm', port: ports.crm, object })
		const ids = found.flatMap(({ record }) => idOf(record.values[fields[object] ?? '']))
		const [named, alike] = [
			ids.length > 0 ? await ports.crm.readByIds(object, ids, asked) : [],
			mails.length > 0 ? await ports.crm.findMatches(object, mails, asked) : [],
		]
		// Who ranks is better than who was only read by its id.
		records.push(...alike, ...named.filter(({ id }) => !alike.some((one) => one.id === id)))
	}
	const links = await readLinksOf(
		sql,
		connection.id,
		records.map(({ object, id }) => ({ side: 'crm', object, id })),
	)
	const linked = new Set(links.map(({ crmObject, crmId }) => `${crmObject}:${crmId}`))
	const byKey = new Map(records.map((record) => [keyOf(record), candidateOf(record, linked)]))
	const byMail = Map.groupBy(records, (record) => mailOf(record, ports.crm) ?? '')
	// Whom the one before her met in this very batch is hers: as good as linked.
	const met = new Set<string>()
	const candidate = (key: string): Candidate[] => {
		const known = byKey.get(key)
		return known ? [{ ...known, isLinked: known.isLinked || met.has(keyOf(known.convertedTo ?? known)) }] : []
	}
	return found.map((one) => {
		const named = Object.entries(fields).flatMap(([object, field]) => idOf(one.record.values[field]).flatMap((id) => candidate(`${object}:${id}`)))
		const alike = (byMail.get(one.mail ?? '') ?? []).flatMap((record) => candidate(keyOf(record)))
		const first = crmObjects[0]
		const match = decideMatch({
			...{
				named: named[0] ?? null,
				mail: one.mail,
				isWithout: isWithoutMail(connection, one.record.object, { shapes, mailField: ports.ma.capabilities.mailField }),
				emailMode: connection.settings.emailMode ?? usualSettings.emailMode,
				fallbackEmail: connection.settings.fallbackEmail ?? usualSettings.fallbackEmail,
			},
			...{ contacts: alike.filter(({ object }) => object === first), leads: alike.filter(({ object }) => object !== first) },
		})
		if (match.kind === 'link') met.add(keyOf(match))
		return { ...one, match }
	})
}

/** No address by their kind, as campaigns: neither described nor mapped. One that is only hidden is missed. */
const isWithoutMail = (connection: Meeting['connection'], object: string, { shapes, mailField }: { shapes: Meeting['shapes']; mailField: string }) =>
	shapes.ma[object] !== undefined &&
	shapes.ma[object][mailField] === undefined &&
	!connection.objects.some(({ maObject, fields }) => maObject === object && fields.some(({ maField }) => maField === mailField))

const idOf = (value: SyncValue | undefined) => (typeof value === 'string' && value !== '' ? [value] : [])

function candidateOf({ object, id, rank, convertedTo }: SideRecord, linked: ReadonlySet<string>): Candidate {
	const unknown = { ownerActive: false, openOpportunity: false, lastActivityAt: null, createdAt: null }
	return { object, id, isLinked: linked.has(`${object}:${id}`), ...(rank ?? unknown), convertedTo: convertedTo ?? null }
}
