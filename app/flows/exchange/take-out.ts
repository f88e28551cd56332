import { type Db, withTransaction } from '../../../db/client.server.ts'
import { insertAudit } from '../../../db/queries/audit.ts'
import { readExchangeColumns } from '../../../db/queries/exchange.ts'
import { type ExchangeKind, exchangeKinds } from '../../../db/queries/exchange-kinds.ts'
import { insertRoomRun, noteTakenOut } from '../../../db/queries/import-room.ts'
import { findSeller } from '../../../db/queries/import-run.ts'
import { writeLine } from '../../engine/catalog/exchange-cell.ts'
import { isForAdministrators, mayExchange } from '../../engine/catalog/exchange-rights.ts'
import type { StaffMember } from '../../platform/actor.ts'
import { exportKind } from './read-kind.ts'
import { exportProductForm, productForm } from './read-product-form.ts'

const kindFor = (staff: StaffMember, name: string) => exchangeKinds.find(({ kind }) => kind === name && mayExchange(kind, staff.roles)) ?? null

type Asked = { at: Date; requestId: string }

/** Writes down who took what out, before the first row leaves. */
async function note(db: Db, staff: StaffMember, what: string, { at, requestId }: Asked): Promise<number> {
	return withTransaction(db, async (tx) => {
		const runId = await insertRoomRun(tx, {
			...{ sellerEntityId: staff.seller.id, userId: staff.userId, what, isExact: true, isOnlyAdministrators: isForAdministrators(what) },
			...{
				fileName: what === 'all' ? 'kontor.zip' : `${what}.csv`,
				fileHash: '',
				mapHash: '',
				options: {},
				mode: 'export',
				state: 'finished',
				trialId: null,
				rowCount: 0,
				at,
			},
		})
		await insertAudit(tx, [{ userId: staff.userId, action: 'export.taken', subject: `import_run:${runId}`, after: { what }, requestId, at }])
		return runId
	})
}

/** A kind as CSV, as it is made (`exportKind`). Null: there is none, or not for this person. */
export async function takeOut(db: Db, staff: StaffMember, asked: { kind: string } & Asked): Promise<AsyncGenerator<string> | null> {
	if (asked.kind === productForm) return takeOutForm(db, staff, asked)
	const kind = kindFor(staff, asked.kind)
	if (!kind) return null
	const runId = await note(db, staff, kind.kind, asked)
	return counted(exportKind(db, staff.seller.id, kind), (rows) => noteTakenOut(db, runId, rows))
}

async function takeOutForm(db: Db, staff: StaffMember, asked: Asked): Promise<AsyncGenerator<string> | null> {
	const seller = await findSeller(db, staff.seller.code)
	if (!seller) return null
	const runId = await note(db, staff, productForm, asked)
	return counted(exportProductForm(db, seller), (rows) => noteTakenOut(db, runId, rows))
}

/** Everything that this person may take out, kind after kind, as `import all` takes it. */
export async function takeOutAll(db: Db, staff: StaffMember, asked: Asked): Promise<AsyncGenerator<{ name: string; text: AsyncIterable<string> }>> {
	const runId = await note(db, staff, 'all', asked)
	const kinds = exchangeKinds.filter(({ kind }) => mayExchange(kind, staff.roles))
	return files(db, staff, { kinds, runId })
}

async function* files(db: Db, staff: StaffMember, { kinds, runId }: { kinds: readonly ExchangeKind[]; runId: number }) {
	let sum = 0
	for (const kind of kinds) {
		const text = counted(exportKind(db, staff.seller.id, kind), async (rows) => {
			sum += rows
		})
		yield { name: `${kind.kind}.csv`, text }
	}
	await noteTakenOut(db, runId, sum)
}

/** The head of a kind, to be filled in: what an export begins with. Null: there is none, or not for this person. */
export async function openTemplate(db: Db, staff: StaffMember, name: string): Promise<string | null> {
	const kind = kindFor(staff, name)
	return kind ? writeLine((await readExchangeColumns(db, kind)).map((column) => column.name)) : null
}

/** Rows end with a line end outside of quotation marks; those inside come in pairs of marks. */
async function* counted(parts: AsyncGenerator<string>, onDone: (rows: number) => Promise<void>): AsyncGenerator<string> {
	let rows = -1
	let isOpen = false
	for await (const part of parts) {
		for (const mark of part) {
			if (mark === '"') isOpen = !isOpen
			else if (mark === '\n' && !isOpen) rows += 1
		}
		yield part
	}
	await onDone(Math.max(rows, 0))
}
