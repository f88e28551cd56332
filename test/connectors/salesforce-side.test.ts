import { afterAll, beforeAll } from 'vitest'
import { openSalesforce } from '../../app/connectors/salesforce/salesforce.server.ts'
import { openSalesforceStandIn, type StandIn } from '../../app/connectors/salesforce/stand-in/open-stand-in.server.ts'
import type { SyncValue } from '../../app/engine/sync/types.ts'
import { type Side, sideContract } from './sync-side.contract.ts'

const keys = { clientId: 'kontor', clientSecret: 'secret-of-the-org' }
const opened: StandIn[] = []
afterAll(() => Promise.all(opened.map((one) => one.close())))
let clock = 0
beforeAll(() => {
	clock = Date.parse('2026-05-12T09:00:00Z')
})

sideContract('Salesforce, through its stand-in', async () => {
	const standIn = await openSalesforceStandIn({ ...keys, now: () => clock })
	opened.push(standIn)
	return sideOf(standIn, asContact)
})

sideContract('Salesforce with accounts of people, through its stand-in', async () => {
	const standIn = await openSalesforceStandIn({ ...keys, now: () => clock })
	opened.push(standIn)
	standIn.turn({ personAccounts: true })
	return sideOf(standIn, asPerson)
})

type Plain = Record<string, string | boolean | null>

/** Under which names an org has a person: as somebody's contact, or as an account of her own. */
type Face = { object: string; table: string; of: (field: string) => string; own: (field: string) => string; parent: string }
const asContact: Face = { object: 'Contact', table: 'Contact', of: (field) => field, own: (field) => field, parent: 'AccountId' }
const asPerson: Face = {
	...{ object: 'PersonAccount', table: 'Account', of: (field) => `Person${field}`, own: (field) => field.replace('__c', '__pc'), parent: 'PersonContactId' },
}

function sideOf(standIn: StandIn, { object, table, of, own, parent }: Face): Side {
	const port = openSalesforce({
		...{ origin: standIn.origin, clientId: keys.clientId, signIn: { kind: 'client_credentials', clientSecret: keys.clientSecret } },
		...{ externalKeyField: 'Kontor_Key__c', pageSize: 20, timeoutMs: 5000, now: () => clock },
	})
	const whole = (mail: string, more: Record<string, SyncValue> = {}) => ({ LastName: mail.split('@')[0] ?? '', [of('Email')]: mail, ...more })
	return {
		...{ port, person: object, whole },
		fields: { mail: of('Email'), last: 'LastName', first: 'FirstName', long: { name: of('Title'), length: 128 } },
		refused: [
			{ field: of('Email'), value: 'a.@x.cz', code: 'INVALID_EMAIL_ADDRESS' },
			{ field: 'FirstName', value: 'M'.repeat(41), code: 'STRING_TOO_LONG' },
			{ field: own('Tier__c'), value: 'Platinum', code: 'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST' },
			{ field: own('Interests__c'), value: ['Espresso', 'Tea'], code: 'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST' },
			{ field: own('Score__c'), value: '1234567', code: 'NUMBER_OUTSIDE_VALID_RANGE' },
			{ field: own('Score__c'), value: 'many', code: 'JSON_PARSER_ERROR' },
			{ field: of('DoNotCall'), value: 'other', code: 'JSON_PARSER_ERROR' },
			{ field: 'LastName', value: null, code: 'REQUIRED_FIELD_MISSING' },
			{ field: 'LastActivityDate', value: '2026-01-01', code: 'INVALID_FIELD_FOR_INSERT_UPDATE' },
			{ field: parent, value: '0035g0000000001AAA', code: parent === 'AccountId' ? 'FIELD_INTEGRITY_EXCEPTION' : 'INVALID_FIELD_FOR_INSERT_UPDATE' },
		],
		exact: [{ field: own('Score__c'), sent: '123456', read: '123456' }],
		values: [
			{ field: own('Interests__c'), value: ['Filter', 'Machines'] },
			{ field: of('DoNotCall'), value: true },
			{ field: own('Tier__c'), value: 'Gold' },
			{ field: 'Description', value: 'Žluťoučký kůň\n「コーヒー」 "quoted" \\ back' },
		],
		feedDays: 15,
		codes: { gone: ['ENTITY_IS_DELETED'], unknownField: 'INVALID_FIELD', tooLong: 'STRING_TOO_LONG' },
		behind: behindOf(standIn, table),
	}
}

function behindOf(standIn: StandIn, object: string): Side['behind'] {
	const { faults, turn } = standIn
	return {
		advance: (ms) => {
			clock += ms
		},
		edit: async (id, values) => void turn({ edit: { object, id, values: values as Plain } }),
		remove: async (id) => void turn({ remove: { object, id } }),
		merge: async (winner, loser) => void turn({ merge: { object, winner, losers: [loser] } }),
		convert: {
			object: 'Lead',
			whole: (mail) => ({ LastName: 'Dvořák', ...(object === 'Contact' ? { Company: 'Café Mistral' } : {}), Email: mail }),
			run: async (id) => ({ object: 'Contact', id: (turn({ convert: { id } }) as { convert: { contactId: string } }).convert.contactId }),
		},
		addField: async (name) => void turn({ addField: { object, line: `${name} string(20) "Roast"` } }),
		dropField: async (name) => void turn({ dropField: { object, name } }),
		loseAnswer: () => {
			faults.loseAnswers = 1
		},
		limit: () => {
			faults.limitCalls = 1
		},
		fail: () => {
			faults.failCalls = 1
		},
		late: (seconds) => {
			faults.lateSeconds = seconds
		},
		emptyBin: () => void turn({ emptyBin: true }),
		spendQuota: () => void turn({ calls: { used: 99_999 } }),
		endSessions: () => void turn({ endSessions: true }),
	}
}
