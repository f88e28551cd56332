import { embed, escapeHtml, pageStyle } from './style.ts'
import { textsFor } from './texts.ts'

type Challenge = { framed: boolean; waiting: boolean; money: { amount: number; currency: string } | null; search: string; locale: string }

/** The bank's question. Two buttons and no script, so it works in a frame, in a tab and without JavaScript. */
export function challengePage({ framed, waiting, money, search, locale }: Challenge): string {
	const { language, texts } = textsFor(locale)
	// In a frame the page around has its own main part.
	const part = framed ? 'div' : 'main'
	const form = `<form method="post" action="${escapeHtml(search)}"><button name="answer" value="complete">${escapeHtml(texts.complete)}</button>
<button name="answer" value="fail" class="plain">${escapeHtml(texts.fail)}</button></form>`
	return `<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><title>${escapeHtml(texts.challengeTitle)}</title><meta name="viewport" content="width=device-width">
<style>${pageStyle}${challengeStyle}</style></head><body><${part} class="sheet"><h1>${escapeHtml(texts.challengeTitle)}</h1>
<p>${escapeHtml(waiting ? texts.challengeAsk : texts.answered)}</p>
${money ? `<p class="money"><span>${escapeHtml(texts.challengeAmount)}</span> <b>${escapeHtml(printMoney(money, language))}</b></p>` : ''}
${waiting ? form : ''}</${part}></body></html>`
}

function printMoney({ amount, currency }: { amount: number; currency: string }, language: string): string {
	const format = new Intl.NumberFormat(language, { style: 'currency', currency })
	return format.format(amount / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2))
}

const challengeStyle = `
body { min-height: 100vh; display: grid; place-items: center; padding: 16px; background: var(--ground) }
.sheet { max-width: 360px; display: grid; gap: 16px }
h1 { font-size: 20px; font-weight: 600 }
.money { display: flex; justify-content: space-between; padding: 12px 0; border-block: 1px solid var(--line); font-variant-numeric: tabular-nums }
form { display: grid; gap: 8px }
button { height: 44px; font: inherit; font-weight: 600; color: var(--on-accent); background: var(--accent); border: 1px solid var(--accent); border-radius: 6px; cursor: pointer }
button.plain { color: var(--ink); background: transparent; border-color: var(--line) }
button:focus-visible { outline: 2px solid var(--ink); outline-offset: 2px }
`

type Told = { name: string; id: string; status: string | undefined; error: { code?: string | undefined; message?: string | undefined } | null }

/** After the answer in a frame: tells the page around it, and nobody else. */
export function challengeDone(told: Told, host: string | null): string {
	const tell = host ? `<script>parent.postMessage(${embed({ cardField: '3ds', ...told })}, ${embed(host)})</script>` : ''
	return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>3-D Secure</title><style>${pageStyle}</style></head><body>${tell}</body></html>`
}
