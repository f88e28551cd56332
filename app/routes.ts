import type { RouteConfig, RouteConfigEntry } from '@remix-run/route-config'

/**
 * The one list of URLs. Every URL of a page may begin with a language (/fr-CA/cart); machines' URLs never do.
 * `page` redirects the signed-out to the sign-in page, which its loader does through `requireShopper` or its like;
 * `open` is for everybody, and is named in `publicRoutes`: the tests hold each door to its word.
 */
const idOf = (file: string) => file.replace(/\.tsx?$/, '')
const publicIds: string[] = []

const page = (path: string, file: string, children?: RouteConfigEntry[]): RouteConfigEntry => ({
	id: idOf(file),
	path,
	file,
	...(children ? { children } : {}),
})
const open = (path: string, file: string, children?: RouteConfigEntry[]): RouteConfigEntry => {
	publicIds.push(idOf(file))
	return page(path, file, children)
}
/** Pages of one room, whose paths begin with its name and whose files stand in its folder. */
const room = (name: string, ...pages: readonly (readonly [path: string, file: string])[]) =>
	pages.map(([path, file]) => page(`${name}/${path}`, `routes/${name}/${file}`))
const openIndex = (file: string): RouteConfigEntry => {
	publicIds.push(idOf(file))
	return { id: idOf(file), index: true, file }
}

const storefront = [
	openIndex('routes/storefront/home.tsx'),
	open('catalog', 'routes/storefront/catalog.tsx'),
	open('catalog/:category', 'routes/storefront/catalog.$category.tsx'),
	open('products/:slug', 'routes/storefront/products.$slug.tsx'),
	open('search', 'routes/storefront/search.tsx'),
	open('search/suggest', 'routes/storefront/search-suggest.ts'),
	open('documents/:id', 'routes/storefront/document.ts'),
	open('products/:slug/viewed', 'routes/storefront/product-viewed.ts'),
]

/** Ways in and out, and the session's choices: outside the shop. */
const doors: RouteConfigEntry[] = [
	open('sign-in', 'routes/account/sign-in.tsx'),
	open('sign-in/code', 'routes/account/sign-in-code.tsx'),
	open('sign-out', 'routes/account/sign-out.ts'),
	page('ship-to', 'routes/storefront/ship-to.ts'),
]

