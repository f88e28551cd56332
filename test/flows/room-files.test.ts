import { expect, test } from 'vitest'
import { exportRedirects } from '../../app/flows/capture/change-redirect.ts'
import { exportForms } from '../../app/flows/capture/open-forms.ts'
import { exportPages } from '../../app/flows/capture/open-pages.ts'
import { exportFiles } from '../../app/flows/capture/upload-file.ts'
import { exportCrmCampaigns } from '../../app/flows/crm/open-crm-campaigns.ts'
import { exportDeletion } from '../../app/flows/deletion/open-deletion.ts'
import { exportImports } from '../../app/flows/exchange/open-imports.ts'
import { exportSends } from '../../app/flows/marketing/open-marketing-room.ts'
import { exportProgrammes } from '../../app/flows/marketing/open-programmes.ts'
import { exportSourceCampaigns } from '../../app/flows/marketing/open-source-campaigns.ts'
import { exportPromotions } from '../../app/flows/merchandising/open-promotions.ts'
import { exportList } from '../../app/flows/sync-list/open-list.ts'
import { openHouseConnections } from '../../app/flows/sync-setup/open-house-connections.ts'
import type { StaffMember } from '../../app/platform/actor.ts'
import { makeCapture } from '../support/capture.ts'
import { makeCompany } from '../support/company.ts'
import { morning as at, makeStaff } from '../support/placed.ts'
import { testDb } from '../support/test-db.ts'

const { db } = await testDb()
const company = await makeCompany(db, 'beryl')
const stranger = await makeCompany(db, 'chert')
const { sellerId } = company
const userId = await makeStaff(db, company, ['administrator'], 'Ada')
const staff = { kind: 'staff', userId, roles: ['administrator'], seller: company.shopper.seller } as unknown as StaffMember
const outsider = { ...staff, seller: stranger.shopper.seller } as StaffMember

/** 21 rows: three whole pages of seven, or five of four and a rest. */
const ROWS = 21
const numbers = db`generate_series(1, ${ROWS}) n`
const idOf = async (rows: Promise<readonly { id?: unknown }[]>) => Number((await rows)[0]?.id)

const campaignId = await idOf(db`insert into ma_campaign (seller_entity_id, name) values (${sellerId}, 'Spring') returning id`)
await makeCapture(db, company)
await db`insert into ma_campaign (seller_entity_id, name) select ${sellerId}, 'File ' || n from ${numbers}`
for (const table of ['ma_form', 'ma_page'] as const)
	await db`
		insert into ${db(table)} (seller_entity_id, campaign_id, name, slug, status, design)
		select ${sellerId}, ${campaignId}, 'File ' || n, 'file-' || n, 'draft', f.design from ${numbers}, (select design from ${db(table)} where seller_entity_id = ${sellerId} limit 1) f`
await db`insert into ma_redirect (seller_entity_id, campaign_id, name, slug, target) select ${sellerId}, ${campaignId}, 'File ' || n, 'file-' || n, '/catalog' from ${numbers}`
await db`
	insert into ma_file (seller_entity_id, campaign_id, name, status, file_key, file_name, bytes)
	select ${sellerId}, ${campaignId}, 'File ' || n, 'published', ${'0'.repeat(64)}, 'guide.pdf', 1000 from ${numbers}`
await db`insert into ma_program (seller_entity_id, name, state) select ${sellerId}, 'File ' || n, 'draft' from ${numbers}`
await db`insert into ma_send (seller_entity_id, campaign_id, name, content) select ${sellerId}, ${campaignId}, 'File ' || n, '{}' from ${numbers}`
await db`insert into crm_campaign (seller_entity_id, code, name, currency) select ${sellerId}, 'F-' || n, 'File ' || n, 'USD' from ${numbers}`
await db`
	insert into promotion (seller_entity_id, code, phase, lane, benefit, status, valid_from, conditions)
	select ${sellerId}, 'FILE' || n, 'order', 'x', '{"kind":"percent","percent":"5"}', 'draft', '2026-01-01', '{}' from ${numbers}`
