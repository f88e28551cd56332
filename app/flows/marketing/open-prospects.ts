import type { Db } from '../../../db/client.server.ts'
import { type CustomDefRow, readCustomDefs } from '../../../db/queries/custom.ts'
import { listProspects, type PeopleRoom, type ProspectFilter, type ProspectRow, readPeopleRoom } from '../../../db/queries/prospect.ts'
import { findProspects } from '../../../db/queries/said.ts'
import type { Refusal } from '../../engine/base/refusal.ts'
import type { CustomDef } from '../../engine/crm/custom-fields.ts'
import { funnelSince } from '../../engine/crm/influence.ts'
import { waySince } from '../../engine/crm/ways.ts'
import { askOwn } from '../../engine/marketing/own-field.ts'
import { planSegment } from '../../engine/marketing/segment.ts'
import type { StaffMember } from '../../platform/actor.ts'
import { everyPage } from '../../platform/every-page.ts'

export type ProspectsPage = { prospects: ProspectRow[]; room: PeopleRoom; next: string | null; refusals: Refusal[] }
/** `ownValue`: what the shown field of the house's own is to be, as typed. */
export type ProspectsAsked = ProspectFilter & { ownValue: string }
type When = { locale: string; at: Date }

/** The filter as it is asked of the database. A value that is none of its field's is refused (`changeCustom`); a field that the house has no more is not asked for. */
async function loadQuestion(db: Db, { seller }: StaffMember, { ownValue, ...filter }: ProspectsAsked, { room, locale, at }: When & { room: PeopleRoom }) {
	const def = room.defs.find(({ name }) => name === filter.own)
	const asked = def ? askOwn(def, ownValue, locale) : { ok: true as const, question: null }
	if (!asked.ok) return { ok: false as const, refusals: [...asked.refusals] }
	const plan = asked.question && planSegment(asked.question)
	const since = waySince(filter.way?.months ?? 1, at)
	const found = filter.text === null ? null : await findProspects(db, { sellerEntityId: seller.id, text: filter.text })
	return {
		ok: true as const,
		filter: { ...filter, own: def?.name ?? null },
		asked: { plan, at, since, leadsSince: funnelSince(at), timeZone: seller.timeZone, found },
	}
}

/** The people of marketing with what they can be told apart by; two statements, and one more where a text is looked for. Refused as `loadQuestion` does, with nobody. */
export async function openProspects(db: Db, staff: StaffMember, asked: ProspectsAsked, locale: string, at: Date): Promise<ProspectsPage> {
	const room = await readPeopleRoom(db, staff.seller.id)
	const question = await loadQuestion(db, staff, asked, { room, locale, at })
	if (!question.ok) return { prospects: [], room, next: null, refusals: question.refusals }
	const rows = await listProspects(db, staff.seller.id, { ...question.filter, limit: asked.limit + 1 }, question.asked)
	const prospects = rows.slice(0, asked.limit)
	const last = prospects.at(-1)
	return { prospects, room, next: rows.length > asked.limit && last ? `${last.score}.${last.id}` : null, refusals: [] }
}

export type ProspectsFile = { own: CustomDef | null; pages: AsyncGenerator<readonly ProspectRow[]> }

/**
 * Everybody of a filter for a file, to the very last, a page of `asked.limit` at a time: one statement, and one more each page. They come in the
 * order of their number whatever the list's is, so that nobody whose score changes meanwhile is missing or there twice.
 */
export async function exportProspects(db: Db, staff: StaffMember, asked: ProspectsAsked, locale: string, at: Date): Promise<ProspectsFile> {
	const room = await readPeopleRoom(db, staff.seller.id)
	const question = await loadQuestion(db, staff, asked, { room, locale, at })
	const pages = everyPage(async (after: ProspectFilter['after']) => {
		const rows = question.ok ? await listProspects(db, staff.seller.id, { ...question.filter, sort: 'newest', after }, question.asked) : []
		return { rows, next: (rows.length === asked.limit && rows.at(-1)) || null }
	})
	return { own: room.defs.find(({ name }) => name === asked.own) ?? null, pages }
}

/** The house's own fields of whoever is written down newly. */
export const openProspectFields = (db: Db, staff: StaffMember): Promise<CustomDefRow[]> => readCustomDefs(db, staff.seller.id, 'prospect')