/** What is hers: it stands inside the shop. */
const account: RouteConfigEntry[] = [
	page('orders', 'routes/account/orders.tsx'),
	page('orders.csv', 'routes/account/orders-csv.ts'),
	page('orders/:number', 'routes/account/order.tsx'),
	page('orders/:number/why/:line', 'routes/account/order-why.tsx'),
	page('orders/:number/pay', 'routes/account/order-pay.tsx'),
	page('orders/:number/cancel', 'routes/account/order-cut.tsx'),
	page('orders/:number/change', 'routes/account/order-change.tsx'),
	page('orders/:number/change/:id', 'routes/account/order-proposal.tsx'),
	page('orders/:number/versions/:version', 'routes/account/order-version.tsx'),
	page('orders/:number/help', 'routes/account/order-help.tsx'),
	page('help', 'routes/account/help.tsx'),
	page('help.csv', 'routes/account/help-csv.ts'),
	page('help/:number', 'routes/account/help-case.tsx'),
	page('orders/:number/return', 'routes/account/order-return.tsx'),
	page('invoices', 'routes/account/invoices.tsx'),
	page('invoices.csv', 'routes/account/invoices-csv.ts'),
	page('invoices/pay', 'routes/account/invoices-pay.tsx'),
	page('invoices/statement', 'routes/account/statement.tsx'),
	page('invoices/statement/:file', 'routes/account/statement-file.ts'),
	page('invoices/payments/:id', 'routes/account/payment.tsx'),
	page('invoices/payments/:id/pdf', 'routes/account/payment-pdf.ts'),
	page('invoices/pay/:id', 'routes/account/invoice-link.tsx'),
	page('invoices/:number', 'routes/account/invoice.tsx'),
	page('invoices/:number/pdf', 'routes/account/invoice-pdf.ts'),
	page('quotes', 'routes/account/quotes.tsx'),
	page('quotes/:number', 'routes/account/quote.tsx'),
	page('lists', 'routes/account/lists.tsx'),
	page('lists/:id', 'routes/account/list.tsx'),
	page('standing-orders', 'routes/account/standing-orders.tsx'),
	page('standing-orders/new', 'routes/account/standing-order-new.tsx'),
	page('standing-orders/:id', 'routes/account/standing-order.tsx'),
	page('company', 'routes/account/company.tsx'),
	page('company/machines', 'routes/account/machines.tsx'),
	page('company/cards', 'routes/account/cards.tsx'),
	page('company/approvals', 'routes/account/approval-rules.tsx'),
	page('company/budgets', 'routes/account/budgets.tsx'),
	page('company/budgets.csv', 'routes/account/budgets-csv.ts'),
	page('company/budgets/:id', 'routes/account/budget.tsx'),
	page('company/budgets/:id/orders.csv', 'routes/account/budget-csv.ts'),
	page('approvals', 'routes/account/approvals.tsx'),
	page('approvals.csv', 'routes/account/approvals-csv.ts'),
	page('approvals/deputies', 'routes/account/deputies.tsx'),
	page('approvals/:id', 'routes/account/approval.tsx'),
	page('company/certificates', 'routes/account/certificates.tsx'),
	page('certificates/:id', 'routes/account/certificate-file.ts'),
	page('company/api-keys', 'routes/account/api-keys.tsx'),
	open('api', 'routes/api/reference.tsx'),
]
const checkout: RouteConfigEntry[] = [
	page('cart', 'routes/checkout/cart.tsx'),
	page('cart/lines', 'routes/checkout/cart-lines.tsx'),
	page('carts', 'routes/checkout/carts.tsx'),
	page('checkout', 'routes/checkout/checkout.tsx'),
	page('checkout/express', 'routes/checkout/express.tsx'),
	page('pay/:id', 'routes/checkout/pay-link.tsx'),
	page('quick-order', 'routes/checkout/quick-order.tsx'),
]
const desk: RouteConfigEntry[] = [
	page('desk', 'routes/desk/today.tsx'),
	page('desk/accounts', 'routes/desk/accounts.tsx'),
	page('desk/accounts/new', 'routes/desk/account-new.tsx'),
	page('desk/accounts/duplicates', 'routes/desk/account-twins.tsx'),
	page('desk/accounts/merges', 'routes/desk/account-merges.tsx'),
	page('desk/accounts/merges/:id', 'routes/desk/account-return.tsx'),
	page('desk/accounts/merge/:winner/:loser', 'routes/desk/account-merge.tsx'),
	page('desk/accounts/:id', 'routes/desk/account.tsx'),
	page('desk/accounts/:id/carts/:cartId', 'routes/desk/live-cart.tsx'),
	page('desk/warehouse', 'routes/desk/warehouse.tsx'),
	page('desk/warehouse/:groupId', 'routes/desk/warehouse-group.tsx'),
	page('desk/changes', 'routes/desk/changes.tsx'),
	page('desk/returns', 'routes/desk/returns.tsx'),
	page('desk/returns/:id', 'routes/desk/return.tsx'),
	page('desk/cases', 'routes/desk/cases.tsx'),
	page('desk/cases/:number', 'routes/desk/case.tsx'),
	page('desk/quotes', 'routes/desk/quotes.tsx'),
	page('desk/quotes/:number', 'routes/desk/quote.tsx'),
	page('desk/leads', 'routes/desk/leads.tsx'),
	page('desk/leads/new', 'routes/desk/lead-new.tsx'),
	page('desk/leads/:id', 'routes/desk/lead.tsx'),
	page('desk/leads/:id/quote', 'routes/desk/lead-quote.tsx'),
	page('desk/leads/:id/convert', 'routes/desk/lead-convert.tsx'),
	page('desk/pipeline', 'routes/desk/pipeline.tsx'),
	page('desk/queues', 'routes/desk/queues.tsx'),
	page('desk/tasks', 'routes/desk/tasks.tsx'),
	page('desk/records/:object/:id', 'routes/desk/record.tsx'),
	page('receivables', 'routes/desk/receivables.tsx'),
	page('receivables/:accountId', 'routes/desk/record-payment.tsx'),
	page('receivables/:accountId/credit-note', 'routes/desk/credit-note.tsx'),
	page('receivables/:accountId/statement', 'routes/desk/account-statement.tsx'),
	page('desk/payments', 'routes/desk/payments.tsx'),
	page('receivables/:accountId/terms', 'routes/desk/account-terms.tsx'),
]
const merchandising: RouteConfigEntry[] = [
	page('merchandising', 'routes/merchandising/books.tsx'),
	{ id: 'routes/merchandising/new-book', path: 'merchandising/books/new', file: 'routes/merchandising/book-settings.tsx' },
	page('merchandising/books/:id', 'routes/merchandising/book.tsx'),
	page('merchandising/books/:id/settings', 'routes/merchandising/book-settings.tsx'),
	page('merchandising/books/:id/schedule', 'routes/merchandising/schedule.tsx'),
	page('merchandising/books/:id/history', 'routes/merchandising/history.tsx'),
	page('merchandising/books/:id/versions', 'routes/merchandising/versions.tsx'),
	page('merchandising/books/:id/import', 'routes/merchandising/import.tsx'),
	page('merchandising/books/:id/import/:draftId', 'routes/merchandising/draft.tsx'),
	page('merchandising/coverage', 'routes/merchandising/coverage.tsx'),
	page('merchandising/shipping', 'routes/merchandising/shipping.tsx'),
	page('merchandising/shipping/warehouses', 'routes/merchandising/warehouses.tsx'),
	page('merchandising/fees', 'routes/merchandising/fees.tsx'),
	page('merchandising/taxes', 'routes/merchandising/taxes.tsx'),
	page('merchandising/taxes/source', 'routes/merchandising/tax-source.tsx'),
	page('merchandising/taxes/certificates', 'routes/merchandising/certificates.tsx'),
	page('merchandising/inspector', 'routes/merchandising/inspector.tsx'),
	page('merchandising/requests', 'routes/merchandising/requests.tsx'),
	page('merchandising/promotions', 'routes/merchandising/promotions.tsx'),
	page('merchandising/promotions/:id', 'routes/merchandising/promotion.tsx'),
	page('merchandising/promotions/:id/simulate', 'routes/merchandising/promotion-simulate.tsx'),
	page('merchandising/products', 'routes/merchandising/products.tsx'),
	page('merchandising/products/changes/:id', 'routes/merchandising/product-change.tsx'),
	page('merchandising/groups', 'routes/merchandising/groups.tsx'),
	page('merchandising/groups/:id', 'routes/merchandising/group.tsx'),
	page('merchandising/policies', 'routes/merchandising/policies.tsx'),
	page('merchandising/policies/:id', 'routes/merchandising/policy.tsx'),
	page('merchandising/visibility', 'routes/merchandising/visibility.tsx'),
	page('merchandising/categories', 'routes/merchandising/categories.tsx'),
	page('merchandising/categories/:id', 'routes/merchandising/category.tsx'),
	page('merchandising/search', 'routes/merchandising/search.tsx'),
	page('merchandising/import-export', 'routes/merchandising/import-export.tsx'),
	page('merchandising/import-export/:id', 'routes/merchandising/import-run.tsx'),
	page('merchandising/products/:id', 'routes/merchandising/product.tsx'),
	page('merchandising/products/:id/:part', 'routes/merchandising/product-part.tsx'),
]

