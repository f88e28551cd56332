import type { Db } from '../../../db/client.server.ts'
import { type CustomDefRow, readCustomDefs } from '../../../db/queries/custom.ts'
import { listProspects, type PeopleRoom, type ProspectFilter, type ProspectRow, readPeopleRoom } from '../../../db/queries/prospect.ts'
import type { Refusal } from '../../engine/base/refusal.ts'
import { askOwn } from '../../engine/marketing/own-field.ts'
import { planSegment } from '../../engine/marketing/segment.ts'
import type { StaffMember } from '../../platform/actor.ts'

export type ProspectsPage = { prospects: ProspectRow[]; room: PeopleRoom; next: string | null; refusals: Refusal[] }
/** `ownValue`: what the shown field of the house's own is to be, as typed. */
export type ProspectsAsked = ProspectFilter & { ownValue: string }

/**
 * The people of marketing with what they can be told apart by; two statements. A value that is none of its field's lists nobody, with what
 * is wrong about it (`changeCustom`); a field that the house has no more is not asked for.
 */
export async function openProspects(db: Db, staff: StaffMember, { ownValue, ...filter }: ProspectsAsked, locale: string, at: Date): Promise<ProspectsPage> {
	const room = await readPeopleRoom(db, staff.seller.id)
	const def = room.defs.find(({ name }) => name === filter.own)
	const asked = def ? askOwn(def, ownValue, locale) : { ok: true as const, question: null }
	if (!asked.ok) return { prospects: [], room, next: null, refusals: [...asked.refusals] }
	const plan = asked.question && planSegment(asked.question)
	const rows = await listProspects(db, staff.seller.id, { ...filter, own: def?.name ?? null, limit: filter.limit + 1 }, { plan, at })
	const prospects = rows.slice(0, filter.limit)
	const last = prospects.at(-1)
	return { prospects, room, next: rows.length > filter.limit && last ? `${last.score}.${last.id}` : null, refusals: [] }
}

/** The house's own fields of whoever is written down newly. */
export const openProspectFields = (db: Db, staff: StaffMember): Promise<CustomDefRow[]> => readCustomDefs(db, staff.seller.id, 'prospect')
