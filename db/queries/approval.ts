import type { StepToAnswer } from '../../app/engine/approval/decide-answer.ts'
import type { Deputy } from '../../app/engine/approval/deputies.ts'
import type { ApprovalPerson, ApprovalReason } from '../../app/engine/approval/steps-to-take.ts'
import type { Sql, Tx } from '../client.server.ts'

export type StepRow = {
	id: number
	step: number
	approverContactId: number | null
	approverName: string | null
	reasons: ApprovalReason[]
	state: 'waiting' | 'approved' | 'refused'
	decidedByContactId: number | null
	decidedByName: string | null
	/** In whose place, when a deputy answered. */
	decidedForName: string | null
	decidedAt: string | null
	note: string | null
}

export type RequestRow = {
	id: number
	orderId: number
	state: 'waiting' | 'approved' | 'refused' | 'withdrawn' | 'expired'
	askedByContactId: number
	askedByName: string
	/** The rep, when she asked for the buyer. */
	userName: string | null
	poNumber: string | null
	currency: string
	totalMinor: number
	message: string | null
	askedAt: Date
	expiresAt: Date
	closedAt: Date | null
	failure: { code: string; line?: number; facts: Record<string, string | number | boolean | null> }[] | null
	/** Of the order that was placed. */
	orderNumber: string | null
	orderStage: string
	steps: StepRow[]
}

export type FullRequest = RequestRow & {
	pinned: string
	actedByUserId: number | null
	askerFirstName: string
	askerEmail: string | null
	askerRole: 'owner' | 'buyer' | 'approver' | 'viewer'
	orderVersion: number
	people: ApprovalPerson[]
	deputies: Deputy[]
}

const fullName = (sql: Sql, alias: string) => sql`concat_ws(' ', ${sql(`${alias}.first_name`)}, ${sql(`${alias}.last_name`)})`

/** Every yes of a request `r`, in order. */
export const stepsOf = (sql: Sql) => sql`
	select json_agg(json_build_object('id', s.id, 'step', s.step, 'approverContactId', s.approver_contact_id, 'approverName', ${fullName(sql, 'a')}, 'reasons', s.reasons, 'state', s.state,
		'decidedByContactId', s.decided_by_contact_id, 'decidedByName', ${fullName(sql, 'd')}, 'decidedForName', nullif(${fullName(sql, 'f')}, ''), 'decidedAt', s.decided_at, 'note', s.note) order by s.step, s.id)
		from approval_step s left join contact a on a.account_id = s.account_id and a.id = s.approver_contact_id left join contact d on d.account_id = s.account_id and d.id = s.decided_by_contact_id
			left join contact f on f.account_id = s.account_id and f.id = s.decided_for_contact_id
		where s.account_id = r.account_id and s.request_id = r.id`

export const columns = (sql: Sql) => sql`
	r.id, r.order_id, r.state, r.asked_by_contact_id, ${fullName(sql, 'k')} as asked_by_name, (select ${fullName(sql, 'u')} from crm_user u where u.id = r.acted_by_user_id) as user_name, r.po_number, r.currency,
	r.total_minor, r.message, r.asked_at, r.expires_at, r.closed_at, r.failure, case when r.state = 'approved' then o.number end as order_number, o.stage as order_stage,
	(${stepsOf(sql)}) as steps`

export const joined = (sql: Sql) => sql`
	approval_request r join contact k on k.account_id = r.account_id and k.id = r.asked_by_contact_id join sales_order o on o.account_id = r.account_id and o.id = r.order_id`

/** All that waits in an account, newest first; one statement. */
export async function listWaiting(sql: Sql, accountId: number, limit: number): Promise<RequestRow[]> {
	return sql<
		RequestRow[]
	>`select ${columns(sql)} from ${joined(sql)} where r.account_id = ${accountId} and r.state = 'waiting' order by r.id desc limit ${limit}`
}

