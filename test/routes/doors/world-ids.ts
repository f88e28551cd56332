import { sign } from '../../../app/platform/signing.server.ts'
import type { Db } from '../../../db/client.server.ts'
import type { Company } from '../../support/company.ts'
import { testSecrets } from '../../support/house.ts'
import { type AutomationIds, automationIdsOf } from './automation-world.ts'
import { type CrmIds, crmIdsOf } from './crm-world.ts'
import { type SyncIds, syncIdsOf } from './sync-world.ts'

type RoomIds = AutomationIds & CrmIds & SyncIds

/** Everything of one party that a path or a field may name. What a seller owns is the other seller's for the other party. */
export type Ids = RoomIds & {
	accountId: number
	contactId: number
	/** Who orders beside her. */
	colleagueId: number
	locationId: number
	spareLocationId: number
	locationCode: string
	sku: string
	slug: string
	categorySlug: string
	cartId: number
	version: number
	lineId: number
	groupId: number
	orderNumber: string
	listId: number
	listLineId: number
	standingOrderId: number
	standingLineId: number
	/** Asked by a colleague, and waiting for the party's own person. */
	approvalId: number
	approvalRuleId: number
	/** Stands in for the party's own person, some day. */
	deputyId: number
	budgetId: number
	/** Kept by the party's own person. */
	cardId: number
	/** Sent to the party's own person, for her current cart. */
	payLinkId: number
	/** Asks the party's own person to pay its first invoice. */
	invoiceLinkId: number
	/** Asked back of what was sent: by the party, and by an account of the seller's. */
	returnId: number
	sentAllocationId: number
	deskReturnId: number
	deskReturnLineId: number
	/** Offered to the party; asked of the seller. */
	quoteNumber: string
	deskQuoteNumber: string
	/** Of the seller's queue, or the desk's own. */
	leadId: number
	/** Opened by the party; waiting for the seller's desk. */
	caseNumber: string
	deskCaseNumber: string
	/** Of an order that has left the house. */
	sentNumber: string
	/** An order that was changed once, as it was before, and what was proposed since. */
	changedNumber: string
	orderVersion: number
	proposalId: number
	/** A key that nothing depends on, of the seller's account. */
	spareKeyId: number
	alertId: number
	taskId: number
	sendId: number
	crmCampaignId: number
	/** Worked on in the room, and in front of people. */
	maCampaignId: number
	formId: number
	formSlug: string
	formVersion: number
	openFormSlug: string
	pageId: number
	pageSlug: string
	pageVersion: number
	openPageSlug: string
	redirectId: number
	redirectSlug: string
	redirectVersion: number
	openRedirectSlug: string
	fileId: number
	fileVersion: number
	token: string
	invoiceId: number
	invoiceNumber: string
	/** Each settled a part of an invoice: of the party, and of an account of the seller's. */
	paymentId: number
	deskPaymentId: number
	/** A delivery to be packed, what is in it, and the house it leaves from. */
	sellerSku: string
	/** Of a product that the list of prices already has. */
	pricedSku: string
	sellerProductId: number
	/** A product that holds nothing yet, and stands nowhere in the shop. */
	sellerSetId: number
	ledgerAccountId: number
	/** Who pays for that account. */
	ledgerContactId: number
	ledgerInvoiceId: number
	packGroupId: number
	allocationId: number
	warehouseId: number
	shipmentId: number
	bookId: number
	entryId: number
	changeId: number
	draftId: number
	taxRateId: number
	certificateId: number
	waitingCertificateId: number
	sellerAccountNumber: string
	draftBookId: number
	entrySeen: string
	promotionId: number
	simulationId: number
	/** A file that was tried, and not brought in yet. */
	importRunId: number
	/** What a promotion may name: of the seller's. */
	sellerGroupId: number
	sellerPolicyId: number
	productChangeId: number
	sellerCategoryId: number
}

export type Party = { company: Company; sellerSide: Company; ownerId: number; contactEmail: string }

