/** The words at this origin. They belong to the stand-in, as Stripe's belong to Stripe, so they are not in the house's locales. */
export type Texts = {
	number: string
	expiry: string
	cvc: string
	group: string
	incomplete: string
	challengeTitle: string
	challengeAsk: string
	challengeAmount: string
	complete: string
	fail: string
	answered: string
	errors: { [code: string]: string }
}

const en: Texts = {
	number: 'Card number',
	expiry: 'Expiry (MM/YY)',
	cvc: 'Security code',
	group: 'Card details',
	incomplete: 'Fill in the card number, expiry and security code.',
	challengeTitle: 'Test bank',
	challengeAsk: 'Your bank asks whether you are making this payment.',
	challengeAmount: 'Amount',
	complete: 'Yes, approve',
	fail: 'No, reject',
	answered: 'Answered. You can go back to the shop.',
	errors: {
		incorrect_number: 'This card number is not valid.',
		invalid_expiry_month: 'This month does not exist.',
		invalid_expiry_year: 'This card has expired.',
		invalid_cvc: 'The security code has three or four digits.',
		card_declined: 'Only test cards work here, such as 4242 4242 4242 4242.',
	},
}

const fr: Texts = {
	number: 'Numéro de carte',
	expiry: 'Échéance (MM/AA)',
	cvc: 'Code de sécurité',
	group: 'Renseignements de la carte',
	incomplete: 'Entrez le numéro de la carte, l’échéance et le code de sécurité.',
	challengeTitle: 'Banque d’essai',
	challengeAsk: 'Votre banque demande si vous faites bien ce paiement.',
	challengeAmount: 'Montant',
	complete: 'Oui, approuver',
	fail: 'Non, refuser',
	answered: 'C’est répondu. Vous pouvez revenir à la boutique.',
	errors: {
		incorrect_number: 'Ce numéro de carte n’est pas valide.',
		invalid_expiry_month: 'Ce mois n’existe pas.',
		invalid_expiry_year: 'Cette carte est expirée.',
		invalid_cvc: 'Le code de sécurité compte trois ou quatre chiffres.',
		card_declined: 'Seules les cartes d’essai fonctionnent ici, comme 4242 4242 4242 4242.',
	},
}

const es: Texts = {
	number: 'Número de tarjeta',
	expiry: 'Caducidad (MM/AA)',
	cvc: 'Código de seguridad',
	group: 'Datos de la tarjeta',
	incomplete: 'Escriba el número de tarjeta, la caducidad y el código de seguridad.',
	challengeTitle: 'Banco de pruebas',
	challengeAsk: 'Su banco pregunta si está haciendo este pago.',
	challengeAmount: 'Importe',
	complete: 'Sí, aprobar',
	fail: 'No, rechazar',
	answered: 'Respondido. Puede volver a la tienda.',
	errors: {
		incorrect_number: 'Este número de tarjeta no es válido.',
		invalid_expiry_month: 'Ese mes no existe.',
		invalid_expiry_year: 'Esta tarjeta ha caducado.',
		invalid_cvc: 'El código de seguridad tiene tres o cuatro cifras.',
		card_declined: 'Aquí solo funcionan tarjetas de prueba, como 4242 4242 4242 4242.',
	},
}

const ja: Texts = {
	number: 'カード番号',
	expiry: '有効期限(月/年)',
	cvc: 'セキュリティコード',
	group: 'カード情報',
	incomplete: 'カード番号、有効期限、セキュリティコードを入力してください。',
	challengeTitle: 'テスト銀行',
	challengeAsk: 'このお支払いがご本人によるものか、銀行が確認しています。',
	challengeAmount: '金額',
	complete: '承認する',
	fail: '拒否する',
	answered: '回答しました。ショップに戻ってください。',
	errors: {
		incorrect_number: 'カード番号が正しくありません。',
		invalid_expiry_month: '月が正しくありません。',
		invalid_expiry_year: 'このカードは有効期限が切れています。',
		invalid_cvc: 'セキュリティコードは3桁または4桁です。',
		card_declined: 'ここでは 4242 4242 4242 4242 などのテストカードのみ使えます。',
	},
}

const cs: Texts = {
	number: 'Číslo karty',
	expiry: 'Platnost (MM/RR)',
	cvc: 'Bezpečnostní kód',
	group: 'Údaje o kartě',
	incomplete: 'Vyplňte číslo karty, platnost a bezpečnostní kód.',
	challengeTitle: 'Zkušební banka',
	challengeAsk: 'Banka se ptá, zda tuto platbu provádíte vy.',
	challengeAmount: 'Částka',
	complete: 'Ano, schválit',
	fail: 'Ne, odmítnout',
	answered: 'Odpovězeno. Můžete se vrátit do obchodu.',
	errors: {
		incorrect_number: 'Toto číslo karty není platné.',
		invalid_expiry_month: 'Takový měsíc není.',
		invalid_expiry_year: 'Platnost této karty skončila.',
		invalid_cvc: 'Bezpečnostní kód má tři nebo čtyři číslice.',
		card_declined: 'Zde fungují jen zkušební karty, například 4242 4242 4242 4242.',
	},
}

const known: { [language: string]: Texts } = { en, fr, es, ja, cs }

export function textsFor(locale: string): { language: string; texts: Texts } {
	const language = locale.slice(0, 2).toLowerCase()
	const texts = known[language]
	return texts ? { language, texts } : { language: 'en', texts: en }
}
