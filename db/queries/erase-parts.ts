/**
 * What is known of a person, table by table, and what becomes of it when she asks to be forgotten (sync-core.md B11; decision 0446). `where`: SQL over the
 * row `t` and `w`, who she is: w.contacts, w.prospects, w.leads, w.people (the accounts that are herself), w.mails, w.hashes, and over `eraseScope`. Without `sets` the row goes.
 * A test holds that every table that names a person stands here or below.
 */
export type ErasePart = {
	table: string
	/** What a person reads it is. */
	kind: EraseKind
	where: string
	sets?: string
}
export const eraseKinds = ['records', 'signIn', 'marketing', 'visits', 'mails', 'desk', 'cases', 'ledgers', 'journal'] as const
export type EraseKind = (typeof eraseKinds)[number]

/** Names and addresses among facts; what was bought or done stays. */
const bare = (column: string) =>
	`(${column} - array['name','email','firstName','lastName','phone','title','company','contactName','personName','toName','toEmail','to','from','address','note','message','text','subject','sealed','code'])`

const ofContact = 't.contact_id = any(w.contacts)'
const ofProspect = 't.prospect_id = any(w.prospects)'
const ofVisitor = '(t.prospect_id = any(w.prospects) or t.visitor_id in (select v.id from ma_visitor v where v.prospect_id = any(w.prospects)))'
const gone = (kind: EraseKind, where: string, ...tables: string[]): ErasePart[] => tables.map((table) => ({ table, kind, where }))
const emptied = (kind: EraseKind, table: string, where: string, sets: string): ErasePart => ({ table, kind, where, sets })

/** Ids of her records as texts, under which journals and audits speak of her. */
const subjects = `(select s.x from (
	select 'contact:' || unnest(w.contacts) union all select 'lead:' || unnest(w.leads) union all select 'prospect:' || unnest(w.prospects) union all select 'account:' || unnest(w.people)) s(x))`
/**
 * Where connections know her, once for the whole statement: `ours`, her records where a side is ours; `links`, what stands linked to them; `faces`, both sides of all
 * that, so that a record of another system is hers as well. The number of a record of theirs is never taken for one of ours.
 */
export const eraseScope = `ours as materialized (
	select k.id as connection_id, v.side, o.object, o.id from sync_connection k, w, lateral (values ('crm', k.crm_system), ('ma', k.ma_system)) v(side, system), lateral (
		select 'contact', unnest(w.contacts)::text union all select 'lead', unnest(w.leads)::text union all select 'prospect', unnest(w.prospects)::text) o(object, id) where v.system like 'embedded%'
), links as materialized (
	select l.id from sync_link l join ours h on h.connection_id = l.connection_id and h.side = 'crm' and h.object = l.crm_object and h.id = l.crm_id
	union select l.id from sync_link l join ours h on h.connection_id = l.connection_id and h.side = 'ma' and h.object = l.ma_object and h.id = l.ma_id
), faces as materialized (
	select connection_id, side, object, id from ours
	union select l.connection_id, v.side, v.object, v.id from sync_link l join links using (id), lateral (values ('crm', l.crm_object, l.crm_id), ('ma', l.ma_object, l.ma_id)) v(side, object, id)
)`
const ofLink = 't.link_id in (select id from links)'
/** Hers without a link as well: the record itself, here or in the other system. */
const ofRecord = `(${ofLink} or (t.connection_id, t.side, t.object, t.record_id) in (select connection_id, side, object, id from faces))`
/** What another system says hangs off her there. */
const hungOn = `(t.mirror_id, t.their_parent_id) in (select m.id, f.id from sync_mirror m join faces f on f.connection_id = m.connection_id and f.side = 'crm' and f.object = m.parent_object)`
/** A line of a list has no link where its record has none yet: it says the record, the one it would be made for, or an address; and what else the list says of that one is hers too. */
const says = (line: string) =>
	`array[lower(btrim(${line}.name)), lower(btrim(${line}.from_value #>> '{}')), lower(btrim(${line}.to_value #>> '{}'))] && x.mails`
const about = (line: string) => `${line}.run_id, ${line}.side, ${line}.object, coalesce(${line}.record_id, ${line}.peer_id, ${line}.name)`
const inLists = 'from faces h join sync_run r on r.connection_id = h.connection_id and r.stage is not null'
const ofLine = `(${ofLink} or (t.run_id, t.side, t.object, t.record_id) in (select r.id, h.side, h.object, h.id ${inLists})
	or (t.run_id, t.side, t.peer_object, t.peer_id) in (select r.id, case h.side when 'crm' then 'ma' else 'crm' end, h.object, h.id ${inLists})
	or (t.run_id, t.id) in (select m.run_id, m.id from sync_run_line m, w x where ${says('m')})
	or (t.link_id is null and (${about('t')}) in (select ${about('m')} from sync_run_line m, w x where m.link_id is null and ${says('m')})))`
