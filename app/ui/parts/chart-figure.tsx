import type { ReactNode } from 'react'
import { Disclosure } from './disclosure.tsx'
import { Table, TBody, Td, THead, Th, Tr } from './table.tsx'

export interface ChartWords {
	title: string
	/** The word that opens the figures as a table. */
	showTable: string
	columns: { name: string; values: readonly string[] }
}

export interface ChartTableRow {
	key: string
	name: ReactNode
	values: readonly ReactNode[]
}

/** A drawing, its name, and the same figures as a table for whoever cannot or will not read the drawing. */
export function ChartFigure({ words, rows, children }: { words: ChartWords; rows: readonly ChartTableRow[]; children: ReactNode }) {
	return (
		<figure className="grid min-w-0 content-start gap-3">
			<figcaption className="text-sm font-medium">{words.title}</figcaption>
			{children}
			<Disclosure summary={words.showTable} className="print:hidden">
				<Table caption={words.title} dense>
					<THead>
						<tr>
							<Th>{words.columns.name}</Th>
							{words.columns.values.map((name) => (
								<Th key={name} numeric>
									{name}
								</Th>
							))}
						</tr>
					</THead>
					<TBody>
						{rows.map((row) => (
							<Tr key={row.key}>
								<Th scope="row">{row.name}</Th>
								{row.values.map((value, index) => (
									<Td key={words.columns.values[index]} numeric>
										{value}
									</Td>
								))}
							</Tr>
						))}
					</TBody>
				</Table>
			</Disclosure>
		</figure>
	)
}
