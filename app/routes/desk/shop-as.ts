import { type ActionFunctionArgs, redirect } from '@remix-run/node'
import { startActing } from '../../flows/desk/start-acting.ts'
import { notFound } from '../../platform/responses.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { idIn, textIn } from './read-form.ts'

/** To be looked at, an act is nothing: back to where acts begin. */
export async function loader({ request, context }: ActionFunctionArgs) {
	await requireStaff(request, context, 'rep')
	return redirect('/desk')
}

export async function action({ request, context }: ActionFunctionArgs) {
	const { db, at, requestId } = context.house
	const staff = await requireStaff(request, context, 'rep')
	const form = await request.formData()
	const accountId = idIn(form, 'accountId')
	const contactId = idIn(form, 'contactId')
	if (accountId === null || contactId === null) throw notFound()
	const started = await startActing(db, staff, { accountId, contactId, alertId: idIn(form, 'alertId'), at, requestId })
	if (!started) throw notFound()
	const changeId = idIn(form, 'changeId')
	const number = textIn(form, 'number')
	if (changeId !== null && number !== '') return redirect(`/orders/${encodeURIComponent(number)}/change/${changeId}`)
	return redirect(form.get('to') === 'cart' ? '/cart' : '/')
}
