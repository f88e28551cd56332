import type { Voice } from '../../app/engine/approval/decide-answer.ts'
import type { Sql } from '../client.server.ts'
import { columns, joined, type RequestRow } from './approval.ts'

export type ApprovalFilter = {
	/** `mine`: waits for who looks; `asked`: she asked it; `waiting`: for anybody; `decided`: nothing waits any more. */
	show: 'mine' | 'asked' | 'waiting' | 'decided' | null
	text: string | null
	state: RequestRow['state'] | null
	sort: 'newest' | 'oldest' | 'largest'
}

export type ApprovalQuestion = ApprovalFilter & {
	accountId: number
	contactId: number
	/** In whose names who looks may answer (`voicesOf`). */
	voices: readonly Voice[]
	at: Date
	after: { id: number; totalMinor: number } | null
	/** Null: all. */
	limit: number | null
}

type Looker = Pick<ApprovalQuestion, 'voices' | 'at'>

/** Whether a step in turn waits for one of the voices: what `stepsFor` says, for rows. */
const isMine = (sql: Sql, { voices, at }: Looker) => sql`
	(r.state = 'waiting' and r.expires_at > ${at} and exists (
		select 1 from approval_step s join jsonb_to_recordset(${JSON.stringify(voices)}::text::jsonb) as v("contactId" bigint, "isApprover" boolean, "notOf" jsonb)
			on not v."notOf" @> to_jsonb(r.asked_by_contact_id) and case when s.approver_contact_id is null then v."isApprover" else v."contactId" = s.approver_contact_id end
		where s.account_id = r.account_id and s.request_id = r.id and s.state = 'waiting'
			and s.step = (select min(x.step) from approval_step x where x.account_id = r.account_id and x.request_id = r.id and x.state = 'waiting')))`

const shown = (sql: Sql, { show, contactId, ...looker }: Pick<ApprovalQuestion, 'show' | 'contactId'> & Looker) => {
	if (show === 'mine') return isMine(sql, looker)
	if (show === 'asked') return sql`r.asked_by_contact_id = ${contactId}`
	return show === null ? sql`true` : sql`(r.state = 'waiting') = ${show === 'waiting'}`
}

/** Where a page goes on, and in which order. */
function paged(sql: Sql, { sort, after }: Pick<ApprovalQuestion, 'sort' | 'after'>) {
	if (sort === 'oldest') return { order: sql`r.id`, from: after ? sql`r.id > ${after.id}` : sql`true` }
	if (sort === 'newest') return { order: sql`r.id desc`, from: after ? sql`r.id < ${after.id}` : sql`true` }
	return { order: sql`r.total_minor desc, r.id desc`, from: after ? sql`(r.total_minor, r.id) < (${after.totalMinor}, ${after.id})` : sql`true` }
}

/** What an account asked, as far as the filters leave it; one statement. */
export async function listRequests(sql: Sql, question: ApprovalQuestion): Promise<RequestRow[]> {
	const { accountId, text, state, limit } = question
	const { order, from } = paged(sql, question)
	const like = text === null ? null : `%${text.replaceAll(/[\\%_]/g, '\\$&')}%`
	return sql<RequestRow[]>`
		select ${columns(sql)} from ${joined(sql)}
		where r.account_id = ${accountId} and ${shown(sql, question)} and (${state}::text is null or r.state = ${state}) and ${from}
			and (${like}::text is null or concat_ws(' ', k.first_name, k.last_name, r.po_number, r.message, case when r.state = 'approved' then o.number end) ilike ${like})
		order by ${order} limit ${limit}`
}

export type ApprovalCounts = { mine: number; asked: number; waiting: number }

/** How many wait for who looks, how many of hers, and how many in all; one statement. */
export async function countRequests(sql: Sql, question: { accountId: number; contactId: number } & Looker): Promise<ApprovalCounts> {
	const [row] = await sql<ApprovalCounts[]>`
		select count(*) filter (where ${isMine(sql, question)})::int as mine, count(*) filter (where r.asked_by_contact_id = ${question.contactId})::int as asked, count(*)::int as waiting
		from approval_request r where r.account_id = ${question.accountId} and r.state = 'waiting'`
	return row ?? { mine: 0, asked: 0, waiting: 0 }
}
