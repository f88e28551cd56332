/** What was delivered, by one word: an allocation, or one thing inside a bundle of it. */
export const keyOfThing = ({ allocationId, componentId }: { allocationId: number; componentId: number | null }): string =>
	componentId === null ? String(allocationId) : `${allocationId}.${componentId}`