await db`
	insert into import_run (seller_entity_id, user_id, what, file_name, file_hash, map_hash, mode, state, options, started_at)
	select ${sellerId}, ${userId}, 'campaign-members', 'File ' || n, 'f', 'm', 'trial', 'finished', '{}', ${at} from ${numbers}`
await openHouseConnections(db, at)
const connectionId = await idOf(db`select id from sync_connection where seller_entity_id = ${sellerId} order by id limit 1`)
const runId = await idOf(db`insert into sync_run (connection_id, kind, stage, started_at) values (${connectionId}, 'dry_run', 'listed', ${at}) returning id`)
await db`insert into sync_run_line (run_id, name, side, object, field, state, rule) select ${runId}, 'Line ' || n, 'ma', 'prospect', 'title', 'open', 'linked' from ${numbers}`
const deletionId = await idOf(
	db`insert into deletion (seller_entity_id, xact, cause, actor, at, state, linked) values (${sellerId}, 'files', 'edit', 'database:console', ${at}, 'asked', 1) returning id`,
)
await db`insert into deletion_record (deletion_id, object, record_id, name) select ${deletionId}, 'lead', 900000 + n, 'Deleted ' || n from ${numbers}`

type Pages = AsyncIterable<readonly { name?: string; code?: string; fileName?: string }[]> | null | undefined
async function read(pages: Pages) {
	const names: (string | undefined)[] = []
	let count = 0
	for await (const page of pages ?? []) {
		names.push(...page.map(({ name, code, fileName }) => name ?? code ?? fileName))
		count += 1
	}
	return { rows: names.length, different: new Set(names).size, pages: count }
}

const asset = { text: 'file', status: null, campaignId: null, after: null }
const list = { text: null, field: null, state: null, after: null }
const files: Record<string, (whose: StaffMember, limit: number) => Pages | Promise<Pages>> = {
	forms: (whose, limit) => exportForms(db, whose, { ...asset, limit }),
	pages: (whose, limit) => exportPages(db, whose, { ...asset, limit }),
	redirects: (whose, limit) => exportRedirects(db, whose, { ...asset, limit }),
	files: (whose, limit) => exportFiles(db, whose, { ...asset, text: 'File', limit }),
	programmes: (whose, limit) => exportProgrammes(db, whose, { text: 'file', state: null, after: null, limit }),
	sends: (whose, limit) => exportSends(db, whose, { text: 'file', after: null, limit }),
	campaigns: (whose, limit) => exportCrmCampaigns(db, whose, { text: 'file', status: null, kind: null, after: null, limit }),
	'source campaigns': (whose, limit) => exportSourceCampaigns(db, whose, { text: 'file', connected: null, after: null, limit }),
	promotions: (whose, limit) => exportPromotions(db, whose, { search: 'FILE', status: null, phase: null, limit, locale: 'en' }),
	imports: (whose, limit) => exportImports(db, whose, { search: 'file', mode: null, state: null, after: null, limit }, 'marketing'),
	'lines of a dry run': async (whose, limit) => (await exportList(db, whose, { connectionId, runId, query: { ...list, limit } }))?.pages,
	'deleted records': async (whose, limit) => (await exportDeletion(db, whose, { id: deletionId, query: { text: null, object: null, limit }, at }))?.pages,
}

test.each(Object.entries(files))('the file of %s has its last row, each once, and nothing of another seller', async (_, open) => {
	expect(await read(await open(staff, 7))).toEqual({ rows: ROWS, different: ROWS, pages: 3 })
	expect(await read(await open(staff, 4))).toEqual({ rows: ROWS, different: ROWS, pages: 6 })
	expect(await read(await open(outsider, 4))).toEqual({ rows: 0, different: 0, pages: 0 })
})
