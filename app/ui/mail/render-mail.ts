import { renderToStaticMarkup } from 'react-dom/server'
import type { MailBlock, MailContent, RenderedMail } from '../../engine/content/mail-content.ts'
import { type MailFrame, MailLayout } from './mail-layout.ts'

/** A mail as HTML and as text, both from the same blocks. */
export function renderMail(frame: MailFrame): RenderedMail {
	return { subject: oneLine(frame.content.subject), html: `<!doctype html>${renderToStaticMarkup(MailLayout(frame))}`, text: textOf(frame) }
}

/** A subject is a header: a line break in it would begin another header. */
const oneLine = (text: string) => text.replaceAll(/\s+/g, ' ').trim()

function textOf({ content, seller }: MailFrame): string {
	return `${[seller.name, underlined(content.title), ...content.blocks.map(blockText), '--', ...footerText(content)].join('\n\n')}\n`
}

const underlined = (title: string) => `${title}\n${'='.repeat(Math.min(title.length, 60))}`

function footerText({ footer, unsubscribe }: MailContent): string[] {
	return [footer.join('\n'), ...(unsubscribe ? [`${unsubscribe.label}: ${unsubscribe.url}`] : [])]
}

function blockText(block: MailBlock): string {
	switch (block.kind) {
		case 'text':
			return block.text
		case 'note':
			return block.text.replaceAll(/^/gm, '| ')
		case 'button':
			return `${block.label}:\n${block.url}`
		case 'code':
			return `${block.label}\n${block.code}`
		case 'facts':
			return block.facts.map(({ name, value }) => `${name}: ${value}`).join('\n')
		case 'lines':
			return columns([block.head, ...block.rows, ...(block.foot ?? [])], block.figures)
	}
}

/** Columns in a fixed-width letter; figures stand right. */
function columns(rows: string[][], figures: number[]): string {
	const widths = (rows[0] ?? []).map((_, at) => Math.max(...rows.map((row) => (row[at] ?? '').length)))
	const place = (cell: string, at: number) => (figures.includes(at) ? cell.padStart(widths[at] ?? 0) : cell.padEnd(widths[at] ?? 0))
	return rows.map((row) => row.map(place).join('  ').trimEnd()).join('\n')
}
