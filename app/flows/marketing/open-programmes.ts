import type { Db } from '../../../db/client.server.ts'
import {
	findTrialPerson,
	listProgrammes,
	listWalks,
	type ProgrammeAround,
	type ProgrammeFilter,
	type ProgrammeRow,
	readProgrammeAround,
	readProgramme as readStored,
	type StoredProgramme,
	type WalkFilter,
	type WalkRow,
} from '../../../db/queries/programme-room.ts'
import { type PeopleRoom, readPeopleRoom } from '../../../db/queries/prospect.ts'
import { loadSegmentFacts } from '../../../db/queries/segment.ts'
import { loadCandidates } from '../../../db/queries/send.ts'
import { dayIn } from '../../engine/base/calendar.ts'
import { fieldsOf, holds } from '../../engine/base/predicate.ts'
import type { Refusal } from '../../engine/base/refusal.ts'
import { checkProgramme, inOrder, type Programme, readProgramme, type StepKind, stepOf } from '../../engine/marketing/programme.ts'
import { type Layout, layProgramme } from '../../engine/marketing/programme-layout.ts'
import { type Trodden, walkThrough } from '../../engine/marketing/programme-walk.ts'
import { whySkipped } from '../../engine/marketing/recipient.ts'
import { segmentValues } from '../../engine/marketing/segment.ts'
import { sendTextOf } from '../../engine/marketing/send-content.ts'
import type { StaffMember } from '../../platform/actor.ts'
import { everyById } from '../../platform/every-page.ts'

/** A page of programmes, and where the next begins; one statement. */
export async function openProgrammes(db: Db, staff: StaffMember, filter: ProgrammeFilter): Promise<{ programmes: ProgrammeRow[]; next: number | null }> {
	const found = await listProgrammes(db, staff.seller.id, { ...filter, limit: filter.limit + 1 })
	const programmes = found.slice(0, filter.limit)
	return { programmes, next: found.length > filter.limit ? (programmes.at(-1)?.id ?? null) : null }
}

/** All programmes of a filter for a file, to the last, `filter.limit` at a time. */
export const exportProgrammes = (db: Db, staff: StaffMember, filter: ProgrammeFilter): AsyncGenerator<readonly ProgrammeRow[]> =>
	everyById(filter.limit, (after) => listProgrammes(db, staff.seller.id, { ...filter, after }))

export type TrialStep = Trodden & { outcome: string | null }
export type Trial = { person: { id: number; name: string } | null; way: TrialStep[] }
export type ProgrammePage = {
	programme: StoredProgramme
	draft: Programme
	layout: Layout
	/** What stands against publishing the draft. */
	missing: Refusal[]
	isChanged: boolean
	around: Omit<ProgrammeAround, 'mails'> & { mails: { id: number; name: string; isWritten: boolean }[] }
	room: PeopleRoom
	trial: Trial | null
}

/** A programme as it is drawn, with who is where, what it lacks, and how somebody would walk it; at most six statements. Null: not this seller's. */
export async function openProgramme(
	db: Db,
	staff: StaffMember,
	{ id, person, at }: { id: number | null; person: string | null; at: Date },
): Promise<ProgrammePage | null> {
	const programme = id === null ? null : await readStored(db, staff.seller.id, id)
	if (!programme) return null
	const [around, room] = await Promise.all([readProgrammeAround(db, staff.seller.id, programme.id), readPeopleRoom(db, staff.seller.id)])
	const mails = around.mails.map(({ id: mailId, name, content }) => ({ id: mailId, name, isWritten: sendTextOf(content, 'en') !== null }))
	const draft = readProgramme(programme.firstKey, programme.steps)
	const written = new Set(mails.flatMap((mail) => (mail.isWritten ? [mail.id] : [])))
	const published = around.published && readProgramme(around.published.firstKey, around.published.steps)
	return {
		programme,
		draft,
		layout: layProgramme(draft),
		missing: checkProgramme(draft, { mails: written }),
		isChanged: JSON.stringify(published) !== JSON.stringify(draft),
		around: { ...around, mails },
		room,
		trial: person === null ? null : await tryOut(db, staff, { draft, person, at }),
	}
}

/** How somebody would walk the draft who began now: nothing is written and nothing leaves. */
async function tryOut(db: Db, staff: StaffMember, { draft, person, at }: { draft: Programme; person: string; at: Date }): Promise<Trial> {
	const who = await findTrialPerson(db, staff.seller.id, person)
	const facts = who && (await loadSegmentFacts(db, [who.id], at)).get(who.id)
	if (!who || !facts) return { person: who, way: [] }
	const answers = new Map(
		draft.steps.flatMap((step) =>
			step.kind === 'if' && step.question ? [[step.key, holds(step.question, segmentValues(facts, fieldsOf(step.question), at))] as const] : [],
		),
	)
	const way = walkThrough(draft, { answers, zone: staff.seller.timeZone, at })
	const sends = way.some(({ key }) => stepOf(draft, key)?.kind === 'send')
	const audience = { sellerEntityId: staff.seller.id, productId: null, prospectIds: [who.id] }
	const [candidate] = sends ? await loadCandidates(db, audience, dayIn(at, staff.seller.timeZone)) : []
	const mailed = candidate ? (whySkipped(candidate) ?? 'mailed') : null
	return { person: who, way: way.map((one) => ({ ...one, outcome: stepOf(draft, one.key)?.kind === 'send' ? mailed : null })) }
}

/** `steps` in the order of their numbers. */
export type WalksPage = { programme: StoredProgramme; steps: { key: string; kind: StepKind }[]; walks: WalkRow[]; next: number | null }

/** Who walks and walked a programme; two statements. Null: not this seller's. */
export async function openWalks(db: Db, staff: StaffMember, { id, filter }: { id: number | null; filter: WalkFilter }): Promise<WalksPage | null> {
	const programme = id === null ? null : await readStored(db, staff.seller.id, id)
	if (!programme) return null
	const found = await listWalks(db, programme.id, { ...filter, limit: filter.limit + 1 })
	const walks = found.slice(0, filter.limit)
	const steps = inOrder(readProgramme(programme.firstKey, programme.steps)).map(({ key, kind }) => ({ key, kind }))
	return { programme, steps, walks, next: found.length > filter.limit ? (walks.at(-1)?.id ?? null) : null }
}

/** All who walk and walked a programme for a file, to the last, `filter.limit` at a time. Null: not this seller's. */
export async function exportWalks(
	db: Db,
	staff: StaffMember,
	{ id, filter }: { id: number | null; filter: WalkFilter },
): Promise<AsyncGenerator<readonly WalkRow[]> | null> {
	const programme = id === null ? null : await readStored(db, staff.seller.id, id)
	return programme && everyById(filter.limit, (after) => listWalks(db, programme.id, { ...filter, after }))
}
