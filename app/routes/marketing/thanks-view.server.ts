import type { Thanks } from '../../flows/capture/open-public-form.ts'
import type { House } from '../../platform/house.ts'
import { sign } from '../../platform/signing.server.ts'
import type { ThanksView } from '../../ui/capture/form-thanks.tsx'

/** Where a thanks page lets her take the file that she has just asked for; the grant says how long it opens. */
const yearMilliseconds = 366 * 86_400_000

/** The address of a file for one person. Its grant may be taken back, and ends before the token does. */
export const fileHref = ({ secrets, at }: Pick<House, 'secrets' | 'at'>, grantId: number) =>
	`/d/${sign({ g: grantId }, { purpose: 'gated-file', secrets, expiresAt: new Date(at.getTime() + yearMilliseconds) })}`

export function thanksView(house: House, thanks: Thanks | null): ThanksView | null {
	if (!thanks) return null
	const { file } = thanks
	return { ...thanks, file: file && { title: file.title, by: file.by, href: file.grantId === null ? null : fileHref(house, file.grantId) } }
}
