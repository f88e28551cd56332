/** One password for the whole demo; the hash is argon2id of it, computed once so that two seeds give the same rows. */
export const demoPassword = 'capricorn'
export const demoPasswordHash = '$argon2id$v=19$m=19456,t=2,p=1$gIlil0jgvovDY33A0IM43w$1lE3onKqxlcQFM6p4fqAxrMXU0XbC4rLEFzmbTDhp34'

/** Who may sign in to the demo, printed by `npm start`. */
export type DemoSignIn = { name: string; role: string; email: string; password: string }

const signIn = (name: string, role: string, email: string): DemoSignIn => ({ name, role, email, password: demoPassword })

export const demoSignIns: DemoSignIn[] = [
	signIn('Luka Novak', 'buyer, Fargo Coffeehaus', 'luka.novak@fargocoffeehaus.example'),
	signIn('Mina Park', 'new buyer, Harbor Clinics', 'mina.park@harborclinics.example'),
	signIn('Élodie Tremblay', 'owner, Café Mistral, Montréal', 'elodie.tremblay@cafemistral.example'),
	signIn('Natalie Ortiz', 'sales rep', 'natalie.ortiz@capricorn.example'),
	signIn('Tomás Herrera', 'merchandiser', 'tomas.herrera@capricorn.example'),
	signIn('Yuki Tanaka', 'marketer', 'yuki.tanaka@capricorn.example'),
	signIn('Eleanor Briggs', 'head office', 'eleanor.briggs@capricorn.example'),
	signIn('Samuel Osei', 'credit manager', 'samuel.osei@capricorn.example'),
	signIn('Ada Lindgren', 'administrator', 'ada.lindgren@capricorn.example'),
]
