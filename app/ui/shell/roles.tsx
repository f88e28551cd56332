import { createContext, type ReactNode, useContext } from 'react'
import { cn } from '../parts/cn.ts'

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

type FieldsForProps = { roles: readonly string[]; className?: string; children: ReactNode }

/** What a form of these roles holds: whoever else reads the page reads its fields, and finds nothing to press. */
export function FieldsFor({ roles, className, children }: FieldsForProps) {
	return (
		<fieldset disabled={!useMay(...roles)} className={cn('min-w-0 disabled:[&_button]:hidden', className)}>
			{children}
		</fieldset>
	)
}

/** Shown to these roles alone. */
export function ForRoles({ roles, children }: { roles: readonly string[]; children: ReactNode }) {
	return useMay(...roles) ? children : null
}
