export type FailureClass =
	| 'data'
	| 'mapping'
	| 'reference'
	| 'duplicate'
	| 'lifecycle'
	| 'permission'
	| 'transient'
	| 'quota'
	| 'auth'
	| 'remote_config'
	| 'internal'
	| 'engine'

/**
 * What happens next by itself. `auto`: again after a while; `on_change`: once the record, the mapping or the other side's
 * description changes; `quota`: when the day's calls are there again; `relink`: at once to the record that took its place;
 * `refresh`: once with a new key, then the connection rests; `search`: only after looking whether it happened; `never`: nothing is open.
 */
export type FailureRetry = 'auto' | 'on_change' | 'quota' | 'relink' | 'refresh' | 'search' | 'never'

export type Remedy =
	| 'edit_value'
	| 'suggest_mail'
	| 'truncate_in_mapping'
	| 'widen_field'
	| 'change_target'
	| 'map_value'
	| 'add_value'
	| 'blank_value'
	| 'set_fallback'
	| 'require_on_form'
	| 'open_rule'
	| 'exempt_sync_user'
	| 'add_transform'
	| 'resolve_parent'
	| 'change_kind'
	| 'relink'
	| 'link_candidate'
	| 'allow_duplicate'
	| 'merge'
	| 'archive'
	| 'restore'
	| 'allow_recreate'
	| 'grant_right'
	| 'route_to_queue'
	| 'set_fallback_owner'
	| 'wait_for_quota'
	| 'raise_share'
	| 'connect_again'
	| 'ask_admin'
	| 'add_mail'
	| 'map_field'
	| 'change_filter'
	| 'raise_cap'
	| 'unfreeze'
	| 'choose_winner'
	| 'several_currencies'
	| 'retry_now'

/** `cause` is the i18n key of what happened; `fieldWide`: it will be the same for every record, so the field stops for all. */
export type Failure = { class: FailureClass; cause: string; remedies: readonly Remedy[]; retry: FailureRetry; fieldWide?: true }

const permission: Failure = { class: 'permission', cause: 'right_missing', remedies: ['grant_right', 'change_target'], retry: 'on_change', fieldWide: true }
const busy: Failure = { class: 'transient', cause: 'side_busy', remedies: ['retry_now'], retry: 'auto' }
const quota: Failure = { class: 'quota', cause: 'quota_used', remedies: ['wait_for_quota', 'raise_share'], retry: 'quota' }
const auth: Failure = { class: 'auth', cause: 'key_refused', remedies: ['connect_again'], retry: 'refresh' }
const config: Failure = { class: 'remote_config', cause: 'side_configuration', remedies: ['ask_admin', 'retry_now'], retry: 'on_change' }
const reference: Failure = { class: 'reference', cause: 'reference_gone', remedies: ['resolve_parent', 'relink'], retry: 'on_change' }
const removed: Failure = { class: 'lifecycle', cause: 'record_removed', remedies: ['archive', 'restore', 'allow_recreate'], retry: 'on_change' }
const fieldGone: Failure = { class: 'engine', cause: 'field_gone', remedies: ['map_field', 'change_target'], retry: 'on_change', fieldWide: true }
const anotherKind: Failure = { class: 'mapping', cause: 'another_kind', remedies: ['add_transform', 'change_target'], retry: 'on_change' }

