import { type Db, type Tx, withTransaction } from '../../../db/client.server.ts'
import { insertAudit } from '../../../db/queries/audit.ts'
import { enterProgrammes } from '../../../db/queries/programme.ts'
import {
	insertProgramme,
	insertVersion,
	lockProgramme,
	type ProgrammeWish,
	readProgrammeAround,
	type StoredDraft,
	type StoredProgramme,
	updateDraft,
	updateSettings,
	updateState,
} from '../../../db/queries/programme-room.ts'
import { type Result, refusal, refused } from '../../engine/base/refusal.ts'
import { checkProgramme, emptyProgramme, inOrder, readProgramme } from '../../engine/marketing/programme.ts'
import { type Edit, editProgramme } from '../../engine/marketing/programme-edit.ts'
import { sendTextOf } from '../../engine/marketing/send-content.ts'
import type { StaffMember } from '../../platform/actor.ts'
import { findStrangers } from './load-known-actions.ts'

/** So many edits are kept to go back over. */
const mostUndo = 40

type Said = { requestId: string; at: Date }
type About = Said & { id: number }

/** A new programme with nothing but its end. Refuses `PROGRAMME_NAME_MISSING`, `PROGRAMME_NAME_TAKEN`. */
export async function createProgramme(db: Db, staff: StaffMember, { name, requestId, at }: Said & { name: string }): Promise<Result<{ id: number }>> {
	if (name === '') return refused(refusal('PROGRAMME_NAME_MISSING'))
	return await withTransaction(db, async (tx) => {
		const id = await insertProgramme(tx, staff.seller.id, { name, draft: emptyProgramme, userId: staff.userId, at })
		if (id === null) return refused(refusal('PROGRAMME_NAME_TAKEN', { name }))
		await audit(tx, staff, { id, requestId, at }, 'created', { name })
		return { ok: true, id }
	})
}

/**
 * One edit of the draft, or a step back or forth over edits. `draftNumber`: the draft that the editor saw. Null: not this
 * seller's. `made`: the key of a step that was added. Refuses `PROGRAMME_DRAFT_CHANGED` when somebody else edited it meanwhile, and actions that name what the seller has not.
 */
export async function editDraft(
	db: Db,
	staff: StaffMember,
	{ id, edit, draftNumber, requestId, at }: About & { edit: Edit | 'undo' | 'redo'; draftNumber: number },
): Promise<Result<{ made: string | null }> | null> {
	return await withTransaction(db, async (tx) => {
		const stored = await lockProgramme(tx, staff.seller.id, id)
		if (!stored) return null
		if (stored.draftNumber !== draftNumber) return refused(refusal('PROGRAMME_DRAFT_CHANGED'))
		if (typeof edit === 'object' && edit.kind === 'change' && edit.body.kind === 'action') {
			const strangers = await findStrangers(tx, staff.seller.id, edit.body.actions)
			if (strangers.length > 0) return { ok: false, refusals: strangers }
		}
		const changed = draftAfter(stored, edit)
		if (!changed) return { ok: true, made: null }
		await updateDraft(tx, id, changed)
		await audit(tx, staff, { id, requestId, at }, 'drafted', { edit })
		return { ok: true, made: changed.made }
	})
}

/** Null: nothing changes. */
function draftAfter({ firstKey, steps, undo, redo }: StoredProgramme, edit: Edit | 'undo' | 'redo') {
	const now: StoredDraft = { firstKey, steps }
	if (edit === 'undo' || edit === 'redo') {
		const [from, to] = edit === 'undo' ? [undo, redo] : [redo, undo]
		const draft = from.at(-1)
		if (!draft) return null
		const left = from.slice(0, -1)
		const kept = [...to, now].slice(-mostUndo)
		return edit === 'undo' ? { draft, undo: left, redo: kept, made: null } : { draft, undo: kept, redo: left, made: null }
	}
	const before = readProgramme(firstKey, steps)
	const after = editProgramme(before, edit)
	const made = edit.kind === 'add' ? (after.steps.find(({ key }) => !before.steps.some((step) => step.key === key))?.key ?? null) : null
	return after === before ? null : { draft: after, undo: [...undo, now].slice(-mostUndo), redo: [], made }
}

