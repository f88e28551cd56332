import { type ActionFunctionArgs, data, redirect } from '@remix-run/node'
import { submitForm } from '../../flows/capture/submit-form.ts'
import { localPath } from '../../platform/local-path.ts'
import type { Locale } from '../../platform/locale.ts'
import { isLocale, withLocale } from '../../platform/locale.ts'
import { notFound } from '../../platform/responses.ts'
import { actAsHouse, readVisitor } from '../../platform/session.server.ts'
import { sign, verify } from '../../platform/signing.server.ts'
import { keepVisitor, mayFollow, newVisitorId, readVisitorId } from '../../platform/visitor.server.ts'
import { readTyped } from '../../ui/capture/read-typed.ts'

/** From one address; a family behind one router, or a class of a school, still passes. */
const sendingsPerMinute = 20
const thanksMilliseconds = 60 * 60_000

type House = ActionFunctionArgs['context']['house']
type Where = { slug: string } | { id: number }

/** The token of a form as it stands on a page: what is sent with it counts once. A day is enough to fill in a form. */
export function formToken({ secrets, at }: House): string {
	return sign({ k: newVisitorId() }, { purpose: 'form-fill', secrets, expiresAt: new Date(at.getTime() + 86_400_000) })
}

const refusal = (code: string, facts: Record<string, string | number> = {}) => ({ code, facts })

/** What a form answers wherever it stands. `here` is the page's own path, where refusals and thanks are said. */
export async function answerForm({ request, params, context }: ActionFunctionArgs, where: Where, here: string) {
	const { house } = context
	const { at, secrets } = house
	const { staff } = await readVisitor(request, context)
	const { typed, trap, token, sure } = readTyped(await request.formData())
	const locale: Locale | null = isLocale(params['locale']) ? params['locale'] : null
	const kept = Object.fromEntries(typed)
	actAsHouse(house)
	const pace = house.throttle.take(`form:${house.address}`, sendingsPerMinute)
	if (pace.retryAfterSeconds !== null)
		return data(
			{ refusals: [refusal('FORM_TOO_MANY', { seconds: pace.retryAfterSeconds })], typed: kept, unsure: null, token: null },
			{ status: 429, headers: { 'Retry-After': String(pace.retryAfterSeconds) } },
		)
	const claims = verify(token, { purpose: 'form-fill', secrets, at }) as { k?: unknown } | null
	// What no person sees, a robot fills in: it is thanked, and nothing is kept.
	const isTrial = staff !== null || trap !== ''
	const isFollowed = !isTrial && (await mayFollow(request, house))
	const visitorId = isFollowed ? ((await readVisitorId(request, house)) ?? newVisitorId()) : null
	const answer = await submitForm(house.db, where, {
		...{
			typed,
			sure,
			key: typeof claims?.k === 'string' ? claims.k : null,
			visitorId,
			newVisitorId: newVisitorId(),
			locale: house.locale,
			origin: here,
			isTrial,
			at,
		},
	})
	if (!answer) throw notFound()
	if (answer.kind === 'stale') return data({ refusals: [refusal('FORM_STALE')], typed: kept, unsure: null, token: null }, { status: 422 })
	if (answer.kind === 'unsure')
		return data({ refusals: [], typed: kept, unsure: { email: answer.email, suggestion: answer.suggestion }, token }, { status: 422 })
	if (answer.kind === 'foreign') throw notFound()
	if (answer.kind === 'refused') return data({ refusals: answer.refusals, typed: kept, unsure: null, token }, { status: 422 })
	const { form } = answer
	const proof = sign({ f: form.id, g: answer.grantId }, { purpose: 'form-sent', secrets, expiresAt: new Date(at.getTime() + thanksMilliseconds) })
	const isOwn = form.design.redirectTo.startsWith('/') && !isTrial
	const to = isOwn ? localPath(form.design.redirectTo) : `${here}?sent=${staff ? 'trial' : trap !== '' ? 'thanks' : proof}`
	throw redirect(withLocale(to, locale), answer.visitorId === null ? {} : { headers: { 'Set-Cookie': await keepVisitor(house, answer.visitorId) } })
}