/** The table of sync-core.md B8, and the words that other systems have for the same. */
export const failureTable: Readonly<Record<string, Failure>> = {
	INVALID_EMAIL_ADDRESS: { class: 'data', cause: 'mail_refused', remedies: ['suggest_mail', 'edit_value'], retry: 'on_change' },
	STRING_TOO_LONG: { class: 'data', cause: 'too_long', remedies: ['edit_value', 'truncate_in_mapping', 'widen_field'], retry: 'on_change' },
	NUMBER_OUTSIDE_VALID_RANGE: { class: 'data', cause: 'too_many_digits', remedies: ['edit_value', 'change_target'], retry: 'on_change' },
	INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST: {
		...{ class: 'data', cause: 'choice_unknown', retry: 'on_change' },
		remedies: ['map_value', 'add_value', 'blank_value'],
	},
	REQUIRED_FIELD_MISSING: { class: 'data', cause: 'required_missing', remedies: ['set_fallback', 'require_on_form', 'edit_value'], retry: 'on_change' },
	FIELD_CUSTOM_VALIDATION_EXCEPTION: { class: 'data', cause: 'rule_refused', remedies: ['open_rule', 'edit_value', 'exempt_sync_user'], retry: 'on_change' },
	JSON_PARSER_ERROR: anotherKind,
	INVALID_TYPE_ON_FIELD_IN_RECORD: anotherKind,
	FIELD_INTEGRITY_EXCEPTION: reference,
	INVALID_CROSS_REFERENCE_KEY: reference,
	MALFORMED_ID: reference,
	DUPLICATES_DETECTED: { class: 'duplicate', cause: 'duplicate_rule', remedies: ['link_candidate', 'allow_duplicate', 'merge'], retry: 'on_change' },
	DUPLICATE_VALUE: { class: 'duplicate', cause: 'value_taken', remedies: ['link_candidate', 'merge'], retry: 'on_change' },
	ENTITY_IS_DELETED: removed,
	NOT_FOUND: removed,
	CANNOT_UPDATE_CONVERTED_LEAD: { class: 'lifecycle', cause: 'lead_converted', remedies: ['relink'], retry: 'relink' },
	INSUFFICIENT_ACCESS_OR_READONLY: permission,
	INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY: permission,
	INVALID_FIELD_FOR_INSERT_UPDATE: permission,
	INACTIVE_OWNER_OR_USER: { class: 'permission', cause: 'owner_inactive', remedies: ['route_to_queue', 'set_fallback_owner'], retry: 'on_change' },
	UNABLE_TO_LOCK_ROW: { class: 'transient', cause: 'row_locked', remedies: ['retry_now'], retry: 'auto' },
	SERVER_UNAVAILABLE: busy,
	QUERY_TIMEOUT: busy,
	RATE_LIMITS: busy,
	REQUEST_LIMIT_EXCEEDED: quota,
	INVALID_SESSION_ID: auth,
	INVALID_GRANT: auth,
	INVALID_CLIENT: auth,
	API_DISABLED_FOR_ORG: config,
	LIMIT_EXCEEDED: config,
	STORAGE_LIMIT_EXCEEDED: config,
	CANNOT_EXECUTE_FLOW_TRIGGER: config,
	PROCESSING_HALTED: config,
	ALL_OR_NONE_OPERATION_ROLLED_BACK: { class: 'internal', cause: 'sibling_failed', remedies: [], retry: 'auto' },
	CHANGED_MEANWHILE: { class: 'transient', cause: 'changed_meanwhile', remedies: ['retry_now'], retry: 'auto' },
	NO_EMAIL: { class: 'engine', cause: 'no_mail', remedies: ['add_mail'], retry: 'on_change' },
	DUPLICATE_MATCH: { class: 'engine', cause: 'several_matches', remedies: ['link_candidate', 'merge'], retry: 'on_change' },
	INVALID_FIELD: fieldGone,
	FIELD_MISSING: fieldGone,
	FILTERED_OUT: { class: 'engine', cause: 'filtered_out', remedies: ['change_filter'], retry: 'on_change' },
	HELD_BY_CAP: { class: 'engine', cause: 'cap_reached', remedies: ['raise_cap'], retry: 'on_change' },
	LOOP_DETECTED: { class: 'engine', cause: 'loop', remedies: ['unfreeze', 'choose_winner'], retry: 'on_change' },
	DEPENDENCY: { class: 'engine', cause: 'parent_waits', remedies: ['resolve_parent'], retry: 'auto' },
	KIND_DIFFERS: { class: 'engine', cause: 'kind_differs', remedies: ['change_kind'], retry: 'on_change' },
	ERASED: { class: 'engine', cause: 'erased', remedies: [], retry: 'never' },
	CONSENT_BLOCKED: { class: 'engine', cause: 'consent', remedies: [], retry: 'never' },
	OWNER_UNMAPPED: { class: 'engine', cause: 'owner_unmapped', remedies: ['set_fallback_owner'], retry: 'on_change' },
	OTHER_CURRENCY: { class: 'engine', cause: 'other_currency', remedies: ['several_currencies', 'change_target'], retry: 'on_change' },
	TIE: { class: 'engine', cause: 'tie', remedies: ['choose_winner'], retry: 'never' },
	OUTCOME_UNKNOWN: { class: 'engine', cause: 'outcome_unknown', remedies: ['retry_now'], retry: 'search' },
}
