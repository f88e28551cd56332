import type { Tx } from '../../../db/client.server.ts'
import { type DueWalk, loadProgrammeMails } from '../../../db/queries/programme.ts'
import { loadCandidates } from '../../../db/queries/send.ts'
import { dayIn } from '../../engine/base/calendar.ts'
import type { ProgrammeStep } from '../../engine/marketing/programme.ts'
import { saveActions } from './save-actions.ts'
import { saveReleasedMails } from './save-released-mails.ts'

export type Done = { walkId: number; outcome: string }
type AtStep = { step: ProgrammeStep; walks: readonly DueWalk[]; at: Date }

/**
 * What one step does for all who stand at it: mails to those who may get them, with consent as it is in this transaction
 * (sync-core.md B9), or actions. As many statements for one as for all. Waits, questions and ends do nothing here.
 */
export async function saveStepDone(tx: Tx, { step, walks, at }: AtStep): Promise<Done[]> {
	if (step.kind === 'send') return await release(tx, step.sendId ?? 0, walks, at)
	const [first] = walks
	if (step.kind !== 'action' || !first) return []
	// The walk's own row lets a step be done once; the key only has to differ from that of any other round.
	const sourceKey = `program:${first.programId}:${step.key}:${first.id}.${first.hops}`
	const prospectIds = walks.map(({ prospectId }) => prospectId)
	await saveActions(tx, { prospectIds, actions: step.actions, cause: `program:${first.programId}`, sourceKey, at, actor: { userId: null } })
	return walks.map(({ id }) => ({ walkId: id, outcome: 'acted' }))
}

async function release(tx: Tx, sendId: number, walks: readonly DueWalk[], at: Date): Promise<Done[]> {
	const [mail] = await loadProgrammeMails(tx, [sendId])
	// A mail that somebody deleted: she goes on without it, and her walk says so.
	if (!mail) return walks.map(({ id }) => ({ walkId: id, outcome: 'mail_gone' }))
	const prospectIds = walks.map(({ prospectId }) => prospectId)
	const { sellerEntityId, productId } = mail
	const candidates = await loadCandidates(tx, { sellerEntityId, productId, prospectIds }, dayIn(at, mail.timeZone))
	const steps = new Map(walks.map(({ id, prospectId, hops }) => [prospectId, { enrolmentId: id, hop: hops }]))
	const { outcomes } = await saveReleasedMails(tx, mail, candidates, at, steps)
	return walks.map(({ id, prospectId }) => ({ walkId: id, outcome: outcomes.get(prospectId) ?? 'mail_gone' }))
}
