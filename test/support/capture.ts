import type { Db } from '../../db/client.server.ts'
import type { Company } from './company.ts'

/** A form to be worked on, and one in front of people. */
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
}
