import type { Sql, Tx } from '../client.server.ts'

export type CertificateState = 'waiting' | 'accepted' | 'refused'

export type CertificateRow = {
	id: number
	accountId: number
	account: string
	accountNumber: string
	jurisdiction: string
	number: string
	taxCodes: string[] | null
	validFrom: string
	expiresOn: string
	state: CertificateState
	/** What its file was called; null: none was kept. */
	fileName: string | null
	uploadedAt: Date | null
	contactName: string | null
	decisionNote: string | null
}

/** Exemption certificates of the seller's accounts, those that expire soonest first; one more than asked. */
export async function readCertificates(
	sql: Sql,
	question: {
		sellerEntityId: number
		search: string
		state: CertificateState | null
		from: string | null
		to: string | null
		after: string | null
		limit: number
	},
): Promise<(CertificateRow & { key: string })[]> {
	const like = `%${question.search.replaceAll(/[\\%_]/g, '\\$&')}%`
	return sql<(CertificateRow & { key: string })[]>`
		select * from (
			select c.id, c.account_id, a.name as account, a.number as account_number, c.jurisdiction, c.number, c.tax_codes, c.valid_from, c.expires_on, c.state, c.file_name, c.uploaded_at, c.decision_note,
				(select concat_ws(' ', k.first_name, k.last_name) from contact k where k.account_id = c.account_id and k.id = c.contact_id) as contact_name,
				c.expires_on || ' ' || lpad(c.account_id::text, 12, '0') || ' ' || lpad(c.id::text, 12, '0') as key
			from exemption_certificate c join account a on a.id = c.account_id where a.seller_entity_id = ${question.sellerEntityId} and (${question.state}::text is null or c.state = ${question.state})
				and (${question.from}::date is null or c.expires_on >= ${question.from}::date) and (${question.to}::date is null or c.expires_on <= ${question.to}::date)
				and (${question.search} = '' or a.name ilike ${like} or a.number ilike ${like} or c.number ilike ${like} or c.jurisdiction ilike ${like})
		) c where ${question.after}::text is null or c.key collate "C" > ${question.after}::text collate "C" order by c.key collate "C" limit ${question.limit + 1}`
}

export type CertificateWrite = {
	accountNumber: string
	jurisdiction: string
	number: string
	taxCodes: string[] | null
	validFrom: string
	expiresOn: string
	file: CertificateFile | null
}

/** A file by its digest, and what it was called. */
export type CertificateFile = { key: string; name: string }

/** Records a certificate of an account as accepted; null: the seller has no such account. */
export async function insertCertificate(
	tx: Tx,
	{ sellerEntityId, userId, at }: { sellerEntityId: number; userId: number; at: Date },
	write: CertificateWrite,
): Promise<{ accountId: number; id: number } | null> {
	const [row] = await tx<{ accountId: number; id: number }[]>`
		insert into exemption_certificate (account_id, jurisdiction, number, tax_codes, valid_from, expires_on, file_key, file_name, uploaded_at, decided_by_user_id, decided_at)
		select a.account_id, ${write.jurisdiction}, ${write.number}, ${write.taxCodes}::text[], ${write.validFrom}, ${write.expiresOn}, ${write.file?.key ?? null}, ${write.file?.name ?? null}, ${write.file ? at : null}::timestamptz, ${userId}, ${at} from account_by_number a
		where a.seller_entity_id = ${sellerEntityId} and upper(a.number) = upper(${write.accountNumber}) returning account_id, id`
	return row ?? null
}

/** Ends a certificate today; the orders that it freed keep it. Null: none such that still counts. */
export async function endCertificate(
	tx: Tx,
	key: { sellerEntityId: number; accountId: number; id: number; lastDay: string },
): Promise<{ number: string } | null> {
	const [row] = await tx<{ number: string }[]>`
		update exemption_certificate c set expires_on = greatest(c.valid_from, ${key.lastDay}::date) from account a
		where a.id = c.account_id and a.seller_entity_id = ${key.sellerEntityId} and c.account_id = ${key.accountId} and c.id = ${key.id} and c.state = 'accepted' and c.expires_on > greatest(c.valid_from, ${key.lastDay}::date) returning c.number`
	return row ?? null
}

/** A task for the owner of each account whose certificate expires within so many days, once per certificate and expiry. Answers how many. */
export async function insertExpiryTasks(tx: Tx, question: { at: Date; days: number }): Promise<number> {
	const rows = await tx`
		insert into crm_task (idempotency_key, owner_user_id, account_id, subject, facts, due_on, priority, created_at)
		select 'certificate:' || c.account_id || ':' || c.id || ':' || c.expires_on, a.owner_user_id, c.account_id, 'task.certificate_expires',
			jsonb_build_object('number', c.number, 'jurisdiction', c.jurisdiction, 'expiresOn', c.expires_on), c.expires_on, 'high', ${question.at}
		from exemption_certificate c join account a on a.id = c.account_id and a.owner_user_id is not null and a.status = 'active' join seller_entity s on s.id = a.seller_entity_id
		where c.state = 'accepted' and c.expires_on >= (${question.at}::timestamptz at time zone s.time_zone)::date and c.expires_on <= (${question.at}::timestamptz at time zone s.time_zone)::date + ${question.days}::int
			and not exists (select from exemption_certificate n where n.account_id = c.account_id and n.jurisdiction = c.jurisdiction and n.state = 'accepted' and n.expires_on > c.expires_on)
		on conflict (idempotency_key) do nothing returning 1`
	return rows.length
}

