import type { Tx } from '../client.server.ts'
import { sellerId } from './company.ts'
import type { Clock } from './days.ts'
import { fill } from './fill.ts'
import { reps } from './people.ts'
import { w } from './words.ts'

/** Who gets new people, what this house wants to know beyond the usual, and what it refuses. */
export async function seedCrmRooms(tx: Tx, clock: Clock): Promise<void> {
	const createdAt = clock.daysAgo(200)
	await fill(tx, 'crm_queue', [
		{ id: 1, sellerEntityId: sellerId, name: 'Cafés and bakeries', createdAt },
		{ id: 2, sellerEntityId: sellerId, name: 'Hotels and restaurants', createdAt },
	])
	await fill(
		tx,
		'crm_queue_member',
		[1, 2].flatMap((queueId) => Object.values(reps).map((userId) => ({ queueId, userId }))),
	)
	await fill(tx, 'crm_group', [{ id: 1, sellerEntityId: sellerId, name: 'Field sales', createdAt }])
	await fill(
		tx,
		'crm_group_member',
		Object.values(reps).map((userId) => ({ groupId: 1, userId })),
	)
	await fill(tx, 'crm_assignment_rule', [{ id: 1, sellerEntityId: sellerId, name: 'New people', isActive: true, createdAt }])
	const entry = { ruleId: 1, userId: null, groupId: null, queueId: null, predicate: null }
	await fill(tx, 'crm_assignment_entry', [
		{ ...entry, id: 1, position: 1, predicate: { all: [{ field: 'score', op: 'gte', value: 100 }] }, userId: reps.natalie },
		{
			...entry,
			id: 2,
			position: 2,
			predicate: {
				any: [
					{ field: 'company', op: 'contains', value: 'hotel' },
					{ field: 'company', op: 'contains', value: 'restaurant' },
				],
			},
			queueId: 2,
		},
		{ ...entry, id: 3, position: 3, groupId: 1 },
	])
	const def = { sellerEntityId: sellerId, length: null, precision: null, scale: null, choices: null, isRequired: false, becomes: {}, createdAt }
	const seats = w('Seats', 'Places assises', 'Plazas', '席数', 'Míst k sezení')
	const brew = w('Brews with', 'Prépare au', 'Prepara con', '抽出方法', 'Připravuje na')
	await fill(tx, 'crm_custom_def', [
		{ ...def, id: 1, object: 'lead', name: 'seats', labels: seats, type: 'number', precision: 4, scale: 0, becomes: { account: 'seats' } },
		{ ...def, id: 2, object: 'account', name: 'seats', labels: seats, type: 'number', precision: 4, scale: 0 },
		{ ...def, id: 3, object: 'account', name: 'brews_with', labels: brew, type: 'multipicklist', choices: ['Espresso', 'Filter', 'Cold brew', 'Capsules'] },
		{ ...def, id: 4, object: 'campaign', name: 'venue', labels: w('Venue', 'Lieu', 'Lugar', '会場', 'Místo konání'), type: 'text', length: 80 },
		{
			...def,
			id: 5,
			object: 'visit',
			name: 'visited_on',
			labels: w('Visited on', 'Visité le', 'Visitado el', '訪問日', 'Navštíveno'),
			type: 'date',
			isRequired: true,
		},
		{
			...def,
			id: 6,
			object: 'visit',
			name: 'water',
			labels: w('Water tested', 'Eau analysée', 'Agua analizada', '水質検査', 'Voda otestována'),
			type: 'boolean',
		},
	])
	await fill(tx, 'crm_custom_object', [
		{
			id: 1,
			sellerEntityId: sellerId,
			code: 'visit',
			labels: w('Site visits', 'Visites sur place', 'Visitas', '訪問記録', 'Návštěvy'),
			parent: 'account',
			createdAt,
		},
	])
	const messages = w(
		'Ask head office before a campaign above 10,000.',
		'Demandez au siège avant une campagne de plus de 10 000.',
		'Consulte a la central antes de una campaña de más de 10 000.',
		'10,000を超えるキャンペーンは、先に本社に確認してください。',
		'Na kampaň nad 10 000 si vyžádejte souhlas vedení.',
	)
	await fill(tx, 'crm_validation_rule', [
		{
			id: 1,
			sellerEntityId: sellerId,
			object: 'campaign',
			name: 'Budget cap',
			predicate: { all: [{ field: 'budgetedCost', op: 'gt', value: 10_000 }] },
			messages,
			createdAt,
		},
	])
	const people = [
		['Odile', 'Marchand', 'Owner', 'Bakery Marchand', 1, 18, 'B'],
		['Ray', 'Coleman', 'Food and beverage director', 'Hotel Prairie', 2, 42, 'A'],
		['June', 'Whitaker', null, 'Whitaker & Daughters', 1, 6, 'C'],
		['Sven', 'Dahl', 'Chef', 'Restaurant Fjord', 2, 30, 'B'],
	] as const
	await fill(
		tx,
		'ma_prospect',
		people.map(([firstName, lastName, title, company, queue, score, grade], index) => ({
			...{ id: 5001 + index, sellerEntityId: sellerId, firstName, lastName, title, company, score, grade, locale: 'en' },
			...{
				email: `${firstName}.${lastName}@prospect.example`.toLowerCase(),
				assignedQueueId: queue,
				assignedAt: clock.instant(index - 4, 9),
				createdAt: clock.instant(index - 4, 9),
			},
		})),
	)
}
