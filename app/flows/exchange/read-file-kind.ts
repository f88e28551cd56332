import type { Sql } from '../../../db/client.server.ts'
import { type ExchangeColumn, readColumnsOfKinds } from '../../../db/queries/exchange.ts'
import { exchangeKinds } from '../../../db/queries/exchange-kinds.ts'
import { type Refusal, refusal } from '../../engine/base/refusal.ts'
import { type ExchangeRoom, mayExchange } from '../../engine/catalog/exchange-rights.ts'
import { fieldOfHeader, fieldsOf, isField } from '../import/read-fields.ts'
import { type Importable, importables } from '../import/read-importables.ts'

export type FileKind = { kind: string; isExact: boolean }

/** The places of a kind's columns in a head that has the same ones, in whatever order; null: it is another head. */
export function placesOf(columns: readonly ExchangeColumn[], head: readonly string[]): number[] | null {
	const places = columns.map(({ name }) => head.indexOf(name))
	return head.length === columns.length && places.every((place) => place >= 0) ? places : null
}

/** How well a file with this head fits a kind that is read by a map: the headers that it knows; 0: not at all. */
function knownHeaders(what: Importable, head: readonly string[]): number {
	const fields = head.flatMap((header) => fieldOfHeader(what, header) ?? [])
	const isWhole = fieldsOf(what).required.every((field) => fields.includes(field))
	return isWhole ? fields.filter((field) => isField(what, field)).length : 0
}

/**
 * What a file holds, by its head: the kind that was exported with it, else the one whose usual headers (or Salesforce's) it
 * has. `asked` is what somebody chose. Refuses EXCHANGE_KIND_UNKNOWN when nothing fits, EXCHANGE_KIND_UNCLEAR when several
 * do equally, EXCHANGE_HEAD when it is not of the chosen kind. Kinds that these roles may not have do not exist.
 */
export async function readFileKind(
	sql: Sql,
	{ head, asked, roles, room = 'shop' }: { head: readonly string[]; asked: string | null; roles: readonly string[]; room?: ExchangeRoom },
): Promise<({ ok: true } & FileKind) | { ok: false; refusals: Refusal[] }> {
	const own = exchangeKinds.filter(({ kind }) => mayExchange(kind, roles, room) && (asked === null || kind === asked))
	const columns = await readColumnsOfKinds(sql, own)
	const exact = own.find(({ kind }) => placesOf(columns.get(kind) ?? [], head))
	if (exact) return { ok: true, kind: exact.kind, isExact: true }
	const mapped = importables.filter((what) => mayExchange(what, roles, room) && (asked === null || what === asked))
	const fits = mapped.map((what) => ({ what, known: knownHeaders(what, head) })).sort((a, b) => b.known - a.known)
	const [best, next] = fits
	if (best && best.known > 0 && best.known > (next?.known ?? 0)) return { ok: true, kind: best.what, isExact: false }
	const found = head.join(', ').slice(0, 400)
	if (asked !== null) return { ok: false, refusals: [headRefusal(asked, columns.get(asked) ?? [], head)] }
	if (!best || best.known === 0) return { ok: false, refusals: [refusal('EXCHANGE_KIND_UNKNOWN', { found })] }
	const among = fits.filter(({ known }) => known === best.known).map(({ what }) => what)
	return { ok: false, refusals: [refusal('EXCHANGE_KIND_UNCLEAR', { found, among: among.join(', ') })] }
}

function headRefusal(kind: string, columns: readonly ExchangeColumn[], head: readonly string[]): Refusal {
	const wanted = columns.length > 0 ? columns.map(({ name }) => name) : importables.includes(kind as Importable) ? fieldsOf(kind as Importable).required : []
	const missing = wanted.filter((name) => !head.includes(name))
	const unknown = columns.length > 0 ? head.filter((name) => !wanted.includes(name)) : []
	return refusal('EXCHANGE_HEAD', { kind, missing: missing.join(', ').slice(0, 400) || '–', unknown: unknown.join(', ').slice(0, 400) || '–' })
}