const marketing: RouteConfigEntry[] = [
	page('marketing', 'routes/marketing/overview.tsx'),
	...room('marketing', ['sends/new', 'send-new.tsx'], ['sends/:id', 'send.tsx'], ['sends/:id/edit', 'send-edit.tsx'], ['campaigns/:id', 'campaign.tsx']),
	...room('marketing', ['forms', 'forms.tsx'], ['forms/:id', 'form.tsx'], ['forms/:id/sent', 'form-sent.tsx']),
	...room('marketing', ['pages', 'pages.tsx'], ['pages/:id', 'page.tsx'], ['files', 'files.tsx'], ['files/:id', 'file.tsx']),
	...room('marketing', ['redirects', 'redirects.tsx'], ['redirects/:id', 'redirect.tsx']),
	...room('marketing', ['lists', 'lists.tsx'], ['lists/:id', 'list.tsx'], ['rules', 'rules.tsx'], ['rules/:id', 'rule.tsx']),
	...room('marketing', ['scoring', 'scoring.tsx'], ['grades', 'grades.tsx'], ['grades/:id', 'grade.tsx']),
	...room('marketing', ['programmes', 'programmes.tsx'], ['programmes/:id', 'programme.tsx'], ['programmes/:id/people', 'programme-people.tsx']),
	...room(
		'marketing',
		['prospects', 'prospects.tsx'],
		['prospects/new', 'prospect-new.tsx'],
		['people/:id', 'person.tsx'],
		['people/:id/erase', 'person-erase.tsx'],
	),
	...room('marketing', ['duplicates', 'duplicates.tsx'], ['merges', 'merges.tsx'], ['merge/:object/:winner/:loser', 'merge.tsx']),
	...room('marketing', ['crm-campaigns', 'crm-campaigns.tsx'], ['crm-campaigns/new', 'crm-campaign-new.tsx']),
	...room('marketing', ['imports', 'imports.tsx'], ['imports/:id', 'import-run.tsx']),
	...room('marketing', ['source-campaigns', 'source-campaigns.tsx'], ['source-campaigns/:id', 'source-campaign.tsx']),
	...room('marketing', ['funnel', 'funnel.tsx']),
	...room('marketing', ['crm-campaigns/return', 'campaign-return.tsx'], ['crm-campaigns/:id', 'crm-campaign.tsx']),
]

