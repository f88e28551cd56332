import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from '@remix-run/node'
import { exportImports, openImport, openImports } from '../../flows/exchange/open-imports.ts'
import { openRejects, type Reject } from '../../flows/exchange/open-rejects.ts'
import { stageImport } from '../../flows/exchange/stage-import.ts'
import { steerImport } from '../../flows/exchange/steer-import.ts'
import type { StaffRole } from '../../platform/actor.ts'
import { csvLine, csvStream, streamResponse } from '../../platform/csv.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { isLocale, withLocale } from '../../platform/locale.ts'
import { notFound } from '../../platform/responses.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { rejectWords } from '../../ui/merchandising/reject-words.ts'
import { idOf, oneOf, textIn } from '../desk/read-form.ts'
import { givenFile } from '../desk/read-given-file.ts'
import { readRunFilter } from './read-run-filter.ts'

/** A room where files come in: whose it is, where it stands, and how its list is called as a file. */
export type ImportRoom = { kinds: 'shop' | 'marketing'; role: StaffRole; path: string; title: string; listFile: string }

export const shopImports: ImportRoom = {
	...{ kinds: 'shop', role: 'merchandiser', path: '/merchandising/import-export', title: 'title', listFile: 'imports-and-exports.csv' },
}
export const marketingImports: ImportRoom = {
	...{ kinds: 'marketing', role: 'marketer', path: '/marketing/imports', title: 'marketing.title', listFile: 'imports.csv' },
}

const LISTED_PAGE = 5000

/** The runs of a room as its address asks for them, and who looks. */
export async function loadImports(room: ImportRoom, { request, context }: LoaderFunctionArgs) {
	const { db, locale } = context.house
	const staff = await requireStaff(request, context, room.role)
	const filter = readRunFilter(request, 25)
	const imports = await openImports(db, staff, filter, room.kinds)
	return { staff, page: { ...imports, filter, room: room.path, title: fixedT(locale, 'exchange')(room.title) } }
}

/** Takes a file, keeps it, and leads to where it is tried. */
export async function takeImport(room: ImportRoom, { request, params, context }: ActionFunctionArgs) {
	const { db, at, connectors } = context.house
	const staff = await requireStaff(request, context, room.role)
	const form = await request.formData()
	const { name, bytes } = givenFile(form)
	const kind = textIn(form, 'kind')
	const staged = await stageImport(db, connectors.files, staff, { fileName: name, bytes, kind: kind || null, room: room.kinds, at })
	if (!staged.ok) return data({ refusals: staged.refusals, kind, fileName: name }, { status: 422 })
	return redirect(runPath(room, params, staged.runId))
}

export async function loadImportRun(room: ImportRoom, { request, params, context }: LoaderFunctionArgs) {
	const { db, at, locale } = context.house
	const staff = await requireStaff(request, context, room.role)
	const open = await openImport(db, staff, { runId: idOf(params['id']) ?? 0, at, room: room.kinds })
	if (!open) throw notFound()
	const t = fixedT(locale, 'exchange')
	return { ...open, room: room.path, roomTitle: t(room.title), title: open.run.fileName || t('runs.unnamed') }
}

/** `start` brings in what was tried, `stop` stops, `resume` goes on. */
export async function steerImportRun(room: ImportRoom, { request, params, context }: ActionFunctionArgs) {
	const { db, at, requestId } = context.house
	const staff = await requireStaff(request, context, room.role)
	const act = oneOf(['start', 'stop', 'resume'], textIn(await request.formData(), 'intent'))
	const steered = act ? await steerImport(db, staff, { runId: idOf(params['id']) ?? 0, act, at, requestId, room: room.kinds }) : null
	if (!steered) throw notFound()
	return steered.ok ? redirect(runPath(room, params, steered.runId)) : data({ refusals: steered.refusals }, { status: 422 })
}

const runPath = ({ path }: ImportRoom, params: LoaderFunctionArgs['params'], runId: number) =>
	withLocale(`${path}/${runId}`, isLocale(params['locale']) ? params['locale'] : null)

/** The list as it is filtered, as a file to its last row. */
export async function answerRunsCsv(room: ImportRoom, { request, context }: LoaderFunctionArgs) {
	const { db, locale } = context.house
	const staff = await requireStaff(request, context, room.role)
	const t = fixedT(locale, 'exchange')
	const head = [t('runs.file'), t('runs.kind'), t('runs.mode'), t('runs.state'), t('runs.by'), t('runs.at'), t('count.read'), t('count.created')]
	const columns = [...head, t('count.updated'), t('count.unchanged'), t('count.skipped'), t('count.rejected')]
	return csvStream(room.listFile, columns, exportImports(db, staff, readRunFilter(request, LISTED_PAGE), room.kinds), (runs) =>
		runs.map((one) => [
			...[one.fileName, t(`kind.${one.what}`), t(`mode.${one.mode}`), t(`state.${one.state}`), one.userName ?? t('runs.command'), one.startedAt],
			...[one.readCount, one.createdCount, one.updatedCount, one.unchangedCount, one.skippedCount, one.rejectedCount],
		]),
	)
}

/** The refused rows of a run: where they stood, why, what would help, and the rows as they were. */
export async function answerRejectsCsv(room: ImportRoom, { request, params, context }: LoaderFunctionArgs) {
	const { db, locale } = context.house
	const staff = await requireStaff(request, context, room.role)
	const rejects = await openRejects(db, staff, idOf(params['id']) ?? 0, room.kinds)
	if (!rejects) throw notFound()
	const name = rejects.fileName.replace(/\.(csv|tsv|txt)?(\.gz)?$/, '')
	return streamResponse(`${name}.rejects.csv`, 'text/csv; charset=utf-8', linesOf(rejects.pages, fixedT(locale, 'exchange')))
}

async function* linesOf(pages: AsyncGenerator<Reject[]>, t: ReturnType<typeof fixedT>): AsyncGenerator<string> {
	let names: string[] | null = null
	yield '\uFEFF'
	for await (const page of pages) {
		if (!names) {
			names = page[0]?.cells.map(([column]) => column) ?? []
			yield csvLine([t('reasons.row'), t('reasons.why'), t('reasons.remedy'), ...names])
		}
		const lines = page.map(({ row, reason, cells }) => {
			const { message, remedy } = rejectWords(t, reason)
			return csvLine([String(row), message, remedy, ...cells.map(([, cell]) => cell)])
		})
		yield lines.join('')
	}
}
