-- What is applied is what payments and invoices say of it, whoever writes: a payment's applications sum to what it calls
-- applied (to nothing where it nets credit notes against invoices), and no document has more applied than it calls settled.
DROP TRIGGER application_within_payment ON payment_application;
DROP FUNCTION refuse_over_application();
CREATE FUNCTION refuse_unbalanced_application() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE bad bigint;
BEGIN
	SELECT p.id INTO bad FROM (SELECT DISTINCT account_id, payment_id FROM changed) c JOIN payment p ON p.account_id = c.account_id AND p.id = c.payment_id
		JOIN LATERAL (SELECT coalesce(sum(a.amount_minor), 0) AS applied FROM payment_application a WHERE a.account_id = p.account_id AND a.payment_id = p.id) s
			ON s.applied <> CASE WHEN p.method = 'credit' THEN 0 ELSE p.applied_minor END LIMIT 1;
	IF bad IS NOT NULL THEN
		RAISE EXCEPTION 'payment.unbalanced: payment % is applied otherwise than it says', bad USING ERRCODE = 'check_violation', CONSTRAINT = 'application_is_what_is_applied';
	END IF;
	SELECT i.id INTO bad FROM (SELECT DISTINCT account_id, invoice_id FROM changed) c JOIN invoice i ON i.account_id = c.account_id AND i.id = c.invoice_id
		JOIN LATERAL (SELECT coalesce(sum(a.amount_minor), 0) AS applied FROM payment_application a WHERE a.account_id = i.account_id AND a.invoice_id = i.id) s
			ON CASE WHEN i.kind = 'invoice' THEN s.applied NOT BETWEEN 0 AND i.settled_minor ELSE s.applied NOT BETWEEN i.settled_minor AND 0 END LIMIT 1;
	IF bad IS NOT NULL THEN
		RAISE EXCEPTION 'invoice.over_applied: more is applied to invoice % than it has settled', bad USING ERRCODE = 'check_violation', CONSTRAINT = 'application_within_settled';
	END IF;
	RETURN NULL;
END $$;
CREATE TRIGGER application_balances_insert AFTER INSERT ON payment_application REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION refuse_unbalanced_application();
CREATE TRIGGER application_balances_update AFTER UPDATE ON payment_application REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION refuse_unbalanced_application();
CREATE TRIGGER application_balances_delete AFTER DELETE ON payment_application REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION refuse_unbalanced_application();
CREATE INDEX "payment_application_invoice" ON "payment_application" ("account_id", "invoice_id");
