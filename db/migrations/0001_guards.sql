-- Rules that must hold whoever writes. Triggers are set-based (one check per statement), so a 2,000-line order pays once.

-- Quantity tiers: parallel, ascending, 1 to 20, first quantity above 0, prices not negative (commerce-engine.md sections 4 and 7).
CREATE FUNCTION tiers_are_valid(tier_from numeric[], tier_price numeric[]) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
	SELECT cardinality(tier_from) BETWEEN 1 AND 20 AND cardinality(tier_price) = cardinality(tier_from)
		AND tier_from[1] > 0 AND 0 <= ALL (tier_price) AND array_position(tier_from, NULL) IS NULL AND array_position(tier_price, NULL) IS NULL
		AND (cardinality(tier_from) = 1 OR (SELECT bool_and(tier_from[i] > tier_from[i - 1]) FROM generate_series(2, cardinality(tier_from)) i))
$$;--> statement-breakpoint
ALTER TABLE price_book_entry ADD CONSTRAINT entry_tiers CHECK (tiers_are_valid(tier_from, tier_price));--> statement-breakpoint

-- Credit: no write may raise exposure above the limit; lowering a limit below the exposure is allowed and shows as over limit.
CREATE FUNCTION refuse_over_credit() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	IF NEW.open_invoice_minor + NEW.unbilled_minor + NEW.reserved_minor > OLD.open_invoice_minor + OLD.unbilled_minor + OLD.reserved_minor
		AND NEW.open_invoice_minor + NEW.unbilled_minor + NEW.reserved_minor > NEW.limit_minor THEN
		RAISE EXCEPTION 'credit.exceeded: account % would stand at % of %', NEW.account_id,
			NEW.open_invoice_minor + NEW.unbilled_minor + NEW.reserved_minor, NEW.limit_minor USING ERRCODE = 'check_violation', CONSTRAINT = 'credit_within_limit';
	END IF;
	RETURN NEW;
END $$;--> statement-breakpoint
CREATE TRIGGER credit_within_limit BEFORE UPDATE ON credit_profile FOR EACH ROW EXECUTE FUNCTION refuse_over_credit();--> statement-breakpoint

-- Allocations: Σ ≤ the line's quantity at the end of every statement; = once the order is placed.
CREATE FUNCTION refuse_over_allocation() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE bad bigint;
BEGIN
	SELECT l.id INTO bad FROM (SELECT DISTINCT account_id, line_id FROM changed) c
		JOIN order_line l ON l.account_id = c.account_id AND l.id = c.line_id
		JOIN LATERAL (SELECT sum(a.quantity) AS allocated FROM allocation a WHERE a.account_id = l.account_id AND a.line_id = l.id) s ON s.allocated > l.quantity
		LIMIT 1;
	IF bad IS NOT NULL THEN
		RAISE EXCEPTION 'allocation.exceeded: line % is allocated beyond its quantity', bad USING ERRCODE = 'check_violation', CONSTRAINT = 'allocation_within_line';
	END IF;
	RETURN NULL;
END $$;--> statement-breakpoint
CREATE TRIGGER allocation_within_line_insert AFTER INSERT ON allocation REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION refuse_over_allocation();--> statement-breakpoint
CREATE TRIGGER allocation_within_line_update AFTER UPDATE ON allocation REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION refuse_over_allocation();--> statement-breakpoint
CREATE FUNCTION refuse_line_below_allocation() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE bad bigint;
BEGIN
	SELECT c.id INTO bad FROM changed c
		JOIN LATERAL (SELECT sum(a.quantity) AS allocated FROM allocation a WHERE a.account_id = c.account_id AND a.line_id = c.id) s ON s.allocated > c.quantity
		LIMIT 1;
	IF bad IS NOT NULL THEN
		RAISE EXCEPTION 'allocation.exceeded: line % is allocated beyond its quantity', bad USING ERRCODE = 'check_violation', CONSTRAINT = 'allocation_within_line';
	END IF;
	RETURN NULL;
