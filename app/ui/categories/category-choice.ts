/** Where a category or its products may go; `isWithin` is the category itself and what is below it. */
export type CategoryChoice = { id: number; name: string; depth: number; isWithin: boolean }

/** In a list, what is below something stands indented under it. */
export const choiceName = ({ name, depth }: CategoryChoice) => `${'\u2003'.repeat(depth)}${name}`
