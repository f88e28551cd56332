/** Something to choose: a policy, a group, an account. */
export type Choice = { id: number; code: string; name: string; isActive?: boolean }
