-- The guards: what must never be, the database forbids. Numbers I1–I7 are the invariants of ARCHITECTURE.md.

-- 状态与转移 (the law of the process; claim_events refers to it)
INSERT INTO claim_states (id, name, kind, sort_order) VALUES
  ('matched', '已匹配', 'active', 0),
  ('pendingConfirm', '待企业确认', 'active', 1),
  ('autoCheck', '智能初审', 'active', 2),
  ('manualReview', '人工复核', 'active', 3),
  ('supplement', '待补正', 'active', 4),
  ('notice', '公示中', 'active', 5),
  ('objection', '异议处理', 'active', 6),
  ('approved', '已核准', 'active', 7),
  ('disbursing', '拨付中', 'active', 8),
  ('paymentFailed', '拨付失败', 'active', 9),
  ('suspended', '中止', 'active', 10),
  ('settled', '已到账', 'finalSoft', 11),
  ('postAudit', '事后核查中', 'active', 12),
  ('clawbackNotice', '追回告知', 'active', 13),
  ('clawback', '追回中', 'active', 14),
  ('clawedBack', '已追回', 'final', 15),
  ('rejected', '不予享受', 'finalSoft', 16),
  ('declined', '企业放弃', 'finalSoft', 17),
  ('expired', '逾期未确认', 'finalSoft', 18),
  ('withdrawn', '已撤回', 'finalSoft', 19),
  ('cancelled', '终止', 'final', 20);
--> statement-breakpoint
INSERT INTO claim_moves (from_state, to_state, label) VALUES
  ('new', 'matched', '定时或事件匹配命中'),
  ('matched', 'pendingConfirm', '推送通知（短信/站内）'),
  ('matched', 'autoCheck', '无需确认政策直接核验'),
  ('matched', 'cancelled', '匹配被撤销（数据更正后不再符合）'),
  ('pendingConfirm', 'autoCheck', '企业确认意愿、账户、授权'),
  ('pendingConfirm', 'declined', '企业点放弃'),
  ('pendingConfirm', 'expired', '超过确认期'),
  ('expired', 'pendingConfirm', '企业恢复'),
  ('declined', 'pendingConfirm', '企业恢复'),
  ('autoCheck', 'notice', '全部通过'),
  ('autoCheck', 'manualReview', '存疑或须人工'),
  ('autoCheck', 'rejected', '确定不符合'),
  ('manualReview', 'notice', '复核同意'),
  ('manualReview', 'supplement', '需补材料'),
  ('supplement', 'manualReview', '企业补正'),
  ('supplement', 'withdrawn', '逾期未补或企业撤回'),
  ('manualReview', 'rejected', '复核不同意'),
  ('manualReview', 'suspended', '依赖外部核实（数据更正、信用修复、现场核验）'),
  ('notice', 'approved', '公示期满无异议'),
  ('notice', 'objection', '收到实名异议'),
  ('notice', 'suspended', '公示期内源数据更正影响结论或金额'),
  ('objection', 'notice', '异议不成立，续公示（重新计满剩余期）'),
  ('objection', 'rejected', '异议成立，取消'),
  ('objection', 'manualReview', '异议部分成立，重核金额'),
  ('approved', 'disbursing', '生成支付指令'),
  ('approved', 'suspended', '预算不足或付前校验不过'),
  ('approved', 'cancelled', '核准后企业注销、吊销或政策依法停止执行'),
  ('disbursing', 'settled', '银行回执成功'),
  ('disbursing', 'paymentFailed', '银行退票'),
  ('paymentFailed', 'disbursing', '更正账户后重付'),
  ('paymentFailed', 'suspended', '逾期未更正'),
  ('suspended', 'autoCheck', '原因消除'),
  ('suspended', 'approved', '预算到位'),
  ('suspended', 'cancelled', '中止超过90日或政策失效'),
  ('settled', 'postAudit', '抽查、举报、数据回溯变化'),
  ('postAudit', 'settled', '未发现问题'),
  ('postAudit', 'clawbackNotice', '发现不符或骗取'),
  ('clawbackNotice', 'settled', '申辩成立'),
  ('clawbackNotice', 'clawback', '作出追回决定'),
  ('clawback', 'clawedBack', '足额缴回'),
  ('clawback', 'suspended', '申请复议诉讼停止执行或法院受理破产'),
  ('withdrawn', 'matched', '重新匹配（下一批次）'),
  ('rejected', 'manualReview', '企业复核申请'),
  ('pendingConfirm', 'cancelled', '匹配被撤销（数据更正后不再符合、主体注销、政策停止执行）'),
  ('autoCheck', 'withdrawn', '企业撤回'),
  ('manualReview', 'withdrawn', '企业撤回'),
  ('notice', 'withdrawn', '企业撤回'),
  ('objection', 'withdrawn', '企业撤回'),
  ('approved', 'withdrawn', '企业撤回'),
  ('suspended', 'withdrawn', '企业撤回'),
  ('approved', 'manualReview', '付前校验命中新增负面清单、重复或账户异常'),
  ('suspended', 'notice', '重算结论和金额不变，续公示满剩余期'),
  ('manualReview', 'cancelled', '主体注销、吊销，政策停止执行或重复'),
  ('manualReview', 'settled', '税务减免核准办结'),
  ('notice', 'pendingConfirm', '公示期满，请企业确认账户'),
  ('pendingConfirm', 'approved', '企业确认账户（先审后确认）'),
  ('suspended', 'clawback', '复议诉讼终结，恢复追回');
