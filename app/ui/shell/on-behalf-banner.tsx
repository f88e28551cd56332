import { Form } from '@remix-run/react'
import type { ReactNode } from 'react'
import { Banner } from '../parts/banner.tsx'

type OnBehalfBannerProps = {
	/** "You are ordering for Fargo Coffeehaus (Luka Novak)", with the account in bold. */
	text: ReactNode
	end: { action: string; label: string }
	/** Hidden fields of the form that ends it, e.g. the CSRF token. */
	children?: ReactNode
}

/** For whom one acts, on every page of an acting session, with the way out. */
export function OnBehalfBanner({ text, end, children }: OnBehalfBannerProps) {
	return (
		<Banner
			tone="behalf"
			action={
				<Form method="post" action={end.action}>
					{children}
					<button
						type="submit"
						className="rounded-md border border-ground/60 px-3 py-1 font-medium outline-offset-4 hover:bg-ground hover:text-ink focus-visible:outline-ground"
					>
						{end.label}
					</button>
				</Form>
			}
		>
			{text}
		</Banner>
	)
}
