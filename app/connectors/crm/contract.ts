import type { CrmEffects } from '../../engine/crm/effects.ts'

/** The CRM side as commerce sees it. Applying the same effects twice leaves the side as it was after the first time. */
export type CrmConnector = { apply(effects: CrmEffects): Promise<void> }
