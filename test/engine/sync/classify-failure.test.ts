import { expect, test } from 'vitest'
import { classifyFailure } from '../../../app/engine/sync/classify-failure.ts'
import { failureTable } from '../../../app/engine/sync/failure-table.ts'

/** The table of the specification: codes, class, first remedy, what happens next. */
const table = `
INVALID_EMAIL_ADDRESS | data | suggest_mail | on_change
STRING_TOO_LONG | data | edit_value | on_change
NUMBER_OUTSIDE_VALID_RANGE | data | edit_value | on_change
INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST | data | map_value | on_change
REQUIRED_FIELD_MISSING | data | set_fallback | on_change
FIELD_CUSTOM_VALIDATION_EXCEPTION | data | open_rule | on_change
JSON_PARSER_ERROR, INVALID_TYPE_ON_FIELD_IN_RECORD | mapping | add_transform | on_change
FIELD_INTEGRITY_EXCEPTION, INVALID_CROSS_REFERENCE_KEY | reference | resolve_parent | on_change
DUPLICATES_DETECTED, DUPLICATE_VALUE | duplicate | link_candidate | on_change
ENTITY_IS_DELETED, NOT_FOUND | lifecycle | archive | on_change
CANNOT_UPDATE_CONVERTED_LEAD | lifecycle | relink | relink
INSUFFICIENT_ACCESS_OR_READONLY, INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY, INVALID_FIELD_FOR_INSERT_UPDATE | permission | grant_right | on_change
INACTIVE_OWNER_OR_USER | permission | route_to_queue | on_change
UNABLE_TO_LOCK_ROW, SERVER_UNAVAILABLE, QUERY_TIMEOUT, RATE_LIMITS | transient | retry_now | auto
REQUEST_LIMIT_EXCEEDED | quota | wait_for_quota | quota
INVALID_SESSION_ID | auth | connect_again | refresh
API_DISABLED_FOR_ORG, LIMIT_EXCEEDED, STORAGE_LIMIT_EXCEEDED, CANNOT_EXECUTE_FLOW_TRIGGER, PROCESSING_HALTED | remote_config | ask_admin | on_change
ALL_OR_NONE_OPERATION_ROLLED_BACK | internal |  | auto
NO_EMAIL | engine | add_mail | on_change
DUPLICATE_MATCH | engine | link_candidate | on_change
FIELD_MISSING | engine | map_field | on_change
FILTERED_OUT | engine | change_filter | on_change
HELD_BY_CAP | engine | raise_cap | on_change
LOOP_DETECTED | engine | unfreeze | on_change
DEPENDENCY | engine | resolve_parent | auto
KIND_DIFFERS | engine | change_kind | on_change
CONSENT_BLOCKED, ERASED | engine |  | never
OTHER_CURRENCY | engine | several_currencies | on_change
TIE | engine | choose_winner | never
OUTCOME_UNKNOWN | engine | retry_now | search
`
const rows = table
	.trim()
	.split('\n')
	.map((line) => line.split('|').map((cell) => cell.trim()))
	.flatMap(([codes, ...rest]) => codes!.split(', ').map((code) => [code, ...rest] as [string, string, string, string]))

test.each(rows)('%s is %s: %s, %s', (code, kind, remedy, retry) => {
	const failure = classifyFailure(code)
	expect([failure.class, failure.remedies[0] ?? '', failure.retry]).toEqual([kind, remedy, retry])
})

test('each code has a cause of its own words, and what waits for a person offers something', () => {
	for (const [code, { cause, remedies, retry }] of Object.entries(failureTable)) {
		expect(cause, code).toMatch(/^[a-z_]+$/)
		if (retry === 'on_change' || retry === 'quota') expect(remedies.length, code).toBeGreaterThan(0)
	}
})

test('a right or a field that is missing is missing for every record: the field stops for all of them', () => {
	const wide = Object.keys(failureTable).filter((code) => failureTable[code]?.fieldWide)
	expect(wide).toEqual([
		'INSUFFICIENT_ACCESS_OR_READONLY',
		'INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY',
		'INVALID_FIELD_FOR_INSERT_UPDATE',
		'INVALID_FIELD',
		'FIELD_MISSING',
	])
})

test.each([
	['who is a member already is none to worry about', 'DUPLICATE_VALUE', { object: 'CampaignMember' }, 'already_member', 'never'],
	['in whatever words it is said', 'DUPLICATE_VALUE', { message: 'Already a campaign member.' }, 'already_member', 'never'],
	['a lost answer is looked for before it is asked again', 'STRING_TOO_LONG', { isUnknown: true }, 'outcome_unknown', 'search'],
	['no key', 'WHATEVER', { status: 401 }, 'key_refused', 'refresh'],
	['no right', 'WHATEVER', { status: 403 }, 'right_missing', 'on_change'],
	['nobody there', 'WHATEVER', { status: 404 }, 'record_removed', 'on_change'],
	['nobody there any more', 'WHATEVER', { status: 410 }, 'record_removed', 'on_change'],
	['a quarrel', 'WHATEVER', { status: 409 }, 'refused', 'on_change'],
	['no length', 'WHATEVER', { status: 411 }, 'refused', 'on_change'],
	['too many', 'WHATEVER', { status: 429 }, 'side_busy', 'auto'],
	['down', 'WHATEVER', { status: 503 }, 'side_busy', 'auto'],
	['the last that is not down', 'WHATEVER', { status: 499 }, 'refused', 'on_change'],
	['a code of tomorrow', 'WHATEVER', {}, 'refused', 'on_change'],
	['another lack of access', 'INSUFFICIENT_ACCESS', {}, 'right_missing', 'on_change'],
	['a code by the name of an object’s own', 'constructor', {}, 'refused', 'on_change'],
])('%s', (_name, code, hints, cause, retry) => {
	expect(classifyFailure(code, hints)).toMatchObject({ cause, retry })
})
