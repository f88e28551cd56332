import type { ReactNode } from 'react'

/** A page of the account's rooms, where the shop's shell does not stand around it yet. */
export function AccountPage({ children }: { children: ReactNode }) {
	return <main className="mx-auto w-full max-w-page px-4 pb-16 sm:px-8">{children}</main>
}