/** One request with all that is needed to answer it. Null: none of this account. */
export async function readRequest(sql: Sql, key: { accountId: number; requestId: number }): Promise<FullRequest | null> {
	const [row] = await sql<FullRequest[]>`
		select ${columns(sql)}, r.pinned, r.acted_by_user_id, k.first_name as asker_first_name, k.email as asker_email, k.role as asker_role, o.version as order_version,
			coalesce((select json_agg(json_build_object('contactId', p.id, 'role', p.role) order by p.id) from contact p where p.account_id = r.account_id and p.is_active and p.role <> 'viewer'
				and exists (select 1 from login g where g.account_id = p.account_id and g.contact_id = p.id and g.is_active)), '[]') as people,
			coalesce((select json_agg(json_build_object('id', y.id, 'contactId', y.contact_id, 'deputyContactId', y.deputy_contact_id, 'namedByContactId', y.named_by_contact_id, 'fromOn', y.from_on,
				'untilOn', y.until_on, 'isEnded', false, 'deputyName', ${fullName(sql, 'dk')}) order by y.id)
				from approval_deputy y join contact dk on dk.account_id = y.account_id and dk.id = y.deputy_contact_id where y.account_id = r.account_id and y.ended_at is null), '[]') as deputies
		from ${joined(sql)} where r.account_id = ${key.accountId} and r.id = ${key.requestId}`
	return row ?? null
}

/** The request that an order waits for. Null: none. */
export async function readWaiting(sql: Sql, key: { accountId: number; orderId: number }): Promise<{ id: number } | null> {
	const [row] = await sql<
		{ id: number }[]
	>`select id from approval_request where account_id = ${key.accountId} and order_id = ${key.orderId} and state = 'waiting'`
	return row ?? null
}

/** The request that an order waits for or was placed by. Null: none. */
export async function readAsked(sql: Sql, key: { accountId: number; orderId: number }): Promise<{ id: number } | null> {
	const [row] = await sql<{ id: number }[]>`
		select id from approval_request where account_id = ${key.accountId} and order_id = ${key.orderId} and state in ('waiting', 'approved') order by id desc limit 1`
	return row ?? null
}

/** Locks the order of a request: who else would answer, withdraw or let it lapse waits here. What stands beside it is read next. */
export async function lockAsked(tx: Tx, key: { accountId: number; requestId: number }): Promise<{ orderId: number } | null> {
	const [row] = await tx<{ orderId: number }[]>`
		select o.id as order_id from sales_order o where o.account_id = ${key.accountId}
			and o.id = (select r.order_id from approval_request r where r.account_id = ${key.accountId} and r.id = ${key.requestId}) for update`
	return row ?? null
}

export type NewRequest = {
	accountId: number
	orderId: number
	askedByContactId: number
	actedByUserId: number | null
	poNumber: string | null
	currency: string
	totalMinor: number
	message: string | null
	pinned: string
	at: Date
	expiresAt: Date
	steps: readonly { step: number; approverContactId: number | null; reasons: readonly ApprovalReason[] }[]
}

/** Writes what is asked, and takes the order out of the cart's hands; one statement. */
export async function insertRequest(tx: Tx, asked: NewRequest): Promise<{ id: number }> {
	const [row] = await tx<{ id: number }[]>`
		with asked as (
			insert into approval_request (account_id, order_id, asked_by_contact_id, acted_by_user_id, po_number, currency, total_minor, message, pinned, asked_at, expires_at)
			values (${asked.accountId}, ${asked.orderId}, ${asked.askedByContactId}, ${asked.actedByUserId}, ${asked.poNumber}, ${asked.currency}, ${asked.totalMinor}, ${asked.message}, ${asked.pinned},
				${asked.at}, ${asked.expiresAt}) returning id
		), kept as (
			update sales_order set stage = 'awaiting_approval', is_current = false, version = version + 1, po_number = ${asked.poNumber}, payment_method = 'po', last_activity_at = ${asked.at}
			where account_id = ${asked.accountId} and id = ${asked.orderId} and stage = 'cart'
		), steps as (
			insert into approval_step (account_id, request_id, asked_by_contact_id, step, approver_contact_id, reasons)
			select ${asked.accountId}, asked.id, ${asked.askedByContactId}, w.step, w."approverContactId", w.reasons
			from asked, json_to_recordset(${JSON.stringify(asked.steps)}::text::json) as w(step int, "approverContactId" bigint, reasons jsonb)
		)
		select id from asked`
	if (!row) throw new Error('A request could not be written')
	return row
}