--> statement-breakpoint
-- An enterprise and an alias walk back to the row that brought them.
ALTER TABLE enterprises ADD CONSTRAINT enterprises_source_row FOREIGN KEY (source_row_id) REFERENCES upload_rows (id) DEFERRABLE INITIALLY DEFERRED;
--> statement-breakpoint
ALTER TABLE enterprise_aliases ADD CONSTRAINT enterprise_aliases_source_row FOREIGN KEY (source_row_id) REFERENCES upload_rows (id) DEFERRABLE INITIALLY DEFERRED;
--> statement-breakpoint
ALTER TABLE materials ADD CONSTRAINT materials_claim FOREIGN KEY (claim_id, enterprise_id) REFERENCES claims (id, enterprise_id);
--> statement-breakpoint
ALTER TABLE supervisions ADD CONSTRAINT supervisions_claim FOREIGN KEY (claim_id) REFERENCES claims (id);
--> statement-breakpoint
ALTER TABLE claims ADD CONSTRAINT claims_snapshot FOREIGN KEY (snapshot_id) REFERENCES claim_snapshots (id);
--> statement-breakpoint
ALTER TABLE claim_events ADD CONSTRAINT claim_events_audit_row FOREIGN KEY (audit_chain, audit_seq) REFERENCES audit_log (chain, seq) DEFERRABLE INITIALLY DEFERRED;
--> statement-breakpoint

-- Append-only tables.
CREATE FUNCTION forbid_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = TG_TABLE_NAME || '_append_only';
END $$;
--> statement-breakpoint
CREATE TRIGGER audit_log_append_only BEFORE UPDATE OR DELETE ON audit_log FOR EACH ROW EXECUTE FUNCTION forbid_change();
--> statement-breakpoint
CREATE TRIGGER audit_log_no_truncate BEFORE TRUNCATE ON audit_log FOR EACH STATEMENT EXECUTE FUNCTION forbid_change();
--> statement-breakpoint
CREATE TRIGGER ledger_entries_append_only BEFORE UPDATE OR DELETE ON ledger_entries FOR EACH ROW EXECUTE FUNCTION forbid_change();
--> statement-breakpoint
CREATE TRIGGER ledger_entries_no_truncate BEFORE TRUNCATE ON ledger_entries FOR EACH STATEMENT EXECUTE FUNCTION forbid_change();
--> statement-breakpoint
CREATE TRIGGER claim_events_append_only BEFORE UPDATE OR DELETE ON claim_events FOR EACH ROW EXECUTE FUNCTION forbid_change();
--> statement-breakpoint
CREATE TRIGGER claim_snapshots_append_only BEFORE UPDATE OR DELETE ON claim_snapshots FOR EACH ROW EXECUTE FUNCTION forbid_change();
--> statement-breakpoint
CREATE TRIGGER claim_opinions_append_only BEFORE UPDATE OR DELETE ON claim_opinions FOR EACH ROW EXECUTE FUNCTION forbid_change();
--> statement-breakpoint
CREATE TRIGGER approvals_append_only BEFORE UPDATE OR DELETE ON approvals FOR EACH ROW EXECUTE FUNCTION forbid_change();
--> statement-breakpoint
CREATE TRIGGER claims_never_deleted BEFORE DELETE ON claims FOR EACH ROW EXECUTE FUNCTION forbid_change();
--> statement-breakpoint

-- 指标值: history is only ever closed, never rewritten.
CREATE FUNCTION indicator_values_close_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.superseded_at IS NOT NULL OR NEW.superseded_at IS NULL
     OR (to_jsonb(NEW) - 'superseded_at') IS DISTINCT FROM (to_jsonb(OLD) - 'superseded_at') THEN
    RAISE EXCEPTION 'an indicator value may only be superseded once' USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'indicator_values_close_only';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER indicator_values_close_only BEFORE UPDATE ON indicator_values FOR EACH ROW EXECUTE FUNCTION indicator_values_close_only();
--> statement-breakpoint
CREATE TRIGGER indicator_values_never_deleted BEFORE DELETE ON indicator_values FOR EACH ROW EXECUTE FUNCTION forbid_change();
--> statement-breakpoint

