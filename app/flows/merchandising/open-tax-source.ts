import type { Db } from '../../../db/client.server.ts'
import { readTaxCodes } from '../../../db/queries/rates.ts'
import { readTaxSetting } from '../../../db/queries/tax.ts'
import type { TaxConnectors } from '../../connectors/tax/contract.ts'
import type { TaxSourceFields } from '../../engine/tax/read-tax-service.ts'
import { FEE_CODE, SHIPPING_CODE } from '../../engine/tax/tax.ts'
import type { StaffMember } from '../../platform/actor.ts'

/** Who says the seller's tax, as the form has it, and the codes that the service has no word for yet. Two statements. */
export async function openTaxSource(db: Db, staff: StaffMember, tax: TaxConnectors | undefined) {
	const sellerEntityId = staff.seller.id
	const [setting, used] = await Promise.all([readTaxSetting(db, sellerEntityId), readTaxCodes(db, sellerEntityId)])
	const known = Object.entries(setting.codes)
	const open = [...new Set([...used, SHIPPING_CODE, FEE_CODE])].filter((code) => !setting.codes[code])
	const fields: TaxSourceFields = {
		...{ source: setting.service ?? 'table', companyCode: setting.companyCode ?? '', onFailure: setting.onFailure, pricesIncludeTax: setting.pricesIncludeTax },
		codes: known.map(([code, theirs]) => `${code} ${theirs}`).join('\n'),
	}
	return { fields, missing: setting.service ? open : [], hasKeys: Boolean(tax?.avatax) }
}