const hashed = (column: string) =>
	`${column} = case when t.${column} is not null and t.${column} <> 'null' then to_jsonb(encode(sha256(convert_to(t.${column}::text, 'UTF8')), 'hex')) end`

const records: readonly ErasePart[] = [
	emptied(
		'records',
		'contact',
		't.id = any(w.contacts)',
		`first_name = '', last_name = '#' || t.id, email = null, phone = null, title = null, street = null, city = null, region = null, postal_code = null, country = null, external_key = null, last_activity_at = null, source_campaign = null, score = null, grade = null, custom = '{}', is_active = false, has_opted_out = true`,
	),
	emptied(
		'records',
		'crm_lead',
		't.id = any(w.leads)',
		`first_name = null, last_name = '#' || t.id, company = '', email = null, phone = null, title = null, street = null, city = null, region = null, postal_code = null, country = null, note = null, rating = null, last_activity_at = null, source_campaign = null, score = null, grade = null, custom = '{}', has_opted_out = true,
			status = case when t.status = 'converted' then t.status else 'lost' end`,
	),
	emptied(
		'records',
		'ma_prospect',
		't.id = any(w.prospects)',
		`first_name = null, last_name = null, company = null, email = null, phone = null, title = null, street = null, city = null, region = null, postal_code = null, country = null, lead_status = null, rating = null, custom = '{}', opted_out = true, assigned_user_id = null, assigned_queue_id = null,
			assigned_at = null`,
	),
	emptied('records', 'account', 't.id = any(w.people)', `phone = null, website = null, external_key = null, standing_note = null, custom = '{}'`),
	emptied(
		'records',
		'location',
		't.account_id = any(w.people)',
		`name = t.code, phone = null, instructions = null, line2 = null, line1 = case when w.has_documents then t.line1 else '–' end, postal_code = case when w.has_documents then t.postal_code else '' end`,
	),
	...gone('records', ofContact, 'crm_custom_row'),
	...gone('records', hungOn, 'sync_mirror_row'),
	emptied(
		'records',
		'record_merge',
		`(t.object = 'contact' and (t.winner_id = any(w.contacts) or t.loser_id = any(w.contacts))) or (t.object = 'lead' and (t.winner_id = any(w.leads) or t.loser_id = any(w.leads)))
		or (t.object = 'prospect' and (t.winner_id = any(w.prospects) or t.loser_id = any(w.prospects)))`,
		`winner_name = '#' || t.winner_id, loser_name = '#' || t.loser_id, loser_mail = null, before = '{}', wrote = '{}', lost = '{}', parts = '{}', links = '[]', undone_at = coalesce(t.undone_at, w.at), kept = null`,
	),
]

/** Who was deleted before she asked to be forgotten: what was kept to bring her back. */
const deleted = `((t.object = 'contact' and t.record_id = any(w.contacts::text[])) or (t.object = 'lead' and t.record_id = any(w.leads::text[])) or (t.object = 'prospect' and t.record_id = any(w.prospects::text[])))`

const kept: readonly ErasePart[] = [
	emptied(
		'records',
		'deletion_record',
		`(${deleted} or t.mail = any(w.mails)) and t.reason is distinct from 'ERASED'`,
		`name = '#' || t.record_id, mail = null, lost = null, state = 'refused', reason = 'ERASED'`,
	),
	...gone(
		'records',
		`${deleted} or exists (select from deletion_record k join deletion d on d.id = k.deletion_id where d.xact = t.xact and k.object = t.object and k.record_id = t.record_id and k.mail = any(w.mails))`,
		'deletion_part',
	),
]