-- 政策版本: a published version is immutable; it can only be retired.
CREATE FUNCTION policy_versions_immutable() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    IF OLD.state IN ('published', 'retired') THEN
      RAISE EXCEPTION 'a published policy version cannot be deleted' USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'policy_versions_immutable';
    END IF;
    RETURN OLD;
  END IF;
  IF OLD.state IN ('published', 'retired') AND (
       (to_jsonb(NEW) - 'state') IS DISTINCT FROM (to_jsonb(OLD) - 'state')
       OR NOT (NEW.state = OLD.state OR (OLD.state = 'published' AND NEW.state = 'retired'))) THEN
    RAISE EXCEPTION 'a published policy version is immutable' USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'policy_versions_immutable';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER policy_versions_immutable BEFORE UPDATE OR DELETE ON policy_versions FOR EACH ROW EXECUTE FUNCTION policy_versions_immutable();
--> statement-breakpoint

-- I7 审计链: rows are appended under the head's lock, without gap, with the right previous hash and the right hash.
INSERT INTO audit_heads (chain, seq, hash) VALUES ('business', 0, repeat('0', 64)), ('reads', 0, repeat('0', 64));
--> statement-breakpoint
CREATE FUNCTION audit_log_chain() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE head audit_heads%ROWTYPE;
BEGIN
  SELECT * INTO head FROM audit_heads WHERE chain = NEW.chain FOR UPDATE;
  IF NOT FOUND OR NEW.seq <> head.seq + 1 OR NEW.prev_hash <> head.hash THEN
    RAISE EXCEPTION 'audit row % does not follow the head of chain %', NEW.seq, NEW.chain USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'audit_log_chain';
  END IF;
  IF NEW.algorithm = 'sha256' AND NEW.hash <> encode(sha256(convert_to(NEW.prev_hash || NEW.canonical, 'UTF8')), 'hex') THEN
    RAISE EXCEPTION 'audit row % has a wrong hash', NEW.seq USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'audit_log_chain';
  END IF;
  UPDATE audit_heads SET seq = NEW.seq, hash = NEW.hash WHERE chain = NEW.chain;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER audit_log_chain BEFORE INSERT ON audit_log FOR EACH ROW EXECUTE FUNCTION audit_log_chain();
--> statement-breakpoint
CREATE FUNCTION audit_heads_follow_log() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' OR pg_trigger_depth() < 2 THEN
    RAISE EXCEPTION 'the head of an audit chain moves only with a new row' USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'audit_heads_follow_log';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER audit_heads_follow_log BEFORE UPDATE OR DELETE ON audit_heads FOR EACH ROW EXECUTE FUNCTION audit_heads_follow_log();
--> statement-breakpoint

-- I6 + I7: the state of a claim is what its newest event says; events follow one another without a break.
CREATE FUNCTION claim_events_follow() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE previous text;
BEGIN
  IF NEW.seq = 1 THEN
    previous := 'new';
  ELSE
    SELECT to_state INTO previous FROM claim_events WHERE claim_id = NEW.claim_id AND seq = NEW.seq - 1;
  END IF;
  IF previous IS DISTINCT FROM NEW.from_state THEN
    RAISE EXCEPTION 'claim event % of % does not follow the one before', NEW.seq, NEW.claim_id USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'claim_events_follow';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER claim_events_follow BEFORE INSERT ON claim_events FOR EACH ROW EXECUTE FUNCTION claim_events_follow();
--> statement-breakpoint
CREATE FUNCTION claims_state_has_event() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE last claim_events%ROWTYPE; current claims%ROWTYPE;
BEGIN
  SELECT * INTO current FROM claims WHERE id = NEW.id;
  SELECT * INTO last FROM claim_events WHERE claim_id = NEW.id ORDER BY seq DESC LIMIT 1;
  IF last.id IS NULL OR last.to_state <> current.state OR last.seq <> current.version THEN
    RAISE EXCEPTION 'claim % changed its state without an event', NEW.id USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'claims_state_has_event';
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE CONSTRAINT TRIGGER claims_state_has_event AFTER INSERT OR UPDATE OF state, version ON claims DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION claims_state_has_event();
--> statement-breakpoint
CREATE FUNCTION claim_events_match_claim() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM claims WHERE id = NEW.claim_id AND version >= NEW.seq) THEN
    RAISE EXCEPTION 'event % of claim % without a change of state', NEW.seq, NEW.claim_id USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'claim_events_match_claim';
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE CONSTRAINT TRIGGER claim_events_match_claim AFTER INSERT ON claim_events DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION claim_events_match_claim();
--> statement-breakpoint
CREATE FUNCTION claims_identity_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.number, NEW.enterprise_id, NEW.policy_code, NEW.policy_version_id, NEW.period, NEW.subject, NEW.benefit_kind, NEW.fund_id, NEW.created_at)
     IS DISTINCT FROM (OLD.number, OLD.enterprise_id, OLD.policy_code, OLD.policy_version_id, OLD.period, OLD.subject, OLD.benefit_kind, OLD.fund_id, OLD.created_at) THEN
    RAISE EXCEPTION 'what a claim is about cannot change' USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'claims_identity_fixed';
  END IF;
  IF NEW.amount_fen IS DISTINCT FROM OLD.amount_fen AND EXISTS (SELECT 1 FROM payment_orders o WHERE o.claim_id = NEW.id AND o.state IN ('prepared', 'sent', 'paid')) THEN
    RAISE EXCEPTION 'the amount of a claim with a live payment order cannot change' USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'claims_amount_fixed';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER claims_identity_fixed BEFORE UPDATE ON claims FOR EACH ROW EXECUTE FUNCTION claims_identity_fixed();
