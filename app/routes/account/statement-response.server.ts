import type { StatementPage } from '../../flows/invoice/open-statement.ts'
import { csvResponse } from '../../platform/csv.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import type { Locale } from '../../platform/locale.ts'
import { pdfResponse } from '../../platform/pdf/pdf-response.ts'
import { writePdf } from '../../platform/pdf/write-pdf.server.ts'
import { notFound } from '../../platform/responses.ts'
import { statementSheet } from '../../ui/print/statement-sheet.ts'
import { printed, printMinorText } from '../../ui/print/words.ts'

const columns = ['day', 'kind', 'number', 'po', 'due', 'currency', 'amount', 'balance', 'open'] as const

/** A statement as a file of the kind that its address names; another kind is none. */
export async function statementResponse(file: string | undefined, page: StatementPage, locale: Locale): Promise<Response> {
	const t = fixedT(locale, [...printed])
	const name = `statement-${page.head.accountNumber}-${page.to}`
	if (file === 'pdf') return pdfResponse(`${name}.pdf`, await writePdf(statementSheet(page, { t, locale })))
	if (file !== 'csv') throw notFound()
	const rows = page.statements.flatMap(({ currency, lines }) =>
		lines.map((line) => [
			...[line.on, t(`documents:statement.kind.${line.kind}`), line.number ?? '', line.poNumber ?? '', line.dueOn ?? '', currency],
			...[printMinorText(line.amountMinor, currency), printMinorText(line.balanceMinor, currency), ''],
		]),
	)
	// What is open by age stands in a column of its own: whoever adds up the amounts adds up movements.
	const aged = page.statements.flatMap(({ currency, ageing }) =>
		ageing
			? Object.entries(ageing.buckets).map(([bucket, minor]) => [
					ageing.on,
					t(`account:age.${bucket}`),
					'',
					'',
					'',
					currency,
					'',
					'',
					printMinorText(minor, currency),
				])
			: [],
	)
	return csvResponse(
		`${name}.csv`,
		columns.map((column) => t(`documents:statement.file.${column}`)),
		[...rows, ...aged],
	)
}
