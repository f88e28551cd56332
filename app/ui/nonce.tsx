import { createContext, useContext } from 'react'

const NonceContext = createContext<string | undefined>(undefined)

/** Given by the server to the scripts of one page; the browser hides it from scripts, so there it is absent. */
export const NonceProvider = NonceContext.Provider

export function useNonce(): string | undefined {
	return useContext(NonceContext)
}