const admin: RouteConfigEntry[] = [
	page('admin', 'routes/admin/start.tsx'),
	...room('admin', ['api-keys', 'api-keys.tsx'], ['assignment', 'assignment.tsx'], ['sync', 'sync.tsx'], ['fields', 'fields.tsx']),
	...room('admin', ['validation-rules', 'validation-rules.tsx'], ['sync/:id/mapping', 'sync-mapping.tsx'], ['sync/links/:link', 'sync-link.tsx']),
	...room('admin', ['sync/deletions', 'deletions.tsx'], ['sync/deletions/:id', 'deletion.tsx']),
	...room('admin', ['sync/new', 'sync-new.tsx'], ['sync/:id/setup', 'sync-setup.tsx'], ['sync/:id/users', 'sync-users.tsx']),
	...room(
		'admin',
		['sync/:id/scope', 'sync-scope.tsx'],
		['sync/:id/settings', 'sync-settings.tsx'],
		['sync/:id/records', 'sync-records.tsx'],
		['sync/:id/errors', 'sync-errors.tsx'],
		['sync/:id/runs', 'sync-runs.tsx'],
		['sync/:id/lists/:run', 'sync-list.tsx'],
	),
]

/** Rooms of the house under one rail. */
const backOffice: RouteConfigEntry = { id: 'routes/back-office', file: 'routes/back-office.tsx', children: [...desk, ...merchandising, ...marketing, ...admin] }

