-- A page asks for the books that are addressed to nobody in particular; a seller has thousands of contracts beside them.
CREATE INDEX "price_book_for_everybody" ON "price_book" USING btree ("seller_entity_id") WHERE "price_book"."rung" in ('base','sale','fx');