/** Who enters and what ends it; holds at once. Null: not this seller's. Refuses `PROGRAMME_NAME_MISSING` and `PROGRAMME_NAME_TAKEN`. */
export async function changeSettings(db: Db, staff: StaffMember, { id, wish, requestId, at }: About & { wish: ProgrammeWish }): Promise<Result<object> | null> {
	if (wish.name === '') return refused(refusal('PROGRAMME_NAME_MISSING'))
	return await withTransaction(db, async (tx) => {
		const stored = await lockProgramme(tx, staff.seller.id, id)
		if (!stored) return null
		const { lists } = await readProgrammeAround(tx, staff.seller.id, id)
		if (wish.entryListId !== null && !lists.some((list) => list.id === wish.entryListId)) return null
		if (!(await updateSettings(tx, id, wish))) return refused(refusal('PROGRAMME_NAME_TAKEN', { name: wish.name }))
		if (stored.state === 'running' && wish.entryListId !== stored.entryListId) await enterProgrammes(tx, { programId: id }, at)
		await audit(tx, staff, { id, requestId, at }, 'changed', wish)
		return { ok: true }
	})
}

/**
 * The draft becomes what people enter, and whoever is on its list enters now. Null: not this seller's. Refuses everything
 * that `checkProgramme` names, all at once.
 */
export async function publishProgramme(
	db: Db,
	staff: StaffMember,
	{ id, movesInside, requestId, at }: About & { movesInside: boolean },
): Promise<Result<{ moved: number }> | null> {
	return await withTransaction(db, async (tx) => {
		const stored = await lockProgramme(tx, staff.seller.id, id)
		if (!stored) return null
		const { mails } = await readProgrammeAround(tx, staff.seller.id, id)
		const draft = readProgramme(stored.firstKey, stored.steps)
		const refusals = [
			...checkProgramme(draft, { mails: new Set(mails.flatMap(({ id: mailId, content }) => (sendTextOf(content, 'en') ? [mailId] : []))) }),
			...(await findStrangers(
				tx,
				staff.seller.id,
				draft.steps.flatMap((step) => (step.kind === 'action' ? step.actions : [])),
			)),
		]
		if (refusals.length > 0) return { ok: false, refusals }
		const keys = inOrder(draft).map(({ key }) => key)
		const moved = await insertVersion(tx, id, { draft, keys, movesInside, userId: staff.userId, at })
		await enterProgrammes(tx, { programId: id }, at)
		await audit(tx, staff, { id, requestId, at }, 'published', { version: stored.version + 1, movesInside, moved })
		return { ok: true, moved }
	})
}

/** Stops everybody where she stands, or lets them go on. Null: not this seller's. Refuses `PROGRAMME_NOT_PUBLISHED`. */
export async function pauseProgramme(db: Db, staff: StaffMember, { id, pauses, requestId, at }: About & { pauses: boolean }): Promise<Result<object> | null> {
	return await withTransaction(db, async (tx) => {
		const stored = await lockProgramme(tx, staff.seller.id, id)
		if (!stored) return null
		if (stored.version === 0) return refused(refusal('PROGRAMME_NOT_PUBLISHED'))
		await updateState(tx, id, { state: pauses ? 'paused' : 'running', at })
		await audit(tx, staff, { id, requestId, at }, pauses ? 'paused' : 'resumed', {})
		return { ok: true }
	})
}

async function audit(tx: Tx, staff: StaffMember, { id, requestId, at }: About, what: string, after: object): Promise<void> {
	await insertAudit(tx, [{ userId: staff.userId, action: `programme.${what}`, subject: `ma_program:${id}`, after, requestId, at }])
}
