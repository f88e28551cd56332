import type { ReactNode } from 'react'

/** A page of the account's rooms: the shop's shell stands around it. */
export function AccountPage({ children }: { children: ReactNode }) {
	return <div className="pb-16">{children}</div>
}
