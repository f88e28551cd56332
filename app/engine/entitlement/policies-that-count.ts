/** An account of the line of descent with the policies assigned to it. */
export type LineageNode = { accountId: number; stopsInheriting: boolean; policyIds: readonly number[] }

export type GroupPolicies = { buyerGroupId: number; policyIds: readonly number[] }

/** A policy that counts, and through whom. */
export type CountingPolicy = { policyId: number; through: 'account' | 'ancestor' | 'group'; ownerId: number }

/**
 * The policies that decide what an account sees (commerce-engine.md section 3): its own, its buyer groups' and its
 * ancestors', nearest first. A node that stops inheriting ends the line: on the account itself only its own policies
 * count, its groups' included in what it stops; on an ancestor nothing above it does.
 */
export function policiesThatCount(lineage: readonly LineageNode[], groups: readonly GroupPolicies[]): CountingPolicy[] {
	const counting: CountingPolicy[] = []
	const add = (policyIds: readonly number[], through: CountingPolicy['through'], ownerId: number) => {
		for (const policyId of policyIds) if (!counting.some((known) => known.policyId === policyId)) counting.push({ policyId, through, ownerId })
	}
	for (const [depth, node] of lineage.entries()) {
		add(node.policyIds, depth === 0 ? 'account' : 'ancestor', node.accountId)
		if (depth === 0 && !node.stopsInheriting) for (const group of groups) add(group.policyIds, 'group', group.buyerGroupId)
		if (node.stopsInheriting) break
	}
	return counting
}
