import { describe, expect, test } from 'vitest'
import { named as namedByUnit, readRefusal as readUnit } from '../../app/connectors/account-engagement/failure.ts'
import { readErrors, readRefusal as readOrg } from '../../app/connectors/salesforce/failure.ts'
import { classifyFailure } from '../../app/engine/sync/classify-failure.ts'

type Row = [said: string, status: number, wait: number | null, body: string, code: string, fields: string, kind: string]

/** Bodies as the services document them; what the core makes of each. */
const unit: Row[] = [
	[
		'version 4, the day is used',
		400,
		null,
		'{"@attributes":{"stat":"fail","version":1,"err_code":122},"err":"Daily API rate limit met"}',
		'REQUEST_LIMIT_EXCEEDED',
		'',
		'quota',
	],
	[
		'version 4, too many at once',
		400,
		7,
		'{"@attributes":{"stat":"fail","err_code":"66"},"err":"You have exceeded your concurrent API request limit"}',
		'RATE_LIMITS',
		'',
		'transient',
	],
	[
		'version 4, a key that ended',
		401,
		null,
		'{"@attributes":{"stat":"fail","err_code":184},"err":"access_token is invalid"}',
		'INVALID_SESSION_ID',
		'',
		'auth',
	],
	['version 4, an address', 400, null, '{"@attributes":{"stat":"fail","err_code":4},"err":"Invalid email address"}', 'INVALID_EMAIL_ADDRESS', 'email', 'data'],
	['version 4, nobody there', 400, null, '{"@attributes":{"stat":"fail","err_code":3},"err":"Invalid prospect ID"}', 'NOT_FOUND', '', 'lifecycle'],
	[
		'version 4, no right',
		400,
		null,
		'{"@attributes":{"stat":"fail","err_code":49},"err":"Access denied"}',
		'INSUFFICIENT_ACCESS_OR_READONLY',
		'',
		'permission',
	],
	['version 4, no number at all', 400, null, '{"@attributes":{"stat":"fail"},"err":"Something"}', '', '', 'data'],
	['version 5', 400, null, '{"code":109,"message":"Field jobTitle is too long"}', 'STRING_TOO_LONG', 'jobTitle', 'data'],
	['a gateway', 503, 30, 'null', 'SERVER_UNAVAILABLE', '', 'transient'],
]
const org: Row[] = [
	[
		'one record, a rule',
		400,
		null,
		'[{"message":"No leads on Sundays","errorCode":"FIELD_CUSTOM_VALIDATION_EXCEPTION","fields":["Title"]}]',
		'FIELD_CUSTOM_VALIDATION_EXCEPTION',
		'Title',
		'data',
	],
	['one record, no fields named', 404, null, '[{"errorCode":"NOT_FOUND","message":"The requested resource does not exist"}]', 'NOT_FOUND', '', 'lifecycle'],
	['one record, no sentence', 400, null, '[{"errorCode":"MALFORMED_ID"}]', 'MALFORMED_ID', '', 'reference'],
	['a session that ended', 401, null, '[{"message":"Session expired or invalid","errorCode":"INVALID_SESSION_ID"}]', 'INVALID_SESSION_ID', '', 'auth'],
	['the day is used', 403, null, '[{"message":"TotalRequests Limit exceeded.","errorCode":"REQUEST_LIMIT_EXCEEDED"}]', 'REQUEST_LIMIT_EXCEEDED', '', 'quota'],
	['too many at once', 403, null, '[{"message":"ConcurrentRequests Limit exceeded.","errorCode":"REQUEST_LIMIT_EXCEEDED"}]', 'RATE_LIMITS', '', 'transient'],
	['a key of the other word', 400, null, '{"error":"invalid_grant","error_description":"authentication failure"}', 'INVALID_GRANT', '', 'auth'],
	['no program of theirs', 429, 12, 'null', 'RATE_LIMITS', '', 'transient'],
]

describe.each([
	['Account Engagement', unit, readUnit],
	['Salesforce', org, readOrg],
] as const)('(B8) %s', (_name, rows, read) => {
	test.each(rows)('%s', (_said, status, retryAfterSeconds, body, code, fields, kind) => {
		// Numbers are text on the whole way, as the door reads them.
		const parsed = JSON.parse(body, (_key, value: unknown) => (typeof value === 'number' ? String(value) : value)) as unknown
		const failure = read({ status, body: parsed, retryAfterSeconds, writes: false })
		expect(failure).toMatchObject({ code, status, retryAfterSeconds, isUnknown: false })
		expect(failure.fields.join()).toBe(fields)
		expect(classifyFailure(failure.code, failure).class).toBe(kind)
	})
})

test('(B8) Salesforce, a row of a collection: a status of its own word in an answer that went well', () => {
	const row = JSON.parse(
		'{"success":false,"errors":[{"statusCode":"STRING_TOO_LONG","message":"First Name: data value too large: MMM (max length=40)","fields":["FirstName"]},{"statusCode":"OTHER"}]}',
	)
	const failure = readErrors(row.errors, 200)
	expect(failure).toMatchObject({ code: 'STRING_TOO_LONG', message: expect.stringContaining('max length=40'), fields: ['FirstName'], status: 200 })
	expect(classifyFailure(failure.code, failure)).toMatchObject({ class: 'data', cause: 'too_long', retry: 'on_change' })
	expect(readErrors([], 200).code).toBe('UNKNOWN_EXCEPTION')
})

test('(B8) Account Engagement, a row of a batch by its number and its sentence', () => {
	const failure = namedByUnit('109', 'Tier is not one of the allowed values; field: Tier__c')
	expect(failure).toMatchObject({ code: 'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST', fields: ['Tier__c'] })
})

test('(B8) of a write that a gateway gave up nobody knows what became of it, in whichever system', () => {
	for (const read of [readUnit, readOrg]) {
		const failure = read({ status: 502, body: null, retryAfterSeconds: null, writes: true })
		expect(classifyFailure(failure.code, failure)).toMatchObject({ cause: 'outcome_unknown', retry: 'search' })
	}
})
