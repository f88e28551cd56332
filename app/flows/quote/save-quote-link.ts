import { randomBytes } from 'node:crypto'
import type { Tx } from '../../../db/client.server.ts'
import { insertQuoteLink } from '../../../db/queries/quote-link.ts'
import type { QuoteKey } from '../../../db/queries/quote-save.ts'
import { seal } from '../../platform/sealing.server.ts'
import { hashToken } from '../../platform/session.server.ts'

/** A fresh link to a lead's quote: its hash is kept, and the token itself is sealed for the one mail that carries it. */
export async function saveQuoteLink(tx: Tx, key: QuoteKey, { secret, at }: { secret: string; at: Date }): Promise<string> {
	const token = randomBytes(32).toString('base64url')
	await insertQuoteLink(tx, key, { tokenHash: hashToken(token), at })
	return seal(token, { purpose: 'quote-link', secret })
}