--> statement-breakpoint

-- I1 预算: the sums of a budget are the sums of its reservations, and only they move them.
CREATE FUNCTION budget_follows_reservations() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION 'a budget reservation is released, never deleted' USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'budget_reservations_never_deleted';
  END IF;
  IF TG_OP = 'UPDATE' THEN
    IF (NEW.claim_id, NEW.budget_id) IS DISTINCT FROM (OLD.claim_id, OLD.budget_id) AND OLD.state <> 'released' THEN
      RAISE EXCEPTION 'a live reservation keeps its budget' USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'budget_reservations_fixed';
    END IF;
    UPDATE budgets SET
      reserved_fen = reserved_fen - CASE OLD.state WHEN 'reserved' THEN OLD.amount_fen ELSE 0 END,
      paid_fen = paid_fen - CASE OLD.state WHEN 'paid' THEN OLD.amount_fen ELSE 0 END
    WHERE id = OLD.budget_id;
  END IF;
  UPDATE budgets SET
    reserved_fen = reserved_fen + CASE NEW.state WHEN 'reserved' THEN NEW.amount_fen ELSE 0 END,
    paid_fen = paid_fen + CASE NEW.state WHEN 'paid' THEN NEW.amount_fen ELSE 0 END
  WHERE id = NEW.budget_id;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER budget_follows_reservations BEFORE INSERT OR UPDATE OR DELETE ON budget_reservations FOR EACH ROW EXECUTE FUNCTION budget_follows_reservations();
--> statement-breakpoint
CREATE FUNCTION budgets_sums_by_trigger() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.reserved_fen, NEW.paid_fen) IS DISTINCT FROM (OLD.reserved_fen, OLD.paid_fen) AND pg_trigger_depth() < 2 THEN
    RAISE EXCEPTION 'the sums of a budget follow its reservations' USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'budgets_sums_by_trigger';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER budgets_sums_by_trigger BEFORE UPDATE ON budgets FOR EACH ROW EXECUTE FUNCTION budgets_sums_by_trigger();
--> statement-breakpoint

