import type { Db } from '../../db/client.server.ts'
import type { Company } from './company.ts'

/** A form, a page and a redirect to be worked on, one of each in front of people, and a file. */
export async function makeCapture(db: Db, { sellerId }: Company): Promise<void> {
	const design = {
		title: { en: 'Taste with us' },
		lead: {},
		submit: {},
		topics: [],
		thanksTitle: {},
		thanksText: {},
		redirectTo: '',
		fileBy: 'mail',
		origins: [],
	}
	const fields = [{ key: 'email', kind: 'email', label: { en: 'E-mail' }, isRequired: true, isHidden: false, initial: '', choices: [], write: 'always' }]
	await db`insert into ma_form (seller_entity_id, campaign_id, name, slug, status, design)
		select ${sellerId}, id, v.name || ${sellerId}, v.name || '-' || ${sellerId}, v.status, ${db.json({ ...design, fields })}
		from ma_campaign, (values ('work', 'draft'), ('taste', 'published')) v(name, status) where seller_entity_id = ${sellerId}`
	const page = { title: { en: 'Come and taste' }, lead: {}, picture: 'roastery', blocks: [] }
	await db`insert into ma_page (seller_entity_id, campaign_id, name, slug, status, design, form_id)
		select ${sellerId}, f.campaign_id, v.name || ${sellerId}, v.name || '-' || ${sellerId}, v.status, ${db.json(page)}, f.id
		from ma_form f, (values ('work', 'draft'), ('taste', 'published')) v(name, status) where f.seller_entity_id = ${sellerId} and f.status = 'published'`
	await db`insert into ma_redirect (seller_entity_id, campaign_id, name, slug, target)
		select ${sellerId}, f.campaign_id, v.name || ${sellerId}, v.name || '-' || ${sellerId}, '/catalog'
		from ma_form f, (values ('work'), ('taste')) v(name) where f.seller_entity_id = ${sellerId} and f.status = 'published'`
	await db`insert into ma_file (seller_entity_id, campaign_id, name, status, file_key, file_name, bytes)
		select ${sellerId}, f.campaign_id, 'Guide', 'published', ${'0'.repeat(64)}, 'guide.pdf', 1000 from ma_form f where f.seller_entity_id = ${sellerId} and f.status = 'published'`
}
