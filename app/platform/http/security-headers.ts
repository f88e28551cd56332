const stripeScripts = 'https://js.stripe.com'
const stripeFrames = 'https://js.stripe.com https://hooks.stripe.com'

/** What a page may load; `cardOrigin` is where the payment connector's script and frames come from, when not from Stripe. Styles may be inline because the dialog and toast parts set them on elements. */
export function contentSecurityPolicy(nonce: string, cardOrigin = ''): string {
	return [
		"default-src 'self'",
		`script-src 'self' 'nonce-${nonce}' ${stripeScripts} ${cardOrigin}`.trimEnd(),
		"style-src 'self' 'unsafe-inline'",
		"img-src 'self' data: blob:",
		"font-src 'self'",
		"connect-src 'self' https://api.stripe.com",
		`frame-src 'self' ${stripeFrames} ${cardOrigin}`.trimEnd(),
		"object-src 'none'",
		"base-uri 'none'",
		"form-action 'self'",
		// A merchandiser previews a page inside her own room.
		"frame-ancestors 'self'",
	].join('; ')
}

/** What every answer carries, static files included. */
export function commonHeaders(secure: boolean): Record<string, string> {
	return {
		'X-Content-Type-Options': 'nosniff',
		'Referrer-Policy': 'strict-origin-when-cross-origin',
		'Permissions-Policy': 'camera=(), geolocation=(), microphone=(), payment=(self "https://js.stripe.com")',
		'Cross-Origin-Opener-Policy': 'same-origin',
		...(secure ? { 'Strict-Transport-Security': 'max-age=31536000; includeSubDomains' } : {}),
	}
}

/**
 * Whether a writing request comes from our own pages. Browsers say so themselves; machines (API, webhooks) carry a
 * key or a signature instead of a cookie and are not asked.
 */
export function isOwnPage(method: string, pathname: string, headers: { get: (name: string) => string | null }, host: string): boolean {
	if (method === 'GET' || method === 'HEAD' || method === 'OPTIONS') return true
	// A form of ours on a page of another site reads no cookie either.
	if (pathname.startsWith('/api/') || pathname.startsWith('/webhooks/') || pathname.startsWith('/forms/')) return true
	const site = headers.get('sec-fetch-site')
	if (site) return site === 'same-origin' || site === 'none'
	const origin = headers.get('origin')
	return !origin || (URL.canParse(origin) && new URL(origin).host === host)
}
