import type { CrmConnector } from '../../connectors/crm/contract.ts'
import type { CommerceEvent } from '../../engine/base/event.ts'
import { crmEffects } from '../../engine/crm/effects.ts'

/** The CRM side learns what happened: destination `crm` of the outbox. */
export async function receiveOnCrm(crm: CrmConnector, events: readonly CommerceEvent[]): Promise<void> {
	await crm.apply(crmEffects(events))
}
