import type { Db } from '../../../db/client.server.ts'
import { readPublicForm } from '../../../db/queries/form.ts'
import { isOwnPath, wordsIn } from '../../engine/marketing/form.ts'
import { type FormView, formView } from '../../engine/marketing/form-view.ts'
import { verify } from '../../platform/signing.server.ts'

export type Thanks = {
	title: string
	text: string
	/** Another site that it leads to. */
	onward: string | null
	/** The file that was asked for, and how it reaches her. */
	file: { title: string; by: 'mail' | 'page'; grantId: number | null } | null
}

export type PublicFormPage = { formId: number; sellerName: string; view: FormView; thanks: Thanks | null }

/** What a thanks page may say: the sending that it thanks for. */
type SentClaims = { f: number; g: number | null }

/** A form in front of people, or its thanks once it was sent; null: none. `sent` may be anything: only a token of ours opens a file. */
export async function openPublicForm(
	db: Db,
	where: { slug: string } | { id: number },
	{ locale, sent, secrets, at }: { locale: string; sent: string | null; secrets: readonly string[]; at: Date },
): Promise<PublicFormPage | null> {
	const form = await readPublicForm(db, where)
	if (!form) return null
	const { design, file } = form
	const claims = sent === null ? null : (verify(sent, { purpose: 'form-sent', secrets, at }) as SentClaims | null)
	const grantId = claims?.f === form.id ? claims.g : null
	const { redirectTo, fileBy } = design
	const thanks: Thanks = {
		...{ title: wordsIn(design.thanksTitle, locale), text: wordsIn(design.thanksText, locale) },
		onward: redirectTo !== '' && !isOwnPath(redirectTo) && claims ? redirectTo : null,
		file: file && { title: wordsIn(file.title, locale), by: fileBy, grantId: fileBy === 'page' ? grantId : null },
	}
	return { formId: form.id, sellerName: form.sellerName, view: formView(design, locale), thanks: sent === null ? null : thanks }
}
