import { createHmac } from 'node:crypto'
import { type Faults, spend } from './faults.ts'
import { newId, type Org, type Row } from './org.ts'

export type PushSettings = { url: string; secret: string }
type Kind = Parameters<Org['changed']>[1]

/**
 * Notices of changes (Change Data Capture), posted as a relay would: Salesforce itself posts to nobody, it is listened to.
 * A notice that cannot be delivered is lost, as one is whose listener slept for three days.
 */
export class Pushes {
	readonly org: Org
	readonly faults: Faults
	to: PushSettings | null = null
	replayId = 0
	held: object[] = []
	sent: Promise<unknown> = Promise.resolve()

	constructor(org: Org) {
		this.org = org
		this.faults = org.faults
	}

	note(row: Row, kind: Kind, fields: readonly string[]): void {
		if (!this.to) return
		this.replayId += 1
		const event = this.event(row, kind, fields)
		if (spend(this.faults, 'dropPushes')) return
		const copies = spend(this.faults, 'repeatPushes') ? [event, event] : [event]
		this.held.push(...copies)
		if (this.held.length < this.faults.reorderPushes) return
		const isReordered = this.faults.reorderPushes > 0
		this.faults.reorderPushes = 0
		const out = this.held.splice(0)
		this.send(isReordered ? out.reverse() : out)
	}

	event(row: Row, kind: Kind, fields: readonly string[]): object {
		const isGap = spend(this.faults, 'gapPushes')
		const ChangeEventHeader = {
			...{ entityName: row.object, recordIds: [row.id], changeType: isGap ? `GAP_${kind}` : kind, changeOrigin: '', sequenceNumber: 1 },
			...{ transactionKey: newId(this.org, '0tx'), commitTimestamp: this.org.now(), commitNumber: this.replayId, commitUser: row.modifiedBy },
			...{ nulledFields: [], diffFields: [], changedFields: isGap ? [] : [...fields, 'LastModifiedDate'] },
		}
		// A gap tells that something happened, and of nothing what.
		const values = isGap ? {} : Object.fromEntries(fields.map((name) => [name, row.values[name] ?? null]))
		return { channel: '/data/ChangeEvents', data: { schema: 'kontor', payload: { ChangeEventHeader, ...values }, event: { replayId: this.replayId } } }
	}

	send(events: readonly object[]): void {
		const to = this.to
		if (!to) return
		for (const event of events) {
			const body = JSON.stringify(event)
			const signature = `sha256=${createHmac('sha256', to.secret).update(body).digest('hex')}`
			const headers = { 'content-type': 'application/json', 'x-relay-signature': signature }
			this.sent = this.sent.then(() => fetch(to.url, { method: 'POST', headers, body })).catch(() => {})
		}
	}
}
