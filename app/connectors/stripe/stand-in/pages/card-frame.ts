import { embed, escapeHtml, pageStyle } from './style.ts'
import { textsFor } from './texts.ts'

/**
 * The card field: a page of this origin inside the shop's page. What is typed goes from here to `/v1/payment_methods`
 * and never to the shop, which is only told "complete" and a `pm_…`.
 */
export function cardFrame(search: URLSearchParams): string {
	const { language, texts } = textsFor(search.get('locale') ?? 'en')
	const told = { host: search.get('host') ?? '', key: search.get('key') ?? '', id: search.get('id') ?? '', texts }
	return `<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><title>${escapeHtml(texts.group)}</title><meta name="viewport" content="width=device-width">
<style>${pageStyle}${frameStyle}</style></head>
<body><form novalidate aria-label="${escapeHtml(texts.group)}">
<label class="number">${escapeHtml(texts.number)}<input name="number" inputmode="numeric" autocomplete="cc-number" maxlength="23" placeholder="4242 4242 4242 4242" required></label>
<label>${escapeHtml(texts.expiry)}<input name="expiry" inputmode="numeric" autocomplete="cc-exp" maxlength="7" placeholder="12/34" required></label>
<label>${escapeHtml(texts.cvc)}<input name="cvc" inputmode="numeric" autocomplete="cc-csc" maxlength="4" placeholder="123" required></label>
<p role="alert" id="error"></p></form>
<script>const told = ${embed(told)};${frameScript}</script></body></html>`
}

const frameStyle = `
form { display: grid; grid-template-columns: 2fr 1fr 1fr; gap: 8px 12px; padding: 1px }
label { display: grid; gap: 4px; font-size: 12px; color: var(--quiet) }
body { background: var(--paper, transparent) }
input { width: 100%; min-width: 0; height: 40px; padding: 0 10px; font: inherit; font-size: 16px; font-variant-numeric: tabular-nums; color: var(--ink); background: var(--ground); border: 1px solid var(--line); border-radius: 6px }
input::placeholder { color: var(--quiet); opacity: 1 }
input:focus-visible { outline: 2px solid var(--accent); outline-offset: -1px }
input[aria-invalid=true] { border-color: var(--bad) }
#error { grid-column: 1 / -1; font-size: 13px; color: var(--bad) }
#error:empty { display: none }
@media (max-width: 420px) { form { grid-template-columns: 1fr 1fr } .number { grid-column: 1 / -1 } }
`

const frameScript = `
const form = document.forms[0], error = document.getElementById('error');
const { number, expiry, cvc } = form.elements;
const tell = (message) => parent.postMessage({ cardField: told.id, ...message }, told.host);
const digits = (text) => text.replace(/\\D/g, '');
const whole = () => digits(number.value).length >= 13 && digits(expiry.value).length === 4 && cvc.value.length >= 3;
const empty = () => !number.value && !expiry.value && !cvc.value;
const show = (message, field) => {
	error.textContent = message || '';
	for (const input of [number, expiry, cvc]) {
		input.toggleAttribute('aria-invalid', input === field);
		if (input === field) { input.setAttribute('aria-invalid', 'true'); input.setAttribute('aria-describedby', 'error'); input.focus() }
	}
	size();
};
const size = () => tell({ kind: 'height', height: Math.ceil(document.documentElement.getBoundingClientRect().height) });
const group = (text) => (/^3[47]/.test(text) ? text.replace(/^(.{4})(.{1,6})?(.{1,5})?.*/, (_, a, b, c) => [a, b, c].filter(Boolean).join(' ')) : text.replace(/(.{4})(?=.)/g, '$1 '));
form.addEventListener('input', ({ target }) => {
	if (target === number) number.value = group(digits(number.value).slice(0, 19));
	if (target === expiry) {
		const typed = digits(expiry.value).slice(0, 4);
		expiry.value = typed.length > 2 ? typed.slice(0, 2) + '/' + typed.slice(2) : typed;
	}
	if (target === cvc) cvc.value = digits(cvc.value);
	show('');
	tell({ kind: 'change', complete: whole(), empty: empty() });
});
form.addEventListener('focusin', () => tell({ kind: 'focus' }));
form.addEventListener('focusout', () => tell({ kind: 'blur' }));
form.addEventListener('submit', (event) => { event.preventDefault(); tell({ kind: 'escape' }) });
const fields = { number, exp_month: expiry, exp_year: expiry, cvc };
const create = async (turn, billing) => {
	if (!whole()) {
		show(told.texts.incomplete, [number, expiry, cvc].find((input) => !input.value) || number);
		return tell({ kind: 'created', turn, error: { type: 'validation_error', code: 'incomplete', message: told.texts.incomplete } });
	}
	const typed = digits(expiry.value);
	const body = new URLSearchParams({ type: 'card', 'card[number]': digits(number.value), 'card[exp_month]': String(Number(typed.slice(0, 2))), 'card[exp_year]': typed.slice(2), 'card[cvc]': cvc.value });
	if (billing && billing.name) body.set('billing_details[name]', billing.name);
	if (billing && billing.email) body.set('billing_details[email]', billing.email);
	try {
		const answer = await (await fetch('/v1/payment_methods', { method: 'POST', body, headers: { authorization: 'Bearer ' + told.key } })).json();
		if (!answer.error) return tell({ kind: 'created', turn, paymentMethod: answer });
		const message = told.texts.errors[answer.error.code] || answer.error.message;
		show(message, fields[answer.error.param] || number);
		tell({ kind: 'created', turn, error: { type: answer.error.type, code: answer.error.code, message } });
	} catch (reason) {
		tell({ kind: 'created', turn, error: { type: 'api_connection_error', message: String(reason) } });
	}
};
addEventListener('message', ({ data, source, origin }) => {
	if (source !== parent || origin !== told.host || !data || data.cardField !== told.id) return;
	if (data.kind === 'create') create(data.turn, data.billing);
	if (data.kind === 'focus') number.focus();
	if (data.kind === 'clear') { form.reset(); show(''); tell({ kind: 'change', complete: false, empty: true }) }
	if (data.kind === 'style' && data.scheme) document.documentElement.dataset.scheme = data.scheme;
	if (data.kind === 'style') for (const [name, value] of Object.entries(data.style)) document.documentElement.style.setProperty(name, value);
});
new ResizeObserver(size).observe(document.body);
tell({ kind: 'ready' });
`
