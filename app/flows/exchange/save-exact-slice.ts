import { type Tx, tryOut, withTransaction } from '../../../db/client.server.ts'
import { type ExactOutcome, readExchangeColumns } from '../../../db/queries/exchange.ts'
import { exchangeKinds } from '../../../db/queries/exchange-kinds.ts'
import { type ClaimedRun, settleRun, takeWaiting } from '../../../db/queries/import-room.ts'
import { advanceRun, insertRejects } from '../../../db/queries/import-run.ts'
import { sayCause } from '../../../db/queries/sync-cause.ts'
import { invariant } from '../../engine/base/invariant.ts'
import { refusal } from '../../engine/base/refusal.ts'
import { RunTaken } from '../import/save-chunks.ts'
import { placesOf } from './read-file-kind.ts'
import { readStoredLines } from './read-stored-lines.ts'
import { type ExactLine, type ExactTarget, mayWait, saveExactLines, settleExact } from './save-exact-lines.ts'
import { sampleExact } from './save-sample.ts'
import type { Slice, Work } from './types.ts'

/** Rows of a chunk, and chunks of a slice: about a second, after which a person sees it move. */
const CHUNK = 500
const SLICE = 8
/** A trial undoes each chunk, so rows that speak of others of their own kind must stand in one with them. */
const TRIAL_CHUNK = 20_000

type Run = ExactTarget & { row: ClaimedRun; isTrial: boolean; head: readonly string[] }

/** The next chunks of a file that an export wrote. Rows that speak of rows further down wait among the rejects until the end. */
export async function saveExactSlice(work: Work, row: ClaimedRun): Promise<Slice> {
	const kind = exchangeKinds.find((one) => one.kind === row.what)
	invariant(kind, `${row.what} is exchanged`)
	const columns = await readExchangeColumns(work.db, kind)
	const target = { kind, columns, sellerId: row.sellerEntityId }
	const isTrial = row.mode === 'trial'
	const hasOwn = columns.some(({ leadsTo }) => leadsTo === kind.table)
	const limit = isTrial && hasOwn ? TRIAL_CHUNK : (work.chunkRows ?? CHUNK)
	let run: Run | null = null
	let places: number[] | null = null
	let pending: ExactLine[] = []
	let n = 0
	let chunks = 0
	for await (const cells of readStoredLines(work.files, row.fileHash, row.options.delimiter ?? ',')) {
		if (!run) {
			const head = cells.map((name) => name.trim())
			places = placesOf(columns, head)
			if (!places)
				return {
					is: 'refused',
					refusals: [refusal('EXCHANGE_HEAD', { kind: kind.kind, missing: columns.map(({ name }) => name).join(', '), unknown: head.join(', ') })],
				}
			run = { ...target, row, isTrial, head: columns.map(({ name }) => name) }
			continue
		}
		n += 1
		if (n <= row.readCount) continue
		pending.push({ n, cells: cells.length === columns.length ? (places ?? []).map((place) => cells[place] ?? '') : cells })
		if (pending.length < limit) continue
		await saveChunk(work, run, pending)
		pending = []
		chunks += 1
		if (chunks >= SLICE) return { is: 'more' }
	}
	if (!run) return { is: 'refused', refusals: [refusal('EXCHANGE_FILE_UNREADABLE', { row: 1 })] }
	if (pending.length > 0) await saveChunk(work, run, pending)
	await finish(work, run)
	return { is: 'done' }
}

async function saveChunk({ db }: Work, run: Run, lines: readonly ExactLine[]): Promise<void> {
	const before = run.row.readCount
	await withTransaction(db, async (tx) => {
		await sayCause(tx, { cause: 'import', actor: `import:${run.row.id}` })
		await saveAndCount(tx, run, lines, true)
		run.row.readCount += lines.length
		if (!(await advanceRun(tx, run.row, before))) throw new RunTaken()
	})
}

async function saveAndCount(tx: Tx, run: Run, lines: readonly ExactLine[], isFirst: boolean): Promise<void> {
	const isText = (line: ExactLine) => !line.cells.some((cell) => cell.includes('\uFFFD') || cell.includes('\0'))
	const sound = lines.filter(isText)
	const wrong = lines.filter((line) => !isText(line)).map(({ n }): ExactOutcome => ({ n, outcome: 'rejected', reason: 'text.not_utf8' }))
	const save = (part: Tx) => saveExactLines(part, run, sound)
	const outcomes = [...wrong, ...(run.isTrial ? await tryOut(tx, save) : await save(tx))]
	if (run.isTrial) run.row.sample = await sampleExact(tx, run, { lines, outcomes, sample: run.row.sample })
	const byNumber = new Map(lines.map((line) => [line.n, line]))
	const rejects = outcomes.flatMap(({ n, outcome, reason }) => {
		const isWaiting = isFirst && mayWait(run, reason)
		if (!isWaiting) run.row[`${outcome}Count`] += 1
		if (outcome !== 'rejected') return []
		const cells = byNumber.get(n)?.cells ?? []
		const source = { facts: {}, row: cells.map((cell, index) => [run.head[index] ?? `column ${index + 1}`, cell.replaceAll('\0', '␀')]) }
		return [{ rowNumber: n, outcome: isWaiting ? 'waiting' : 'rejected', reason: reason ?? 'unknown', source }]
	})
	if (rejects.length > 0) await insertRejects(tx, run.row.id, rejects)
}

/** What waited is tried once more, now that everything else stands; then what is derived follows. */
async function finish({ db, at }: Work, run: Run): Promise<void> {
	const { row } = run
	for (let taken = 1; taken > 0; ) {
		taken = await withTransaction(db, async (tx) => {
			const waiting = await takeWaiting(tx, row.id, TRIAL_CHUNK)
			if (waiting.length === 0) return 0
			const lines = waiting.map(({ rowNumber, source }) => ({ n: rowNumber, cells: source.row.map(([, cell]) => cell) }))
			await sayCause(tx, { cause: 'import', actor: `import:${row.id}` })
			await saveAndCount(tx, run, lines, false)
			if (!(await advanceRun(tx, row, row.readCount))) throw new RunTaken()
			return waiting.length
		})
	}
	await withTransaction(db, async (tx) => {
		if (!run.isTrial && row.createdCount + row.updatedCount > 0) await settleExact(tx, run)
		await settleRun(tx, { runId: row.id, state: 'finished', refusals: [], at })
	})
}
