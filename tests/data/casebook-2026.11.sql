-- A casebook as casework 2026.11.0 made it; the county and every person in it are invented.
BEGIN TRANSACTION;
CREATE TABLE "_sqlite_migrations" (
   "id" INTEGER PRIMARY KEY,
   "migration_set" TEXT,
   "name" TEXT,
   "applied_at" TEXT
);
INSERT INTO "_sqlite_migrations" VALUES(1,'casework','first','2024-11-01T09:00:00+00:00');
CREATE TABLE audit (
  seq INTEGER PRIMARY KEY, at TEXT NOT NULL, by TEXT NOT NULL, act TEXT NOT NULL
) STRICT;
INSERT INTO "audit" VALUES(1,'2024-11-01T09:00:00+00:00','示例县','new casebook (demo)');
INSERT INTO "audit" VALUES(2,'2024-11-01T09:00:00+00:00','示例建档人','demo case files');
INSERT INTO "audit" VALUES(3,'2024-11-20T09:00:00+00:00','示例会计','funds: 中央专项帮扶资金, 省级财政帮扶资金, 县工会帮扶资金, 爱心助学捐赠');
INSERT INTO "audit" VALUES(4,'2025-06-30T09:00:00+00:00','示例会计','funds: 中央专项帮扶资金, 省级财政帮扶资金, 县工会帮扶资金, 爱心助学捐赠');
INSERT INTO "audit" VALUES(5,'2025-06-30T09:00:00+00:00','示例经办人','adopt a plan');
INSERT INTO "audit" VALUES(6,'2025-07-05T09:00:00+00:00','示例审批人','approve 2025-001');
INSERT INTO "audit" VALUES(7,'2025-07-09T09:00:00+00:00','示例出纳','pay 2025-001');
INSERT INTO "audit" VALUES(8,'2025-12-20T09:00:00+00:00','示例会计','funds: 中央专项帮扶资金, 省级财政帮扶资金, 县工会帮扶资金, 爱心助学捐赠');
INSERT INTO "audit" VALUES(9,'2025-12-20T09:00:00+00:00','示例经办人','adopt a plan');
INSERT INTO "audit" VALUES(10,'2025-12-25T09:00:00+00:00','示例审批人','approve 2025-002');
INSERT INTO "audit" VALUES(11,'2025-12-29T09:00:00+00:00','示例出纳','pay 2025-002');
INSERT INTO "audit" VALUES(12,'2026-09-30T09:00:00+00:00','示例会计','funds: 中央专项帮扶资金, 省级财政帮扶资金, 县工会帮扶资金, 爱心助学捐赠');
INSERT INTO "audit" VALUES(13,'2026-10-14T09:00:00+00:00','示例会计','returned and reversed payments');
INSERT INTO "audit" VALUES(14,'2026-10-15T09:00:00+00:00','示例会计','funds: 中央专项帮扶资金, 省级财政帮扶资金, 县工会帮扶资金, 爱心助学捐赠');
INSERT INTO "audit" VALUES(15,'2026-10-21T09:00:00+00:00','示例经办人','adopt a plan');
INSERT INTO "audit" VALUES(16,'2026-10-25T09:00:00+00:00','示例审批人','approve 2026-003');
INSERT INTO "audit" VALUES(17,'2026-10-28T09:00:00+00:00','示例经办人','adopt a plan');
INSERT INTO "audit" VALUES(18,'2026-10-30T09:00:00+00:00','示例会计','funds: 中央专项帮扶资金, 省级财政帮扶资金, 县工会帮扶资金, 爱心助学捐赠');
CREATE TABLE book (
  id INTEGER PRIMARY KEY CHECK (id = 1), unit TEXT NOT NULL, pack TEXT NOT NULL,
  last_day TEXT NOT NULL CHECK (last_day IS date(last_day)), origin TEXT NOT NULL CHECK (origin IN ('new', 'demo', 'import'))
) STRICT;
INSERT INTO "book" VALUES(1,'示例县','demo-2026','2026-10-31','demo');
CREATE TABLE decision (
  id INTEGER PRIMARY KEY, file_number TEXT NOT NULL REFERENCES household, decided_on TEXT NOT NULL,
  decided_by TEXT NOT NULL, digest TEXT NOT NULL REFERENCES rules, facts TEXT NOT NULL, result TEXT NOT NULL
) STRICT;
INSERT INTO "decision" VALUES(1,'20250008','2025-06-30','示例经办人','fda5430f829175eed3ef8c26a33d7ce0667b3dc9bc21f29844345a0618e3f652','{"size": 2, "annual_income_fen": 1205400, "annual_rigid_expenditure_fen": null, "medical_out_of_pocket_fen": 39000, "schooling_cost_fen": 0, "other_rigid_expenditure_fen": 0, "hardship_cost_fen": 0, "event": false, "cause_documented": true, "assets_excluded": false, "dibao_line_fen": null, "previous_year_dibao_line_fen": null, "single_parent": false, "head_sex": "男", "class_": null, "union_aid_received_fen": 0, "warmth_received_fen": 0, "archived": true, "itemised": true, "members": [{"relation": "spouse", "stage": "none", "age": 54, "income_month_fen": 0, "disabled": false}]}','{"household": "20250008", "class": "deep", "missing": [], "net_income_per_capita_month_fen": 48600, "dibao_line_fen": 100000, "living_aid_fen": 600000, "medical_aid_fen": 35100, "tuition_aid_fen": 0, "temporary_aid_fen": 0, "warmth_visit_fen": 100000, "living_instalment_fen": 300000, "approval_level": "county", "reasons": {"living": "amount", "medical": "amount", "tuition": "no_child", "temporary": "none_for_class", "warmth": "amount"}}');
INSERT INTO "decision" VALUES(2,'20250011','2025-12-20','示例经办人','fda5430f829175eed3ef8c26a33d7ce0667b3dc9bc21f29844345a0618e3f652','{"size": 3, "annual_income_fen": 6880800, "annual_rigid_expenditure_fen": null, "medical_out_of_pocket_fen": 4008000, "schooling_cost_fen": 0, "other_rigid_expenditure_fen": 0, "hardship_cost_fen": 4008000, "event": true, "cause_documented": true, "assets_excluded": false, "dibao_line_fen": null, "previous_year_dibao_line_fen": null, "single_parent": false, "head_sex": "女", "class_": null, "union_aid_received_fen": 0, "warmth_received_fen": 0, "archived": true, "itemised": true, "members": [{"relation": "spouse", "stage": "none", "age": 38, "income_month_fen": 0, "disabled": false}, {"relation": "child", "stage": "none", "age": 11, "income_month_fen": 0, "disabled": false}]}','{"household": "20250011", "class": "deep", "missing": [], "net_income_per_capita_month_fen": 79800, "dibao_line_fen": 100000, "living_aid_fen": 600000, "medical_aid_fen": 2000000, "tuition_aid_fen": 0, "temporary_aid_fen": 0, "warmth_visit_fen": 100000, "living_instalment_fen": 300000, "approval_level": "county", "reasons": {"living": "amount", "medical": "capped", "tuition": "no_child", "temporary": "none_for_class", "warmth": "amount"}}');
INSERT INTO "decision" VALUES(3,'20250009','2026-10-21','示例经办人','fda5430f829175eed3ef8c26a33d7ce0667b3dc9bc21f29844345a0618e3f652','{"size": 2, "annual_income_fen": 6033400, "annual_rigid_expenditure_fen": null, "medical_out_of_pocket_fen": 1819000, "schooling_cost_fen": 0, "other_rigid_expenditure_fen": 0, "hardship_cost_fen": 1819000, "event": true, "cause_documented": true, "assets_excluded": false, "dibao_line_fen": null, "previous_year_dibao_line_fen": null, "single_parent": false, "head_sex": "女", "class_": null, "union_aid_received_fen": 0, "warmth_received_fen": 0, "archived": true, "itemised": true, "members": [{"relation": "spouse", "stage": "none", "age": 45, "income_month_fen": 0, "disabled": false}]}','{"household": "20250009", "class": "relative", "missing": [], "net_income_per_capita_month_fen": 175600, "dibao_line_fen": 100000, "living_aid_fen": 300000, "medical_aid_fen": 909500, "tuition_aid_fen": 0, "temporary_aid_fen": 0, "warmth_visit_fen": 80000, "living_instalment_fen": 150000, "approval_level": "county", "reasons": {"living": "amount", "medical": "amount", "tuition": "no_child", "temporary": "none_for_class", "warmth": "amount"}}');
INSERT INTO "decision" VALUES(4,'20250010','2026-10-28','示例经办人','fda5430f829175eed3ef8c26a33d7ce0667b3dc9bc21f29844345a0618e3f652','{"size": 6, "annual_income_fen": 16503800, "annual_rigid_expenditure_fen": null, "medical_out_of_pocket_fen": 5615000, "schooling_cost_fen": 1320000, "other_rigid_expenditure_fen": 0, "hardship_cost_fen": 5615000, "event": true, "cause_documented": true, "assets_excluded": false, "dibao_line_fen": null, "previous_year_dibao_line_fen": null, "single_parent": false, "head_sex": "女", "class_": null, "union_aid_received_fen": 0, "warmth_received_fen": 0, "archived": true, "itemised": true, "members": [{"relation": "spouse", "stage": "none", "age": 37, "income_month_fen": 0, "disabled": false}, {"relation": "child", "stage": "kindergarten", "age": 5, "income_month_fen": 0, "disabled": false}, {"relation": "child", "stage": "primary", "age": 10, "income_month_fen": 0, "disabled": false}, {"relation": "child", "stage": "high_school", "age": 15, "income_month_fen": 0, "disabled": false}, {"relation": "child", "stage": "university", "age": 18, "income_month_fen": 0, "disabled": false}]}','{"household": "20250010", "class": "relative", "missing": [], "net_income_per_capita_month_fen": 132900, "dibao_line_fen": 100000, "living_aid_fen": 300000, "medical_aid_fen": 1000000, "tuition_aid_fen": 400000, "temporary_aid_fen": 0, "warmth_visit_fen": 80000, "living_instalment_fen": 150000, "approval_level": "county", "reasons": {"living": "amount", "medical": "capped", "tuition": "amount", "temporary": "none_for_class", "warmth": "amount"}}');
CREATE TABLE fund (
    id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, source TEXT NOT NULL, reference TEXT, aids TEXT NOT NULL,
    classes TEXT NOT NULL, archived_only INTEGER NOT NULL, received_fen INTEGER NOT NULL DEFAULT 0,
    reserved_fen INTEGER NOT NULL DEFAULT 0, paid_fen INTEGER NOT NULL DEFAULT 0, last_move INTEGER NOT NULL DEFAULT 0,
    CONSTRAINT fund_plain CHECK (id > 0 AND name <> '' AND archived_only IN (0, 1) AND aids GLOB '[[]"*"]' AND classes GLOB '[[]"*"]'),
    CONSTRAINT fund_overspent CHECK (min(reserved_fen, paid_fen) >= 0 AND reserved_fen + paid_fen <= received_fen)
) STRICT;
INSERT INTO "fund" VALUES(1,'中央专项帮扶资金','central','示例数据（虚构）','["living", "medical", "tuition"]','["deep", "relative"]',1,6478800,760500,2244900,34);
INSERT INTO "fund" VALUES(2,'省级财政帮扶资金','provincial','示例数据（虚构）','["living", "medical"]','["deep"]',1,879500,0,0,35);
INSERT INTO "fund" VALUES(3,'县工会帮扶资金','union','示例数据（虚构）','["living", "medical", "tuition", "temporary", "warmth"]','["deep", "relative", "accident"]',0,2719100,529000,120000,36);
INSERT INTO "fund" VALUES(4,'爱心助学捐赠','donation','示例数据（虚构）','["tuition"]','["deep", "relative"]',0,586400,150100,0,37);
CREATE TABLE fund_reserve (
    fund_id INTEGER NOT NULL REFERENCES fund, amount_fen INTEGER NOT NULL, aids TEXT NOT NULL,
    CONSTRAINT fund_reserve_plain CHECK (amount_fen BETWEEN 0 AND 1000000000000000 AND aids GLOB '[[]"*"]')
) STRICT;
INSERT INTO "fund_reserve" VALUES(3,500000,'["temporary"]');
CREATE TABLE grant (
    id INTEGER PRIMARY KEY, batch TEXT NOT NULL, file_number TEXT NOT NULL, aid TEXT NOT NULL, class TEXT NOT NULL,
    archived INTEGER NOT NULL, fund_id INTEGER NOT NULL REFERENCES fund, period TEXT NOT NULL, decision_id INTEGER,
    amount_fen INTEGER NOT NULL, reserved_fen INTEGER NOT NULL DEFAULT 0, paid_fen INTEGER NOT NULL DEFAULT 0, last_move INTEGER NOT NULL DEFAULT 0,
    adopted_by TEXT NOT NULL, adopted_on TEXT, approved_by TEXT, approved_on TEXT,
    UNIQUE (file_number, aid, fund_id, period),
    CONSTRAINT grant_plain CHECK (id > 0 AND amount_fen BETWEEN 1 AND 1000000000000000 AND archived IN (0, 1)
        AND '' NOT IN (batch, file_number, period, adopted_by) AND approved_by IS NOT ''
        AND (approved_by IS NULL) = (approved_on IS NULL)
        AND date(adopted_on, '+0 days') IS adopted_on AND date(approved_on, '+0 days') IS approved_on),
    CONSTRAINT grant_self_approved CHECK (approved_by <> adopted_by),
    CONSTRAINT grant_unreserved CHECK (reserved_fen >= 0), CONSTRAINT grant_unpaid CHECK (paid_fen >= 0),
    CONSTRAINT grant_exceeded CHECK (reserved_fen + paid_fen <= amount_fen)
) STRICT;
INSERT INTO "grant" VALUES(1,'2025-001','20250008','living','deep',1,1,'2025',1,600000,0,0,21,'示例经办人','2025-06-30','示例审批人','2025-07-05');
INSERT INTO "grant" VALUES(2,'2025-001','20250008','medical','deep',1,1,'2025',1,35100,0,0,24,'示例经办人','2025-06-30','示例审批人','2025-07-05');
INSERT INTO "grant" VALUES(3,'2025-002','20250011','living','deep',1,1,'2025',2,600000,0,600000,14,'示例经办人','2025-12-20','示例审批人','2025-12-25');
INSERT INTO "grant" VALUES(4,'2025-002','20250011','medical','deep',1,1,'2025',2,1644900,0,1644900,15,'示例经办人','2025-12-20','示例审批人','2025-12-25');
INSERT INTO "grant" VALUES(5,'2025-002','20250011','medical','deep',1,3,'2025',2,120000,0,120000,16,'示例经办人','2025-12-20','示例审批人','2025-12-25');
INSERT INTO "grant" VALUES(6,'2026-003','20250009','living','relative',1,1,'2026',3,300000,300000,0,29,'示例经办人','2026-10-21','示例审批人','2026-10-25');
INSERT INTO "grant" VALUES(7,'2026-003','20250009','medical','relative',1,1,'2026',3,460500,460500,0,30,'示例经办人','2026-10-21','示例审批人','2026-10-25');
INSERT INTO "grant" VALUES(8,'2026-003','20250009','medical','relative',1,3,'2026',3,449000,449000,0,31,'示例经办人','2026-10-21','示例审批人','2026-10-25');
INSERT INTO "grant" VALUES(9,'2026-003','20250009','warmth','relative',1,3,'2026',3,80000,80000,0,32,'示例经办人','2026-10-21','示例审批人','2026-10-25');
INSERT INTO "grant" VALUES(10,'2026-004','20250010','tuition','relative',1,4,'2026',4,150100,150100,0,33,'示例经办人','2026-10-28',NULL,NULL);
CREATE TABLE household (
  file_number TEXT NOT NULL,
  name TEXT NOT NULL,
  sex TEXT NOT NULL,
  ethnic_group TEXT,
  political_affiliation TEXT,
  id_number TEXT NOT NULL,
  birth_date TEXT NOT NULL CHECK (birth_date IS date(birth_date, '+0 days')),
  phone TEXT,
  marital_status TEXT,
  hukou_type TEXT,
  health_status TEXT,
  disability TEXT,
  work_status TEXT,
  model_worker TEXT,
  employer TEXT,
  employer_ownership TEXT,
  employer_condition TEXT,
  industry TEXT,
  housing_type TEXT,
  floor_area TEXT,
  address TEXT,
  single_parent INTEGER CHECK (single_parent IN (0, 1)),
  zero_employment INTEGER CHECK (zero_employment IN (0, 1)),
  medical_insurance TEXT,
  claimed_class TEXT,
  main_cause TEXT,
  secondary_causes TEXT,
  own_income_month_fen INTEGER CHECK (own_income_month_fen >= 0),
  other_income_fen INTEGER CHECK (other_income_fen >= 0),
  annual_income_fen INTEGER CHECK (annual_income_fen >= 0),
  size INTEGER CHECK (size >= 0),
  medical_out_of_pocket_fen INTEGER CHECK (medical_out_of_pocket_fen >= 0),
  schooling_cost_fen INTEGER CHECK (schooling_cost_fen >= 0),
  other_rigid_expenditure_fen INTEGER CHECK (other_rigid_expenditure_fen >= 0),
  bank TEXT,
  bank_card TEXT,
  filed_on TEXT CHECK (filed_on IS date(filed_on, '+0 days')),
  exited_on TEXT CHECK (exited_on IS date(exited_on, '+0 days')),
  remark TEXT,
  PRIMARY KEY (file_number)
) STRICT;
INSERT INTO "household" VALUES('20250001','朱伟建','男','汉族','中共党员','340104199105099976','1991-05-09','19966856101','已婚','农业','癌症',NULL,'下(待)岗','其他','示例环卫所','国有企业','正常','纺织','自购房','33','示例市示例县幸福路91号',0,0,'城镇职工医保','意外致困','患重特大疾病',NULL,130400,6258800,10559600,2,3446000,0,0,'示例银行','62606226759453928','2026-07-18',NULL,NULL);
INSERT INTO "household" VALUES('20250002','胡洁','女','汉族','中共党员','34010419720626998X','1972-06-26','19977679130','离异','农业','高血压病',NULL,'农民工','其他','示例公交集团','国有企业','半停产','纺织','政府廉租房','95','示例市示例县幸福路188号',1,0,'城镇职工医保','意外致困','遭受意外事故',NULL,196500,15124400,17482400,4,2319000,840000,878600,'示例银行','62580556176988120','2024-11-12',NULL,NULL);
INSERT INTO "household" VALUES('20250003','黄敏静','女','汉族','群众','370203198810089968','1988-10-08','19917623085','未婚','非农业','癌症',NULL,'失(无)业','其他','示例机械公司','国有企业','正常','社会服务业','自购房','40','示例市示例县幸福路59号',0,0,'城镇职工医保','相对困难','患重特大疾病',NULL,210500,600,2526600,1,795000,0,0,'示例银行','62625060660101364','2026-02-16',NULL,NULL);
INSERT INTO "household" VALUES('20250004','罗伟','男','汉族','中共党员','310117197801269972','1978-01-26','19927117654','已婚','农业','高血压病',NULL,'农民工','其他','示例物流公司','国有企业','半停产','机电','自购房','73','示例市示例县幸福路133号',0,0,'城镇职工医保','相对困难','遭受意外事故',NULL,41700,7866800,8367200,3,606000,0,1036400,'示例银行','62125368366696188','2024-01-25',NULL,NULL);
INSERT INTO "household" VALUES('20250005','胡勇','男','汉族','群众','370203198204179971','1982-04-17','19961640642','离异','非农业','良好',NULL,'在岗','其他','示例环卫所','国有企业','半停产','纺织','自购房','43','示例市示例县幸福路52号',1,0,'城镇职工医保','深度困难','下岗失业',NULL,1900,1742400,NULL,2,114000,0,0,'示例银行','62405892090170840','2024-06-03',NULL,NULL);
INSERT INTO "household" VALUES('20250006','高超','男','汉族','群众','420106197204249996','1972-04-24','19970589031','已婚','非农业','一般疾病',NULL,'农民工','其他','示例物流公司','国有企业','正常','社会服务业','租房','39','示例市示例县幸福路3号',0,0,'城镇职工医保','相对困难','子女上学',NULL,275400,1521000,6813000,3,81000,0,0,'示例银行','62408424889246907','2026-04-25',NULL,NULL);
INSERT INTO "household" VALUES('20250007','王芳','女','汉族','中共党员','110105197206139986','1972-06-13','19976051436','已婚','农业','一般疾病',NULL,'农民工','其他','示例机械公司','国有企业','正常','机电','租房','63','示例市示例县幸福路281号',0,0,'城镇职工医保','相对困难','子女上学',NULL,298100,3323400,6900600,3,195000,420000,0,'示例银行','62218666449435999','2026-04-03',NULL,NULL);
INSERT INTO "household" VALUES('20250008','陈波刚','男','汉族','中共党员','420106197107039970','1971-07-03','19932758751','已婚','非农业','一般疾病',NULL,'下(待)岗','其他','示例物流公司','国有企业','停产','社会服务业','租房','48','示例市示例县幸福路239号',0,0,'城镇职工医保','深度困难','子女上学',NULL,100400,600,1205400,2,39000,0,0,'示例银行','62639387555138512','2024-09-11',NULL,NULL);
INSERT INTO "household" VALUES('20250009','赵桂艳','女','汉族','中共党员','340104198308129982','1983-08-12','19938923814','已婚','非农业','癌症',NULL,'农民工','其他','示例环卫所','国有企业','正常','机电','租房','54','示例市示例县幸福路251号',0,0,'城镇职工医保','相对困难','患重特大疾病',NULL,233100,3236200,6033400,2,1819000,0,0,'示例银行','62778451691327564','2025-09-12',NULL,NULL);
INSERT INTO "household" VALUES('20250010','徐霞玲','女','汉族','中共党员','34010419850116996X','1985-01-16','19979536152','已婚','非农业','癌症',NULL,'下(待)岗','其他','示例物流公司','国有企业','半停产','社会服务业','自购房','94','示例市示例县幸福路46号',0,0,'城镇职工医保','相对困难','患重特大疾病',NULL,267600,13292600,16503800,6,5615000,1320000,0,'示例银行','62889950036196973','2025-10-20',NULL,NULL);
INSERT INTO "household" VALUES('20250011','杨秀','女','汉族','中共党员','320583198504119961','1985-04-11','19947680871','已婚','农业','癌症',NULL,'失(无)业','其他','示例物流公司','国有企业','半停产','社会服务业','租房','67','示例市示例县幸福路273号',0,0,'城镇职工医保','深度困难','患重特大疾病',NULL,154800,5023200,6880800,3,4008000,0,0,'示例银行','62534279924480326','2025-02-13',NULL,NULL);
INSERT INTO "household" VALUES('20250012','孙娟','女','汉族','中共党员','310117199106139964','1991-06-13','19928974018','离异','非农业','一般疾病',NULL,'失(无)业','其他','示例纺织厂','国有企业','停产','纺织','自购房','60','示例市示例县幸福路24号',1,0,'城镇职工医保','意外致困','遭受意外事故',NULL,83600,8999200,10002400,3,1933000,0,311400,'示例银行','62960572624896890','2024-12-05',NULL,NULL);
CREATE TABLE import_file (
  sha256 TEXT NOT NULL, name TEXT NOT NULL, imported_on TEXT NOT NULL, counts TEXT NOT NULL
) STRICT;
CREATE TABLE member (
  file_number TEXT NOT NULL REFERENCES household, place INTEGER NOT NULL CHECK (place > 0),
  name TEXT NOT NULL,
  relation TEXT NOT NULL,
  sex TEXT NOT NULL,
  id_number TEXT NOT NULL,
  birth_date TEXT NOT NULL CHECK (birth_date IS date(birth_date, '+0 days')),
  health_status TEXT,
  medical_insurance TEXT,
  person_status TEXT,
  income_month_fen INTEGER CHECK (income_month_fen >= 0),
  employer_or_school TEXT,
  study_level TEXT,
  entry_year INTEGER CHECK (entry_year >= 0),
  programme_years INTEGER CHECK (programme_years >= 0),
  remark TEXT,
  PRIMARY KEY (file_number, place)
) STRICT;
INSERT INTO "member" VALUES('20250001',1,'孙兰','配偶','女','340104199009159983','1990-09-15','良好','城乡居民医保','其他',228000,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "member" VALUES('20250002',1,'胡丽','女','女','340104200308219961','2003-08-21','良好','城乡居民医保','其他',0,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "member" VALUES('20250002',2,'胡平','子','男','321302200906229997','2009-06-22','良好','城乡居民医保','学生',0,'示例学校','high_school',2024,3,NULL);
INSERT INTO "member" VALUES('20250002',3,'胡英兰','女','女','31011720110822998X','2011-08-22','良好','城乡居民医保','学生',0,'示例学校','high_school',2026,3,NULL);
INSERT INTO "member" VALUES('20250004',1,'罗红','配偶','女','110105197806169986','1978-06-16','良好','城乡居民医保','其他',0,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "member" VALUES('20250004',2,'罗洁','女','女','340104201707289961','2017-07-28','良好','城乡居民医保','学生',0,'示例学校','primary',2023,6,NULL);
INSERT INTO "member" VALUES('20250005',1,'胡建','子','男','420106201810269996','2018-10-26','良好','城乡居民医保','学生',0,'示例学校','primary',2024,6,NULL);
INSERT INTO "member" VALUES('20250006',1,'刘芳','配偶','女','420106197402229988','1974-02-22','良好','城乡居民医保','其他',165600,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "member" VALUES('20250006',2,'高娜','女','女','110105201606109988','2016-06-10','良好','城乡居民医保','学生',0,'示例学校','primary',2022,6,NULL);
INSERT INTO "member" VALUES('20250007',1,'郭建','配偶','男','340104197302019999','1973-02-01','良好','城乡居民医保','其他',0,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "member" VALUES('20250007',2,'王超','子','男','320583201103269998','2011-03-26','良好','城乡居民医保','学生',0,'示例学校','high_school',2026,3,NULL);
INSERT INTO "member" VALUES('20250008',1,'朱敏','配偶','女','340104197008069987','1970-08-06','良好','城乡居民医保','其他',0,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "member" VALUES('20250009',1,'马军强','配偶','男','321302198101119993','1981-01-11','良好','城乡居民医保','其他',0,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "member" VALUES('20250010',1,'马国','配偶','男','420106198902209996','1989-02-20','良好','城乡居民医保','其他',0,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "member" VALUES('20250010',2,'徐建','子','男','321302202101069999','2021-01-06','良好','城乡居民医保','学生',0,'示例学校','kindergarten',NULL,NULL,NULL);
INSERT INTO "member" VALUES('20250010',3,'徐平','子','男','110105201609159999','2016-09-15','良好','城乡居民医保','学生',0,'示例学校','primary',2022,6,NULL);
INSERT INTO "member" VALUES('20250010',4,'徐刚','子','男','370203201104289991','2011-04-28','良好','城乡居民医保','学生',0,'示例学校','high_school',2026,3,NULL);
INSERT INTO "member" VALUES('20250010',5,'徐涛','子','男','32058320080503999X','2008-05-03','良好','城乡居民医保','学生',0,'示例学校','university',2026,4,NULL);
INSERT INTO "member" VALUES('20250011',1,'赵军','配偶','男','310117198708219991','1987-08-21','良好','城乡居民医保','其他',0,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "member" VALUES('20250011',2,'杨杰','子','男','310117201403129973','2014-03-12','良好','城乡居民医保','学生',0,'示例学校','middle_school',2026,3,NULL);
INSERT INTO "member" VALUES('20250012',1,'孙英','女','女','340104201407019986','2014-07-01','良好','城乡居民医保','学生',0,'示例学校','middle_school',2026,3,NULL);
INSERT INTO "member" VALUES('20250012',2,'孙丽','女','女','370203201705169960','2017-05-16','良好','城乡居民医保','学生',0,'示例学校','primary',2023,6,NULL);
CREATE TABLE move (
    seq INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, kind TEXT NOT NULL,
    grant_id INTEGER REFERENCES grant, fund_id INTEGER NOT NULL REFERENCES fund, amount_fen INTEGER NOT NULL,
    made_on TEXT NOT NULL, made_by TEXT NOT NULL, reference TEXT,
    CONSTRAINT move_plain CHECK (seq > 0 AND kind IN ('receipt', 'reserve', 'pay', 'release', 'return', 'reversal') AND amount_fen BETWEEN 1 AND 1000000000000000
        AND '' NOT IN (key, made_by) AND date(made_on, '+0 days') IS made_on),
    CONSTRAINT move_misplaced CHECK ((kind = 'receipt') = (grant_id IS NULL))
) STRICT;
INSERT INTO "move" VALUES(1,'receipt:1:2024-11-20:示例财〔2024〕11号','receipt',NULL,1,960000,'2024-11-20','示例会计','示例财〔2024〕11号');
INSERT INTO "move" VALUES(2,'receipt:3:2024-11-20:示例财〔2024〕11号','receipt',NULL,3,240000,'2024-11-20','示例会计','示例财〔2024〕11号');
INSERT INTO "move" VALUES(3,'receipt:1:2025-06-30:示例财〔2025〕6号','receipt',NULL,1,960000,'2025-06-30','示例会计','示例财〔2025〕6号');
INSERT INTO "move" VALUES(4,'receipt:3:2025-06-30:示例财〔2025〕6号','receipt',NULL,3,240000,'2025-06-30','示例会计','示例财〔2025〕6号');
INSERT INTO "move" VALUES(5,'reserve:1','reserve',1,1,600000,'2025-06-30','示例经办人',NULL);
INSERT INTO "move" VALUES(6,'reserve:2','reserve',2,1,35100,'2025-06-30','示例经办人',NULL);
INSERT INTO "move" VALUES(7,'pay:1:5','pay',1,1,600000,'2025-07-09','示例出纳',NULL);
INSERT INTO "move" VALUES(8,'pay:2:6','pay',2,1,35100,'2025-07-09','示例出纳',NULL);
INSERT INTO "move" VALUES(9,'receipt:1:2025-12-20:示例财〔2025〕12号','receipt',NULL,1,960000,'2025-12-20','示例会计','示例财〔2025〕12号');
INSERT INTO "move" VALUES(10,'receipt:3:2025-12-20:示例财〔2025〕12号','receipt',NULL,3,240000,'2025-12-20','示例会计','示例财〔2025〕12号');
INSERT INTO "move" VALUES(11,'reserve:3','reserve',3,1,600000,'2025-12-20','示例经办人',NULL);
INSERT INTO "move" VALUES(12,'reserve:4','reserve',4,1,1644900,'2025-12-20','示例经办人',NULL);
INSERT INTO "move" VALUES(13,'reserve:5','reserve',5,3,120000,'2025-12-20','示例经办人',NULL);
INSERT INTO "move" VALUES(14,'pay:3:11','pay',3,1,600000,'2025-12-29','示例出纳',NULL);
INSERT INTO "move" VALUES(15,'pay:4:12','pay',4,1,1644900,'2025-12-29','示例出纳',NULL);
INSERT INTO "move" VALUES(16,'pay:5:13','pay',5,3,120000,'2025-12-29','示例出纳',NULL);
INSERT INTO "move" VALUES(17,'receipt:1:2026-09-30:示例财〔2026〕9号','receipt',NULL,1,960000,'2026-09-30','示例会计','示例财〔2026〕9号');
INSERT INTO "move" VALUES(18,'receipt:3:2026-09-30:示例财〔2026〕9号','receipt',NULL,3,240000,'2026-09-30','示例会计','示例财〔2026〕9号');
INSERT INTO "move" VALUES(19,'correction:1:12','return',1,1,600000,'2026-10-12','示例会计','示例更正');
INSERT INTO "move" VALUES(20,'correction:1:13','reserve',1,1,600000,'2026-10-13','示例会计','示例更正');
INSERT INTO "move" VALUES(21,'correction:1:14','release',1,1,600000,'2026-10-14','示例会计','示例更正');
INSERT INTO "move" VALUES(22,'correction:2:12','reversal',2,1,35100,'2026-10-12','示例会计','示例更正');
INSERT INTO "move" VALUES(23,'correction:2:13','reserve',2,1,35100,'2026-10-13','示例会计','示例更正');
INSERT INTO "move" VALUES(24,'correction:2:14','release',2,1,35100,'2026-10-14','示例会计','示例更正');
INSERT INTO "move" VALUES(25,'receipt:1:2026-10-15:示例财〔2026〕10号','receipt',NULL,1,1800400,'2026-10-15','示例会计','示例财〔2026〕10号');
INSERT INTO "move" VALUES(26,'receipt:2:2026-10-15:示例财〔2026〕10号','receipt',NULL,2,600100,'2026-10-15','示例会计','示例财〔2026〕10号');
INSERT INTO "move" VALUES(27,'receipt:3:2026-10-15:示例财〔2026〕10号','receipt',NULL,3,1200200,'2026-10-15','示例会计','示例财〔2026〕10号');
INSERT INTO "move" VALUES(28,'receipt:4:2026-10-15:示例财〔2026〕10号','receipt',NULL,4,400100,'2026-10-15','示例会计','示例财〔2026〕10号');
INSERT INTO "move" VALUES(29,'reserve:6','reserve',6,1,300000,'2026-10-21','示例经办人',NULL);
INSERT INTO "move" VALUES(30,'reserve:7','reserve',7,1,460500,'2026-10-21','示例经办人',NULL);
INSERT INTO "move" VALUES(31,'reserve:8','reserve',8,3,449000,'2026-10-21','示例经办人',NULL);
INSERT INTO "move" VALUES(32,'reserve:9','reserve',9,3,80000,'2026-10-21','示例经办人',NULL);
INSERT INTO "move" VALUES(33,'reserve:10','reserve',10,4,150100,'2026-10-28','示例经办人',NULL);
INSERT INTO "move" VALUES(34,'receipt:1:2026-10-30:示例财〔2026〕10号','receipt',NULL,1,838400,'2026-10-30','示例会计','示例财〔2026〕10号');
INSERT INTO "move" VALUES(35,'receipt:2:2026-10-30:示例财〔2026〕10号','receipt',NULL,2,279400,'2026-10-30','示例会计','示例财〔2026〕10号');
INSERT INTO "move" VALUES(36,'receipt:3:2026-10-30:示例财〔2026〕10号','receipt',NULL,3,558900,'2026-10-30','示例会计','示例财〔2026〕10号');
INSERT INTO "move" VALUES(37,'receipt:4:2026-10-30:示例财〔2026〕10号','receipt',NULL,4,186300,'2026-10-30','示例会计','示例财〔2026〕10号');
CREATE TABLE quarantine (
  sha256 TEXT NOT NULL, sheet TEXT NOT NULL, row INTEGER NOT NULL, verdict TEXT NOT NULL, cells TEXT NOT NULL,
  UNIQUE (sha256, sheet, row)
) STRICT;
CREATE TABLE rules (
  digest TEXT PRIMARY KEY, stem TEXT NOT NULL, pack_text TEXT NOT NULL, lines_text TEXT NOT NULL
) STRICT;
INSERT INTO "rules" VALUES('fda5430f829175eed3ef8c26a33d7ce0667b3dc9bc21f29844345a0618e3f652','demo-2026','# An invented city. Every figure is made up for teaching and trying out; nothing here is law anywhere.
pack: demo-2026
name: {zh: 示例市困难职工帮扶办法（虚构）, en: Demo City rules (invented)}
note:
  zh: 示例市为虚构，仅供演示和试用，不是任何地方的现行规定。
  en: Demo City is invented, for demonstration and trials only; these are not the rules of any real place.
valid_from: 2024-01-01
published_on: 2023-12-15
sources:
  rule: {title: 《示例市困难职工帮扶办法》（虚构）, number: 示例工〔2023〕1号, dated: ''2023-12-15'', grade: invented}
line: demo
line_source: rule
rigid: [medical, schooling, other]
income_notes:
  - {zh: 按实际收入核算，不推算, en: ''actual income counts, none is imputed'', source: rule}
exclusions:
  - {zh: 家庭拥有两套以上住房, en: the household owns two homes or more, source: rule}
  - {zh: 拥有机动车（因病因残代步的除外）, en: ''it owns a motor vehicle, unless one made necessary by illness or disability'', source: rule}
  - {zh: 拒绝核查或隐瞒收入, en: it refuses verification or hides income, source: rule}
evidence:
  - {zh: 书面申请、户口簿和身份证复印件、近 12 个月收入证明, en: ''written application, copies of hukou book and ID, proof of income of the last 12 months'', source: rule}
  - {zh: 患病的附诊断证明和自付票据，子女就学的附在读证明, en: ''for illness the diagnosis and bills paid, for schooling proof of enrolment'', source: rule}
classes:
  - {name: deep, source: rule, tests: [{measure: net, op: ''<'', times: ''1''}]}
  - {name: relative, source: rule, tests: [{measure: net, op: ''<'', times: ''2''}]}
  - {name: accident, source: rule, event: true, tests: [{measure: net, op: ''<'', times: ''3''}]}
beyond: not_eligible
living:
  source: rule
  instalments: 2
  by_class: {deep: {lines: ''6''}, relative: {lines: ''3''}, accident: null}
medical:
  source: rule
  by_class:
    deep: {kind: marginal, bands: [{up_to: ''10000'', rate: ''0.9''}, {rate: ''0.7''}], cap: ''20000''}
    relative: {kind: marginal, bands: [{rate: ''0.5''}], cap: ''10000''}
    accident: {kind: marginal, bands: [{rate: ''0.3''}], cap: ''10000''}
tuition:
  source: rule
  by_class:
    deep:
      kindergarten: {yuan: ''1000'', only: single_parent}
      primary: {yuan: ''1000''}
      middle_school: {yuan: ''1000''}
      high_school: {yuan: ''3000''}
      vocational: {yuan: ''3000''}
      college: {lines: ''5''}
      university: {lines: ''5''}
      postgraduate: {lines: ''5''}
    relative:
      high_school: {yuan: ''1500''}
      vocational: {yuan: ''1500''}
      college: {lines: ''2.5''}
      university: {lines: ''2.5''}
      postgraduate: {lines: ''2.5''}
    accident: null
temporary:
  source: rule
  event: true
  by_class:
    deep: null
    relative: null
    accident: {kind: marginal, bands: [{rate: ''0.15''}], cap: ''10000''}
warmth:
  source: rule
  per_time: ''3000''
  per_year: ''6000''
  by_class: {deep: {yuan: ''1000''}, relative: {yuan: ''800''}, accident: {yuan: ''500''}}
stacking: {source: rule, one_item_only: []}
approval:
  source: rule
  steps: [{over: ''20000'', level: province}, {over: ''50000'', level: national}]
','# Assistance lines (低保标准, urban or unified) in yuan per person and month, each from the day it holds.
# starts: null   the first day is not known: between the value before and the next one the line counts as unknown.
# yuan: null     from this day on the value is not known.
# Examples with their sources, never law in force. Grades: A official page, B mirror, C uncertain.
sources:
  invented: {title: 示例市民政局公布的低保标准（虚构）, dated: ''2023-12-15'', grade: invented}
  S17: {title: 宿迁 2024 年度困难职工集中申报, dated: ''2023-09-13'', grade: A, where: ''zgjssw.gov.cn, 2023-09-14''}
  S18: {title: 2024 年南通市区困难职工申报条件, dated: ''2023'', grade: C}
  S40: {title: 北京市城乡低保标准公告（2015–2023 各年）, dated: 2015–2023, grade: B}
  S40L: {title: 北京市低收入家庭认定标准（2018-01 起的 2000 元沿用至今）, dated: 2015–2018, grade: C}
  S41: {title: 上海市城乡低保标准通知, number: 沪民规〔2023〕6号等, dated: 2015–2024, grade: B}
  S42: {title: 深圳市最低生活保障标准通知（2015–2024 各年）, dated: 2015–2024, grade: B}
  S43: {title: 济南、青岛等市低保标准通知, number: 济民发〔2024〕3号；青民〔2023〕63号, dated: 2016–2024, grade: B}
  S44: {title: 合肥市城乡低保标准报道, dated: 2015–2019, grade: B}
  S45: {title: 乳山市总工会困难职工家庭调查摸底通知, dated: ''2025-04-21'', grade: B}
  S24: {title: 武汉市困难职工帮扶标准（页面）, dated: ''2024-03-20'', grade: C}
  S26: {title: 荆门市解困脱困联席会报道, dated: 约 2019, grade: A, where: jingmen.cjyun.org}
regions:
  demo:
    name: {zh: 示例市（虚构）, en: Demo City (invented)}
    values:
      - {starts: 2024-01-01, published_on: 2023-12-15, yuan: ''1000'', source: invented}
  beijing:
    name: {zh: 北京市低保标准, en: Beijing Dibao line}
    values:
      - {starts: 2015-01-01, yuan: ''710'', source: S40}
      - {starts: 2017-01-01, yuan: ''900'', source: S40}
      - {starts: 2018-01-01, yuan: ''1000'', source: S40}
      - {starts: null, yuan: ''1100'', source: S40}
      - {starts: 2020-07-01, yuan: ''1170'', source: S40}
      - {starts: 2021-07-01, yuan: ''1245'', source: S40}
      - {starts: 2022-07-01, yuan: ''1320'', source: S40}
      - {starts: 2023-07-01, yuan: ''1395'', source: S40}
      - {starts: 2024-07-01, yuan: null, source: S40}
  beijing-low-income:
    name: {zh: 北京市低收入家庭认定标准, en: Beijing low-income standard}
    values:
      - {starts: 2015-01-01, yuan: ''930'', source: S40L}
      - {starts: 2017-01-01, yuan: ''1410'', source: S40L}
      - {starts: 2018-01-01, yuan: ''2000'', source: S40L}
  shanghai:
    name: {zh: 上海市低保标准, en: Shanghai Dibao line}
    values:
      - {starts: 2015-04-01, yuan: ''790'', source: S41}
      - {starts: null, yuan: ''1070'', source: S41}
      - {starts: 2019-04-01, yuan: ''1160'', source: S41}
      - {starts: 2020-07-01, yuan: ''1240'', source: S41}
      - {starts: 2021-07-01, yuan: null, source: S41}  # the line changes each 1 July
      - {starts: null, yuan: ''1420'', source: S41}
      - {starts: 2023-07-01, yuan: ''1510'', source: S41}
      - {starts: 2024-07-01, yuan: ''1595'', source: S41}
      - {starts: 2025-07-01, yuan: null, source: S41}
  shenzhen:
    name: {zh: 深圳市低保标准, en: Shenzhen Dibao line}
    values:
      - {starts: 2015-01-01, yuan: ''800'', source: S42}
      - {starts: 2017-03-01, yuan: ''900'', source: S42}
      - {starts: 2018-01-01, yuan: ''1070'', source: S42}
      - {starts: 2019-01-01, yuan: ''1160'', source: S42}
      - {starts: 2020-01-01, yuan: ''1250'', source: S42}
      - {starts: 2021-01-01, yuan: ''1300'', source: S42}
      - {starts: 2022-01-01, yuan: ''1365'', source: S42}
      - {starts: 2023-01-01, yuan: ''1413'', source: S42}
      - {starts: 2024-01-01, yuan: ''1483'', source: S42}
  jinan:
    name: {zh: 济南市低保标准, en: Jinan Dibao line}
    values:
      - {starts: 2016-01-01, yuan: ''580'', source: S43}
      - {starts: 2020-04-01, yuan: ''740'', source: S43}
      - {starts: 2023-01-01, yuan: ''1045'', source: S43}
      - {starts: 2024-01-01, yuan: ''1114'', source: S43}
  qingdao:
    name: {zh: 青岛市低保标准, en: Qingdao Dibao line}
    values:
      - {starts: 2014-01-01, yuan: ''600'', source: S43}
      - {starts: 2015-01-01, yuan: null, source: S43}  # the line changes each 1 January
      - {starts: 2024-01-01, yuan: ''1115'', source: S43}
      - {starts: 2025-01-01, yuan: null, source: S43}
  zibo:
    name: {zh: 淄博市低保标准, en: Zibo Dibao line}
    values: [{starts: 2024-01-01, yuan: ''989'', source: S43}]
  binzhou:
    name: {zh: 滨州市低保标准, en: Binzhou Dibao line}
    values: [{starts: 2024-01-01, yuan: ''1070'', source: S43}]
  rushan:
    name: {zh: 威海乳山低保标准, en: ''Rushan (Weihai) Dibao line''}
    values: [{starts: 2025-01-01, yuan: ''1062'', source: S45}]
  hefei:
    name: {zh: 合肥市低保标准, en: Hefei Dibao line}
    values:
      - {starts: 2015-01-01, yuan: ''510'', source: S44}
      - {starts: 2016-07-01, yuan: ''551'', source: S44}
      - {starts: 2019-07-01, yuan: ''639'', source: S44}
  wuhan:
    name: {zh: 武汉市低保标准, en: Wuhan Dibao line}
    values: [{starts: 2024-03-20, yuan: ''940'', source: S24}]
  suqian:
    name: {zh: 宿迁认定线（由公告推得）, en: Suqian line (implied by the notice)}
    values: [{starts: 2023-09-13, yuan: ''620'', source: S17}]
  nantong:
    name: {zh: 南通认定线（由公告推得）, en: Nantong line (implied by the notice)}
    values: [{starts: 2023-10-10, yuan: ''820'', source: S18}]  # the last day for applying; the first day is not shown
  jingmen:
    name: {zh: 荆门低保标准（由 12 × 620 推得，约 2019 年）, en: ''Jingmen Dibao line (implied by 12 × 620, about 2019)''}
    values: [{starts: null, yuan: ''620'', source: S26}]
');
CREATE UNIQUE INDEX "idx__sqlite_migrations_migration_set_name"
    ON "_sqlite_migrations" ("migration_set", "name");
CREATE UNIQUE INDEX household_id_number ON household (id_number);
CREATE INDEX member_id_number ON member (id_number);
CREATE TRIGGER rules_update_refused BEFORE UPDATE ON rules BEGIN SELECT RAISE(ABORT, 'casework: what stands in rules is kept as it was written'); END;
CREATE TRIGGER rules_delete_refused BEFORE DELETE ON rules BEGIN SELECT RAISE(ABORT, 'casework: what stands in rules is kept as it was written'); END;
CREATE TRIGGER decision_update_refused BEFORE UPDATE ON decision BEGIN SELECT RAISE(ABORT, 'casework: what stands in decision is kept as it was written'); END;
CREATE TRIGGER decision_delete_refused BEFORE DELETE ON decision BEGIN SELECT RAISE(ABORT, 'casework: what stands in decision is kept as it was written'); END;
CREATE TRIGGER import_file_update_refused BEFORE UPDATE ON import_file BEGIN SELECT RAISE(ABORT, 'casework: what stands in import_file is kept as it was written'); END;
CREATE TRIGGER import_file_delete_refused BEFORE DELETE ON import_file BEGIN SELECT RAISE(ABORT, 'casework: what stands in import_file is kept as it was written'); END;
CREATE TRIGGER quarantine_update_refused BEFORE UPDATE ON quarantine BEGIN SELECT RAISE(ABORT, 'casework: what stands in quarantine is kept as it was written'); END;
CREATE TRIGGER quarantine_delete_refused BEFORE DELETE ON quarantine BEGIN SELECT RAISE(ABORT, 'casework: what stands in quarantine is kept as it was written'); END;
CREATE TRIGGER audit_update_refused BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'casework: what stands in audit is kept as it was written'); END;
CREATE TRIGGER audit_delete_refused BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'casework: what stands in audit is kept as it was written'); END;
CREATE INDEX grant_batch ON grant (batch);
CREATE INDEX grant_fund ON grant (fund_id);
CREATE INDEX move_grant ON move (grant_id) WHERE grant_id IS NOT NULL;
CREATE TRIGGER fund_kept BEFORE DELETE ON fund WHEN 1 BEGIN SELECT RAISE(ABORT, 'casework: fund_kept'); END;
CREATE TRIGGER grant_kept BEFORE DELETE ON grant WHEN 1 BEGIN SELECT RAISE(ABORT, 'casework: grant_kept'); END;
CREATE TRIGGER move_kept BEFORE DELETE ON move WHEN 1 BEGIN SELECT RAISE(ABORT, 'casework: move_kept'); END;
CREATE TRIGGER move_changed BEFORE UPDATE ON move WHEN 1 BEGIN SELECT RAISE(ABORT, 'casework: move_changed'); END;
CREATE TRIGGER fund_figures BEFORE UPDATE ON fund WHEN (NEW.received_fen, NEW.reserved_fen, NEW.paid_fen, NEW.last_move) IS NOT (OLD.received_fen, OLD.reserved_fen, OLD.paid_fen, OLD.last_move) AND NOT EXISTS (SELECT 1 FROM move m
        WHERE m.seq = NEW.last_move AND m.seq > OLD.last_move AND m.fund_id = OLD.id AND NEW.received_fen = OLD.received_fen + m.amount_fen * CASE m.kind WHEN 'receipt' THEN 1 WHEN 'reserve' THEN 0 WHEN 'pay' THEN 0 WHEN 'release' THEN 0 WHEN 'return' THEN 0 WHEN 'reversal' THEN 0 END AND NEW.reserved_fen = OLD.reserved_fen + m.amount_fen * CASE m.kind WHEN 'receipt' THEN 0 WHEN 'reserve' THEN 1 WHEN 'pay' THEN -1 WHEN 'release' THEN -1 WHEN 'return' THEN 0 WHEN 'reversal' THEN 0 END AND NEW.paid_fen = OLD.paid_fen + m.amount_fen * CASE m.kind WHEN 'receipt' THEN 0 WHEN 'reserve' THEN 0 WHEN 'pay' THEN 1 WHEN 'release' THEN 0 WHEN 'return' THEN -1 WHEN 'reversal' THEN -1 END) BEGIN SELECT RAISE(ABORT, 'casework: fund_figures'); END;
CREATE TRIGGER grant_figures BEFORE UPDATE ON grant WHEN (NEW.reserved_fen, NEW.paid_fen, NEW.last_move) IS NOT (OLD.reserved_fen, OLD.paid_fen, OLD.last_move) AND NOT EXISTS (SELECT 1 FROM move m
        WHERE m.seq = NEW.last_move AND m.seq > OLD.last_move AND m.grant_id = OLD.id AND NEW.reserved_fen = OLD.reserved_fen + m.amount_fen * CASE m.kind WHEN 'receipt' THEN 0 WHEN 'reserve' THEN 1 WHEN 'pay' THEN -1 WHEN 'release' THEN -1 WHEN 'return' THEN 0 WHEN 'reversal' THEN 0 END AND NEW.paid_fen = OLD.paid_fen + m.amount_fen * CASE m.kind WHEN 'receipt' THEN 0 WHEN 'reserve' THEN 0 WHEN 'pay' THEN 1 WHEN 'release' THEN 0 WHEN 'return' THEN -1 WHEN 'reversal' THEN -1 END) BEGIN SELECT RAISE(ABORT, 'casework: grant_figures'); END;
CREATE TRIGGER fund_exists BEFORE INSERT ON fund WHEN EXISTS (SELECT 1 FROM fund WHERE id = NEW.id OR name = NEW.name) BEGIN SELECT RAISE(ABORT, 'casework: fund_exists'); END;
CREATE TRIGGER fund_not_zero BEFORE INSERT ON fund WHEN (NEW.received_fen, NEW.reserved_fen, NEW.paid_fen, NEW.last_move)
        IS NOT (0, 0, 0, 0) BEGIN SELECT RAISE(ABORT, 'casework: fund_not_zero'); END;
CREATE TRIGGER fund_terms BEFORE UPDATE ON fund WHEN (NEW.id, NEW.name, NEW.source, NEW.aids, NEW.classes, NEW.archived_only) IS NOT (OLD.id, OLD.name, OLD.source, OLD.aids, OLD.classes, OLD.archived_only) BEGIN SELECT RAISE(ABORT, 'casework: fund_terms'); END;
CREATE TRIGGER fund_overspent BEFORE UPDATE ON fund WHEN NEW.reserved_fen + NEW.paid_fen > NEW.received_fen BEGIN SELECT RAISE(ABORT, 'casework: fund_overspent'); END;
CREATE TRIGGER grant_exists BEFORE INSERT ON grant WHEN EXISTS (SELECT 1 FROM grant WHERE id = NEW.id)
        OR EXISTS (SELECT 1 FROM grant WHERE (file_number, aid, fund_id, period)
        = (NEW.file_number, NEW.aid, NEW.fund_id, NEW.period)) BEGIN SELECT RAISE(ABORT, 'casework: grant_exists'); END;
CREATE TRIGGER grant_not_draft BEFORE INSERT ON grant WHEN (NEW.reserved_fen, NEW.paid_fen, NEW.last_move,
        NEW.approved_by, NEW.approved_on) IS NOT (0, 0, 0, NULL, NULL) BEGIN SELECT RAISE(ABORT, 'casework: grant_not_draft'); END;
CREATE TRIGGER grant_restricted BEFORE INSERT ON grant WHEN NOT EXISTS (SELECT 1 FROM fund WHERE id = NEW.fund_id
        AND NEW.aid IN (SELECT value FROM json_each(aids))
        AND NEW.class IN (SELECT value FROM json_each(classes)) AND NEW.archived >= archived_only) BEGIN SELECT RAISE(ABORT, 'casework: grant_restricted'); END;
CREATE TRIGGER grant_identity BEFORE UPDATE ON grant WHEN (NEW.id, NEW.batch, NEW.file_number, NEW.aid, NEW.class, NEW.archived, NEW.fund_id, NEW.period, NEW.adopted_by) IS NOT (OLD.id, OLD.batch, OLD.file_number, OLD.aid, OLD.class, OLD.archived, OLD.fund_id, OLD.period, OLD.adopted_by) BEGIN SELECT RAISE(ABORT, 'casework: grant_identity'); END;
CREATE TRIGGER grant_approved BEFORE UPDATE ON grant WHEN OLD.approved_by IS NOT NULL AND (NEW.amount_fen, NEW.approved_by, NEW.approved_on, NEW.decision_id, NEW.adopted_on) IS NOT (OLD.amount_fen, OLD.approved_by, OLD.approved_on, OLD.decision_id, OLD.adopted_on) BEGIN SELECT RAISE(ABORT, 'casework: grant_approved'); END;
CREATE TRIGGER grant_self_approved BEFORE UPDATE ON grant WHEN NEW.approved_by = NEW.adopted_by BEGIN SELECT RAISE(ABORT, 'casework: grant_self_approved'); END;
CREATE TRIGGER grant_exceeded BEFORE UPDATE ON grant WHEN NEW.reserved_fen + NEW.paid_fen > NEW.amount_fen BEGIN SELECT RAISE(ABORT, 'casework: grant_exceeded'); END;
CREATE TRIGGER grant_unreserved BEFORE UPDATE ON grant WHEN NEW.reserved_fen < 0 BEGIN SELECT RAISE(ABORT, 'casework: grant_unreserved'); END;
CREATE TRIGGER grant_unpaid BEFORE UPDATE ON grant WHEN NEW.paid_fen < 0 BEGIN SELECT RAISE(ABORT, 'casework: grant_unpaid'); END;
CREATE TRIGGER move_exists BEFORE INSERT ON move WHEN EXISTS (SELECT 1 FROM move WHERE seq = NEW.seq OR key = NEW.key) BEGIN SELECT RAISE(ABORT, 'casework: move_exists'); END;
CREATE TRIGGER move_plain BEFORE INSERT ON move WHEN NEW.amount_fen NOT BETWEEN 1 AND 1000000000000000 OR NEW.kind NOT IN ('receipt', 'reserve', 'pay', 'release', 'return', 'reversal') BEGIN SELECT RAISE(ABORT, 'casework: move_plain'); END;
CREATE TRIGGER move_misplaced BEFORE INSERT ON move WHEN NOT CASE NEW.kind
        WHEN 'receipt' THEN NEW.grant_id IS NULL AND EXISTS (SELECT 1 FROM fund WHERE id = NEW.fund_id)
        ELSE EXISTS (SELECT 1 FROM grant WHERE id = NEW.grant_id AND fund_id = NEW.fund_id) END BEGIN SELECT RAISE(ABORT, 'casework: move_misplaced'); END;
CREATE TRIGGER move_unapproved BEFORE INSERT ON move WHEN NEW.kind = 'pay' AND EXISTS (SELECT 1 FROM grant
        WHERE id = NEW.grant_id AND (approved_by IS NOT NULL AND approved_on <= NEW.made_on) IS NOT 1) BEGIN SELECT RAISE(ABORT, 'casework: move_unapproved'); END;
CREATE TRIGGER move_gap AFTER INSERT ON move WHEN NEW.seq <> 1 + coalesce((SELECT max(seq) FROM move WHERE seq < NEW.seq), 0) BEGIN SELECT RAISE(ABORT, 'casework: move_gap'); END;
CREATE TRIGGER move_booked AFTER INSERT ON move BEGIN
    UPDATE grant SET reserved_fen = reserved_fen + NEW.amount_fen * CASE NEW.kind WHEN 'receipt' THEN 0 WHEN 'reserve' THEN 1 WHEN 'pay' THEN -1 WHEN 'release' THEN -1 WHEN 'return' THEN 0 WHEN 'reversal' THEN 0 END, paid_fen = paid_fen + NEW.amount_fen * CASE NEW.kind WHEN 'receipt' THEN 0 WHEN 'reserve' THEN 0 WHEN 'pay' THEN 1 WHEN 'release' THEN 0 WHEN 'return' THEN -1 WHEN 'reversal' THEN -1 END, last_move = NEW.seq WHERE id = NEW.grant_id;
    UPDATE fund SET received_fen = received_fen + NEW.amount_fen * CASE NEW.kind WHEN 'receipt' THEN 1 WHEN 'reserve' THEN 0 WHEN 'pay' THEN 0 WHEN 'release' THEN 0 WHEN 'return' THEN 0 WHEN 'reversal' THEN 0 END, reserved_fen = reserved_fen + NEW.amount_fen * CASE NEW.kind WHEN 'receipt' THEN 0 WHEN 'reserve' THEN 1 WHEN 'pay' THEN -1 WHEN 'release' THEN -1 WHEN 'return' THEN 0 WHEN 'reversal' THEN 0 END, paid_fen = paid_fen + NEW.amount_fen * CASE NEW.kind WHEN 'receipt' THEN 0 WHEN 'reserve' THEN 0 WHEN 'pay' THEN 1 WHEN 'release' THEN 0 WHEN 'return' THEN -1 WHEN 'reversal' THEN -1 END, last_move = NEW.seq WHERE id = NEW.fund_id;
    SELECT RAISE(ABORT, 'casework: move_unbooked')
        WHERE NOT EXISTS (SELECT 1 FROM fund WHERE id = NEW.fund_id AND last_move = NEW.seq) OR NEW.kind <> 'receipt'
        AND NOT EXISTS (SELECT 1 FROM grant WHERE id = NEW.grant_id AND last_move = NEW.seq);
END;
COMMIT;