-- I3 + I4 支付指令: locks the claim first, then asks for everything that must be true before money moves.
CREATE FUNCTION payment_orders_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE c claims%ROWTYPE; a bank_accounts%ROWTYPE;
BEGIN
  SELECT * INTO c FROM claims WHERE id = NEW.claim_id FOR UPDATE;
  IF TG_OP = 'UPDATE' THEN
    IF (NEW.claim_id, NEW.enterprise_id, NEW.fund_id, NEW.amount_fen, NEW.number, NEW.idempotency_key, NEW.batch_id, NEW.account_id)
       IS DISTINCT FROM (OLD.claim_id, OLD.enterprise_id, OLD.fund_id, OLD.amount_fen, OLD.number, OLD.idempotency_key, OLD.batch_id, OLD.account_id) THEN
      RAISE EXCEPTION 'a payment order cannot be rewritten' USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'payment_orders_fixed';
    END IF;
    IF OLD.state IN ('paid', 'returned', 'cancelled') AND NEW.state <> OLD.state OR OLD.state = 'sent' AND NEW.state = 'prepared' THEN
      RAISE EXCEPTION 'a finished payment order does not move' USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'payment_orders_finished';
    END IF;
    RETURN NEW;
  END IF;
  IF c.benefit_kind <> 'cash' OR c.state NOT IN ('approved', 'paymentFailed', 'disbursing') THEN
    RAISE EXCEPTION 'no payment order for a claim in state %', c.state USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'payment_orders_claim_approved';
  END IF;
  IF c.approval_id IS NULL THEN
    RAISE EXCEPTION 'no payment order before the leader has signed' USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'payment_orders_signed';
  END IF;
  IF NEW.amount_fen IS DISTINCT FROM c.amount_fen OR NEW.fund_id IS DISTINCT FROM c.fund_id THEN
    RAISE EXCEPTION 'amount and fund of an order are those of its claim' USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'payment_orders_equal_claim';
  END IF;
  SELECT * INTO a FROM bank_accounts WHERE id = NEW.account_id;
  IF a.state IS DISTINCT FROM 'effective' OR a.verified_at IS NULL OR a.effective_from > NEW.created_at THEN
    RAISE EXCEPTION 'the account is not effective' USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'payment_orders_account_effective';
  END IF;
  IF c.notice_done_on IS NULL OR NOT EXISTS (
       SELECT 1 FROM notice_lines l JOIN notices n ON n.id = l.notice_id
       WHERE l.claim_id = c.id AND l.state = 'listed' AND n.state = 'closed' AND c.notice_done_on > l.ends_on) THEN
    RAISE EXCEPTION 'no payment before a notice has run out' USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'payment_orders_notice_finished';
  END IF;
  IF EXISTS (SELECT 1 FROM objections o WHERE o.claim_id = c.id AND o.state = 'open') THEN
    RAISE EXCEPTION 'no payment with an open objection' USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'payment_orders_no_objection';
  END IF;
  IF NOT EXISTS (SELECT 1 FROM budget_reservations r WHERE r.claim_id = c.id AND r.state = 'reserved' AND r.amount_fen = NEW.amount_fen) THEN
    RAISE EXCEPTION 'no payment order without a budget reservation of its amount' USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'payment_orders_reserved';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER payment_orders_guard BEFORE INSERT OR UPDATE ON payment_orders FOR EACH ROW EXECUTE FUNCTION payment_orders_guard();
--> statement-breakpoint
CREATE TRIGGER payment_orders_never_deleted BEFORE DELETE ON payment_orders FOR EACH ROW EXECUTE FUNCTION forbid_change();
--> statement-breakpoint

-- I4, the other side: an objection locks the claim and comes too late once an order lives.
CREATE FUNCTION objections_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM claims WHERE id = NEW.claim_id FOR UPDATE;
  IF EXISTS (SELECT 1 FROM payment_orders o WHERE o.claim_id = NEW.claim_id AND o.state IN ('prepared', 'sent', 'paid')) THEN
    RAISE EXCEPTION 'the claim is being paid already' USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'objections_before_payment';
  END IF;
  IF NOT EXISTS (SELECT 1 FROM notice_lines l WHERE l.id = NEW.notice_line_id AND l.claim_id = NEW.claim_id) THEN
    RAISE EXCEPTION 'an objection names a line of its claim' USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'objections_line_of_claim';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER objections_guard BEFORE INSERT ON objections FOR EACH ROW EXECUTE FUNCTION objections_guard();
--> statement-breakpoint

-- 公示: what was published stays as it was.
CREATE FUNCTION notices_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' OR (to_jsonb(NEW) - ARRAY['state', 'closed_on', 'ends_on', 'end_provisional']) IS DISTINCT FROM (to_jsonb(OLD) - ARRAY['state', 'closed_on', 'ends_on', 'end_provisional'])
     OR OLD.state = 'closed' OR (NEW.ends_on <> OLD.ends_on AND NOT OLD.end_provisional) THEN
    RAISE EXCEPTION 'a published notice is frozen' USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'notices_frozen';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER notices_frozen BEFORE UPDATE OR DELETE ON notices FOR EACH ROW EXECUTE FUNCTION notices_frozen();
--> statement-breakpoint
CREATE FUNCTION notice_lines_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' OR (to_jsonb(NEW) - ARRAY['state', 'ends_on']) IS DISTINCT FROM (to_jsonb(OLD) - ARRAY['state', 'ends_on']) THEN
    RAISE EXCEPTION 'a published line is frozen' USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'notice_lines_frozen';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER notice_lines_frozen BEFORE UPDATE OR DELETE ON notice_lines FOR EACH ROW EXECUTE FUNCTION notice_lines_frozen();
--> statement-breakpoint

-- I5 台账: each transaction sums to zero within one fund.
CREATE FUNCTION ledger_balances() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM ledger_entries WHERE transaction_id = NEW.transaction_id GROUP BY fund_id HAVING sum(amount_fen) <> 0) THEN
    RAISE EXCEPTION 'ledger transaction % does not balance', NEW.transaction_id USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'ledger_balances';
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE CONSTRAINT TRIGGER ledger_balances AFTER INSERT ON ledger_entries DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION ledger_balances();
--> statement-breakpoint

