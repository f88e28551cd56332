import { type ActionFunctionArgs, redirect } from '@remix-run/node'
import { closeSession } from '../../platform/session.server.ts'

export function loader() {
	return redirect('/')
}

export async function action({ request, context }: ActionFunctionArgs) {
	return redirect('/sign-in', { headers: { 'Set-Cookie': await closeSession(request, context) } })
}
