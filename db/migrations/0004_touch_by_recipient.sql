-- A link that is opened looks for the touch it may confirm.
CREATE INDEX campaign_touch_recipient ON campaign_touch (send_recipient_id, clicked_at);