-- I3: a claim is settled with money only by a paid order; and an order is paid once.
CREATE FUNCTION claims_settled_has_order() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.state = 'settled' AND NEW.benefit_kind = 'cash' AND NOT EXISTS (SELECT 1 FROM payment_orders o WHERE o.claim_id = NEW.id AND o.state = 'paid' AND o.amount_fen = NEW.amount_fen) THEN
    RAISE EXCEPTION 'claim % is settled without a paid order', NEW.id USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'claims_settled_has_order';
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE CONSTRAINT TRIGGER claims_settled_has_order AFTER UPDATE OF state ON claims DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION claims_settled_has_order();
--> statement-breakpoint

-- A claim that has ended lets go of the persons, lines and titles it counted.
CREATE FUNCTION claims_release_subjects() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.state IN ('rejected', 'declined', 'expired', 'withdrawn', 'cancelled', 'clawedBack') THEN
    UPDATE claim_subjects SET live = false WHERE claim_id = NEW.id AND live;
  ELSIF OLD.state IN ('rejected', 'declined', 'expired', 'withdrawn') THEN
    UPDATE claim_subjects SET live = true WHERE claim_id = NEW.id AND NOT live;
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER claims_release_subjects AFTER UPDATE OF state ON claims FOR EACH ROW EXECUTE FUNCTION claims_release_subjects();
--> statement-breakpoint

-- Budget follows its reservations AFTER the row is written: a before-insert trigger also fires for INSERT … ON CONFLICT DO NOTHING and counts twice.
DROP TRIGGER budget_follows_reservations ON budget_reservations;
--> statement-breakpoint
CREATE TRIGGER budget_follows_reservations AFTER INSERT OR UPDATE OR DELETE ON budget_reservations FOR EACH ROW EXECUTE FUNCTION budget_follows_reservations();
--> statement-breakpoint
-- I1: money is frozen in the budget of the claim's own policy and fund; a budget starts without sums and stays what it was given for.
CREATE FUNCTION budget_reservations_own_budget() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM claims c JOIN budgets b ON b.policy_code = c.policy_code AND b.fund_id = c.fund_id WHERE c.id = NEW.claim_id AND b.id = NEW.budget_id) THEN
    RAISE EXCEPTION 'a claim draws on the budget of its own policy and fund' USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'budget_reservations_own_budget';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER budget_reservations_own_budget BEFORE INSERT OR UPDATE ON budget_reservations FOR EACH ROW EXECUTE FUNCTION budget_reservations_own_budget();
--> statement-breakpoint
CREATE FUNCTION budgets_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' AND (NEW.reserved_fen, NEW.paid_fen) IS DISTINCT FROM (0::bigint, 0::bigint) THEN
    RAISE EXCEPTION 'a budget starts without reservations' USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'budgets_sums_by_trigger';
  END IF;
  IF TG_OP = 'UPDATE' AND (NEW.id, NEW.policy_code, NEW.year, NEW.fund_id) IS DISTINCT FROM (OLD.id, OLD.policy_code, OLD.year, OLD.fund_id) THEN
    RAISE EXCEPTION 'a budget stays what it was given for' USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'budgets_fixed';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER budgets_fixed BEFORE INSERT OR UPDATE ON budgets FOR EACH ROW EXECUTE FUNCTION budgets_fixed();
--> statement-breakpoint

-- I3: an account is what was verified; a correction is a new row. Only the bank code may be added while it is missing.
CREATE FUNCTION bank_accounts_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE'
     OR (to_jsonb(NEW) - ARRAY['state', 'verified_at', 'verified_by', 'effective_from', 'cnaps_code']) IS DISTINCT FROM (to_jsonb(OLD) - ARRAY['state', 'verified_at', 'verified_by', 'effective_from', 'cnaps_code'])
     OR (OLD.cnaps_code IS NOT NULL AND NEW.cnaps_code IS DISTINCT FROM OLD.cnaps_code AND OLD.verified_at IS NOT NULL)
     OR (OLD.verified_at IS NOT NULL AND (NEW.verified_at, NEW.verified_by, NEW.effective_from) IS DISTINCT FROM (OLD.verified_at, OLD.verified_by, OLD.effective_from))
     OR (OLD.state = 'retired' AND NEW.state <> 'retired') OR (OLD.state = 'effective' AND NEW.state = 'pending') THEN
    RAISE EXCEPTION 'an account is corrected by a new one' USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'bank_accounts_fixed';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER bank_accounts_fixed BEFORE UPDATE OR DELETE ON bank_accounts FOR EACH ROW EXECUTE FUNCTION bank_accounts_fixed();
--> statement-breakpoint

