import { Link, type LinkProps, useLocation } from '@remix-run/react'
import { languages } from '../format/languages.ts'

/** The path without the language that may stand before it: `/cs/orders` is `/orders`. */
const prefix = new RegExp(`^/(${languages.join('|')})(?=/|$)`)
export const withoutLanguage = (pathname: string): string => pathname.replace(prefix, '') || '/'

/** Whether somebody at `pathname` is where `to` leads, or under it; languages and queries aside. */
export function isAt(to: string, pathname: string, end = false): boolean {
	const here = withoutLanguage(pathname)
	const there = withoutLanguage(to.split(/[?#]/)[0] ?? to)
	return here === there || (!end && here.startsWith(`${there}/`))
}

type PlaceLinkProps = Omit<LinkProps, 'to' | 'className'> & {
	to: string
	/** Matches this address only, not what lies under it. */
	end?: boolean
	className?: string | ((is: { isActive: boolean }) => string)
}

/** A link that knows whether one is there, in whichever language: the router's own compares the language too. */
export function PlaceLink({ to, end, className, 'aria-current': current = 'page', ...rest }: PlaceLinkProps) {
	const isActive = isAt(to, useLocation().pathname, end)
	return (
		<Link to={to} aria-current={isActive ? current : undefined} className={typeof className === 'function' ? className({ isActive }) : className} {...rest} />
	)
}
