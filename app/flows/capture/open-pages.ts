import type { Db } from '../../../db/client.server.ts'
import { type AssetFilter, readFormChoices } from '../../../db/queries/form.ts'
import { listFormNames, listPages, type PageRow, readPage, type StoredPage } from '../../../db/queries/landing-page.ts'
import { type PageView, pageView } from '../../engine/marketing/landing-page.ts'
import type { StaffMember } from '../../platform/actor.ts'
import { everyById } from '../../platform/every-page.ts'
import { pageOf } from './read-page-of.ts'

/** The landing pages of the marketer's seller. */
export async function openPages(db: Db, staff: StaffMember, filter: AssetFilter): Promise<{ pages: PageRow[]; next: number | null }> {
	const { rows, next } = pageOf(await listPages(db, staff.seller.id, { ...filter, limit: filter.limit + 1 }), filter.limit)
	return { pages: rows, next }
}

/** All landing pages of a filter for a file, to the last, `filter.limit` at a time. */
export const exportPages = (db: Db, staff: StaffMember, filter: AssetFilter): AsyncGenerator<readonly PageRow[]> =>
	everyById(filter.limit, (after) => listPages(db, staff.seller.id, { ...filter, after }))

export type PageRoom = { page: StoredPage; campaigns: { id: number; name: string }[]; forms: { id: number; name: string }[] }

/** A landing page with what it may name. Null: none of this seller's. */
export async function openPage(db: Db, staff: StaffMember, id: number): Promise<PageRoom | null> {
	const page = await readPage(db, { sellerId: staff.seller.id, id })
	if (!page) return null
	const [{ campaigns }, forms] = await Promise.all([readFormChoices(db, staff.seller.id), listFormNames(db, staff.seller.id)])
	return { page, campaigns, forms }
}

export type LandingPage = { sellerName: string; formId: number | null; view: PageView }

/** A landing page in front of people, or as its marketer would see it there. Null: none. */
export async function openLandingPage(db: Db, where: { slug: string } | { id: number; sellerId: number }, locale: string): Promise<LandingPage | null> {
	const page = await readPage(db, where)
	return page && { sellerName: page.sellerName, formId: page.formId, view: pageView(page.design, locale) }
}