-- I3 + I6: an order begins as prepared, is sent only with a released batch, and is answered only after it was sent.
CREATE FUNCTION payment_orders_in_steps() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE batch_state text;
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.state <> 'prepared' THEN
      RAISE EXCEPTION 'an order begins as prepared' USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'payment_orders_in_steps';
    END IF;
    RETURN NEW;
  END IF;
  IF NEW.state = OLD.state THEN RETURN NEW; END IF;
  SELECT state INTO batch_state FROM payment_batches WHERE id = NEW.batch_id;
  IF (OLD.state = 'prepared' AND NOT (NEW.state = 'cancelled' OR (NEW.state = 'sent' AND batch_state IN ('released', 'exported'))))
     OR (OLD.state = 'sent' AND NEW.state NOT IN ('paid', 'returned')) THEN
    RAISE EXCEPTION 'an order goes step by step' USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'payment_orders_in_steps';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
-- named so that it fires after payment_orders_guard
CREATE TRIGGER payment_orders_in_steps BEFORE INSERT OR UPDATE ON payment_orders FOR EACH ROW EXECUTE FUNCTION payment_orders_in_steps();
--> statement-breakpoint
CREATE FUNCTION payment_batches_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE ranks CONSTANT text[] := ARRAY['prepared', 'released', 'exported', 'reconciled'];
BEGIN
  IF TG_OP = 'DELETE'
     OR (to_jsonb(NEW) - ARRAY['state', 'releaser_id', 'released_at', 'exported_at']) IS DISTINCT FROM (to_jsonb(OLD) - ARRAY['state', 'releaser_id', 'released_at', 'exported_at'])
     OR (OLD.releaser_id IS NOT NULL AND NEW.releaser_id IS DISTINCT FROM OLD.releaser_id)
     OR array_position(ranks, NEW.state) NOT IN (array_position(ranks, OLD.state), array_position(ranks, OLD.state) + 1) THEN
    RAISE EXCEPTION 'a batch goes step by step and is not rewritten' USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'payment_batches_fixed';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER payment_batches_fixed BEFORE UPDATE OR DELETE ON payment_batches FOR EACH ROW EXECUTE FUNCTION payment_batches_fixed();
--> statement-breakpoint

-- I4: a notice is published open and for some days; its lines end with it, never earlier; a marked line stays marked.
CREATE FUNCTION notices_begin_open() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.state <> 'open' OR NEW.working_days < 1 OR NEW.ends_on <= NEW.starts_on THEN
    RAISE EXCEPTION 'a notice begins open and runs for at least a day' USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'notices_begin_open';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER notices_begin_open BEFORE INSERT ON notices FOR EACH ROW EXECUTE FUNCTION notices_begin_open();
--> statement-breakpoint
CREATE OR REPLACE FUNCTION notice_lines_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE n notices%ROWTYPE;
BEGIN
  IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION 'a published line is frozen' USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'notice_lines_frozen';
  END IF;
  SELECT * INTO n FROM notices WHERE id = NEW.notice_id;
  IF TG_OP = 'INSERT' THEN
    IF NEW.state <> 'listed' OR n.state <> 'open' OR NEW.ends_on <> n.ends_on THEN
      RAISE EXCEPTION 'a line begins listed and ends with its notice' USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'notice_lines_frozen';
    END IF;
    RETURN NEW;
  END IF;
  IF (to_jsonb(NEW) - ARRAY['state', 'ends_on']) IS DISTINCT FROM (to_jsonb(OLD) - ARRAY['state', 'ends_on'])
     OR (OLD.state IN ('withdrawn', 'corrected', 'cancelled') AND NEW.state <> OLD.state)
     OR NEW.ends_on < n.ends_on THEN
    RAISE EXCEPTION 'a published line is frozen' USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'notice_lines_frozen';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
DROP TRIGGER notice_lines_frozen ON notice_lines;
--> statement-breakpoint
CREATE TRIGGER notice_lines_frozen BEFORE INSERT OR UPDATE OR DELETE ON notice_lines FOR EACH ROW EXECUTE FUNCTION notice_lines_frozen();
--> statement-breakpoint

-- I4: the day of the order itself lies after the line's end; and the signature under the list is the approver's, of the claim's department (I6).
CREATE FUNCTION payment_orders_after_notice() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE c claims%ROWTYPE;
BEGIN
  SELECT * INTO c FROM claims WHERE id = NEW.claim_id;
  IF NOT EXISTS (SELECT 1 FROM approvals a WHERE a.id = c.approval_id AND a.signed_by = c.approver_id AND a.department_id = c.department_id) THEN
    RAISE EXCEPTION 'the signature is not the approver''s' USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'payment_orders_signed';
  END IF;
  IF NOT EXISTS (
       SELECT 1 FROM notice_lines l JOIN notices n ON n.id = l.notice_id
       WHERE l.claim_id = c.id AND l.state = 'listed' AND n.state = 'closed' AND l.amount_fen = NEW.amount_fen AND c.notice_done_on > l.ends_on
         AND (NEW.created_at AT TIME ZONE 'Asia/Shanghai')::date > l.ends_on AND (NEW.created_at AT TIME ZONE 'Asia/Shanghai')::date >= n.closed_on) THEN
    RAISE EXCEPTION 'no payment before a notice of its amount has run out' USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'payment_orders_notice_finished';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER payment_orders_later_checks BEFORE INSERT ON payment_orders FOR EACH ROW EXECUTE FUNCTION payment_orders_after_notice();