/** Doors of the house that are no pages: they answer with a file, or lead on. */
const backOfficeActs: RouteConfigEntry[] = [
	...room('desk', ['accounts/duplicates.csv', 'account-twins-csv.ts'], ['accounts/merges.csv', 'account-merges-csv.ts']),
	...room('desk', ['accounts.csv', 'accounts-csv.ts'], ['cases.csv', 'cases-csv.ts'], ['quotes.csv', 'quotes-csv.ts'], ['leads.csv', 'leads-csv.ts']),
	...room('desk', ['queues.csv', 'queues-csv.ts'], ['tasks.csv', 'tasks-csv.ts'], ['payments.csv', 'payments-csv.ts']),
	...room('marketing', ['scoring/preview', 'scoring-preview.ts']),
	...room('marketing', ['programmes.csv', 'programmes-csv.ts'], ['programmes/:id/people.csv', 'programme-people-csv.ts']),
	...room('marketing', ['prospects.csv', 'prospects-csv.ts'], ['sends.csv', 'sends-csv.ts'], ['count', 'people-count.ts']),
	...room('marketing', ['crm-campaigns.csv', 'crm-campaigns-csv.ts'], ['crm-campaigns/return.csv', 'campaign-return-csv.ts']),
	...room('marketing', ['source-campaigns.csv', 'source-campaigns-csv.ts'], ['funnel.csv', 'funnel-csv.ts']),
	...room('marketing', ['imports.csv', 'imports-csv.ts'], ['imports/:id/rejects.csv', 'import-rejects-csv.ts']),
	page('receivables/:accountId/statement/:file', 'routes/desk/account-statement-file.ts'),
	...room('merchandising', ['categories.csv', 'categories-csv.ts'], ['coverage.csv', 'coverage-csv.ts'], ['books/:id/prices.csv', 'book-csv.ts']),
	...room('merchandising', ['books/:id/import/:draftId/rows.csv', 'draft-csv.ts'], ['promotions/:id/simulate.csv', 'promotion-simulate-csv.ts']),
	...room('desk', ['shop-as', 'shop-as.ts']),
	...room('merchandising', ['search.csv', 'search-csv.ts']),
	...room('desk', ['stop-acting', 'stop-acting.ts']),
	...room('merchandising', ['find', 'find.ts'], ['promotions.csv', 'promotions-csv.ts'], ['import-export.csv', 'import-runs-csv.ts']),
	...room('merchandising', ['import-export/:id/rejects.csv', 'import-rejects-csv.ts'], ['export/all', 'export-all.ts']),
	...room('merchandising', ['export/:kind', 'export-kind.ts'], ['export/:kind/head', 'export-head.ts']),
	...room('admin', ['sync/:id/users.csv', 'sync-users-csv.ts']),
	...room('admin', ['sync/:id/records.csv', 'sync-records-csv.ts'], ['sync/:id/errors.csv', 'sync-errors-csv.ts']),
	...room('admin', ['sync/:id/lists/:run.csv', 'sync-list-csv.ts'], ['sync/deletions/:id.csv', 'deletion-csv.ts']),
	...room('marketing', ['forms.csv', 'forms-csv.ts'], ['forms/:id/sent.csv', 'form-sent-csv.ts'], ['pages/:id/preview', 'page-preview.tsx']),
	...room('marketing', ['pages.csv', 'pages-csv.ts'], ['files.csv', 'files-csv.ts'], ['redirects.csv', 'redirects-csv.ts']),
]
/** Where the links of mails lead, and the mails themselves while no mail server is set up. */
const letters: RouteConfigEntry[] = [
	open('c/:token', 'routes/marketing/campaign-link.tsx'),
	open('c/:token/seen', 'routes/marketing/campaign-link-seen.ts'),
	open('o/:token', 'routes/marketing/mail-open.ts'),
	open('a/:token', 'routes/account/approval-link.tsx'),
	open('q/:token', 'routes/account/quote-link.tsx'),
	open('unsubscribe/:token', 'routes/marketing/unsubscribe.tsx'),
	open('f/:slug', 'routes/marketing/public-form.tsx'),
	open('l/:slug', 'routes/marketing/public-page.tsx'),
	open('r/:slug', 'routes/marketing/redirect-link.tsx'),
	open('d/:token', 'routes/marketing/gated-file.tsx'),
	open('d/:token/file', 'routes/marketing/gated-file-bytes.ts'),
	open('visits', 'routes/marketing/visits.tsx'),
	open('seen', 'routes/marketing/seen.ts'),
	open('dev/mail', 'routes/dev.mail.tsx'),
	open('dev/mail/:id', 'routes/dev.mail.$id.tsx'),
	open('dev/mail/:id/:file', 'routes/dev.mail.$id.$file.ts'),
]
const insight: RouteConfigEntry[] = []

