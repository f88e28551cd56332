import type { Sheet, SheetBlock } from '../../engine/content/sheet.ts'
import { AGE_BUCKETS, type Ageing } from '../../engine/invoice/age-invoices.ts'
import type { Statement, StatementLine } from '../../engine/invoice/statement.ts'
import { addressLines, type Print, type PrintWriter, paperOf, printWriter } from './words.ts'

type Place = Record<string, string | null>
export type PrintedStatement = {
	head: {
		accountName: string
		accountNumber: string
		address: Place | null
		seller: { name: string; address: Place; country: string; taxNumber: string | null }
	}
	from: string
	to: string
	statements: Aged[]
}
type Aged = Statement & { ageing: (Ageing & { on: string }) | null }

/** An account's statement, one table for each currency. Its day is the last that it speaks of. */
export function statementSheet({ head, from, to, statements }: PrintedStatement, print: Print): Sheet {
	const { t } = print
	const { seller } = head
	const write = printWriter(print, statements[0]?.currency ?? 'USD')
	return {
		...{ title: `${t('documents:statement.title')} ${head.accountNumber} ${to}`, language: print.locale, on: to, paper: paperOf(seller.country) },
		head: { from: seller.name, kind: t('documents:statement.title'), number: head.accountNumber },
		blocks: [
			{
				kind: 'parties',
				parties: [
					{ label: t('account:invoice.from'), name: seller.name, lines: addressLines(seller.address, print.locale) },
					{ label: t('account:invoice.account'), name: head.accountName, lines: [...addressLines(head.address, print.locale), head.accountNumber] },
				],
			},
			{
				kind: 'facts',
				facts: [
					{ name: t('documents:statement.from'), value: write.day(from) },
					{ name: t('documents:statement.to'), value: write.day(to) },
				],
			},
			...statements.flatMap((statement) => blocksOf(statement, to, print)),
		],
		foot: [seller.name, seller.taxNumber ? `${t('documents:taxNumber')} ${seller.taxNumber}` : ''].filter(Boolean).join(' · '),
		pageOf: t('documents:page', { page: '{{page}}', pages: '{{pages}}' }),
	}
}

function blocksOf(statement: Aged, to: string, print: Print): SheetBlock[] {
	const { t } = print
	const { money, day } = printWriter(print, statement.currency)
	const row = (line: StatementLine) => ({
		cells: [
			...[wordsOf(line, t), day(line.on), line.amountMinor > 0 ? money(line.amountMinor) : '', line.amountMinor < 0 ? money(-line.amountMinor) : ''],
			money(line.balanceMinor),
		],
		under: [[line.poNumber, line.dueOn && `${t('account:invoices.dueOn')} ${day(line.dueOn)}`].filter(Boolean).join(' · ')].filter(Boolean),
	})
	const figures = (head: string) => ({ head, figures: true, width: 78 })
	return [
		{
			kind: 'table',
			title: statement.currency,
			columns: [
				...[
					{ head: t('documents:statement.what'), share: 1 },
					{ head: t('documents:statement.day'), width: 76 },
				],
				...[figures(t('documents:statement.charged')), figures(t('documents:statement.paid')), figures(t('documents:statement.balance'))],
			],
			rows: [{ cells: [t('documents:statement.opening'), '', '', '', money(statement.openingMinor)], strong: true }, ...statement.lines.map(row)],
		},
		{
			kind: 'sums',
			sums: [
				{ name: t('documents:statement.charged'), value: money(statement.chargedMinor) },
				{ name: t('documents:statement.paid'), value: money(-statement.paidMinor) },
				{ name: t('documents:statement.closing', { day: day(to) }), value: money(statement.closingMinor), strong: true },
			],
		},
		...(statement.ageing ? [agedOf(statement.ageing, { t, money, day })] : []),
	]
}

/** What is open by age, one column for each. */
function agedOf({ buckets, on }: Ageing & { on: string }, { t, money, day }: Pick<PrintWriter, 't' | 'money' | 'day'>): SheetBlock {
	return {
		kind: 'table',
		title: t('documents:statement.aged', { day: day(on) }),
		columns: AGE_BUCKETS.map((bucket) => ({ head: t(`account:age.${bucket}`), figures: true, share: 1 })),
		rows: [{ cells: AGE_BUCKETS.map((bucket) => money(buckets[bucket])) }],
	}
}

/** "Invoice INV-9001", "Payment · Bank transfer · WIRE 7". */
export function wordsOf({ kind, number, method }: Pick<StatementLine, 'kind' | 'number' | 'method'>, t: Print['t']): string {
	const word = t(`documents:statement.kind.${kind}`)
	if (kind !== 'payment') return [word, number].filter(Boolean).join(' ')
	return [word, t(`account:paymentMethod.${method}`), number].filter(Boolean).join(' · ')
}
