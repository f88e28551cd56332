/** The languages of the house by their own names, in the order in which they are edited; app/platform/locale.ts has the same, and a test holds the two together. */
export const languageNames = [
	['en', 'English'],
	['fr-CA', 'Français'],
	['es', 'Español'],
	['ja', '日本語'],
	['cs', 'Čeština'],
] as const

export const languages = languageNames.map(([tag]) => tag)
