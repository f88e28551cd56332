import type { Db } from '../../../db/client.server.ts'
import {
	type AssetFilter,
	type FormChoices,
	type FormRow,
	listForms,
	listSubmissions,
	readForm,
	readFormChoices,
	readMappedFields,
	type StoredForm,
	type SubmissionRow,
} from '../../../db/queries/form.ts'
import { prospectFields } from '../../engine/marketing/form.ts'
import type { StaffMember } from '../../platform/actor.ts'
import { pageOf } from './read-page-of.ts'

export type FormsPage = { forms: FormRow[]; next: number | null }

/** The forms of the marketer's seller; one statement. */
export async function openForms(db: Db, staff: StaffMember, filter: AssetFilter): Promise<FormsPage> {
	const { rows, next } = pageOf(await listForms(db, staff.seller.id, { ...filter, limit: filter.limit + 1 }), filter.limit)
	return { forms: rows, next }
}

export type FormRoom = {
	form: StoredForm
	choices: FormChoices
	/** What of its fields never reaches the CRM side (sync-core.md A18). */
	unmapped: string[]
}

/** A form with what it may name. Null: none of this seller's. */
export async function openForm(db: Db, staff: StaffMember, id: number): Promise<FormRoom | null> {
	const form = await readForm(db, staff.seller.id, id)
	if (!form) return null
	const [choices, mapped] = await Promise.all([readFormChoices(db, staff.seller.id), readMappedFields(db)])
	// Before there is a connection nothing is said to travel or not: the prospect's own fields are what one begins with.
	const known = new Set(mapped.length > 0 ? mapped : Object.keys(prospectFields))
	return { form, choices, unmapped: form.design.fields.map(({ key }) => key).filter((key) => !known.has(key)) }
}

export type SubmissionsPage = { name: string; labels: { key: string; label: Record<string, string> }[]; submissions: SubmissionRow[]; next: number | null }

/** What was sent by a form. Null: none of this seller's. */
export async function openSubmissions(
	db: Db,
	staff: StaffMember,
	id: number,
	{ after, limit }: { after: number | null; limit: number },
): Promise<SubmissionsPage | null> {
	const form = await readForm(db, staff.seller.id, id)
	if (!form) return null
	const { rows, next } = pageOf(await listSubmissions(db, id, { after, limit: limit + 1 }), limit)
	return { name: form.name, labels: form.design.fields.map(({ key, label }) => ({ key, label })), submissions: rows, next }
}
