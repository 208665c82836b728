CREATE TABLE changes (
  seq INTEGER NOT NULL,
  id VARCHAR(36) NOT NULL,
  group_id VARCHAR(36) NOT NULL,
  undoes VARCHAR(36),
  at DATETIME NOT NULL,
  who TEXT NOT NULL,
  verb TEXT NOT NULL,
  kind TEXT NOT NULL,
  record_id VARCHAR(36) NOT NULL,
  "before" TEXT,
  "after" TEXT NOT NULL,
  CONSTRAINT pk_changes PRIMARY KEY (seq),
  CONSTRAINT uq_changes_id UNIQUE (id)
);
CREATE INDEX ix_changes_group_id ON changes (group_id);
CREATE INDEX ix_changes_kind_record ON changes (kind, record_id);
CREATE TABLE courses (
  id VARCHAR(36) NOT NULL,
  name TEXT NOT NULL,
  stage VARCHAR(32) NOT NULL,
  valid_months INTEGER,
  about TEXT,
  created_at DATETIME NOT NULL,
  archived_at DATETIME,
  CONSTRAINT pk_courses PRIMARY KEY (id)
);
CREATE TABLE drafts (
  "key" TEXT NOT NULL,
  at DATETIME NOT NULL,
  "values" TEXT NOT NULL,
  CONSTRAINT pk_drafts PRIMARY KEY ("key")
);
CREATE TABLE hives (
  id VARCHAR(36) NOT NULL,
  name TEXT NOT NULL,
  area TEXT NOT NULL,
  started_on DATE NOT NULL,
  note TEXT,
  created_at DATETIME NOT NULL,
  archived_at DATETIME,
  CONSTRAINT pk_hives PRIMARY KEY (id)
);
CREATE TABLE store_settings (
  "key" TEXT NOT NULL,
  value TEXT NOT NULL,
  CONSTRAINT pk_store_settings PRIMARY KEY ("key")
);
CREATE TABLE themes (
  id VARCHAR(36) NOT NULL,
  name TEXT NOT NULL,
  created_at DATETIME NOT NULL,
  archived_at DATETIME,
  CONSTRAINT pk_themes PRIMARY KEY (id)
);
CREATE TABLE link_carers (
  id VARCHAR(36) NOT NULL,
  hive_id VARCHAR(36) NOT NULL,
  first_name TEXT NOT NULL,
  last_name TEXT NOT NULL,
  area TEXT NOT NULL,
  phone TEXT,
  email TEXT,
  skills_level INTEGER,
  skills_fee BOOLEAN NOT NULL,
  pets TEXT,
  access TEXT,
  started_on DATE NOT NULL,
  ended_on DATE,
  note TEXT,
  created_at DATETIME NOT NULL,
  archived_at DATETIME,
  CONSTRAINT pk_link_carers PRIMARY KEY (id),
  CONSTRAINT fk_link_carers_hive_id FOREIGN KEY(hive_id) REFERENCES hives (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX ix_link_carers_hive_id ON link_carers (hive_id);
CREATE TABLE policies (
  id VARCHAR(36) NOT NULL,
  "key" TEXT NOT NULL,
  value TEXT NOT NULL,
  starts_on DATE NOT NULL,
  hive_id VARCHAR(36),
  source TEXT,
  created_at DATETIME NOT NULL,
  archived_at DATETIME,
  CONSTRAINT pk_policies PRIMARY KEY (id),
  CONSTRAINT fk_policies_hive_id FOREIGN KEY(hive_id) REFERENCES hives (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX ix_policies_hive_id ON policies (hive_id);
CREATE INDEX ix_policies_key ON policies ("key");
CREATE TABLE professionals (
  id VARCHAR(36) NOT NULL,
  name TEXT NOT NULL,
  role VARCHAR(32) NOT NULL,
  hive_id VARCHAR(36),
  team TEXT,
  phone TEXT,
  email TEXT,
  note TEXT,
  created_at DATETIME NOT NULL,
  archived_at DATETIME,
  CONSTRAINT pk_professionals PRIMARY KEY (id),
  CONSTRAINT fk_professionals_hive_id FOREIGN KEY(hive_id) REFERENCES hives (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX ix_professionals_hive_id ON professionals (hive_id);
CREATE TABLE waiting_list (
  id VARCHAR(36) NOT NULL,
  name TEXT NOT NULL,
  area TEXT NOT NULL,
  hive_id VARCHAR(36),
  registration VARCHAR(32) NOT NULL,
  source VARCHAR(32) NOT NULL,
  asked_on DATE NOT NULL,
  status VARCHAR(32) NOT NULL,
  closed_on DATE,
  phone TEXT,
  note TEXT,
  created_at DATETIME NOT NULL,
  archived_at DATETIME,
  CONSTRAINT pk_waiting_list PRIMARY KEY (id),
  CONSTRAINT fk_waiting_list_hive_id FOREIGN KEY(hive_id) REFERENCES hives (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX ix_waiting_list_hive_id ON waiting_list (hive_id);
CREATE TABLE workers (
  id VARCHAR(36) NOT NULL,
  first_name TEXT NOT NULL,
  last_name TEXT NOT NULL,
  role VARCHAR(32) NOT NULL,
  hive_id VARCHAR(36),
  phone TEXT,
  email TEXT,
  started_on DATE,
  ended_on DATE,
  created_at DATETIME NOT NULL,
  archived_at DATETIME,
  CONSTRAINT pk_workers PRIMARY KEY (id),
  CONSTRAINT fk_workers_hive_id FOREIGN KEY(hive_id) REFERENCES hives (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX ix_workers_hive_id ON workers (hive_id);
CREATE TABLE activities (
  id VARCHAR(36) NOT NULL,
  hive_id VARCHAR(36) NOT NULL,
  worker_id VARCHAR(36),
  kind VARCHAR(32) NOT NULL,
  name TEXT NOT NULL,
  at DATETIME NOT NULL,
  minutes INTEGER NOT NULL,
  place TEXT,
  cost_pence INTEGER NOT NULL,
  capacity INTEGER,
  age_from INTEGER,
  age_to INTEGER,
  note TEXT,
  created_at DATETIME NOT NULL,
  archived_at DATETIME,
  CONSTRAINT pk_activities PRIMARY KEY (id),
  CONSTRAINT fk_activities_hive_id FOREIGN KEY(hive_id) REFERENCES hives (id) DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT fk_activities_worker_id FOREIGN KEY(worker_id) REFERENCES workers (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX ix_activities_at ON activities (at);
CREATE INDEX ix_activities_hive_id ON activities (hive_id);
CREATE INDEX ix_activities_worker_id ON activities (worker_id);
CREATE TABLE families (
  id VARCHAR(36) NOT NULL,
  name TEXT NOT NULL,
  hive_id VARCHAR(36) NOT NULL,
  registration VARCHAR(32) NOT NULL,
  status VARCHAR(32) NOT NULL,
  skills_level INTEGER,
  source VARCHAR(32) NOT NULL,
  area TEXT NOT NULL,
  address TEXT,
  phone TEXT,
  approved_on DATE,
  joined_on DATE NOT NULL,
  one_to_one VARCHAR(32) NOT NULL,
  leave_until DATE,
  ssw_id VARCHAR(36),
  pets TEXT,
  smoking VARCHAR(32),
  access_needs TEXT,
  household TEXT,
  note TEXT,
  created_at DATETIME NOT NULL,
  archived_at DATETIME,
  CONSTRAINT pk_families PRIMARY KEY (id),
  CONSTRAINT fk_families_hive_id FOREIGN KEY(hive_id) REFERENCES hives (id) DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT fk_families_ssw_id FOREIGN KEY(ssw_id) REFERENCES professionals (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX ix_families_hive_id ON families (hive_id);
CREATE INDEX ix_families_ssw_id ON families (ssw_id);
CREATE TABLE offers (
  id VARCHAR(36) NOT NULL,
  waiting_id VARCHAR(36) NOT NULL,
  hive_id VARCHAR(36) NOT NULL,
  offered_on DATE NOT NULL,
  answer_by DATE,
  answer VARCHAR(32) NOT NULL,
  answered_on DATE,
  why TEXT,
  created_at DATETIME NOT NULL,
  archived_at DATETIME,
  CONSTRAINT pk_offers PRIMARY KEY (id),
  CONSTRAINT fk_offers_waiting_id FOREIGN KEY(waiting_id) REFERENCES waiting_list (id) DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT fk_offers_hive_id FOREIGN KEY(hive_id) REFERENCES hives (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX ix_offers_hive_id ON offers (hive_id);
CREATE INDEX ix_offers_waiting_id ON offers (waiting_id);
CREATE TABLE rooms (
  id VARCHAR(36) NOT NULL,
  link_carer_id VARCHAR(36) NOT NULL,
  name TEXT NOT NULL,
  beds INTEGER NOT NULL,
  age_from INTEGER NOT NULL,
  age_to INTEGER NOT NULL,
  held_from DATE NOT NULL,
  held_to DATE,
  note TEXT,
  created_at DATETIME NOT NULL,
  archived_at DATETIME,
  CONSTRAINT pk_rooms PRIMARY KEY (id),
  CONSTRAINT ck_rooms_has_a_bed CHECK (beds >= 1),
  CONSTRAINT ck_rooms_held_forwards CHECK (held_to IS NULL OR held_to >= held_from),
  CONSTRAINT fk_rooms_link_carer_id FOREIGN KEY(link_carer_id) REFERENCES link_carers (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX ix_rooms_link_carer_id ON rooms (link_carer_id);
CREATE TABLE sessions (
  id VARCHAR(36) NOT NULL,
  course_id VARCHAR(36) NOT NULL,
  hive_id VARCHAR(36),
  worker_id VARCHAR(36),
  at DATETIME NOT NULL,
  minutes INTEGER NOT NULL,
  place TEXT,
  capacity INTEGER,
  note TEXT,
  created_at DATETIME NOT NULL,
  archived_at DATETIME,
  CONSTRAINT pk_sessions PRIMARY KEY (id),
  CONSTRAINT fk_sessions_course_id FOREIGN KEY(course_id) REFERENCES courses (id) DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT fk_sessions_hive_id FOREIGN KEY(hive_id) REFERENCES hives (id) DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT fk_sessions_worker_id FOREIGN KEY(worker_id) REFERENCES workers (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX ix_sessions_at ON sessions (at);
CREATE INDEX ix_sessions_course_id ON sessions (course_id);
CREATE INDEX ix_sessions_hive_id ON sessions (hive_id);
CREATE INDEX ix_sessions_worker_id ON sessions (worker_id);
CREATE TABLE time_entries (
  id VARCHAR(36) NOT NULL,
  worker_id VARCHAR(36) NOT NULL,
  kind VARCHAR(32) NOT NULL,
  at DATETIME NOT NULL,
  minutes INTEGER NOT NULL,
  note TEXT,
  created_at DATETIME NOT NULL,
  archived_at DATETIME,
  CONSTRAINT pk_time_entries PRIMARY KEY (id),
  CONSTRAINT fk_time_entries_worker_id FOREIGN KEY(worker_id) REFERENCES workers (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX ix_time_entries_at ON time_entries (at);
CREATE INDEX ix_time_entries_worker_id ON time_entries (worker_id);
CREATE TABLE birth_children (
  id VARCHAR(36) NOT NULL,
  family_id VARCHAR(36) NOT NULL,
  first_name TEXT NOT NULL,
  born_on DATE NOT NULL,
  left_home_on DATE,
  created_at DATETIME NOT NULL,
  archived_at DATETIME,
  CONSTRAINT pk_birth_children PRIMARY KEY (id),
  CONSTRAINT fk_birth_children_family_id FOREIGN KEY(family_id) REFERENCES families (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX ix_birth_children_family_id ON birth_children (family_id);
CREATE TABLE budget_lines (
  id VARCHAR(36) NOT NULL,
  hive_id VARCHAR(36) NOT NULL,
  activity_id VARCHAR(36),
  kind VARCHAR(32) NOT NULL,
  "on" DATE NOT NULL,
  pence INTEGER NOT NULL,
  what TEXT NOT NULL,
  created_at DATETIME NOT NULL,
  archived_at DATETIME,
  CONSTRAINT pk_budget_lines PRIMARY KEY (id),
  CONSTRAINT fk_budget_lines_hive_id FOREIGN KEY(hive_id) REFERENCES hives (id) DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT fk_budget_lines_activity_id FOREIGN KEY(activity_id) REFERENCES activities (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX ix_budget_lines_activity_id ON budget_lines (activity_id);
CREATE INDEX ix_budget_lines_hive_id ON budget_lines (hive_id);
CREATE INDEX ix_budget_lines_on ON budget_lines ("on");
CREATE TABLE carers (
  id VARCHAR(36) NOT NULL,
  family_id VARCHAR(36) NOT NULL,
  first_name TEXT NOT NULL,
  last_name TEXT NOT NULL,
  born_on DATE,
  phone TEXT,
  email TEXT,
  approved_on DATE,
  ended_on DATE,
  note TEXT,
  created_at DATETIME NOT NULL,
  archived_at DATETIME,
  CONSTRAINT pk_carers PRIMARY KEY (id),
  CONSTRAINT fk_carers_family_id FOREIGN KEY(family_id) REFERENCES families (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX ix_carers_family_id ON carers (family_id);
CREATE TABLE children (
  id VARCHAR(36) NOT NULL,
  family_id VARCHAR(36) NOT NULL,
  first_name TEXT NOT NULL,
  last_name TEXT NOT NULL,
  born_on DATE NOT NULL,
  csw_id VARCHAR(36),
  sleepovers VARCHAR(32),
  sleepovers_until DATE,
  night_needs TEXT,
  left_on DATE,
  note TEXT,
  created_at DATETIME NOT NULL,
  archived_at DATETIME,
  CONSTRAINT pk_children PRIMARY KEY (id),
  CONSTRAINT fk_children_family_id FOREIGN KEY(family_id) REFERENCES families (id) DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT fk_children_csw_id FOREIGN KEY(csw_id) REFERENCES professionals (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX ix_children_csw_id ON children (csw_id);
CREATE INDEX ix_children_family_id ON children (family_id);
CREATE TABLE family_statuses (
  id VARCHAR(36) NOT NULL,
  family_id VARCHAR(36) NOT NULL,
  status VARCHAR(32) NOT NULL,
  from_on DATE NOT NULL,
  reason TEXT,
  created_at DATETIME NOT NULL,
  archived_at DATETIME,
  CONSTRAINT pk_family_statuses PRIMARY KEY (id),
  CONSTRAINT fk_family_statuses_family_id FOREIGN KEY(family_id) REFERENCES families (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX ix_family_statuses_family_id ON family_statuses (family_id);
CREATE TABLE room_closures (
  id VARCHAR(36) NOT NULL,
  room_id VARCHAR(36) NOT NULL,
  first_day DATE NOT NULL,
  last_day DATE NOT NULL,
  why TEXT,
  created_at DATETIME NOT NULL,
  archived_at DATETIME,
  CONSTRAINT pk_room_closures PRIMARY KEY (id),
  CONSTRAINT ck_room_closures_forwards CHECK (last_day >= first_day),
  CONSTRAINT fk_room_closures_room_id FOREIGN KEY(room_id) REFERENCES rooms (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX ix_room_closures_room_id ON room_closures (room_id);
CREATE TABLE support_logs (
  id VARCHAR(36) NOT NULL,
  family_id VARCHAR(36) NOT NULL,
  worker_id VARCHAR(36),
  visit_id TEXT,
  at DATETIME NOT NULL,
  minutes INTEGER NOT NULL,
  way VARCHAR(32) NOT NULL,
  themes TEXT NOT NULL,
  note TEXT NOT NULL,
  positive TEXT,
  agreed TEXT,
  brought_in TEXT NOT NULL,
  breakdown_averted BOOLEAN NOT NULL,
  carer_staying BOOLEAN NOT NULL,
  evidence TEXT,
  private_note TEXT,
  created_at DATETIME NOT NULL,
  archived_at DATETIME,
  CONSTRAINT pk_support_logs PRIMARY KEY (id),
  CONSTRAINT ck_support_logs_minutes_not_negative CHECK (minutes >= 0),
  CONSTRAINT fk_support_logs_family_id FOREIGN KEY(family_id) REFERENCES families (id) DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT fk_support_logs_worker_id FOREIGN KEY(worker_id) REFERENCES workers (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX ix_support_logs_at ON support_logs (at);
CREATE INDEX ix_support_logs_family_at ON support_logs (family_id, at);
CREATE INDEX ix_support_logs_family_id ON support_logs (family_id);
CREATE INDEX ix_support_logs_worker_id ON support_logs (worker_id);
CREATE TABLE activity_attendances (
  id VARCHAR(36) NOT NULL,
  activity_id VARCHAR(36) NOT NULL,
  family_id VARCHAR(36) NOT NULL,
  carer_id VARCHAR(36),
  child_id VARCHAR(36),
  birth_child_id VARCHAR(36),
  status VARCHAR(32) NOT NULL,
  remark TEXT,
  created_at DATETIME NOT NULL,
  archived_at DATETIME,
  CONSTRAINT pk_activity_attendances PRIMARY KEY (id),
  CONSTRAINT ck_activity_attendances_exactly_one_person CHECK ((carer_id IS NOT NULL) + (child_id IS NOT NULL) + (birth_child_id IS NOT NULL) = 1),
  CONSTRAINT fk_activity_attendances_activity_id FOREIGN KEY(activity_id) REFERENCES activities (id) DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT fk_activity_attendances_family_id FOREIGN KEY(family_id) REFERENCES families (id) DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT fk_activity_attendances_carer_id FOREIGN KEY(carer_id) REFERENCES carers (id) DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT fk_activity_attendances_child_id FOREIGN KEY(child_id) REFERENCES children (id) DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT fk_activity_attendances_birth_child_id FOREIGN KEY(birth_child_id) REFERENCES birth_children (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX ix_activity_attendances_activity_id ON activity_attendances (activity_id);
CREATE INDEX ix_activity_attendances_birth_child_id ON activity_attendances (birth_child_id);
CREATE INDEX ix_activity_attendances_carer_id ON activity_attendances (carer_id);
CREATE INDEX ix_activity_attendances_child_id ON activity_attendances (child_id);
CREATE INDEX ix_activity_attendances_family_id ON activity_attendances (family_id);
CREATE TABLE attendances (
  id VARCHAR(36) NOT NULL,
  session_id VARCHAR(36) NOT NULL,
  carer_id VARCHAR(36) NOT NULL,
  status VARCHAR(32) NOT NULL,
  remark TEXT,
  created_at DATETIME NOT NULL,
  archived_at DATETIME,
  CONSTRAINT pk_attendances PRIMARY KEY (id),
  CONSTRAINT fk_attendances_session_id FOREIGN KEY(session_id) REFERENCES sessions (id) DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT fk_attendances_carer_id FOREIGN KEY(carer_id) REFERENCES carers (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX ix_attendances_carer_id ON attendances (carer_id);
CREATE INDEX ix_attendances_session_id ON attendances (session_id);
CREATE TABLE bookings (
  id VARCHAR(36) NOT NULL,
  room_id VARCHAR(36) NOT NULL,
  child_id VARCHAR(36),
  guest_name TEXT,
  kind VARCHAR(32) NOT NULL,
  status VARCHAR(32) NOT NULL,
  from_on DATE NOT NULL,
  to_on DATE NOT NULL,
  time_from TIME,
  time_to TIME,
  ended_on DATE,
  arrived_at DATETIME,
  left_at DATETIME,
  request_id TEXT,
  needs TEXT,
  why TEXT,
  override_note TEXT,
  created_at DATETIME NOT NULL,
  archived_at DATETIME,
  CONSTRAINT pk_bookings PRIMARY KEY (id),
  CONSTRAINT ck_bookings_nights_or_one_day CHECK ((kind = 'day_care' AND to_on = from_on) OR (kind <> 'day_care' AND to_on > from_on)),
  CONSTRAINT ck_bookings_has_somebody CHECK (child_id IS NOT NULL OR guest_name IS NOT NULL),
  CONSTRAINT fk_bookings_room_id FOREIGN KEY(room_id) REFERENCES rooms (id) DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT fk_bookings_child_id FOREIGN KEY(child_id) REFERENCES children (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX ix_bookings_child_id ON bookings (child_id);
CREATE INDEX ix_bookings_from_on ON bookings (from_on);
CREATE INDEX ix_bookings_room_id ON bookings (room_id);
CREATE INDEX ix_bookings_status ON bookings (status);
CREATE INDEX ix_bookings_to_on ON bookings (to_on);
CREATE TABLE due_checks (
  id VARCHAR(36) NOT NULL,
  family_id VARCHAR(36) NOT NULL,
  carer_id VARCHAR(36),
  person TEXT,
  kind VARCHAR(32) NOT NULL,
  due_on DATE NOT NULL,
  done_on DATE,
  note TEXT,
  created_at DATETIME NOT NULL,
  archived_at DATETIME,
  CONSTRAINT pk_due_checks PRIMARY KEY (id),
  CONSTRAINT fk_due_checks_family_id FOREIGN KEY(family_id) REFERENCES families (id) DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT fk_due_checks_carer_id FOREIGN KEY(carer_id) REFERENCES carers (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX ix_due_checks_carer_id ON due_checks (carer_id);
CREATE INDEX ix_due_checks_due_on ON due_checks (due_on);
CREATE INDEX ix_due_checks_family_id ON due_checks (family_id);
CREATE INDEX ix_due_checks_open ON due_checks (due_on) WHERE done_on IS NULL;
CREATE TABLE evidence (
  id VARCHAR(36) NOT NULL,
  carer_id VARCHAR(36) NOT NULL,
  course_id VARCHAR(36) NOT NULL,
  step VARCHAR(32) NOT NULL,
  "on" DATE NOT NULL,
  note TEXT,
  created_at DATETIME NOT NULL,
  archived_at DATETIME,
  CONSTRAINT pk_evidence PRIMARY KEY (id),
  CONSTRAINT fk_evidence_carer_id FOREIGN KEY(carer_id) REFERENCES carers (id) DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT fk_evidence_course_id FOREIGN KEY(course_id) REFERENCES courses (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX ix_evidence_carer_id ON evidence (carer_id);
CREATE INDEX ix_evidence_course_id ON evidence (course_id);
CREATE TABLE follow_ups (
  id VARCHAR(36) NOT NULL,
  family_id VARCHAR(36) NOT NULL,
  support_log_id VARCHAR(36),
  what TEXT NOT NULL,
  due_on DATE NOT NULL,
  "by" VARCHAR(32) NOT NULL,
  done_on DATE,
  done_note TEXT,
  created_at DATETIME NOT NULL,
  archived_at DATETIME,
  CONSTRAINT pk_follow_ups PRIMARY KEY (id),
  CONSTRAINT fk_follow_ups_family_id FOREIGN KEY(family_id) REFERENCES families (id) DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT fk_follow_ups_support_log_id FOREIGN KEY(support_log_id) REFERENCES support_logs (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX ix_follow_ups_due_on ON follow_ups (due_on);
CREATE INDEX ix_follow_ups_family_id ON follow_ups (family_id);
CREATE INDEX ix_follow_ups_open ON follow_ups (due_on) WHERE done_on IS NULL;
CREATE INDEX ix_follow_ups_support_log_id ON follow_ups (support_log_id);
CREATE TABLE placements (
  id VARCHAR(36) NOT NULL,
  child_id VARCHAR(36) NOT NULL,
  family_id VARCHAR(36) NOT NULL,
  code VARCHAR(32) NOT NULL,
  started_on DATE NOT NULL,
  ended_on DATE,
  ended_how VARCHAR(32),
  reason_code VARCHAR(32),
  note TEXT,
  created_at DATETIME NOT NULL,
  archived_at DATETIME,
  CONSTRAINT pk_placements PRIMARY KEY (id),
  CONSTRAINT fk_placements_child_id FOREIGN KEY(child_id) REFERENCES children (id) DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT fk_placements_family_id FOREIGN KEY(family_id) REFERENCES families (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX ix_placements_child_id ON placements (child_id);
CREATE INDEX ix_placements_family_id ON placements (family_id);
CREATE TABLE referrals (
  id VARCHAR(36) NOT NULL,
  family_id VARCHAR(36) NOT NULL,
  child_id VARCHAR(36),
  service VARCHAR(32) NOT NULL,
  "on" DATE NOT NULL,
  why TEXT NOT NULL,
  status VARCHAR(32) NOT NULL,
  outcome TEXT,
  closed_on DATE,
  created_at DATETIME NOT NULL,
  archived_at DATETIME,
  CONSTRAINT pk_referrals PRIMARY KEY (id),
  CONSTRAINT fk_referrals_family_id FOREIGN KEY(family_id) REFERENCES families (id) DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT fk_referrals_child_id FOREIGN KEY(child_id) REFERENCES children (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX ix_referrals_child_id ON referrals (child_id);
CREATE INDEX ix_referrals_family_id ON referrals (family_id);
CREATE TABLE search_entries (rowid INTEGER PRIMARY KEY, kind TEXT NOT NULL, record_id TEXT NOT NULL UNIQUE);
CREATE VIRTUAL TABLE search_names USING fts5(body, content='', contentless_delete=1, tokenize='unicode61 remove_diacritics 2', prefix='1 2 3');
INSERT INTO search_names(search_names, rank) VALUES ('secure-delete', 1);
CREATE VIRTUAL TABLE search_text USING fts5(body, content='', contentless_delete=1, tokenize='unicode61 remove_diacritics 2', prefix='1 2 3');
INSERT INTO search_text(search_text, rank) VALUES ('secure-delete', 1);
