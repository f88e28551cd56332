-- The shelves of one level in their order: the shop's navigation reads a dozen of them at every page, whatever the tree holds.
CREATE INDEX "category_by_place" ON "category" USING btree ("seller_entity_id","parent_id","position","id");
