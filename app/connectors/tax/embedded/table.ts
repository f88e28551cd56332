import { decideTax } from '../../../engine/tax/decide-tax.ts'
import type { TaxConnector } from '../contract.ts'

/** The seller's own table behind the contract: the rates come with the question, and there is nobody to report to. */
export function openTaxTable(): TaxConnector {
	return {
		quote: async ({ input }) => {
			const decided = decideTax(input)
			return decided.ok ? { ok: true, lines: decided.lines } : decided
		},
		commit: async () => ({ ok: true }),
		void: async () => ({ ok: true }),
	}
}
