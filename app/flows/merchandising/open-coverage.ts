import type { Db } from '../../../db/client.server.ts'
import {
	type CoverageKind,
	type CoverageQuestion,
	readDeadRules,
	readEnding,
	readUnderCost,
	readUnpriced,
	readWindowFaults,
} from '../../../db/queries/coverage.ts'
import type { StaffMember } from '../../platform/actor.ts'
import { everyPage } from '../../platform/every-page.ts'

const readers = {
	no_price: readUnpriced,
	gap: (db, question) => readWindowFaults(db, question, 'gap'),
	overlap: (db, question) => readWindowFaults(db, question, 'overlap'),
	dead: readDeadRules,
	under_cost: readUnderCost,
	ending: readEnding,
} satisfies Record<CoverageKind, (db: Db, question: CoverageQuestion) => ReturnType<typeof readUnpriced>>

/** One page of what the seller's prices leave open, of one kind; one statement. */
export async function openCoverage(db: Db, staff: StaffMember, kind: CoverageKind, question: Omit<CoverageQuestion, 'sellerEntityId'>) {
	const rows = await readers[kind](db, { ...question, sellerEntityId: staff.seller.id })
	const findings = rows.slice(0, question.limit)
	return { findings, nextAfter: rows.length > question.limit ? (findings.at(-1)?.key ?? null) : null }
}

/** All findings of a kind for a file, to the last, `question.limit` at a time. Each page looks at all prices again: the pages are to be long. */
export const exportCoverage = (db: Db, staff: StaffMember, kind: CoverageKind, question: Omit<CoverageQuestion, 'sellerEntityId' | 'after'>) =>
	everyPage(async (after: string | null) => {
		const { findings: rows, nextAfter: next } = await openCoverage(db, staff, kind, { ...question, after })
		return { rows, next }
	})
