import type { LoaderFunctionArgs } from '@remix-run/node'
import { Outlet } from '@remix-run/react'
import { isLocale } from '../platform/locale.ts'
import { notFound } from '../platform/responses.ts'

/** The first part of a URL is a language or absent; anything else is a page that does not exist. */
export function loader({ params }: LoaderFunctionArgs) {
	if (params['locale'] !== undefined && !isLocale(params['locale'])) throw notFound()
	return null
}

export default function InLanguage() {
	return <Outlet />
}
