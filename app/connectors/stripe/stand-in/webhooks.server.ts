import { createHmac } from 'node:crypto'
import { type Faults, spend } from './faults.ts'
import type { EventRow } from './rows.ts'

export type WebhookSettings = { url: string; secret: string }

/** Stripe tries for three days; locally a minute is long enough to survive a restart of the web process. */
const retryMs = [500, 2_000, 10_000, 30_000]

/** Sends events one after another, signed as Stripe signs (`t=…,v1=…` over `t.body`). Never throws: a receiver that is away is tried again. */
export class Webhooks {
	#line: Promise<void> = Promise.resolve()
	#held: EventRow[] = []
	#timers = new Set<NodeJS.Timeout>()
	#closed = false
	readonly #faults: Faults
	readonly #now: () => number
	readonly #settings: () => WebhookSettings | null

	constructor(settings: () => WebhookSettings | null, faults: Faults, now: () => number) {
		this.#settings = settings
		this.#faults = faults
		this.#now = now
	}

	send(event: EventRow): void {
		if (spend(this.#faults, 'dropWebhooks')) return
		this.#held.push(event)
		if (spend(this.#faults, 'repeatWebhooks')) this.#held.push(event)
		if (this.#held.length < this.#faults.reorderWebhooks) return
		this.release(this.#faults.reorderWebhooks > 1)
	}

	/** Sends what is held back. */
	release(lastFirst = false): void {
		const due = lastFirst ? this.#held.reverse() : this.#held
		this.#held = []
		for (const event of due) this.#line = this.#line.then(() => this.#deliver(event, 0))
	}

	/** Resolves when everything sent so far was tried once. */
	settled(): Promise<void> {
		return this.#line
	}

	close(): void {
		this.#closed = true
		for (const timer of this.#timers) clearTimeout(timer)
	}

	async #deliver(event: EventRow, attempt: number): Promise<void> {
		const settings = this.#settings()
		if (!settings || this.#closed) return
		if (this.#faults.webhookDelayMs > 0) await new Promise((resume) => this.#after(this.#faults.webhookDelayMs, () => resume(undefined)))
		if (await this.#post(event, settings)) return
		const wait = retryMs[attempt]
		if (wait !== undefined && !this.#closed) this.#after(wait, () => this.#deliver(event, attempt + 1))
	}

	async #post(event: EventRow, { url, secret }: WebhookSettings): Promise<boolean> {
		const body = JSON.stringify(event, null, 2)
		try {
			const answer = await fetch(url, {
				method: 'POST',
				body,
				headers: { 'content-type': 'application/json; charset=utf-8', 'stripe-signature': sign(body, secret, this.#now()) },
				signal: AbortSignal.timeout(10_000),
				redirect: 'manual',
			})
			await answer.arrayBuffer()
			return answer.ok
		} catch {
			// The receiver is away or slow; both are an undelivered notice.
			return false
		}
	}

	#after(ms: number, run: () => void): void {
		const timer = setTimeout(() => {
			this.#timers.delete(timer)
			run()
		}, ms)
		timer.unref()
		this.#timers.add(timer)
	}
}

export function sign(body: string, secret: string, seconds: number): string {
	return `t=${seconds},v1=${createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex')}`
}
