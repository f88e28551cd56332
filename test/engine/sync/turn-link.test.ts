import { expect, test } from 'vitest'
import { leavesByFilter, type TurnCase, turnLink } from '../../../app/engine/sync/turn-link.ts'

const here = { values: { country: 'US' }, convertedTo: null }
const linked: TurnCase = { state: 'active', stateReason: null, crm: here, ma: { values: {} }, filter: null }
const archived = (stateReason: string): Partial<TurnCase> => ({ state: 'archived', stateReason })
const contact = { object: 'contact', id: '9' }
const american = { field: 'country', op: 'eq', value: 'US' } as const
const french = { field: 'country', op: 'eq', value: 'FR' } as const

test.each<[string, Partial<TurnCase>, object | null]>([
	['both are there', {}, null],
	['gone in the CRM: the prospect rests', { crm: null }, { kind: 'archived', reason: 'CRM_DELETED' }],
	['and goes on resting', { crm: null, ...archived('CRM_DELETED') }, null],
	['back in the CRM: the same prospect again', archived('CRM_DELETED'), { kind: 'returned' }],
	['gone in marketing: nothing is deleted in the CRM', { ma: null }, { kind: 'archived', reason: 'MA_DELETED' }],
	['gone on both sides', { crm: null, ma: null }, { kind: 'archived', reason: 'MA_DELETED' }],
	['a lead that was converted takes its link to the contact', { crm: { values: {}, convertedTo: contact } }, { kind: 'converted', ...contact }],
	['outside the filter', { filter: french }, { kind: 'archived', reason: 'FILTERED_OUT' }],
	['inside', { filter: american }, null],
	['inside again', { filter: american, ...archived('FILTERED_OUT') }, { kind: 'returned' }],
	['still outside', { filter: french, ...archived('FILTERED_OUT') }, null],
	['merged away does not come back by itself', archived('MERGED'), null],
	['(B11) merged in the CRM: it goes where the record went', { crm: { ...here, mergedInto: '7' } }, { kind: 'merged', into: '7' }],
	['(B11) another CRM says so in its feed of deletes', { crm: null, mergedInto: '7' }, { kind: 'merged', into: '7' }],
	['(B11) what is there again was not merged', { mergedInto: '7' }, null],
	['(B11) merged in marketing: the link rests, and the CRM’s records are two', { ma: { values: {}, mergedInto: '7' } }, { kind: 'archived', reason: 'MERGED' }],
	['(B11) gone after it was merged changes nothing', { crm: null, ...archived('MERGED') }, null],
	['held at the cap waits for room', { state: 'held', crm: null }, null],
	['never means never', { state: 'never' }, null],
])('%s', (_name, given, expected) => {
	expect(turnLink({ ...linked, ...given })).toEqual(expected)
})

test.each<[string, Partial<TurnCase>, boolean]>([
	['at work and outside the filter', { filter: french }, true],
	['inside', { filter: american }, false],
	['without a filter', {}, false],
	['outside already', { filter: french, ...archived('FILTERED_OUT') }, false],
	['at rest for another reason, and now outside', { filter: french, ...archived('CRM_DELETED') }, false],
	['gone in the CRM', { filter: french, crm: null }, false],
	['gone in marketing', { filter: french, ma: null }, false],
	['converted: it moves, and the filter is asked of what it became', { filter: french, crm: { values: {}, convertedTo: contact } }, false],
	['held', { filter: french, state: 'held' }, false],
])('(B10) %s: leaves by the filter %s', (_name, given, expected) => {
	expect(leavesByFilter({ ...linked, ...given })).toBe(expected)
})