/** The ids of a party as they are now. */
export async function idsOf(db: Db, { company, sellerSide }: Party, sku?: { sku: string; slug: string; categorySlug: string }): Promise<Ids> {
	const { accountId, contactId, locations, skus } = company
	const [own] = await db<Omit<Ids, 'accountId' | 'contactId' | 'locationId' | 'spareLocationId' | 'sku' | 'slug' | 'categorySlug' | 'token' | keyof RoomIds>[]>`
		select o.id as cart_id, o.version, (select id from order_line where account_id = o.account_id and order_id = o.id order by sequence limit 1) as line_id,
			(select id from delivery_group where account_id = o.account_id and order_id = o.id order by id limit 1) as group_id,
			(select number from sales_order where account_id = ${accountId} and number is not null order by id limit 1) as order_number,
			(select id from requisition_list where account_id = ${accountId} order by id limit 1) as list_id, (select id from requisition_line where account_id = ${accountId} order by id limit 1) as list_line_id,
			(select id from standing_order where account_id = ${accountId} order by id limit 1) as standing_order_id, (select id from standing_line where account_id = ${accountId} order by id limit 1) as standing_line_id,
			(select id from approval_request where account_id = ${accountId} order by state = 'waiting' desc, id desc limit 1) as approval_id, (select id from approval_rule where account_id = ${accountId} order by id limit 1) as approval_rule_id,
			(select id from approval_deputy where account_id = ${accountId} order by id limit 1) as deputy_id,
			(select id from company_budget where account_id = ${accountId} order by id limit 1) as budget_id,
			(select id from saved_card where account_id = ${accountId} order by id limit 1) as card_id, (select id from pay_link where account_id = ${accountId} and state = 'open' order by id desc limit 1) as pay_link_id,
			(select id from invoice_link where account_id = ${accountId} order by id desc limit 1) as invoice_link_id,
			(select number from sales_order where account_id = ${accountId} and po_number like 'SENT-%' order by id limit 1) as sent_number,
			(select number from sales_order where account_id = ${accountId} and po_number like 'CHG-%' order by id limit 1) as changed_number,
			(select version from order_version where account_id = ${accountId} order by version limit 1) as order_version,
			(select id from order_change where account_id = ${accountId} order by id desc limit 1) as proposal_id,
			(select id from goods_return where account_id = ${accountId} order by id limit 1) as return_id,
			(select allocation_id from return_line where account_id = ${accountId} order by id limit 1) as sent_allocation_id,
			(select id from goods_return where account_id = ${sellerSide.accountId} order by id limit 1) as desk_return_id,
			(select id from return_line where account_id = ${sellerSide.accountId} order by id limit 1) as desk_return_line_id,
			(select number from quote where account_id = ${accountId} and contact_id is not null order by id limit 1) as quote_number,
			(select number from quote where account_id = ${sellerSide.accountId} and contact_id is null order by id limit 1) as desk_quote_number,
			(select id from crm_lead where seller_entity_id = ${sellerSide.sellerId} and status <> 'converted' order by id desc limit 1) as lead_id,
			(select number from support_case where account_id = ${accountId} and contact_id is not null order by id limit 1) as case_number,
			(select number from support_case where account_id = ${sellerSide.accountId} and contact_id is null order by id limit 1) as desk_case_number,
			(select id from api_key where account_id = ${sellerSide.accountId} and name like 'spare %' order by id limit 1) as spare_key_id,
			(select code from location where id = ${locations.a}) as location_code, (select id from contact where account_id = ${accountId} and first_name = 'Nadia' order by id limit 1) as colleague_id,
			(select id from alert where account_id = ${accountId} order by id limit 1) as alert_id,
			(select id from crm_task where account_id = ${accountId} order by id limit 1) as task_id,
			(select id from ma_send where seller_entity_id = ${sellerSide.sellerId} order by id limit 1) as send_id,
			(select id from crm_campaign where seller_entity_id = ${sellerSide.sellerId} order by id limit 1) as crm_campaign_id, (select id from ma_campaign where seller_entity_id = ${sellerSide.sellerId} order by id limit 1) as ma_campaign_id,
			form.id as form_id, form.slug as form_slug, form.version as form_version, (select slug from ma_form where seller_entity_id = ${sellerSide.sellerId} and name like 'taste%') as open_form_slug,
			landing.id as page_id, landing.slug as page_slug, landing.version as page_version, 'taste-' || ${sellerSide.sellerId}::bigint as open_page_slug, 'taste-' || ${sellerSide.sellerId}::bigint as open_redirect_slug,
			redirect.id as redirect_id, redirect.slug as redirect_slug, redirect.version as redirect_version, file.id as file_id, file.version as file_version
			, (select id from payment where account_id = ${accountId} order by id limit 1) as payment_id, (select id from payment where account_id = ${sellerSide.accountId} order by id limit 1) as desk_payment_id
			, invoice.id as invoice_id, invoice.number as invoice_number, (select id from invoice where account_id = ${sellerSide.accountId} order by id limit 1) as ledger_invoice_id, pack.group_id as pack_group_id, pack.allocation_id, entry.id as entry_id, entry.seen as entry_seen, ${sellerSide.books.sale}::bigint as book_id,
			(select id from promotion where seller_entity_id = ${sellerSide.sellerId} order by id limit 1) as promotion_id,
			(select id from promotion_simulation where seller_entity_id = ${sellerSide.sellerId} order by id limit 1) as simulation_id,
			(select id from import_run where seller_entity_id = ${sellerSide.sellerId} and what <> 'campaign-members' order by id limit 1) as import_run_id,
			(select id from category where seller_entity_id = ${sellerSide.sellerId} order by id limit 1) as seller_category_id,
			(select id from entitlement_policy where seller_entity_id = ${sellerSide.sellerId} order by id limit 1) as seller_policy_id,
			(select id from product where seller_entity_id = ${sellerSide.sellerId} and sku like 'SET-%' order by id limit 1) as seller_set_id,
			(select id from change_set where seller_entity_id = ${sellerSide.sellerId} and room = 'product' order by id limit 1) as product_change_id,
			(select id from warehouse where seller_entity_id = ${sellerSide.sellerId} order by id limit 1) as warehouse_id,
			(select id from shipment where account_id = ${sellerSide.accountId} order by id limit 1) as shipment_id,
			(select id from price_change where entry_id = entry.id order by id desc limit 1) as change_id,
			(select id from price_draft where price_book_id = ${sellerSide.books.base} order by id limit 1) as draft_id, ${sellerSide.books.base}::bigint as draft_book_id,
			(select id from tax_rate where seller_entity_id = ${sellerSide.sellerId} order by id limit 1) as tax_rate_id,
			(select id from exemption_certificate where account_id = ${sellerSide.accountId} and state = 'accepted' order by id limit 1) as certificate_id,
			(select id from exemption_certificate where account_id = ${sellerSide.accountId} and state = 'waiting' order by id limit 1) as waiting_certificate_id,
			(select number from account where id = ${sellerSide.accountId}) as seller_account_number
		from sales_order o cross join lateral (
			select a.group_id, a.id as allocation_id from allocation a join delivery_group g on g.account_id = a.account_id and g.id = a.group_id
			join sales_order p on p.account_id = g.account_id and p.id = g.order_id where p.account_id = ${sellerSide.accountId} and p.stage = 'placed' order by g.id desc limit 1) pack
		cross join lateral (select id, number from invoice where account_id = ${accountId} order by id limit 1) invoice
		cross join lateral (
			select id, (select string_agg(trim_scale(q)::text, ',') from unnest(tier_from) q) || '|' || (select string_agg(trim_scale(q)::text, ',') from unnest(tier_price) q) as seen
			from price_book_entry where price_book_id = ${sellerSide.books.sale} order by id limit 1) entry
		cross join (select id, slug, version from ma_page where seller_entity_id = ${sellerSide.sellerId} order by id limit 1) landing
		cross join (select id, slug, version from ma_redirect where seller_entity_id = ${sellerSide.sellerId} order by id limit 1) redirect
		cross join (select id, version from ma_file where seller_entity_id = ${sellerSide.sellerId} order by id limit 1) file
		cross join (select id, slug, version from ma_form where seller_entity_id = ${sellerSide.sellerId} order by id limit 1) form
		where o.account_id = ${accountId} and o.stage = 'cart' and o.is_current`
	if (!own) throw new Error('The party has no cart')
	const [recipient] = await db<{ id: number }[]>`select id from ma_send_recipient where account_id = ${accountId}`
	const token = sign({ r: recipient?.id }, { purpose: 'campaign-click', secrets: testSecrets, expiresAt: new Date('2026-12-01') })
	const product = sku ?? { sku: skus.bean, slug: skus.bean.toLowerCase(), categorySlug: `cof-${skus.bean.toLowerCase()}` }
	return {
		accountId,
		contactId,
		locationId: locations.a,
		spareLocationId: locations.b,
		...own,
		...(await crmIdsOf(db, sellerSide.sellerId)),
		...(await automationIdsOf(db, sellerSide.sellerId)),
		...(await syncIdsOf(db, sellerSide.sellerId)),
		...product,
		token,
		sellerSku: sellerSide.skus.jug,
		pricedSku: sellerSide.skus.bean,
		sellerProductId: sellerSide.products.jug,
		sellerGroupId: sellerSide.groupId,
		ledgerAccountId: sellerSide.accountId,
		ledgerContactId: sellerSide.contactId,
	}
}