export async function answerSteps(
	tx: Tx,
	key: { accountId: number; answers: readonly StepToAnswer[] },
	answer: { state: 'approved' | 'refused'; contactId: number; note: string | null; at: Date },
): Promise<void> {
	await tx`
		update approval_step s set state = ${answer.state}, decided_by_contact_id = ${answer.contactId}, decided_for_contact_id = w."forContactId", decided_at = ${answer.at}, note = ${answer.note}
		from json_to_recordset(${JSON.stringify(key.answers)}::text::json) as w(id bigint, "forContactId" bigint)
		where s.account_id = ${key.accountId} and s.id = w.id and s.state = 'waiting'`
}

/** Ends a request; one that was not approved gives its order back as a cart that is nobody's current one. */
export async function closeRequest(
	tx: Tx,
	key: { accountId: number; requestId: number },
	end: { state: 'approved' | 'refused' | 'withdrawn'; contactId: number | null; at: Date },
): Promise<void> {
	await tx`
		with closed as (
			update approval_request set state = ${end.state}, closed_at = ${end.at}, closed_by_contact_id = ${end.contactId}, failure = null
			where account_id = ${key.accountId} and id = ${key.requestId} and state = 'waiting' returning order_id
		)
		update sales_order o set stage = 'cart', version = o.version + 1, last_activity_at = ${end.at}, quiet_noticed_at = ${end.at} from closed c
		where ${end.state} <> 'approved' and o.account_id = ${key.accountId} and o.id = c.order_id and o.stage = 'awaiting_approval'`
}

export async function noteFailure(tx: Tx, key: { accountId: number; requestId: number }, failure: unknown, at: Date): Promise<void> {
	await tx`update approval_request set failure = ${tx.json(failure as never)}, failed_at = ${at} where account_id = ${key.accountId} and id = ${key.requestId} and state = 'waiting'`
}

export type Lapsed = { requestId: number; accountId: number; orderId: number; contactId: number; totalMinor: number; currency: string }

/** Lets what waited too long lapse, as many as asked; whoever is being answered at the moment is left alone. */
export async function lapseRequests(tx: Tx, at: Date, limit: number): Promise<Lapsed[]> {
	return tx<Lapsed[]>`
		with due as (
			select r.account_id, r.id, r.order_id from approval_request r join sales_order o on o.account_id = r.account_id and o.id = r.order_id
			where r.state = 'waiting' and r.expires_at <= ${at} order by r.expires_at, r.id limit ${limit} for update of o skip locked
		), given as (
			update sales_order o set stage = 'cart', version = o.version + 1, last_activity_at = ${at}, quiet_noticed_at = ${at} from due d
			where o.account_id = d.account_id and o.id = d.order_id and o.stage = 'awaiting_approval'
		)
		update approval_request r set state = 'expired', closed_at = ${at}, failure = null from due d where r.account_id = d.account_id and r.id = d.id and r.state = 'waiting'
		returning r.id as request_id, r.account_id, r.order_id, r.asked_by_contact_id as contact_id, r.total_minor, r.currency`
}

/** Makes a cart the person's current one; her present one gives way only while it is empty. False: it is not. */
export async function takeUpCart(tx: Tx, key: { accountId: number; orderId: number; contactId: number }): Promise<boolean> {
	await tx`
		update sales_order c set is_current = false where c.account_id = ${key.accountId} and c.contact_id = ${key.contactId} and c.stage = 'cart' and c.is_current and c.id <> ${key.orderId}
			and not exists (select 1 from order_line l where l.account_id = c.account_id and l.order_id = c.id)`
	const taken = await tx`
		update sales_order o set is_current = true where o.account_id = ${key.accountId} and o.id = ${key.orderId} and o.contact_id = ${key.contactId} and o.stage = 'cart'
			and not exists (select 1 from sales_order c where c.account_id = o.account_id and c.contact_id = o.contact_id and c.stage = 'cart' and c.is_current and c.id <> o.id) returning 1`
	return taken.length === 1
}
