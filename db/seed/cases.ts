import type { Tx } from '../client.server.ts'
import { contacts } from './account-rows.ts'
import { accountId, accounts, firstAccountId } from './accounts.ts'
import type { Clock } from './days.ts'
import { fill } from './fill.ts'
import { reps } from './people.ts'

/** Who said it, what, and how many days before now; the first opens the case. */
type Said = readonly [by: 'buyer' | 'house', text: string, days: number, hour: number]
type SeedCase = {
	account: string
	kind: 'missing' | 'damaged' | 'question'
	subject: string
	isClosed?: true
	priority: string
	said: readonly [Said, ...Said[]]
}

/** `open` waits for the house, `waiting` for the buyer: whoever did not speak last. */
const statusOf = ({ isClosed, said }: SeedCase) => (isClosed ? 'closed' : said.at(-1)?.[0] === 'buyer' ? 'open' : 'waiting')

export const cases: readonly SeedCase[] = [
	{
		...{ account: 'Badger & Birch', kind: 'question', subject: 'Group two runs two degrees cold', priority: 'high' },
		said: [
			['buyer', 'Noticed since Monday; the other groups are steady.', 2, 8],
			['house', 'Thank you. Does it recover when the group rests for ten minutes, or does it stay cold?', 2, 11],
			['buyer', 'It stays cold. We have taken group two out of service for now.', 1, 9],
		],
	},
	{
		...{ account: 'Fargo Coffeehaus', kind: 'damaged', subject: 'One bag arrived with a torn seal', priority: 'normal', isClosed: true },
		said: [
			['buyer', 'Capricorn House, Bismarck delivery. The other bags are fine.', 38, 10],
			['house', 'That should not happen. A fresh bag goes out with your next delivery; please throw the torn one away.', 37, 9],
			['buyer', 'It came with Tuesday’s delivery. Thank you!', 35, 15],
		],
	},
	{
		...{ account: 'The Wacker Hotel', kind: 'question', subject: 'Invoice shows the wrong cost centre', priority: 'normal' },
		said: [
			['buyer', 'Please move to Banquets.', 6, 14],
			['house', 'Gladly. Is it the whole invoice, or only the decaf?', 6, 16],
		],
	},
	{
		...{ account: 'Hudson Street Offices', kind: 'missing', subject: 'Airpot lid missing', priority: 'low', isClosed: true },
		said: [
			['buyer', 'The brewer came without its lid.', 61, 9],
			['house', 'The lid is on its way; it comes in a parcel of its own.', 60, 10],
			['buyer', 'It is here and it fits.', 58, 13],
		],
	},
	{
		...{ account: 'Rainier Coffee Bar', kind: 'question', subject: 'Can we change the delivery day?', priority: 'normal' },
		said: [['buyer', 'Thursdays suit the new schedule better.', 4, 17]],
	},
	{
		...{ account: 'Café Mistral', kind: 'question', subject: 'Étiquettes en anglais sur deux sacs', priority: 'normal' },
		said: [
			['buyer', 'Commande de la semaine dernière.', 3, 8],
			['house', 'Merci de nous l’avoir signalé. De quels cafés s’agit-il ?', 3, 10],
			['buyer', 'Le décaféiné et l’espresso maison, un sac de chaque.', 3, 15],
		],
	},
	{
		...{ account: 'Gulf Breeze Resorts', kind: 'question', subject: 'Returned cheque', priority: 'high' },
		said: [
			['buyer', 'The bank has confirmed; a transfer follows.', 12, 11],
			['house', 'Thank you for telling us. As soon as it is here we lift the hold; until then please pay by card.', 11, 9],
		],
	},
]

/** What buyers asked, and what was answered. */
export async function seedCases(tx: Tx, clock: Clock): Promise<void> {
	const rows = cases.map((one, index) => {
		const owner = accountId(one.account)
		const [first] = one.said
		const last = one.said.at(-1) ?? first
		const saidAt = ([, , days, hour]: Said) => clock.instant(-days, hour)
		return {
			one,
			owner,
			saidAt,
			first,
			last,
			id: index + 1,
			userId: reps[accounts[owner - firstAccountId]?.rep ?? 'natalie'],
			contactId: contacts.find((contact) => contact.accountId === owner)?.id,
		}
	})
	await fill(
		tx,
		'support_case',
		rows.map(({ one, owner, saidAt, first, last, id, userId, contactId }) => ({
			...{ accountId: owner, id, number: `CS-${String(id + 300).padStart(6, '0')}`, kind: one.kind, contactId, ownerUserId: userId },
			...{ subject: one.subject, description: first[1], status: statusOf(one), priority: one.priority },
			...{ createdAt: saidAt(first), changedAt: saidAt(last), closedAt: one.isClosed ? saidAt(last) : null },
		})),
	)
	await fill(
		tx,
		'case_message',
		rows.flatMap(({ one, owner, saidAt, last, id, userId, contactId }) => {
			const by = (who: Said[0]) => ({ contactId: who === 'buyer' ? contactId : null, userId: who === 'house' ? userId : null })
			const said = one.said.map((word, index) => ({
				accountId: owner,
				caseId: id,
				act: index === 0 ? 'open' : 'say',
				...by(word[0]),
				text: word[1],
				createdAt: saidAt(word),
			}))
			return one.isClosed ? [...said, { accountId: owner, caseId: id, act: 'close', ...by(last[0]), text: null, createdAt: saidAt(last) }] : said
		}),
	)
}
