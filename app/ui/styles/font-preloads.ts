import interLatin from '@fontsource-variable/inter/files/inter-latin-wght-normal.woff2?url'

/** Link descriptors for the text face, which every page needs at once; display and latin-ext files follow when met. */
export const fontPreloads = [{ rel: 'preload', as: 'font', type: 'font/woff2', href: interLatin, crossOrigin: 'anonymous' as const }]
