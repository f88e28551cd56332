import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'

/** What is sealed. What was sealed for one purpose opens for no other. */
export type SealPurpose = 'sign-in-code' | 'quote-link' | 'sync-key'

const keyOf = (secret: string, purpose: SealPurpose) => new Uint8Array(hkdfSync('sha256', secret, '', `kontor seal ${purpose}`, 32))

/** Text that only the holder of the shop's secret reads again (AES-256-GCM under a key of its own per purpose). */
export function seal(text: string, { purpose, secret }: { purpose: SealPurpose; secret: string }): string {
	const nonce = randomBytes(12)
	const cipher = createCipheriv('aes-256-gcm', keyOf(secret, purpose), nonce)
	const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
	return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64url')
}

/** The text, by whichever of `secrets` it was sealed with; null for anything else. */
export function unseal(sealed: string, { purpose, secrets }: { purpose: SealPurpose; secrets: readonly string[] }): string | null {
	const bytes = Buffer.from(sealed, 'base64url')
	if (bytes.length < 28) return null
	for (const secret of secrets) {
		try {
			const decipher = createDecipheriv('aes-256-gcm', keyOf(secret, purpose), bytes.subarray(0, 12)).setAuthTag(bytes.subarray(12, 28))
			return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8')
		} catch {
			// Of another secret, or changed on its way: the next secret is tried.
		}
	}
	return null
}
