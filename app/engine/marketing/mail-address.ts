/**
 * An address as it is compared (sync-core.md B4): trimmed, in small letters, its domain in ASCII; dots and plus signs stay.
 * Null when it is none. Law: twice equals once.
 */
export function normalMail(typed: string): string | null {
	const text = typed.trim().toLowerCase()
	const at = text.lastIndexOf('@')
	const [local, domain] = [text.slice(0, at), asciiDomain(text.slice(at + 1))]
	if (at < 1 || domain === null || local.length > 64 || /[\s@,;<>"()[\]\\]/.test(local)) return null
	const address = `${local}@${domain}`
	return address.length <= 254 ? address : null
}

function asciiDomain(typed: string): string | null {
	if (!/^[^\s/?#:@%[\]\\]+$/.test(typed) || !URL.canParse(`http://${typed}`)) return null
	const domain = new URL(`http://${typed}`).hostname
	return /^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*\.[a-z][a-z0-9-]*[a-z0-9]$/.test(domain) ? domain : null
}

/** What was meant where an address has a dot beside another or at an end of its first part: we take it, other systems refuse it (sync-core.md A16). Null: it is fine. */
export function mailSuggestion(address: string): string | null {
	const at = address.lastIndexOf('@')
	const local = address.slice(0, at)
	const mended = local.replaceAll(/\.{2,}/g, '.').replaceAll(/^\.|\.$/g, '')
	return mended === local || mended === '' ? null : `${mended}${address.slice(at)}`
}