END $$;--> statement-breakpoint
CREATE TRIGGER line_covers_allocation AFTER UPDATE ON order_line REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION refuse_line_below_allocation();--> statement-breakpoint
CREATE FUNCTION refuse_unallocated_order() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE bad bigint;
BEGIN
	SELECT l.id INTO bad FROM order_line l
		LEFT JOIN (SELECT a.line_id, sum(a.quantity) AS allocated FROM allocation a WHERE a.account_id = NEW.account_id AND a.order_id = NEW.id GROUP BY a.line_id) s ON s.line_id = l.id
		WHERE l.account_id = NEW.account_id AND l.order_id = NEW.id AND l.kind <> 'fee' AND coalesce(s.allocated, 0) <> l.quantity LIMIT 1;
	IF bad IS NOT NULL THEN
		RAISE EXCEPTION 'allocation.incomplete: line % is not wholly allocated', bad USING ERRCODE = 'check_violation', CONSTRAINT = 'order_wholly_allocated';
	END IF;
	RETURN NULL;
END $$;--> statement-breakpoint
CREATE TRIGGER order_wholly_allocated AFTER UPDATE OF stage ON sales_order FOR EACH ROW WHEN (OLD.stage <> 'placed' AND NEW.stage = 'placed' AND NEW.channel <> 'import') EXECUTE FUNCTION refuse_unallocated_order();--> statement-breakpoint

-- A placed order is a document: its lines keep product, quantity, price and trace (section 11, point 8).
CREATE FUNCTION refuse_changed_document() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	IF EXISTS (SELECT 1 FROM sales_order o WHERE o.account_id = OLD.account_id AND o.id = OLD.order_id AND o.stage IN ('placed', 'closed')) THEN
		RAISE EXCEPTION 'order.is_a_document: line % of a placed order keeps what it says', OLD.id USING ERRCODE = 'check_violation', CONSTRAINT = 'order_line_is_a_document';
	END IF;
	RETURN NEW;
END $$;--> statement-breakpoint
CREATE TRIGGER order_line_is_a_document BEFORE UPDATE OF product_id, quantity, unit_price, resolved_minor, discount_minor, net_minor, trace, trace_hash ON order_line FOR EACH ROW
	WHEN ((OLD.product_id, OLD.quantity, OLD.unit_price, OLD.resolved_minor, OLD.discount_minor, OLD.net_minor, OLD.trace_hash) IS DISTINCT FROM (NEW.product_id, NEW.quantity, NEW.unit_price, NEW.resolved_minor, NEW.discount_minor, NEW.net_minor, NEW.trace_hash))
	EXECUTE FUNCTION refuse_changed_document();--> statement-breakpoint

-- Ledgers are appended to, never rewritten.
CREATE FUNCTION refuse_rewrite() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'check_violation';
END $$;--> statement-breakpoint
CREATE TRIGGER outbox_event_is_immutable BEFORE UPDATE ON outbox_event FOR EACH ROW EXECUTE FUNCTION refuse_rewrite();--> statement-breakpoint
CREATE TRIGGER ma_consent_is_immutable BEFORE UPDATE OR DELETE ON ma_consent FOR EACH ROW EXECUTE FUNCTION refuse_rewrite();--> statement-breakpoint
CREATE TRIGGER audit_entry_is_immutable BEFORE UPDATE OR DELETE ON audit_entry FOR EACH ROW EXECUTE FUNCTION refuse_rewrite();--> statement-breakpoint

-- A rolled-back or over-applied payment cannot leave an invoice settled beyond what was applied to it.
CREATE FUNCTION refuse_over_application() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE bad bigint;
BEGIN
	SELECT p.id INTO bad FROM (SELECT DISTINCT account_id, payment_id FROM changed) c JOIN payment p ON p.account_id = c.account_id AND p.id = c.payment_id
		JOIN LATERAL (SELECT sum(a.amount_minor) AS applied FROM payment_application a WHERE a.account_id = p.account_id AND a.payment_id = p.id) s ON s.applied > p.amount_minor LIMIT 1;
	IF bad IS NOT NULL THEN
		RAISE EXCEPTION 'payment.over_applied: payment % is applied beyond its amount', bad USING ERRCODE = 'check_violation', CONSTRAINT = 'application_within_payment';
	END IF;
	RETURN NULL;
END $$;--> statement-breakpoint
CREATE TRIGGER application_within_payment AFTER INSERT ON payment_application REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION refuse_over_application();--> statement-breakpoint

-- Wake the worker when something is to be delivered; the payload is empty, a mark is a hint.
CREATE FUNCTION wake_worker() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	PERFORM pg_notify('outbox', '');
	RETURN NULL;
END $$;--> statement-breakpoint
CREATE TRIGGER outbox_delivery_wakes AFTER INSERT ON outbox_delivery FOR EACH STATEMENT EXECUTE FUNCTION wake_worker();
