/** A place of this shop to come back to: a path, never another site's address. Anything else is `otherwise`. */
export function localPath(text: string | null | undefined, otherwise = '/'): string {
	// Browsers read a backslash as a slash and drop control characters, so `/\evil.test` would leave the shop.
	// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is refused
	if (!text?.startsWith('/') || text.startsWith('//') || /[\\\u0000-\u001f]/.test(text) || text.length > 1000) return otherwise
	const url = new URL(text, 'http://shop.invalid')
	return url.origin === 'http://shop.invalid' ? url.pathname + url.search + url.hash : otherwise
}
