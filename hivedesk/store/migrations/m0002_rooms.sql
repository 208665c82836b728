ALTER TABLE bookings ADD COLUMN repeat_id TEXT;
ALTER TABLE bookings ADD COLUMN held_until DATETIME;
ALTER TABLE bookings ADD COLUMN waiting_since DATETIME;
ALTER TABLE bookings ADD COLUMN food TEXT;
ALTER TABLE bookings ADD COLUMN medication TEXT;
ALTER TABLE bookings ADD COLUMN school_run TEXT;
ALTER TABLE bookings ADD COLUMN numbers TEXT;
ALTER TABLE bookings ADD COLUMN status_why TEXT;
ALTER TABLE rooms ADD COLUMN ground_floor BOOLEAN DEFAULT 0 NOT NULL;
ALTER TABLE children ADD COLUMN animals VARCHAR(32);
ALTER TABLE children ADD COLUMN needs_ground_floor BOOLEAN DEFAULT 0 NOT NULL;
CREATE TABLE stay_offers (
  id VARCHAR(36) NOT NULL,
  booking_id VARCHAR(36) NOT NULL,
  room_id VARCHAR(36) NOT NULL,
  offered_at DATETIME NOT NULL,
  answer_by DATETIME NOT NULL,
  answer VARCHAR(32) NOT NULL,
  answered_at DATETIME,
  why TEXT,
  created_at DATETIME NOT NULL,
  archived_at DATETIME,
  CONSTRAINT pk_stay_offers PRIMARY KEY (id),
  CONSTRAINT fk_stay_offers_booking_id FOREIGN KEY(booking_id) REFERENCES bookings (id) DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT fk_stay_offers_room_id FOREIGN KEY(room_id) REFERENCES rooms (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX ix_stay_offers_booking_id ON stay_offers (booking_id);
CREATE INDEX ix_stay_offers_room_id ON stay_offers (room_id);
CREATE TABLE handover_items (
  id VARCHAR(36) NOT NULL,
  booking_id VARCHAR(36) NOT NULL,
  what TEXT NOT NULL,
  done_at DATETIME,
  created_at DATETIME NOT NULL,
  archived_at DATETIME,
  CONSTRAINT pk_handover_items PRIMARY KEY (id),
  CONSTRAINT fk_handover_items_booking_id FOREIGN KEY(booking_id) REFERENCES bookings (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX ix_handover_items_booking_id ON handover_items (booking_id);
CREATE TABLE towns (
  id VARCHAR(36) NOT NULL,
  name TEXT NOT NULL,
  east INTEGER NOT NULL,
  north INTEGER NOT NULL,
  created_at DATETIME NOT NULL,
  archived_at DATETIME,
  CONSTRAINT pk_towns PRIMARY KEY (id)
);