--> statement-breakpoint

-- I4: an objection is decided once, by somebody, with an answer; it is neither rewritten nor removed.
CREATE FUNCTION objections_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' OR OLD.state <> 'open'
     OR (to_jsonb(NEW) - ARRAY['state', 'decided_by', 'decided_at', 'answer']) IS DISTINCT FROM (to_jsonb(OLD) - ARRAY['state', 'decided_by', 'decided_at', 'answer'])
     OR NEW.decided_by IS NULL OR NEW.decided_at IS NULL OR coalesce(btrim(NEW.answer), '') = '' THEN
    RAISE EXCEPTION 'an objection is decided once, by somebody, with an answer' USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'objections_fixed';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER objections_fixed BEFORE UPDATE OR DELETE ON objections FOR EACH ROW EXECUTE FUNCTION objections_fixed();
--> statement-breakpoint

-- I7: the audit row of an event is the one about this move of this claim.
CREATE OR REPLACE FUNCTION claim_events_match_claim() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM claims WHERE id = NEW.claim_id AND version >= NEW.seq) THEN
    RAISE EXCEPTION 'event % of claim % without a change of state', NEW.seq, NEW.claim_id USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'claim_events_match_claim';
  END IF;
  IF NOT EXISTS (SELECT 1 FROM audit_log a WHERE a.chain = NEW.audit_chain AND a.seq = NEW.audit_seq AND a.subject_type = 'claim'
                   AND a.subject_id = NEW.claim_id::text AND a.action = 'claim.' || NEW.from_state || '>' || NEW.to_state) THEN
    RAISE EXCEPTION 'event % of claim % without its own audit row', NEW.seq, NEW.claim_id USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'claim_events_audit_row';
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint

-- What is append-only or guarded row by row is not emptied at one stroke either.
CREATE TRIGGER claim_events_no_truncate BEFORE TRUNCATE ON claim_events FOR EACH STATEMENT EXECUTE FUNCTION forbid_change();
--> statement-breakpoint
CREATE TRIGGER claim_opinions_no_truncate BEFORE TRUNCATE ON claim_opinions FOR EACH STATEMENT EXECUTE FUNCTION forbid_change();
--> statement-breakpoint
CREATE TRIGGER claim_snapshots_no_truncate BEFORE TRUNCATE ON claim_snapshots FOR EACH STATEMENT EXECUTE FUNCTION forbid_change();
--> statement-breakpoint
CREATE TRIGGER claims_no_truncate BEFORE TRUNCATE ON claims FOR EACH STATEMENT EXECUTE FUNCTION forbid_change();
--> statement-breakpoint
CREATE TRIGGER approvals_no_truncate BEFORE TRUNCATE ON approvals FOR EACH STATEMENT EXECUTE FUNCTION forbid_change();
--> statement-breakpoint
CREATE TRIGGER payment_orders_no_truncate BEFORE TRUNCATE ON payment_orders FOR EACH STATEMENT EXECUTE FUNCTION forbid_change();
--> statement-breakpoint
CREATE TRIGGER budget_reservations_no_truncate BEFORE TRUNCATE ON budget_reservations FOR EACH STATEMENT EXECUTE FUNCTION forbid_change();
--> statement-breakpoint
CREATE TRIGGER objections_no_truncate BEFORE TRUNCATE ON objections FOR EACH STATEMENT EXECUTE FUNCTION forbid_change();
--> statement-breakpoint
CREATE TRIGGER notice_lines_no_truncate BEFORE TRUNCATE ON notice_lines FOR EACH STATEMENT EXECUTE FUNCTION forbid_change();
--> statement-breakpoint
CREATE TRIGGER notices_no_truncate BEFORE TRUNCATE ON notices FOR EACH STATEMENT EXECUTE FUNCTION forbid_change();
--> statement-breakpoint
CREATE TRIGGER indicator_values_no_truncate BEFORE TRUNCATE ON indicator_values FOR EACH STATEMENT EXECUTE FUNCTION forbid_change();
--> statement-breakpoint
CREATE TRIGGER bank_files_append_only BEFORE UPDATE OR DELETE ON bank_files FOR EACH ROW EXECUTE FUNCTION forbid_change();
--> statement-breakpoint
CREATE TRIGGER bank_files_no_truncate BEFORE TRUNCATE ON bank_files FOR EACH STATEMENT EXECUTE FUNCTION forbid_change();