/** What machines may ask; each has its operation in app/routes/api/contract, and no other path is answered. */
const calls: readonly (readonly [path: string, file: string])[] = [
	['catalog/products', 'catalog-products'],
	['catalog/products/:sku', 'catalog-product'],
	['catalog/categories', 'catalog-categories'],
	['catalog/search', 'catalog-search'],
	['catalog/suggest', 'catalog-suggest'],
	['prices', 'prices'],
	['carts', 'carts'],
	['carts/:cartId', 'cart'],
	['carts/:cartId/lines', 'cart-lines'],
	['carts/:cartId/lines/remove', 'cart-lines-remove'],
	['carts/:cartId/cells', 'cart-cells'],
	['carts/:cartId/deliveries', 'cart-deliveries'],
	['carts/:cartId/deliveries/:deliveryId', 'cart-delivery'],
	['carts/:cartId/deliveries/:deliveryId/remove', 'cart-delivery-remove'],
	['carts/:cartId/coupons', 'cart-coupons'],
	['carts/:cartId/coupons/remove', 'cart-coupons-remove'],
	['carts/:cartId/quote', 'cart-quote'],
	['carts/:cartId/submit', 'cart-submit'],
	['orders', 'orders'],
	['orders/:number', 'order'],
	['orders/:number/cancel', 'order-cancel'],
	['approvals', 'approvals'],
	['approvals/:approvalId', 'approval'],
	['approvals/:approvalId/answer', 'approval-answer'],
	['invoices', 'invoices'],
	['invoices/:number', 'invoice'],
	['account', 'account'],
	['account/locations', 'account-locations'],
	['account/contacts', 'account-contacts'],
	['house/products', 'house-products'],
	['house/products/:productId/components', 'house-components'],
	['house/price-books', 'house-price-books'],
	['house/price-books/:bookId/prices', 'house-prices'],
	['house/stock', 'house-stock'],
	['house/accounts', 'house-accounts'],
	['house/orders', 'house-orders'],
]

const machines: RouteConfigEntry[] = [
	open('healthz', 'routes/api/healthz.ts'),
	open('sitemap.xml', 'routes/storefront/sitemap.ts'),
	open('images/products/:name', 'routes/storefront/picture.ts'),
	open('media/:key', 'routes/storefront/media.ts'),
	...calls.map(([path, file]) => page(`api/v1/${path}`, `routes/api/${file}.ts`)),
	open('api/v1/openapi.json', 'routes/api/openapi.ts'),
	open('api/v1/*', 'routes/api/nowhere.ts'),
	open('webhooks/stripe', 'routes/webhooks/stripe.ts'),
	open('webhooks/sync/:connection', 'routes/webhooks/sync.ts'),
	open('forms/:slug', 'routes/marketing/form-handler.ts'),
]

/** The shop around its pages: what stands inside it has its head, its search and its cart. */
const shop: RouteConfigEntry = { id: 'routes/storefront/layout', file: 'routes/storefront/layout.tsx', children: [...storefront, ...account, ...checkout] }
publicIds.push('routes/storefront/layout')

const people: RouteConfigEntry = {
	id: 'routes/locale',
	path: ':locale?',
	file: 'routes/locale.tsx',
	children: [shop, ...doors, backOffice, ...backOfficeActs, ...letters, ...insight],
}

/** Whatever matches nothing else: the 404 page, in the person's language. */
const nothing = open('*', 'routes/nothing.tsx')

/** The ids of the doors that stand open to everybody; every other one asks who is there. */
export const publicRoutes: readonly string[] = publicIds

export default [...machines, people, nothing] satisfies RouteConfig