const people: readonly ErasePart[] = [
	...gone('signIn', ofContact, 'login', 'saved_card'),
	...gone('signIn', 't.acting_contact_id = any(w.contacts)', 'session'),
	...gone('signIn', 'lower(t.email) = any(w.mails)', 'sign_in_code', 'quote_link'),
	emptied('signIn', 'api_key', ofContact, `revoked_at = coalesce(t.revoked_at, w.at), name = t.prefix`),
	...gone(
		'marketing',
		ofProspect,
		'ma_list_member',
		'ma_prospect_tag',
		'ma_waiting_member',
		'ma_campaign_member',
		'ma_member_base',
		'ma_rule_match',
		'ma_file_grant',
	),
	emptied('marketing', 'ma_enrolment', `${ofProspect} and t.state = 'going'`, `state = 'left', left_at = w.at`),
	emptied('marketing', 'ma_consent', `t.email_hash = any(w.hashes) and (t.evidence <> '{}' or t.prospect_id is not null)`, `evidence = '{}', actor = null`),
	emptied('visits', 'ma_activity', ofVisitor, `facts = '{}', visitor_id = null, prospect_id = coalesce(t.prospect_id, w.prospects[1])`),
	emptied(
		'visits',
		'ma_form_submission',
		ofVisitor,
		`values = case when t.prospect_id = any(w.prospects) then '{}' else t.values end, origin = null, visitor_id = null`,
	),
	emptied('visits', 'ma_redirect_click', 't.visitor_id in (select v.id from ma_visitor v where v.prospect_id = any(w.prospects))', 'visitor_id = null'),
	...gone('visits', ofProspect, 'ma_visitor'),
	...gone('mails', `(${ofContact} or lower(t.to_email) = any(w.mails))`, 'outgoing_mail'),
	...gone('mails', ofContact, 'notice'),
	emptied(
		'desk',
		'crm_task',
		`(${ofContact} or ${ofProspect} or t.lead_id = any(w.leads))`,
		`subject = '–', facts = '{}', outcome = null, status = case when t.status = 'open' then 'dropped' else t.status end, closed_at = coalesce(t.closed_at, w.at)`,
	),
	emptied(
		'desk',
		'alert',
		ofContact,
		`inputs = ${bare('t.inputs')}, outcome = null, status = case when t.status in ('open', 'taken') then 'dismissed' else t.status end, closed_at = coalesce(t.closed_at, w.at)`,
	),
	emptied('desk', 'crm_timeline_entry', ofContact, `facts = ${bare('t.facts')}`),
	emptied('cases', 'support_case', ofContact, `subject = '–', description = ''`),
	emptied('cases', 'case_message', `${ofContact} and t.text is not null`, `text = '–'`),
]

const traces: readonly ErasePart[] = [
	emptied('ledgers', 'audit_entry', `(${ofContact} or t.on_behalf_of_contact_id = any(w.contacts) or t.subject in ${subjects})`, `before = null, after = null`),
	emptied(
		'ledgers',
		'outbox_event',
		`(${ofContact} or t.subject in ${subjects}) and not exists (select from outbox_delivery d where d.event_id = t.id and d.state <> 'done')`,
		`payload = ${bare('t.payload')}`,
	),
	emptied('ledgers', 'import_reject', `exists (select from unnest(w.mails) m where strpos(lower(t.source::text), m) > 0)`, `source = '{}'`),
	emptied(
		'journal',
		'sync_link',
		't.id in (select id from links)',
		`state = 'never', state_reason = 'ERASED', agreed = '{}', pinned = '{}', frozen = '{}', wishes = '{}', held_at = null`,
	),
	emptied('journal', 'sync_mirror_line', hungOn, `before = null, after = null`),
	emptied('journal', 'sync_decision', ofLink, [hashed('crm_value'), hashed('ma_value'), hashed('value'), hashed('agreed')].join(', ')),
	emptied(
		'journal',
		'sync_error',
		ofRecord,
		`value = null, message = null, facts = '{}', closed_at = coalesce(t.closed_at, w.at), closed_for = coalesce(t.closed_for, 'erased')`,
	),
	emptied('journal', 'sync_write', `${ofRecord} and t.state in ('confirmed', 'refused')`, `values = '{}', decisions = '[]'`),
	emptied(
		'journal',
		'sync_run_line',
		ofLine,
		`name = '#' || coalesce(t.link_id::text, t.record_id, t.peer_id, t.id::text), from_value = null, to_value = null,
			reason = case when t.state = 'open' then 'ERASED' else t.reason end, state = case when t.state = 'open' then 'refused' else t.state end`,
	),
	...gone('journal', ofRecord, 'sync_job'),
	...gone(
		'journal',
		`(t.object = 'contact' and t.record_id = any(w.contacts::text[])) or (t.object = 'lead' and t.record_id = any(w.leads::text[])) or (t.object = 'prospect' and t.record_id = any(w.prospects::text[]))`,
		'sync_field_state',
	),
]

export const eraseParts: readonly ErasePart[] = [...records, ...kept, ...people, ...traces]

/** Who names a person and keeps it, and why: documents of the account that the law wants whole, and rows that hold her number and nothing of her. */
export const staysWhenErased: Readonly<Record<'document' | 'number', readonly string[]>> = {
	document: [
		...[
			'sales_order',
			'order_line',
			'order_version',
			'order_change',
			'goods_return',
			'payment',
			'invoice_link',
			'invoice_link_line',
			'pay_link',
			'quote',
			'quote_version',
			'exemption_certificate',
		],
		...['standing_order', 'requisition_list', 'approval_request', 'approval_rule', 'approval_step', 'approval_deputy', 'company_budget'],
	],
	number: [
		...[
			'crm_campaign_member',
			'crm_opp_contact_role',
			'campaign_touch',
			'ma_action',
			'ma_send_recipient',
			'merge_proposal',
			'cart_in_hand',
			'ma_member_mark',
			'ma_touch',
			'erasure',
			'erased_mail',
		],
		// Users of the house and of other systems, who are no buyers.
		...['crm_user', 'sync_user_map'],
	],
}