export type OwnCertificates = {
	certificates: {
		id: number
		jurisdiction: string
		number: string
		validFrom: string
		expiresOn: string
		state: CertificateState
		fileName: string | null
		decisionNote: string | null
	}[]
	/** Where an account with these stores may be exempt. */
	jurisdictions: string[]
	waiting: number
}

/** The certificates of an account, newest first, and the jurisdictions that reach its stores; one statement. */
export async function readOwnCertificates(sql: Sql, key: { accountId: number; sellerEntityId: number; today: string }): Promise<OwnCertificates> {
	const [row] = await sql<OwnCertificates[]>`
		select (select coalesce(json_agg(json_build_object('id', c.id, 'jurisdiction', c.jurisdiction, 'number', c.number, 'validFrom', c.valid_from, 'expiresOn', c.expires_on, 'state', c.state, 'fileName', c.file_name,
				'decisionNote', c.decision_note) order by c.state = 'waiting' desc, c.expires_on desc, c.id), '[]') from exemption_certificate c where c.account_id = ${key.accountId}) as certificates,
			coalesce((select array_agg(distinct r.jurisdiction order by r.jurisdiction) from tax_rate r where r.seller_entity_id = ${key.sellerEntityId} and (r.valid_to is null or r.valid_to > ${key.today}::date)
				and exists (select from location l where l.account_id = ${key.accountId} and l.is_active and l.country = r.country and (r.region is null or r.region = l.region))), '{}') as jurisdictions,
			(select count(*) from exemption_certificate c where c.account_id = ${key.accountId} and c.state = 'waiting')::int as waiting`
	return row ?? { certificates: [], jurisdictions: [], waiting: 0 }
}

export type UploadedCertificate = {
	accountId: number
	contactId: number | null
	jurisdiction: string
	number: string
	validFrom: string
	expiresOn: string
	file: CertificateFile
	at: Date
}

/** Keeps a buyer's certificate, waiting for the house. Null: the same one waits already, or counts. */
export async function insertUploaded(
	tx: Tx,
	{ accountId, contactId, jurisdiction, number, validFrom, expiresOn, file, at }: UploadedCertificate,
): Promise<{ id: number } | null> {
	const [row] = await tx<{ id: number }[]>`
		insert into exemption_certificate (account_id, jurisdiction, number, valid_from, expires_on, state, file_key, file_name, uploaded_at, contact_id)
		select ${accountId}, ${jurisdiction}, ${number}, ${validFrom}::date, ${expiresOn}::date, 'waiting', ${file.key}, ${file.name}, ${at}::timestamptz, ${contactId}::bigint
		where not exists (select from exemption_certificate c where c.account_id = ${accountId} and c.jurisdiction = ${jurisdiction} and c.number = ${number} and c.state = 'accepted' and c.expires_on >= ${expiresOn}::date)
		on conflict do nothing returning id`
	return row ?? null
}

/** The file of a certificate: of one account for who shops, of any account of the seller for the house. Null: none such, or not theirs. */
export async function readCertificateFile(sql: Sql, key: { id: number; accountId: number | null; sellerEntityId: number }): Promise<CertificateFile | null> {
	const [row] = await sql<CertificateFile[]>`
		select c.file_key as key, c.file_name as name from exemption_certificate c join account a on a.id = c.account_id
		where c.id = ${key.id} and a.seller_entity_id = ${key.sellerEntityId} and (${key.accountId}::bigint is null or c.account_id = ${key.accountId}) and c.file_key is not null`
	return row ?? null
}

export type Decision = { state: 'accepted' | 'refused'; note: string | null; userId: number; at: Date }

/** Says yes or no to one that waits. Null: none such of this seller, or it was decided already. */
export async function decideWaiting(
	tx: Tx,
	key: { sellerEntityId: number; accountId: number; id: number },
	{ state, note, userId, at }: Decision,
): Promise<{ number: string; jurisdiction: string; contactId: number | null } | null> {
	const [row] = await tx<{ number: string; jurisdiction: string; contactId: number | null }[]>`
		update exemption_certificate c set state = ${state}, decision_note = ${note}, decided_by_user_id = ${userId}, decided_at = ${at} from account a
		where a.id = c.account_id and a.seller_entity_id = ${key.sellerEntityId} and c.account_id = ${key.accountId} and c.id = ${key.id} and c.state = 'waiting' returning c.number, c.jurisdiction, c.contact_id`
	return row ?? null
}

/** Whose account it is, for who is told of its papers. */
export async function readAccountOwner(sql: Sql, accountId: number): Promise<{ accountName: string; ownerUserId: number | null; timeZone: string } | null> {
	const [row] = await sql<
		{ accountName: string; ownerUserId: number | null; timeZone: string }[]
	>`select a.name as account_name, a.owner_user_id, s.time_zone from account a join seller_entity s on s.id = a.seller_entity_id where a.id = ${accountId}`
	return row ?? null
}
