import type { HookConnector } from '../../connectors/hook/contract.ts'
import type { CommerceEvent } from '../../engine/base/event.ts'
import { NeverDeliverable } from '../event/types.ts'

/** Tells an address that a marketer named about people: destination `hook` of the outbox. What can never arrive is parked at once. */
export async function callHook(hook: HookConnector, { payload, occurredAt }: CommerceEvent): Promise<void> {
	const { url, key, ...body } = payload
	const answer = await hook.call({ url: String(url), key: String(key), body: { ...body, at: occurredAt.toISOString() } })
	if (!answer.ok) throw new NeverDeliverable(answer.why)
}
