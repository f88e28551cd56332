import { createContext, type ReactNode, useContext } from 'react'

/** What every formatted part needs to know about the reader; set once, at the root. */
export interface Reader {
	locale: string
	timeZone: string
}

const ReaderContext = createContext<Reader>({ locale: 'en', timeZone: 'UTC' })

export function ReaderProvider({ locale, timeZone, children }: Reader & { children: ReactNode }) {
	return <ReaderContext.Provider value={{ locale, timeZone }}>{children}</ReaderContext.Provider>
}

export function useReader(): Reader {
	return useContext(ReaderContext)
}
