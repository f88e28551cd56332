/** How strictly a side reads a mail address: many marketing systems take what a CRM refuses (sync-core.md A16). */
export type MailProfile = 'strict' | 'lenient'

/** Trimmed, lower case, the domain in punycode; nothing is stripped at plus or dot (sync-core.md B4). */
export function normaliseMail(mail: string): string {
	const lower = mail.trim().toLowerCase()
	const at = lower.lastIndexOf('@')
	const domain = lower.slice(at + 1)
	if (at < 1 || domain === '' || isAscii(domain)) return lower
	const address = `http://${domain}`
	// Anything but letters would be read as a path, a port or a user.
	if (/[/?#:\\@\s]/.test(domain) || !URL.canParse(address)) return lower
	return `${lower.slice(0, at + 1)}${new URL(address).hostname}`
}

function isAscii(text: string): boolean {
	for (let place = 0; place < text.length; place += 1) if (text.charCodeAt(place) > 127) return false
	return true
}

const atom = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
const label = '[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?'
const strictForm = new RegExp(`^${atom}(?:\\.${atom})*@(?:${label}\\.)+(?:xn--[A-Za-z0-9-]{1,59}|[A-Za-z]{2,63})$`)
const lenientForm = /^[^\s@]+@[^\s@.]+(?:\.[^\s@.]+)+$/

/** `mail` in its normal form. */
export function isMailAccepted(mail: string, profile: MailProfile): boolean {
	const at = mail.lastIndexOf('@')
	if (mail.length > 254 || at > 64) return false
	return (profile === 'strict' ? strictForm : lenientForm).test(mail)
}
