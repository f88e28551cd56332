-- What an activity is worth (sync-core.md B14 and section c): a click, a page view and an order score once, under the name of their event.
INSERT INTO ma_score_rule (activity, score, daily_maximum, once_per) VALUES
	('form.succeeded', 50, NULL, NULL),
	('form.failed', -5, NULL, NULL),
	('campaign.touch_confirmed', 3, NULL, NULL),
	('file.opened', 3, NULL, NULL),
	('page.viewed', 1, NULL, NULL),
	('product.viewed', 1, 10, NULL),
	('search.performed', 3, NULL, NULL),
	('mail.opened', 0, NULL, NULL),
	('cart.created', 5, NULL, 'cart'),
	('cart.recovered', 10, NULL, 'cart'),
	('quote.requested', 25, NULL, NULL),
	('quote.accepted', 25, NULL, NULL),
	('order.placed', 50, NULL, NULL),
	('invoice.paid', 5, NULL, NULL),
	('login.dormant', -10, NULL, NULL),
	('return.requested', -5, NULL, NULL),
	('case.opened', -5, NULL, NULL),
	('opportunity.lost', -100, NULL, NULL)
ON CONFLICT (activity) DO NOTHING;
