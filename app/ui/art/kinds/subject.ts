import type { Easel } from '../easel.ts'

/** What a drawing is told about its thing. */
export interface Subject {
	name: string
	colour: string
	roast: 'light' | 'medium' | 'dark' | null
	origin: string
	/** As printed: '1 kg', '250 g', '0.6 l'. */
	size: string
	groups: 1 | 2 | 3
	maker: string
}

export type Draw = (easel: Easel, subject: Subject) => string

/** Where things stand, on a canvas of 480 by 480. */
export const FLOOR = 388
export const MIDDLE = 240
