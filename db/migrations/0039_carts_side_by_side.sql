-- Several carts of a person stand side by side, one of them in hand. A cart may be shared with colleagues, handed over to one,
-- and put away; nothing of it is lost by that.
ALTER TABLE "sales_order" ADD COLUMN "is_shared" boolean DEFAULT false NOT NULL;
ALTER TABLE "sales_order" DROP CONSTRAINT "order_stage";
ALTER TABLE "sales_order" ADD CONSTRAINT "order_stage" CHECK ("stage" in ('cart','discarded','awaiting_approval','placed','cancelled','closed'));
ALTER TABLE "sales_order" DROP CONSTRAINT "order_placed_complete";
ALTER TABLE "sales_order" ADD CONSTRAINT "order_placed_complete" CHECK ("stage" in ('cart','discarded','awaiting_approval') or ("number" is not null and "placed_at" is not null));
CREATE INDEX "sales_order_carts" ON "sales_order" ("account_id", "last_activity_at" DESC) WHERE "stage" in ('cart','discarded');
-- Which of her colleagues' carts a person works in; without a row, or once it is shared no more, she has her own in hand.
CREATE TABLE "cart_in_hand" (
	"account_id" bigint NOT NULL,
	"contact_id" bigint NOT NULL,
	"order_id" bigint NOT NULL,
	CONSTRAINT "cart_in_hand_pk" PRIMARY KEY ("account_id", "contact_id"),
	CONSTRAINT "cart_in_hand_contact" FOREIGN KEY ("account_id", "contact_id") REFERENCES "contact"("account_id", "id") ON DELETE CASCADE,
	CONSTRAINT "cart_in_hand_order" FOREIGN KEY ("account_id", "order_id") REFERENCES "sales_order"("account_id", "id") ON DELETE CASCADE
);
