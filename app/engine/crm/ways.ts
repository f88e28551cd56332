/** Steps of the way from the first look to the first order (sync-core.md A44). */
export const waySteps = ['seen', 'prospects', 'leads', 'opportunities', 'orders'] as const
export type WayStep = (typeof waySteps)[number]
export type WayCounts = Readonly<Record<WayStep, number>>

/** Each step with the share of the step before that came on, and of the first; in thousandths, null where nobody was there. */
export type WayPart = { step: WayStep; count: number; ofBefore: number | null; ofFirst: number | null }

/** Steps at which each is somebody who is known; who was only seen has no name yet. */
export const knownSteps = ['prospects', 'leads', 'opportunities', 'orders'] as const satisfies readonly WayStep[]
export type KnownStep = (typeof knownSteps)[number]

/** The first instant of so many months, this one included. */
export const waySince = (months: number, at: Date): Date => new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() - months + 1, 1))

const share = (part: number, whole: number) => (whole === 0 ? null : Math.round((part * 1000) / whole))

/** Laws: a step never counts more than the one before it where its counts are of the same people; shares are of 1,000. */
export function readWay(counts: WayCounts): WayPart[] {
	return waySteps.map((step, place) => {
		const before = waySteps[place - 1]
		return {
			step,
			count: counts[step],
			ofBefore: before ? share(counts[step], counts[before]) : null,
			ofFirst: place === 0 ? null : share(counts[step], counts.seen),
		}
	})
}
