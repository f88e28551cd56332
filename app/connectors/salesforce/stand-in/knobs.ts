import { deriveMember, followCampaign } from './campaigns.ts'
import { defineField, defineObject } from './define.ts'
import { type Faults, noFaults } from './faults.ts'
import { countRows, type Org, put, type Value, type Values } from './org.ts'
import { convert, employ, merge, remove, undelete } from './people.ts'
import { enablePersonAccounts } from './person-accounts.ts'
import { saveRow } from './save.ts'

/** What can be turned: faults, and what the org's people and its administrator do. All is done in this order. */
export type Knobs = Partial<Faults> & {
	/** Ends all sessions. */
	endSessions?: boolean
	calls?: { used?: number; limit?: number }
	batches?: { used?: number; limit?: number }
	/** The org forgets what jobs it had, as it does after a week. */
	forgetJobs?: boolean
	/** Empties the bin: the feed of deletes reaches back no further than now. */
	emptyBin?: boolean
	duplicateRule?: { object: string; isOn: boolean }
	readOnly?: { object: string; isOn: boolean }
	/** The connected user is no longer shown an object, or one of its fields; or is again. */
	hide?: { object: string; field?: string; isOn: boolean }
	/** A validation rule that refuses a record whose field has this value; its words stand at the field `at`, or above the record. */
	rule?: { object: string; field: string; is: Value; message: string; at?: string }
	/** A flow of the org that fails on a record whose field has this value, in the org's words for it. */
	flow?: { object: string; field: string; is: Value; name: string }
	dropRules?: boolean
	/** The organization lets no program in, or does again. */
	api?: { isOn: boolean }
	/** Room for so many records more; null: as many as anybody wants. */
	room?: { more: number | null }
	/** The connected user is shown no record of this id any more, or is again. */
	access?: { id: string; isOn: boolean }
	/** The connected user's updates of this record are refused in these words: until it is accepted, so many times, or as long as the first of the fields has this value. A rule against duplicates is overruled by who says so. */
	refuse?: {
		id: string
		code: string
		message: string
		fields?: readonly string[]
		is?: Value
		times?: number
		duplicates?: readonly { object: string; id: string }[]
	}
	accept?: { id: string }
	/** Somebody who works there is let go, or comes back. */
	employ?: { id: string; isActive: boolean }
	/** The org has accounts of people from now on; there is no way back. */
	personAccounts?: true
	/** A line as in objects.ts. */
	addField?: { object: string; line: string }
	dropField?: { object: string; name: string }
	addObject?: { name: string; label: string; prefix: string; lines: string; isSetting?: true }
	put?: { object: string; values: Values }
	/** A person of the org changes a record, under all rules. */
	edit?: { object: string; id: string; values: Values }
	remove?: { object: string; id: string }
	undelete?: { object: string; id: string }
	merge?: { object: string; winner: string; losers: readonly string[] }
	convert?: { id: string; accountId?: string; opportunity?: string }
}

/** What was done is all there is to say. */
const quietly = (_result: unknown): undefined => undefined

type Done = { [K in keyof Knobs]?: (org: Org, knob: NonNullable<Knobs[K]>) => object | undefined }

const done: Done = {
	endSessions: (org) => quietly(org.tokens.clear()),
	calls: (org, calls) => quietly(Object.assign(org.calls, calls)),
	batches: (org, batches) => quietly(Object.assign(org.batches, batches)),
	forgetJobs: (org) => quietly(org.jobs.clear()),
	emptyBin: (org) => quietly(Object.assign(org, { binEmptiedAt: org.now() })),
	duplicateRule: (org, { object, isOn }) => toggle(org.duplicateRules, object, isOn),
	readOnly: (org, { object, isOn }) => toggle(org.readOnly, object, isOn),
	hide: (org, { object, field, isOn }) => toggle(org.hidden, field ? `${object}.${field}` : object, isOn),
	rule: (org, { object, field, is, message, at }) =>
		quietly(org.rules.push({ object, message, ...(at ? { field: at } : {}), refuses: (values) => (values[field] ?? null) === is })),
	flow: (org, { object, field, is, name }) =>
		quietly(
			org.rules.push({
				...{ object, code: 'CANNOT_EXECUTE_FLOW_TRIGGER', refuses: (values) => (values[field] ?? null) === is },
				message: `We can't save this record because the “${name}” process failed. Give your Salesforce admin these details. This error occurred when the flow tried to update records.`,
			}),
		),
	api: (org, { isOn }) => quietly(Object.assign(org, { isApiOff: !isOn })),
	room: (org, { more }) => quietly(Object.assign(org, { room: more === null ? Number.POSITIVE_INFINITY : countRows(org) + more })),
	access: (org, { id, isOn }) => toggle(org.closed, id, !isOn),
	dropRules: (org) => quietly(org.rules.splice(0)),
	refuse: (org, { id, ...words }) => quietly(org.refusals.set(id, words)),
	accept: (org, { id }) => quietly(org.refusals.delete(id)),
	employ: (org, { id, isActive }) => quietly(employ(org, id, isActive)),
	personAccounts: (org) => quietly(enablePersonAccounts(org)),
	addField: (org, { object, line }) => quietly(org.objects.get(object)?.fields.set(defineField(line, object).name, defineField(line, object))),
	dropField: (org, { object, name }) => quietly(org.objects.get(object)?.fields.delete(name)),
	addObject: (org, { name, prefix, label, lines, isSetting }) =>
		quietly([org.objects.set(name, defineObject(name, prefix, label, lines, isSetting)), org.rows.set(name, new Map())]),
	put: (org, { object, values }) => {
		const row = put(org, object, deriveMember(org, object, values))
		followCampaign(org, row, true)
		return { id: row.id }
	},
	edit: (org, { object, id, values }) => saveRow(org, { object, id, given: values, by: org.colleague, allowDuplicates: true }),
	remove: (org, { object, id }) => remove(org, object, id, org.colleague) ?? undefined,
	undelete: (org, { object, id }) => quietly(undelete(org, object, id)),
	merge: (org, { object, winner, losers }) => quietly(merge(org, object, winner, losers)),
	convert: (org, { id, ...more }) => convert(org, id, more),
}

const toggle = (set: Set<string>, name: string, isOn: boolean) => quietly(isOn ? set.add(name) : set.delete(name))

/** Answers what was made, and what stands now. Throws on a knob that is not there. */
export function turn(org: Org, knobs: Knobs): object {
	const made: Record<string, object> = {}
	for (const [name, knob] of Object.entries(knobs)) {
		if (name in noFaults) {
			Object.assign(org.faults, { [name]: knob })
			continue
		}
		const act = done[name as keyof Knobs] as ((org: Org, knob: unknown) => object | undefined) | undefined
		if (!act) throw new Error(`there is no knob "${name}"`)
		const result = act(org, knob)
		if (result) made[name] = result
	}
	return { ...made, faults: org.faults, calls: org.calls }
}
