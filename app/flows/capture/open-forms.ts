import { type Db, withTransaction } from '../../../db/client.server.ts'
import {
	type AssetFilter,
	type FormChoices,
	type FormRow,
	listForms,
	listSubmissions,
	readForm,
	readFormChoices,
	type StoredForm,
	type SubmissionRow,
} from '../../../db/queries/form.ts'
import { type PeopleRoom, readPeopleRoom } from '../../../db/queries/prospect.ts'
import type { FormWarning } from '../../engine/sync/preflight-form.ts'
import type { StaffMember } from '../../platform/actor.ts'
import { everyById } from '../../platform/every-page.ts'
import type { OwnSides } from '../sync/load-connection.ts'
import { loadFormWarnings } from './load-form-warnings.ts'
import { pageOf } from './read-page-of.ts'

export type FormsPage = { forms: FormRow[]; next: number | null }

/** The forms of the marketer's seller; one statement. */
export async function openForms(db: Db, staff: StaffMember, filter: AssetFilter): Promise<FormsPage> {
	const { rows, next } = pageOf(await listForms(db, staff.seller.id, { ...filter, limit: filter.limit + 1 }), filter.limit)
	return { forms: rows, next }
}

/** All forms of a filter for a file, to the last, `filter.limit` at a time. */
export const exportForms = (db: Db, staff: StaffMember, filter: AssetFilter): AsyncGenerator<readonly FormRow[]> =>
	everyById(filter.limit, (after) => listForms(db, staff.seller.id, { ...filter, after }))

export type FormRoom = { form: StoredForm; choices: FormChoices; people: PeopleRoom; warnings: FormWarning[] }

/** A form with what it and its actions may name, and what the CRM will refuse of its answers. Null: none of this seller's. */
export async function openForm(db: Db, staff: StaffMember, { id, ownSides }: { id: number; ownSides: OwnSides }): Promise<FormRoom | null> {
	const form = await readForm(db, staff.seller.id, id)
	if (!form) return null
	const [choices, people, warnings] = await Promise.all([
		readFormChoices(db, staff.seller.id),
		readPeopleRoom(db, staff.seller.id),
		withTransaction(db, (tx) => loadFormWarnings(tx, { sellerId: staff.seller.id, design: form.design, ownSides })),
	])
	return { form, choices, people, warnings }
}

export type FieldLabel = { key: string; label: Record<string, string> }
export type SubmissionsPage = { name: string; labels: FieldLabel[]; submissions: SubmissionRow[]; next: number | null }
const labelsOf = ({ design }: StoredForm): FieldLabel[] => design.fields.map(({ key, label }) => ({ key, label }))

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
	return { name: form.name, labels: labelsOf(form), submissions: rows, next }
}

export type SubmissionsFile = { labels: FieldLabel[]; pages: AsyncGenerator<readonly SubmissionRow[]> }

/** All that was sent by a form for a file, the newest first, to the last, `limit` at a time. Null: none of this seller's. */
export async function exportSubmissions(db: Db, staff: StaffMember, id: number, limit: number): Promise<SubmissionsFile | null> {
	const form = await readForm(db, staff.seller.id, id)
	return form && { labels: labelsOf(form), pages: everyById(limit, (after) => listSubmissions(db, id, { after, limit })) }
}
