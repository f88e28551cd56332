import type { Tx } from '../../../db/client.server.ts'
import { type KnownCampaign, knownCampaigns, saveMembers, upsertAdCosts } from '../../../db/queries/crm-campaign.ts'
import { parseMinor } from '../../engine/base/money.ts'
import { type Refusal, refusal } from '../../engine/base/refusal.ts'
import { isDay } from '../../engine/crm/campaign.ts'
import { isEmail } from '../../engine/crm/person-fields.ts'
import { readAll } from './read-outcomes.ts'
import type { ImportContext, RowOutcome, SourceRow } from './types.ts'

/** By code, the CRM campaigns that a chunk names. */
async function campaignsOf(tx: Tx, { seller }: ImportContext, rows: readonly SourceRow[]): Promise<Map<string, KnownCampaign>> {
	const codes = [...new Set(rows.map(({ fields }) => (fields['campaign'] ?? '').toUpperCase()))]
	return new Map((await knownCampaigns(tx, seller.id, codes)).map((one) => [one.code, one]))
}

function campaignOf(known: ReadonlyMap<string, KnownCampaign>, code = ''): KnownCampaign | Refusal {
	return known.get(code.toUpperCase()) ?? (code === '' ? refusal('campaign.missing') : refusal('campaign.unknown', { campaign: code }))
}

/**
 * People join CRM campaigns by their addresses, or are put on a step (sync-core.md A35): each row says its campaign by code, the map may say
 * it for all. Whom only marketing knows waits for her record (B13). Refuses `campaign.missing`, `campaign.unknown`, `email.missing`,
 * `email.invalid`, `email.unknown`, `status.unknown`. One statement for the chunk beside that for its campaigns.
 */
export async function saveCampaignMembers(tx: Tx, context: ImportContext, rows: readonly SourceRow[]): Promise<RowOutcome[]> {
	const outcomes: RowOutcome[] = []
	const known = await campaignsOf(tx, context, rows)
	const good = readAll(
		rows,
		({ rowNumber, fields }) => {
			const [campaign, email] = [campaignOf(known, fields['campaign']), fields['email'] ?? '']
			const wrong = email === '' ? [refusal('email.missing')] : isEmail(email) ? [] : [refusal('email.invalid', { email })]
			if ('facts' in campaign) return [campaign, ...wrong]
			return wrong.length > 0 ? wrong : { given: { row: rowNumber, campaignId: campaign.id, email, status: fields['status'] || null } }
		},
		outcomes,
	)
	const saved = await saveMembers(tx, { sellerEntityId: context.seller.id, given: good.map(({ given }) => given), at: context.at })
	const words = { added: 'created', waits: 'created', changed: 'updated', unchanged: 'unchanged' } as const
	for (const { row: rowNumber, outcome } of saved) {
		if (outcome === 'unknown_person') outcomes.push({ rowNumber, outcome: 'rejected', reason: 'email.unknown' })
		else if (outcome === 'unknown_status') outcomes.push({ rowNumber, outcome: 'rejected', reason: 'status.unknown' })
		else outcomes.push({ rowNumber, outcome: words[outcome] })
	}
	return outcomes
}

/**
 * What advertising cost by source and day, in the campaign's currency (A33): the same line is written over, never added. Refuses
 * `campaign.missing`, `campaign.unknown`, `source.missing`, `day.invalid`, `amount.invalid`.
 */
export async function saveAdCosts(tx: Tx, context: ImportContext, rows: readonly SourceRow[]): Promise<RowOutcome[]> {
	const outcomes: RowOutcome[] = []
	const known = await campaignsOf(tx, context, rows)
	const good = readAll(
		rows,
		({ fields }) => {
			const [campaign, source, day] = [campaignOf(known, fields['campaign']), fields['source'] ?? '', fields['day'] ?? '']
			const wrong = [
				...('facts' in campaign ? [campaign] : []),
				...(source === '' ? [refusal('source.missing')] : []),
				...(isDay(day) ? [] : [refusal('day.invalid', { day })]),
			]
			if ('facts' in campaign) return wrong
			const amountMinor = parseMinor(fields['amount'] ?? '', campaign.currency)
			if (amountMinor === null || amountMinor < 0) return [...wrong, refusal('amount.invalid', { amount: fields['amount'] ?? '' })]
			return wrong.length > 0 ? wrong : { line: { campaignId: campaign.id, source, day, currency: campaign.currency, amountMinor } }
		},
		outcomes,
	)
	const keyOf = ({ campaignId, source, day }: { campaignId: number; source: string; day: string }) => `${campaignId}\u0001${day}\u0001${source}`
	const saved = new Map(
		(
			await upsertAdCosts(
				tx,
				good.map(({ line }) => line),
			)
		).map((one) => [keyOf(one), one.created]),
	)
	for (const { row, line } of good) {
		const created = saved.get(keyOf(line))
		outcomes.push({ rowNumber: row.rowNumber, outcome: created === undefined ? 'unchanged' : created ? 'created' : 'updated' })
	}
	return outcomes
}
