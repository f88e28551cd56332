/**
 * The part of Stripe.js that Kontor uses, under the same names: `Stripe(key, { locale })`, `elements().create('card')`,
 * `createPaymentMethod`, `handleNextAction`. So the shop's code is one and the same with and without keys.
 * It runs in the shop's page, so it never sees a digit: those stay in the frame.
 */
export function cardScript(origin: string): string {
	return `(() => { const origin = ${JSON.stringify(origin)};${script}})();\n`
}

const script = `
let count = 0;
const listen = (frame, id, heard) => {
	const on = ({ data, source, origin: from }) => {
		if (from === origin && source === frame.contentWindow && data && data.cardField === id) heard(data);
	};
	addEventListener('message', on);
	return () => removeEventListener('message', on);
};

class CardElement {
	constructor(key, locale, options) {
		Object.assign(this, { key, locale, options, id: 'card-' + ++count, heard: {}, turns: new Map(), turn: 0 });
	}
	on(name, run) { (this.heard[name] ||= []).push(run); return this }
	off(name) { delete this.heard[name]; return this }
	tell(name, event) { for (const run of this.heard[name] || []) run(event) }
	mount(place) {
		const host = typeof place === 'string' ? document.querySelector(place) : place;
		const frame = document.createElement('iframe');
		frame.src = origin + '/elements/card?' + new URLSearchParams({ id: this.id, key: this.key, locale: this.locale, host: location.origin });
		frame.title = this.options.title || 'Card';
		frame.allow = 'payment';
		frame.style.cssText = 'display:block;width:100%;height:64px;border:0;background:transparent';
		this.frame = frame;
		this.stop = listen(frame, this.id, (data) => this.hear(data));
		host.replaceChildren(frame);
	}
	hear(data) {
		if (data.kind === 'height') this.frame.style.height = data.height + 'px';
		if (data.kind === 'ready') { this.update(this.options); this.tell('ready', { elementType: 'card' }) }
		if (data.kind === 'change') this.tell('change', { elementType: 'card', complete: data.complete, empty: data.empty, error: undefined });
		if (data.kind === 'focus' || data.kind === 'blur' || data.kind === 'escape') this.tell(data.kind, { elementType: 'card' });
		if (data.kind === 'created') { this.turns.get(data.turn)?.(data.error ? { error: data.error } : { paymentMethod: data.paymentMethod }); this.turns.delete(data.turn) }
	}
	post(message) { this.frame?.contentWindow?.postMessage({ cardField: this.id, ...message }, origin) }
	update(options) {
		this.options = { ...this.options, ...options };
		const { base = {}, invalid = {} } = this.options.style || {};
		const style = { '--ink': base.color, '--quiet': base['::placeholder']?.color, '--accent': base.iconColor, '--paper': base.backgroundColor, '--bad': invalid.color };
		// A frame whose scheme differs from its page's is painted opaque.
		const said = getComputedStyle(this.frame).colorScheme;
		const scheme = said === 'dark' || said === 'light' ? said : said.includes('dark') && matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
		this.post({ kind: 'style', scheme, style: Object.fromEntries(Object.entries(style).filter(([, value]) => value)) });
	}
	focus() { this.frame?.focus(); this.post({ kind: 'focus' }) }
	clear() { this.post({ kind: 'clear' }) }
	unmount() { this.stop?.(); this.frame?.remove(); this.frame = null }
	destroy() { this.unmount(); this.heard = {} }
	create(billing) {
		if (!this.frame) return Promise.resolve({ error: { type: 'validation_error', message: 'The card field is not mounted.' } });
		const turn = ++this.turn;
		return new Promise((resolve) => { this.turns.set(turn, resolve); this.post({ kind: 'create', turn, billing }) });
	}
}

/** Opens the bank's question over the page; resolves when it was answered or closed. */
const challenge = (clientSecret, locale) => new Promise((resolve) => {
	const intentId = clientSecret.split('_secret_')[0];
	const dialog = document.createElement('dialog');
	dialog.style.cssText = 'width:min(400px,92vw);height:360px;margin:auto;padding:0;border:0;border-radius:12px;background:transparent';
	const frame = document.createElement('iframe');
	frame.title = '3-D Secure';
	frame.style.cssText = 'width:100%;height:100%;border:0';
	frame.src = origin + '/3ds/' + intentId + '?' + new URLSearchParams({ client_secret: clientSecret, host: location.origin, locale });
	const end = (told) => { stop(); dialog.close(); dialog.remove(); resolve(told) };
	const stop = listen(frame, '3ds', end);
	dialog.addEventListener('cancel', () => end({ error: { type: 'validation_error', code: 'canceled', message: 'The question was not answered.' } }));
	dialog.append(frame);
	document.body.append(dialog);
	dialog.showModal();
});

window.Stripe = (key, { locale = 'en' } = {}) => ({
	elements: () => ({ create: (type, options = {}) => new CardElement(key, locale, options) }),
	createPaymentMethod: ({ card, billing_details: billing }) => card.create(billing),
	async handleNextAction({ clientSecret }) {
		const told = await challenge(clientSecret, locale);
		if (told.error) return { error: told.error };
		return told.name === 'setup_intent' ? { setupIntent: { id: told.id, status: told.status } } : { paymentIntent: { id: told.id, status: told.status } };
	}
});
`
