import { PrefetchPageLinks, useNavigate } from '@remix-run/react'
import { type AnchorHTMLAttributes, type HTMLAttributes, type MouseEvent, type SyntheticEvent, useState } from 'react'

/** A link of a zone: a plain one, which the zone around it follows without leaving the page. It costs a page of many a tenth of the router's own. */
export function ZoneLink({ href, children, ...rest }: AnchorHTMLAttributes<HTMLAnchorElement> & { href: string }) {
	return (
		<a data-discover="true" {...rest} href={href}>
			{children}
		</a>
	)
}

const linkOf = (event: SyntheticEvent) => (event.target as Element).closest<HTMLAnchorElement>('a[data-discover]')

const isPlain = (event: MouseEvent) => event.button === 0 && !(event.metaKey || event.altKey || event.ctrlKey || event.shiftKey)

/**
 * Follows the `ZoneLink`s inside it as the router's links would: without a full load, and fetching ahead what somebody
 * points at. One watcher for all of them, since each link of the router resolves its address at every rendering.
 */
export function LinkZone({ children, ...rest }: HTMLAttributes<HTMLDivElement>) {
	const navigate = useNavigate()
	const [ahead, setAhead] = useState<string | null>(null)
	const follow = (event: MouseEvent) => {
		const link = linkOf(event)
		if (!link || event.defaultPrevented || !isPlain(event) || link.target) return
		event.preventDefault()
		navigate(link.getAttribute('href') ?? '')
	}
	const point = (event: SyntheticEvent) => setAhead(linkOf(event)?.getAttribute('href') ?? null)
	return (
		// biome-ignore lint/a11y/noStaticElementInteractions: the links inside are what is pressed, by pointer or by keyboard
		// biome-ignore lint/a11y/useKeyWithClickEvents: Enter on a link is a click
		<div {...rest} onClick={follow} onPointerOver={point} onFocus={point}>
			{children}
			{ahead ? <PrefetchPageLinks page={ahead} /> : null}
		</div>
	)
}
