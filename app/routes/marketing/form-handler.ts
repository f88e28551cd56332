import { createHash } from 'node:crypto'
import type { ActionFunctionArgs } from '@remix-run/node'
import { type SubmitAnswer, submitForm } from '../../flows/capture/submit-form.ts'
import type { House } from '../../platform/house.ts'
import { closestLocale } from '../../platform/locale.ts'
import { notFound } from '../../platform/responses.ts'
import { actAsHouse } from '../../platform/session.server.ts'
import { newVisitorId } from '../../platform/visitor.server.ts'
import { readTyped } from '../../ui/capture/read-typed.ts'
import { textIn } from '../desk/read-form.ts'

const sendingsPerMinute = 20

export function loader(): never {
	throw notFound()
}

const originOf = (text: string | null) => (text && URL.canParse(text) ? new URL(text).origin : null)

type Told = { status: number; code: string; field?: string }

function toldOf(answer: SubmitAnswer): Told {
	if (answer.kind === 'sent') return { status: 200, code: 'ok' }
	if (answer.kind === 'unsure') return { status: 422, code: 'FIELD_EMAIL', field: 'email' }
	if (answer.kind === 'foreign' || answer.kind === 'stale') return { status: 403, code: 'FORM_ORIGIN' }
	const [first] = answer.refusals
	return { status: 422, code: first?.code ?? 'FIELD_MISSING', field: String(first?.facts['field'] ?? '') }
}

/** Back to the page it came from where the form knows its site, else to our own: to nowhere else. */
function lead({ publicUrl }: House, slug: string, back: string, origins: readonly string[], { code, field }: Told): Response {
	const isKnown = origins.includes(originOf(back) ?? '')
	const to = new URL(isKnown ? back : `${publicUrl}/f/${slug}${code === 'ok' ? '?sent=thanks' : ''}`)
	if (isKnown && code !== 'ok') {
		to.searchParams.set('refused', code)
		if (field) to.searchParams.set('field', field)
	}
	return new Response(null, { status: 303, headers: { Location: to.href, 'Cache-Control': 'no-store' } })
}

/**
 * A form of ours as it stands on a page of another site. No cookie is read: who sends is who she says, and nobody is signed in by it.
 * A browser's page must be of a site that the form names. The same values of a day are one sending.
 */
export async function action({ request, params, context }: ActionFunctionArgs) {
	const { house } = context
	const { at } = house
	if (request.method !== 'POST') throw notFound()
	const slug = params['slug'] ?? ''
	const form = await request.formData()
	const { typed, trap, sure } = readTyped(form)
	const from = originOf(request.headers.get('origin'))
	const isScript = request.headers.get('accept')?.includes('application/json') ?? false
	const pace = house.throttle.take(`form:${house.address}`, sendingsPerMinute)
	if (pace.retryAfterSeconds !== null) return new Response(null, { status: 429, headers: { 'Retry-After': String(pace.retryAfterSeconds) } })
	const key = createHash('sha256')
		.update(JSON.stringify([slug, at.toISOString().slice(0, 10), [...typed].sort()]))
		.digest('hex')
	const locale = closestLocale(textIn(form, 'locale')) ?? house.locale
	actAsHouse(house)
	const sent = { typed, sure, key, visitorId: null, newVisitorId: newVisitorId(), locale, origin: from, from, isTrial: trap !== '', at }
	const answer = await submitForm(house.db, { slug }, sent)
	if (!answer) throw notFound()
	const told = toldOf(answer)
	const { origins } = answer.form.design
	if (!isScript && told.status !== 403) return lead(house, slug, textIn(form, 'back'), origins, told)
	const headers = new Headers({ Vary: 'Origin', 'Cache-Control': 'no-store' })
	if (from && origins.includes(from)) headers.set('Access-Control-Allow-Origin', from)
	return Response.json(told.code === 'ok' ? { ok: true } : { ok: false, code: told.code, field: told.field ?? null }, { status: told.status, headers })
}
