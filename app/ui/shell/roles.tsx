import { createContext, type ReactNode, useContext } from 'react'

const RolesContext = createContext<readonly string[]>([])

/** What the colleague at the screen is; set once, by the back office. */
export function RolesProvider({ roles, children }: { roles: readonly string[]; children: ReactNode }) {
	return <RolesContext.Provider value={roles}>{children}</RolesContext.Provider>
}

/** Whether a door that is open to these roles, and to administrators as all are, is open to the reader: what leads to a closed one is not shown. */
export function useMay(...roles: readonly string[]): boolean {
	const mine = useContext(RolesContext)
	return mine.includes('administrator') || roles.some((role) => mine.includes(role))
}

/** Shown to these roles alone. */
export function ForRoles({ roles, children }: { roles: readonly string[]; children: ReactNode }) {
	return useMay(...roles) ? children : null
}
