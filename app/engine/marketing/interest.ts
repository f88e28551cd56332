/**
 * When looking becomes an interest (sync-core.md section c): so many looks at products of one kind within so many days hang the
 * kind on the person, as a tag after `prefix`. Looks are counted once for a product and a day, so one product alone can be an interest too.
 */
export const interestRule = { views: 3, days: 7, prefix: 'interest: ' } as const
export type InterestRule = { views: number; days: number; prefix: string }
