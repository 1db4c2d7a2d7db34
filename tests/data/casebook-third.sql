-- A casebook of the third version, as casework made it before an office entered lines of its own; the county and every person in it are invented.
BEGIN TRANSACTION;
CREATE TABLE "_sqlite_migrations" (
   "id" INTEGER PRIMARY KEY,
   "migration_set" TEXT,
   "name" TEXT,
   "applied_at" TEXT
);
INSERT INTO "_sqlite_migrations" VALUES(1,'casework','first','2024-11-01T09:00:00+00:00');
INSERT INTO "_sqlite_migrations" VALUES(2,'casework','second','2024-11-01T09:00:00+00:00');
INSERT INTO "_sqlite_migrations" VALUES(3,'casework','third','2024-11-01T09:00:00+00:00');
CREATE TABLE audit (
  seq INTEGER PRIMARY KEY, at TEXT NOT NULL, by TEXT NOT NULL, act TEXT NOT NULL, covers TEXT NOT NULL DEFAULT '{}',
  mac TEXT NOT NULL DEFAULT ''
) STRICT;
INSERT INTO "audit" VALUES(1,'2024-11-01T09:00:00+00:00','示例县','new casebook (demo)','{"rules": 1}','1e783216890e4063ed86171225adbbba138b5b8100c1856a8cdd107922718311');
INSERT INTO "audit" VALUES(2,'2024-11-01T09:00:00+00:00','示例会计','people: 示例建档人, 示例经办人, 示例入户人, 示例审核人, 示例复核人, 示例会计, 示例审批人, 示例出纳','{"audit": 1, "person": 8, "rules": 1}','38df1619fb2fb332ba9bd6f86e6d036e5307c4bc2249a7abdd21b8cff2fd86e1');
INSERT INTO "audit" VALUES(3,'2024-11-01T09:00:00+00:00','示例建档人','case work of 2024-11-01','{"audit": 2, "household": 1, "member": 4, "person": 8, "rules": 1}','b955b7827b4612d22d093da71f1e6ee61e7ba85e06d631214b12deae9ccee66c');
INSERT INTO "audit" VALUES(4,'2024-11-20T09:00:00+00:00','示例会计','funds: 中央专项帮扶资金, 省级财政帮扶资金, 县工会帮扶资金, 爱心助学捐赠','{"audit": 3, "household": 1, "member": 4, "person": 8, "rules": 1, "fund": 4, "fund_terms": 4, "move": 2}','1412c33e03b74a520f4f6eb10253dbbf41b1ad6717a23298a430033b643f39fc');
INSERT INTO "audit" VALUES(5,'2024-11-20T09:00:00+00:00','示例经办人','adopt a plan','{"audit": 4, "household": 1, "member": 4, "person": 8, "rules": 1, "decision": 1, "fund": 4, "fund_terms": 4, "grant": 2, "move": 4}','75de01aa8fe8371c3f1ead55c5347ebb7aca332866ab7dcd658d1cc322a6f667');
INSERT INTO "audit" VALUES(6,'2024-11-25T09:00:00+00:00','示例审批人','approve 2024-001','{"audit": 5, "household": 1, "member": 4, "step": 1, "person": 8, "rules": 1, "decision": 1, "fund": 4, "fund_terms": 4, "grant": 2, "move": 4}','3d7f30892c87f1987f6f1036e27edd4cdb8ce22a94ee3767e92ac0c7b5c8018f');
INSERT INTO "audit" VALUES(7,'2024-11-29T09:00:00+00:00','示例出纳','pay 2024-001','{"audit": 6, "household": 1, "member": 4, "step": 1, "person": 8, "bank_file": 1, "rules": 1, "decision": 1, "fund": 4, "fund_terms": 4, "grant": 2, "move": 6}','d2246bda2be7b0ace49aae791bf1429d76fa0251495098a3712f3e44b217a5f6');
INSERT INTO "audit" VALUES(8,'2025-02-11T09:00:00+00:00','示例建档人','case work of 2025-02-11','{"audit": 7, "household": 2, "member": 7, "step": 2, "evidence": 7, "person": 8, "bank_file": 1, "rules": 1, "decision": 1, "fund": 4, "fund_terms": 4, "grant": 2, "move": 6}','e4504800b69c57fe53a5be5180fb2b0f6bbee40a742c437eec736c16ac1a7f2a');
INSERT INTO "audit" VALUES(9,'2025-02-14T09:00:00+00:00','示例建档人','case work of 2025-02-14','{"audit": 8, "household": 2, "member": 7, "step": 3, "evidence": 7, "person": 8, "bank_file": 1, "rules": 1, "decision": 1, "fund": 4, "fund_terms": 4, "grant": 2, "move": 6}','44337ec1408429233b9369be3bd0e79282f18c38f5b2572f38603c2990baaef5');
INSERT INTO "audit" VALUES(10,'2025-02-17T09:00:00+00:00','示例建档人','case work of 2025-02-17','{"audit": 9, "household": 2, "member": 7, "step": 4, "evidence": 7, "person": 8, "bank_file": 1, "rules": 1, "decision": 1, "fund": 4, "fund_terms": 4, "grant": 2, "move": 6}','ad7e598b51de5788233596d5a9c76123aee366c90db2a30a163b79d4533ff6aa');
INSERT INTO "audit" VALUES(11,'2025-02-18T09:00:00+00:00','示例建档人','case work of 2025-02-18','{"audit": 10, "household": 2, "member": 7, "step": 5, "evidence": 7, "person": 8, "bank_file": 1, "rules": 1, "decision": 1, "fund": 4, "fund_terms": 4, "grant": 2, "move": 6}','b539a94d89918e3ceeff35c9f71f6de78262441583a73f356abf169c6f8c4344');
INSERT INTO "audit" VALUES(12,'2025-02-27T09:00:00+00:00','示例建档人','case work of 2025-02-27','{"audit": 11, "household": 2, "member": 7, "step": 6, "evidence": 7, "person": 8, "bank_file": 1, "rules": 1, "decision": 1, "fund": 4, "fund_terms": 4, "grant": 2, "move": 6}','351dd343525425c9116766262f8e5f562362e099540a0d25e0e619f1394d3b03');
INSERT INTO "audit" VALUES(13,'2025-03-03T09:00:00+00:00','示例建档人','case work of 2025-03-03','{"audit": 12, "household": 2, "member": 7, "step": 7, "evidence": 7, "person": 8, "bank_file": 1, "rules": 1, "decision": 1, "fund": 4, "fund_terms": 4, "grant": 2, "move": 6}','3d718e50822d7e2c9329872485cc204bae700f4eb7104efaaeb1456c46a86b64');
INSERT INTO "audit" VALUES(14,'2025-03-07T09:00:00+00:00','示例建档人','case work of 2025-03-07','{"audit": 13, "household": 2, "member": 7, "fact": 1, "step": 8, "evidence": 7, "person": 8, "bank_file": 1, "rules": 1, "decision": 2, "fund": 4, "fund_terms": 4, "grant": 2, "move": 6}','bb8cfd7fedc95b220a916e2e41d586c26c857b0d8bab33f79abbdb5261f6cc70');
INSERT INTO "audit" VALUES(15,'2025-04-01T09:00:00+00:00','示例建档人','case work of 2025-04-01','{"audit": 14, "household": 3, "member": 10, "fact": 1, "step": 9, "evidence": 14, "person": 8, "bank_file": 1, "rules": 1, "decision": 2, "fund": 4, "fund_terms": 4, "grant": 2, "move": 6}','33293835dd23900a223482525cfb51379af27506ece6b23cbc14522b2cc4482e');
INSERT INTO "audit" VALUES(16,'2025-04-04T09:00:00+00:00','示例建档人','case work of 2025-04-04','{"audit": 15, "household": 3, "member": 10, "fact": 1, "step": 10, "evidence": 14, "person": 8, "bank_file": 1, "rules": 1, "decision": 2, "fund": 4, "fund_terms": 4, "grant": 2, "move": 6}','590a4a4ccb1e9058e5d1ee742157ca8e05724397f9f1ef7c2e176dbee95292de');
INSERT INTO "audit" VALUES(17,'2025-04-07T09:00:00+00:00','示例建档人','case work of 2025-04-07','{"audit": 16, "household": 3, "member": 10, "fact": 1, "step": 11, "evidence": 14, "person": 8, "bank_file": 1, "rules": 1, "decision": 2, "fund": 4, "fund_terms": 4, "grant": 2, "move": 6}','f0e3e77fbd8640fb386e852090c6c48961e7fca3f32c9a43251a1c852a70ded0');
INSERT INTO "audit" VALUES(18,'2025-04-08T09:00:00+00:00','示例建档人','case work of 2025-04-08','{"audit": 17, "household": 3, "member": 10, "fact": 1, "step": 12, "evidence": 14, "person": 8, "bank_file": 1, "rules": 1, "decision": 2, "fund": 4, "fund_terms": 4, "grant": 2, "move": 6}','48f7cc6376c4f4af6cb6034fef7874f7570a757489d300dfb23b9e3b96f362d7');
INSERT INTO "audit" VALUES(19,'2025-04-17T09:00:00+00:00','示例建档人','case work of 2025-04-17','{"audit": 18, "household": 3, "member": 10, "fact": 1, "step": 13, "evidence": 14, "person": 8, "bank_file": 1, "rules": 1, "decision": 2, "fund": 4, "fund_terms": 4, "grant": 2, "move": 6}','5f2f302f7901a03aebf1561e9e4d7571dcedc1d4a62e9556587310d18887002c');
INSERT INTO "audit" VALUES(20,'2025-04-21T09:00:00+00:00','示例建档人','case work of 2025-04-21','{"audit": 19, "household": 3, "member": 10, "fact": 1, "step": 14, "evidence": 14, "person": 8, "bank_file": 1, "rules": 1, "decision": 2, "fund": 4, "fund_terms": 4, "grant": 2, "move": 6}','a74aa3c2936a993bb5e9163f40c8d8172b8eb4f74134603d3ebf39c6434912a9');
INSERT INTO "audit" VALUES(21,'2025-04-25T09:00:00+00:00','示例建档人','case work of 2025-04-25','{"audit": 20, "household": 3, "member": 10, "fact": 2, "step": 15, "evidence": 14, "person": 8, "bank_file": 1, "rules": 1, "decision": 3, "fund": 4, "fund_terms": 4, "grant": 2, "move": 6}','f4750d9e2e2c4ac967c058b9dc6afaffd9d1d8a4aa79a4be32337000eecfbfbc');
INSERT INTO "audit" VALUES(22,'2025-06-10T09:00:00+00:00','示例建档人','case work of 2025-06-10','{"audit": 21, "household": 4, "member": 11, "fact": 2, "step": 16, "evidence": 21, "person": 8, "bank_file": 1, "rules": 1, "decision": 3, "fund": 4, "fund_terms": 4, "grant": 2, "move": 6}','59db0598dd8dc93a72a808324d2fe4932ac2b79d8032d4562a3b93f31ad7f3e2');
INSERT INTO "audit" VALUES(23,'2025-06-13T09:00:00+00:00','示例建档人','case work of 2025-06-13','{"audit": 22, "household": 4, "member": 11, "fact": 2, "step": 17, "evidence": 21, "person": 8, "bank_file": 1, "rules": 1, "decision": 3, "fund": 4, "fund_terms": 4, "grant": 2, "move": 6}','a5c5a1cba2772235da8dc67d3ef1512e7a37deaab34d5f2b3b68323f9d09b0ad');
INSERT INTO "audit" VALUES(24,'2025-06-16T09:00:00+00:00','示例建档人','case work of 2025-06-16','{"audit": 23, "household": 4, "member": 11, "fact": 2, "step": 18, "evidence": 21, "person": 8, "bank_file": 1, "rules": 1, "decision": 3, "fund": 4, "fund_terms": 4, "grant": 2, "move": 6}','21374a0a4b6fcd3f83e58715949ca017bda497c8836b2b3d2b6503afd461fd72');
INSERT INTO "audit" VALUES(25,'2025-06-17T09:00:00+00:00','示例建档人','case work of 2025-06-17','{"audit": 24, "household": 5, "member": 12, "fact": 2, "step": 20, "evidence": 28, "person": 8, "bank_file": 1, "rules": 1, "decision": 3, "fund": 4, "fund_terms": 4, "grant": 2, "move": 6}','4e5a6f203920fd3e097c2452515b752445c7733923df50ea1643ffa9ea23281a');
INSERT INTO "audit" VALUES(26,'2025-06-19T09:00:00+00:00','示例建档人','case work of 2025-06-19','{"audit": 25, "household": 5, "member": 12, "fact": 2, "step": 21, "evidence": 28, "person": 8, "bank_file": 1, "rules": 1, "decision": 3, "fund": 4, "fund_terms": 4, "grant": 2, "move": 6}','5177c9428cfbec79d127ba353d3cc14baa30831e979263eb235a2563ac457ac3');
INSERT INTO "audit" VALUES(27,'2025-06-20T09:00:00+00:00','示例建档人','case work of 2025-06-20','{"audit": 26, "household": 5, "member": 12, "fact": 2, "step": 22, "evidence": 28, "person": 8, "bank_file": 1, "rules": 1, "decision": 3, "fund": 4, "fund_terms": 4, "grant": 2, "move": 6}','91bd1d1196e94ffdc3496da84d346e50647e006343c8450a8e9ba5c5724627fd');
INSERT INTO "audit" VALUES(28,'2025-06-21T09:00:00+00:00','示例建档人','case work of 2025-06-21','{"audit": 27, "household": 5, "member": 12, "fact": 2, "step": 23, "evidence": 28, "person": 8, "bank_file": 1, "rules": 1, "decision": 3, "fund": 4, "fund_terms": 4, "grant": 2, "move": 6}','b43c5979a47f1cb5be3fd2089048a7d0791895d9afb45f055e4381128ef1df3f');
INSERT INTO "audit" VALUES(29,'2025-06-23T09:00:00+00:00','示例建档人','case work of 2025-06-23','{"audit": 28, "household": 5, "member": 12, "fact": 2, "step": 24, "evidence": 28, "person": 8, "bank_file": 1, "rules": 1, "decision": 3, "fund": 4, "fund_terms": 4, "grant": 2, "move": 6}','5cd59760fd4ea473861e1ffae6421f9d89cb92438f1336311188b4cdebd8056c');
INSERT INTO "audit" VALUES(30,'2025-06-24T09:00:00+00:00','示例建档人','case work of 2025-06-24','{"audit": 29, "household": 5, "member": 12, "fact": 2, "step": 25, "evidence": 28, "person": 8, "bank_file": 1, "rules": 1, "decision": 3, "fund": 4, "fund_terms": 4, "grant": 2, "move": 6}','fa08eaa28881fdac1d2beb7d068046db31b4b2b571ae9472b37d23a8bfe2a938');
INSERT INTO "audit" VALUES(31,'2025-06-26T09:00:00+00:00','示例建档人','case work of 2025-06-26','{"audit": 30, "household": 5, "member": 12, "fact": 2, "step": 26, "evidence": 28, "person": 8, "bank_file": 1, "rules": 1, "decision": 3, "fund": 4, "fund_terms": 4, "grant": 2, "move": 6}','6a6c466756aab16de402257595beb722fabcd179c1c640228cd0705d8331dea2');
INSERT INTO "audit" VALUES(32,'2025-06-30T09:00:00+00:00','示例建档人','case work of 2025-06-30','{"audit": 31, "household": 5, "member": 12, "fact": 2, "step": 27, "evidence": 28, "person": 8, "bank_file": 1, "rules": 1, "decision": 3, "fund": 4, "fund_terms": 4, "grant": 2, "move": 6}','1a4560eecc875e0871a387659e1fcfdbcb62652245fb020fbc1ba15004426f5d');
INSERT INTO "audit" VALUES(33,'2025-06-30T09:00:00+00:00','示例会计','funds: 中央专项帮扶资金, 省级财政帮扶资金, 县工会帮扶资金, 爱心助学捐赠','{"audit": 32, "household": 5, "member": 12, "fact": 2, "step": 27, "evidence": 28, "person": 8, "bank_file": 1, "rules": 1, "decision": 3, "fund": 4, "fund_terms": 4, "grant": 2, "move": 8}','e0b8d337b5494f05a44430addd437470aec53196ba7fe152553e7b8b2c3c9c97');
INSERT INTO "audit" VALUES(34,'2025-06-30T09:00:00+00:00','示例经办人','adopt a plan','{"audit": 33, "household": 5, "member": 12, "fact": 2, "step": 27, "evidence": 28, "person": 8, "bank_file": 1, "rules": 1, "decision": 4, "fund": 4, "fund_terms": 4, "grant": 3, "move": 9}','2da5ba9ba23f31e8e8f84433c302010f14d205f446282aaec05276e4fe55996a');
INSERT INTO "audit" VALUES(35,'2025-07-05T09:00:00+00:00','示例审批人','approve 2025-002','{"audit": 34, "household": 5, "member": 12, "fact": 2, "step": 28, "evidence": 28, "person": 8, "bank_file": 1, "rules": 1, "decision": 4, "fund": 4, "fund_terms": 4, "grant": 3, "move": 9}','990d3d72025a5e158f89fc8dd9a7f29e47fab5c67996bb03852545de2a8f341d');
INSERT INTO "audit" VALUES(36,'2025-07-09T09:00:00+00:00','示例出纳','pay 2025-002','{"audit": 35, "household": 5, "member": 12, "fact": 2, "step": 28, "evidence": 28, "person": 8, "bank_file": 2, "rules": 1, "decision": 4, "fund": 4, "fund_terms": 4, "grant": 3, "move": 10}','4b26d643c7ae172f70588a8e0975afde72410cbd7b3c30a67bef1babb4054d77');
INSERT INTO "audit" VALUES(37,'2025-07-09T09:00:00+00:00','示例建档人','case work of 2025-07-03','{"audit": 36, "household": 5, "member": 12, "fact": 2, "step": 29, "evidence": 28, "person": 8, "bank_file": 2, "rules": 1, "decision": 4, "fund": 4, "fund_terms": 4, "grant": 3, "move": 10}','0621f24eed447413a2bd479364beb535c9fabec31618c64ca21741c50c827282');
INSERT INTO "audit" VALUES(38,'2025-07-09T09:00:00+00:00','示例建档人','case work of 2025-07-04','{"audit": 37, "household": 5, "member": 12, "fact": 3, "step": 30, "evidence": 28, "person": 8, "bank_file": 2, "rules": 1, "decision": 5, "fund": 4, "fund_terms": 4, "grant": 3, "move": 10}','7d0bcaf0640721b95e0a41b649746e8a50c0971380370790b5f7014af8b27243');
INSERT INTO "audit" VALUES(39,'2025-07-09T09:00:00+00:00','示例建档人','case work of 2025-07-07','{"audit": 38, "household": 5, "member": 12, "fact": 3, "step": 31, "evidence": 28, "person": 8, "bank_file": 2, "rules": 1, "decision": 5, "fund": 4, "fund_terms": 4, "grant": 3, "move": 10}','361d682dab758c9d6e1664ca3cab31fae54b7113e39541d386502f5c10721b5b');
INSERT INTO "audit" VALUES(40,'2025-07-11T09:00:00+00:00','示例建档人','case work of 2025-07-11','{"audit": 39, "household": 5, "member": 12, "fact": 4, "step": 32, "evidence": 28, "person": 8, "bank_file": 2, "rules": 1, "decision": 6, "fund": 4, "fund_terms": 4, "grant": 3, "move": 10}','439cb703cdea680dfb605f58c334053dc85bdb1ddd79fa79daa32c31298d4db3');
INSERT INTO "audit" VALUES(41,'2025-12-20T09:00:00+00:00','示例会计','funds: 中央专项帮扶资金, 省级财政帮扶资金, 县工会帮扶资金, 爱心助学捐赠','{"audit": 40, "household": 5, "member": 12, "fact": 4, "step": 32, "evidence": 28, "person": 8, "bank_file": 2, "rules": 1, "decision": 6, "fund": 4, "fund_terms": 4, "grant": 3, "move": 12}','6bd7126aa519eba815d8e1d2ae737289cd5827dd44cae30a9c01ef8fa1529a22');
INSERT INTO "audit" VALUES(42,'2025-12-20T09:00:00+00:00','示例经办人','adopt a plan','{"audit": 41, "household": 5, "member": 12, "fact": 4, "step": 32, "evidence": 28, "person": 8, "bank_file": 2, "rules": 1, "decision": 7, "fund": 4, "fund_terms": 4, "grant": 5, "move": 14}','d596ab3365515a4e3fd1b4c1da09baf419f298196a00964fafabc572e810e22f');
INSERT INTO "audit" VALUES(43,'2025-12-25T09:00:00+00:00','示例审批人','approve 2025-003','{"audit": 42, "household": 5, "member": 12, "fact": 4, "step": 33, "evidence": 28, "person": 8, "bank_file": 2, "rules": 1, "decision": 7, "fund": 4, "fund_terms": 4, "grant": 5, "move": 14}','0a25fbf3383f98ad4e6cef6c3e89ddf0cfc26c83db498c6d568fe76b91da70cd');
INSERT INTO "audit" VALUES(44,'2025-12-29T09:00:00+00:00','示例出纳','pay 2025-003','{"audit": 43, "household": 5, "member": 12, "fact": 4, "step": 33, "evidence": 28, "person": 8, "bank_file": 3, "rules": 1, "decision": 7, "fund": 4, "fund_terms": 4, "grant": 5, "move": 16}','7f9e2ce0e7949dc1f7bf2adf4b9bacaa8d0e432b2890850038b093bdd692b114');
INSERT INTO "audit" VALUES(45,'2026-02-27T09:00:00+00:00','示例建档人','case work of 2026-02-27','{"audit": 44, "household": 5, "member": 12, "fact": 4, "step": 34, "evidence": 28, "person": 8, "bank_file": 3, "rules": 1, "decision": 8, "fund": 4, "fund_terms": 4, "grant": 5, "move": 16}','a34787db421200c4514a8c02b0da4cee4fac7647745bf853eb0faff63a192674');
INSERT INTO "audit" VALUES(46,'2026-03-13T09:00:00+00:00','示例建档人','case work of 2026-03-13','{"audit": 45, "household": 5, "member": 12, "fact": 4, "step": 35, "evidence": 28, "person": 8, "bank_file": 3, "rules": 1, "decision": 8, "fund": 4, "fund_terms": 4, "grant": 5, "move": 16}','488d23c30cf897de511b7c2b6b2c8cc8c2c0cb3efd5520ac946ff5dcb2edffb1');
INSERT INTO "audit" VALUES(47,'2026-04-17T09:00:00+00:00','示例建档人','case work of 2026-04-17','{"audit": 46, "household": 5, "member": 12, "fact": 4, "step": 36, "evidence": 28, "person": 8, "bank_file": 3, "rules": 1, "decision": 9, "fund": 4, "fund_terms": 4, "grant": 5, "move": 16}','12df34fa32c92a369ece88ec375fcc43b33f064a3b47863484dd14bac8edba97');
INSERT INTO "audit" VALUES(48,'2026-05-22T09:00:00+00:00','示例建档人','case work of 2026-05-22','{"audit": 47, "household": 5, "member": 12, "fact": 4, "step": 37, "evidence": 28, "person": 8, "bank_file": 3, "rules": 1, "decision": 9, "fund": 4, "fund_terms": 4, "grant": 5, "move": 16}','5b8bfbe776953c480456545e7d886a2b89c7fb8f1c99baf2fe5456af0846c082');
INSERT INTO "audit" VALUES(49,'2026-06-19T09:00:00+00:00','示例建档人','case work of 2026-06-19','{"audit": 48, "household": 5, "member": 12, "fact": 4, "step": 38, "evidence": 28, "person": 8, "bank_file": 3, "rules": 1, "decision": 10, "fund": 4, "fund_terms": 4, "grant": 5, "move": 16}','506fbf1407d5759e4aeeef2f6a15dde7e7308b553f642945ad62745818edb340');
INSERT INTO "audit" VALUES(50,'2026-06-26T09:00:00+00:00','示例建档人','case work of 2026-06-26','{"audit": 49, "household": 5, "member": 12, "fact": 4, "step": 39, "evidence": 28, "person": 8, "bank_file": 3, "rules": 1, "decision": 11, "fund": 4, "fund_terms": 4, "grant": 5, "move": 16}','e4452aab1d20d7e09d847afd9d6c25e47145247d952086bbdd1241ccc213d9f8');
INSERT INTO "audit" VALUES(51,'2026-09-30T09:00:00+00:00','示例会计','funds: 中央专项帮扶资金, 省级财政帮扶资金, 县工会帮扶资金, 爱心助学捐赠','{"audit": 50, "household": 5, "member": 12, "fact": 4, "step": 39, "evidence": 28, "person": 8, "bank_file": 3, "rules": 1, "decision": 11, "fund": 4, "fund_terms": 4, "grant": 5, "move": 18}','aec927d29d1917ca0d5c64d76016a011209289ab424da3173844fdc3fb5c8eff');
INSERT INTO "audit" VALUES(52,'2026-09-30T09:00:00+00:00','示例经办人','adopt a plan','{"audit": 51, "household": 5, "member": 12, "fact": 4, "step": 39, "evidence": 28, "person": 8, "bank_file": 3, "rules": 1, "decision": 13, "fund": 4, "fund_terms": 4, "grant": 7, "move": 20}','3f6214729b51621151b2cd6989f4efb7f4c699a4bafe54ff304fe48e5723be3b');
INSERT INTO "audit" VALUES(53,'2026-10-05T09:00:00+00:00','示例审批人','approve 2026-004','{"audit": 52, "household": 5, "member": 12, "fact": 4, "step": 40, "evidence": 28, "person": 8, "bank_file": 3, "rules": 1, "decision": 13, "fund": 4, "fund_terms": 4, "grant": 7, "move": 20}','6d6dda4d4e5e1887269d6355cb62faf57cf6af96e4fb0c4cb55ca17219d805e9');
INSERT INTO "audit" VALUES(54,'2026-10-09T09:00:00+00:00','示例出纳','pay 2026-004','{"audit": 53, "household": 5, "member": 12, "fact": 4, "step": 40, "evidence": 28, "person": 8, "bank_file": 4, "rules": 1, "decision": 13, "fund": 4, "fund_terms": 4, "grant": 7, "move": 22}','4fc9e1771ba021a1cff8e882d39db8a956709cd120cb86220338faea500322ce');
INSERT INTO "audit" VALUES(55,'2026-10-09T09:00:00+00:00','示例建档人','case work of 2026-10-09','{"audit": 54, "household": 5, "member": 12, "fact": 4, "step": 41, "evidence": 28, "person": 8, "bank_file": 4, "rules": 1, "decision": 14, "fund": 4, "fund_terms": 4, "grant": 7, "move": 22}','6860844cc9bf55ca2c563b032915ee11e3ec119fbef2971ca2c0f44f5bfd93c3');
INSERT INTO "audit" VALUES(56,'2026-10-12T09:00:00+00:00','示例会计','returns of 2024-001','{"audit": 55, "household": 5, "member": 12, "fact": 4, "step": 41, "evidence": 28, "person": 8, "bank_file": 4, "rules": 1, "decision": 14, "fund": 4, "fund_terms": 4, "grant": 7, "move": 23}','6cb10b91c4463cba0384aab4182cc5b4f7b1a7bf1920a923eb7034a9b17a71eb');
INSERT INTO "audit" VALUES(57,'2026-10-14T09:00:00+00:00','示例会计','returned and reversed payments','{"audit": 56, "household": 5, "member": 12, "fact": 4, "step": 41, "evidence": 28, "person": 8, "bank_file": 4, "rules": 1, "decision": 14, "fund": 4, "fund_terms": 4, "grant": 7, "move": 28}','a89ae4b0cb47617648b4363a3ff279247f460817fa81a2741ba931d299454406');
INSERT INTO "audit" VALUES(58,'2026-10-15T09:00:00+00:00','示例会计','funds: 中央专项帮扶资金, 省级财政帮扶资金, 县工会帮扶资金, 爱心助学捐赠','{"audit": 57, "household": 5, "member": 12, "fact": 4, "step": 41, "evidence": 28, "person": 8, "bank_file": 4, "rules": 1, "decision": 14, "fund": 4, "fund_terms": 4, "grant": 7, "move": 32}','84f86e1fa11b7fef3c6fd42dc233f9924eeee0a63ae1aa3b42e77021553fffe7');
INSERT INTO "audit" VALUES(59,'2026-10-21T09:00:00+00:00','示例经办人','adopt a plan','{"audit": 58, "household": 5, "member": 12, "fact": 4, "step": 41, "evidence": 28, "person": 8, "bank_file": 4, "rules": 1, "decision": 15, "fund": 4, "fund_terms": 4, "grant": 8, "move": 33}','dd1e2cd2f267185f5085e77b15942e12caf26db55dc8168fcdd5b9dd3d9bd978');
INSERT INTO "audit" VALUES(60,'2026-10-25T09:00:00+00:00','示例审批人','approve 2026-005','{"audit": 59, "household": 5, "member": 12, "fact": 4, "step": 42, "evidence": 28, "person": 8, "bank_file": 4, "rules": 1, "decision": 15, "fund": 4, "fund_terms": 4, "grant": 8, "move": 33}','8676742a19bb2866f989ab162a0f16a8e586b91bdd5c9c6fd88f7c0fc09a021d');
INSERT INTO "audit" VALUES(61,'2026-10-30T09:00:00+00:00','示例会计','funds: 中央专项帮扶资金, 省级财政帮扶资金, 县工会帮扶资金, 爱心助学捐赠','{"audit": 60, "household": 5, "member": 12, "fact": 4, "step": 42, "evidence": 28, "person": 8, "bank_file": 4, "rules": 1, "decision": 15, "fund": 4, "fund_terms": 4, "grant": 8, "move": 37}','bebe683201037e994c2f4705b0868b2527aa40f1db41400ba7e434cf2469eb32');
INSERT INTO "audit" VALUES(62,'2026-11-25T16:20:43+00:00','示例经办人','scenario: 示例方案','{"audit": 61, "household": 5, "member": 12, "fact": 4, "step": 42, "evidence": 28, "person": 8, "bank_file": 4, "rules": 1, "decision": 15, "fund": 4, "fund_terms": 4, "scenario": 1, "grant": 8, "move": 37}','6a6bb7d6cb36331382711de0332532fded242e49d84cae1cad26cdb92302bc46');
CREATE TABLE bank_file (
  number TEXT PRIMARY KEY, batch TEXT NOT NULL, made_on TEXT NOT NULL, made_by TEXT NOT NULL, lines INTEGER NOT NULL,
  total_fen INTEGER NOT NULL, cash_fen INTEGER NOT NULL, sha256 TEXT NOT NULL, content TEXT NOT NULL
) STRICT;
INSERT INTO "bank_file" VALUES('2024-001-1','2024-001','2024-11-29','示例出纳',2,400000,0,'b1d1d89c8c2954d55f5ce17ba357a20324e71429cdd0f8986de31d4a4ad6f1f4',replace('﻿序号,户名,账号,开户行,金额,附言
1,李桂静,62644013958221065,示例银行,3000.00,生活救助 2024-001-1 1
2,李桂静,62644013958221065,示例银行,1000.00,医疗救助 2024-001-1 2
',char(10),char(13,10)));
INSERT INTO "bank_file" VALUES('2025-002-1','2025-002','2025-07-09','示例出纳',1,200000,0,'b6c7843928e2dc18f5af9d42a80734e3c4ca8f90f67c0943134db8a09895fcde',replace('﻿序号,户名,账号,开户行,金额,附言
1,何桂,62669221987627598,示例银行,2000.00,临时救助 2025-002-1 3
',char(10),char(13,10)));
INSERT INTO "bank_file" VALUES('2025-003-1','2025-003','2025-12-29','示例出纳',2,800000,0,'df32ee3889575054c94f011c58dd8b6516bc41070a0144e7d62a73c625481eff',replace('﻿序号,户名,账号,开户行,金额,附言
1,王兰兰,62459310140663045,示例银行,6000.00,生活救助 2025-003-1 4
2,王兰兰,62459310140663045,示例银行,2000.00,医疗救助 2025-003-1 5
',char(10),char(13,10)));
INSERT INTO "bank_file" VALUES('2026-004-1','2026-004','2026-10-09','示例出纳',2,200000,0,'9e8850201fad0023b1fa416aa303e414092583c076739324edd7d7a6ee75c6e1',replace('﻿序号,户名,账号,开户行,金额,附言
1,马超,62424929123662083,示例银行,819.00,临时救助 2026-004-1 6
2,何桂,62669221987627598,示例银行,1181.00,临时救助 2026-004-1 7
',char(10),char(13,10)));
CREATE TABLE book (
  id INTEGER PRIMARY KEY CHECK (id = 1), unit TEXT NOT NULL, pack TEXT NOT NULL,
  last_day TEXT NOT NULL CHECK (last_day IS date(last_day)), origin TEXT NOT NULL CHECK (origin IN ('new', 'demo', 'import')),
  steps TEXT NOT NULL DEFAULT 'notice-first' CHECK (steps IN ('notice-first', 'match-first'))
) STRICT;
INSERT INTO "book" VALUES(1,'示例县','demo-2026','2026-10-31','demo','notice-first');
CREATE TABLE decision (
  id INTEGER PRIMARY KEY, file_number TEXT NOT NULL REFERENCES household, decided_on TEXT NOT NULL,
  decided_by TEXT NOT NULL, digest TEXT NOT NULL REFERENCES rules, facts TEXT NOT NULL, result TEXT NOT NULL,
  last_move INTEGER NOT NULL DEFAULT 0
) STRICT;
INSERT INTO "decision" VALUES(1,'20250003','2024-11-20','示例经办人','fda5430f829175eed3ef8c26a33d7ce0667b3dc9bc21f29844345a0618e3f652','{"size": 5, "annual_income_fen": 8349000, "annual_rigid_expenditure_fen": null, "medical_out_of_pocket_fen": 255000, "schooling_cost_fen": 900000, "other_rigid_expenditure_fen": 0, "hardship_cost_fen": 0, "event": false, "cause_documented": true, "assets_excluded": false, "dibao_line_fen": null, "previous_year_dibao_line_fen": null, "single_parent": false, "head_sex": "女", "class_": null, "union_aid_received_fen": 0, "warmth_received_fen": 0, "archived": true, "itemised": true, "members": [{"relation": "spouse", "stage": "none", "age": 46, "income_month_fen": 154600, "disabled": false}, {"relation": "child", "stage": "university", "age": 18, "income_month_fen": 0, "disabled": false}, {"relation": "child", "stage": "none", "age": 4, "income_month_fen": 0, "disabled": false}, {"relation": "child", "stage": "none", "age": 1, "income_month_fen": 0, "disabled": false}]}','{"household": "20250003", "class": "relative", "missing": [], "net_income_per_capita_month_fen": 119900, "dibao_line_fen": 100000, "living_aid_fen": 300000, "medical_aid_fen": 127500, "tuition_aid_fen": 250000, "temporary_aid_fen": 0, "warmth_visit_fen": 80000, "living_instalment_fen": 150000, "approval_level": "county", "reasons": {"living": "amount", "medical": "amount", "tuition": "amount", "temporary": "none_for_class", "warmth": "amount"}}',2);
INSERT INTO "decision" VALUES(2,'20250004','2025-03-07','示例审批人','fda5430f829175eed3ef8c26a33d7ce0667b3dc9bc21f29844345a0618e3f652','{"size": 4, "annual_income_fen": 6724800, "annual_rigid_expenditure_fen": null, "medical_out_of_pocket_fen": 2352000, "schooling_cost_fen": 0, "other_rigid_expenditure_fen": 0, "hardship_cost_fen": 2352000, "event": true, "cause_documented": true, "assets_excluded": false, "dibao_line_fen": null, "previous_year_dibao_line_fen": null, "single_parent": true, "head_sex": "男", "class_": null, "union_aid_received_fen": 0, "warmth_received_fen": 0, "archived": true, "itemised": true, "members": [{"relation": "child", "stage": "primary", "age": 6, "income_month_fen": 0, "disabled": false}, {"relation": "child", "stage": "primary", "age": 10, "income_month_fen": 0, "disabled": false}, {"relation": "child", "stage": "kindergarten", "age": 3, "income_month_fen": 0, "disabled": false}]}','{"household": "20250004", "class": "deep", "missing": [], "net_income_per_capita_month_fen": 91100, "dibao_line_fen": 100000, "living_aid_fen": 600000, "medical_aid_fen": 1846400, "tuition_aid_fen": 300000, "temporary_aid_fen": 0, "warmth_visit_fen": 100000, "living_instalment_fen": 300000, "approval_level": "county", "reasons": {"living": "amount", "medical": "amount", "tuition": "amount", "temporary": "none_for_class", "warmth": "amount"}}',6);
INSERT INTO "decision" VALUES(3,'20250002','2025-04-25','示例审批人','fda5430f829175eed3ef8c26a33d7ce0667b3dc9bc21f29844345a0618e3f652','{"size": 4, "annual_income_fen": 14854900, "annual_rigid_expenditure_fen": null, "medical_out_of_pocket_fen": 1588000, "schooling_cost_fen": 0, "other_rigid_expenditure_fen": 1214100, "hardship_cost_fen": 2802100, "event": true, "cause_documented": true, "assets_excluded": false, "dibao_line_fen": null, "previous_year_dibao_line_fen": null, "single_parent": false, "head_sex": "女", "class_": null, "union_aid_received_fen": 0, "warmth_received_fen": 0, "archived": true, "itemised": true, "members": [{"relation": "spouse", "stage": "none", "age": 47, "income_month_fen": 166400, "disabled": false}, {"relation": "child", "stage": "middle_school", "age": 11, "income_month_fen": 0, "disabled": false}, {"relation": "child", "stage": "none", "age": 1, "income_month_fen": 0, "disabled": false}]}','{"household": "20250002", "class": "accident", "missing": [], "net_income_per_capita_month_fen": 251100, "dibao_line_fen": 100000, "living_aid_fen": 0, "medical_aid_fen": 476400, "tuition_aid_fen": 0, "temporary_aid_fen": 420315, "warmth_visit_fen": 50000, "living_instalment_fen": 0, "approval_level": "county", "reasons": {"living": "none_for_class", "medical": "amount", "tuition": "none_for_class", "temporary": "amount", "warmth": "amount"}}',6);
INSERT INTO "decision" VALUES(4,'20250002','2025-06-30','示例经办人','fda5430f829175eed3ef8c26a33d7ce0667b3dc9bc21f29844345a0618e3f652','{"size": 4, "annual_income_fen": 14854900, "annual_rigid_expenditure_fen": null, "medical_out_of_pocket_fen": 1588000, "schooling_cost_fen": 0, "other_rigid_expenditure_fen": 1214100, "hardship_cost_fen": 2802100, "event": true, "cause_documented": true, "assets_excluded": false, "dibao_line_fen": null, "previous_year_dibao_line_fen": null, "single_parent": false, "head_sex": "女", "class_": null, "union_aid_received_fen": 0, "warmth_received_fen": 0, "archived": true, "itemised": true, "members": [{"relation": "spouse", "stage": "none", "age": 48, "income_month_fen": 166400, "disabled": false}, {"relation": "child", "stage": "middle_school", "age": 11, "income_month_fen": 0, "disabled": false}, {"relation": "child", "stage": "none", "age": 1, "income_month_fen": 0, "disabled": false}]}','{"household": "20250002", "class": "accident", "missing": [], "net_income_per_capita_month_fen": 251100, "dibao_line_fen": 100000, "living_aid_fen": 0, "medical_aid_fen": 476400, "tuition_aid_fen": 0, "temporary_aid_fen": 420315, "warmth_visit_fen": 50000, "living_instalment_fen": 0, "approval_level": "county", "reasons": {"living": "none_for_class", "medical": "amount", "tuition": "none_for_class", "temporary": "amount", "warmth": "amount"}}',8);
INSERT INTO "decision" VALUES(5,'20250005','2025-07-04','示例审批人','fda5430f829175eed3ef8c26a33d7ce0667b3dc9bc21f29844345a0618e3f652','{"size": 2, "annual_income_fen": 1428800, "annual_rigid_expenditure_fen": null, "medical_out_of_pocket_fen": 224000, "schooling_cost_fen": 0, "other_rigid_expenditure_fen": 0, "hardship_cost_fen": 0, "event": false, "cause_documented": true, "assets_excluded": false, "dibao_line_fen": null, "previous_year_dibao_line_fen": null, "single_parent": true, "head_sex": "女", "class_": null, "union_aid_received_fen": 0, "warmth_received_fen": 0, "archived": true, "itemised": true, "members": [{"relation": "child", "stage": "kindergarten", "age": 4, "income_month_fen": 0, "disabled": false}]}','{"household": "20250005", "class": "deep", "missing": [], "net_income_per_capita_month_fen": 50200, "dibao_line_fen": 100000, "living_aid_fen": 600000, "medical_aid_fen": 201600, "tuition_aid_fen": 100000, "temporary_aid_fen": 0, "warmth_visit_fen": 100000, "living_instalment_fen": 300000, "approval_level": "county", "reasons": {"living": "amount", "medical": "amount", "tuition": "amount", "temporary": "none_for_class", "warmth": "amount"}}',10);
INSERT INTO "decision" VALUES(6,'20250001','2025-07-11','示例审批人','fda5430f829175eed3ef8c26a33d7ce0667b3dc9bc21f29844345a0618e3f652','{"size": 2, "annual_income_fen": 5432400, "annual_rigid_expenditure_fen": null, "medical_out_of_pocket_fen": 546000, "schooling_cost_fen": 0, "other_rigid_expenditure_fen": 0, "hardship_cost_fen": 546000, "event": true, "cause_documented": true, "assets_excluded": false, "dibao_line_fen": null, "previous_year_dibao_line_fen": null, "single_parent": false, "head_sex": "男", "class_": null, "union_aid_received_fen": 0, "warmth_received_fen": 0, "archived": true, "itemised": true, "members": [{"relation": "spouse", "stage": "none", "age": 46, "income_month_fen": 0, "disabled": false}]}','{"household": "20250001", "class": "accident", "missing": [], "net_income_per_capita_month_fen": 203600, "dibao_line_fen": 100000, "living_aid_fen": 0, "medical_aid_fen": 163800, "tuition_aid_fen": 0, "temporary_aid_fen": 81900, "warmth_visit_fen": 50000, "living_instalment_fen": 0, "approval_level": "county", "reasons": {"living": "none_for_class", "medical": "amount", "tuition": "none_for_class", "temporary": "amount", "warmth": "amount"}}',10);
INSERT INTO "decision" VALUES(7,'20250005','2025-12-20','示例经办人','fda5430f829175eed3ef8c26a33d7ce0667b3dc9bc21f29844345a0618e3f652','{"size": 2, "annual_income_fen": 1428800, "annual_rigid_expenditure_fen": null, "medical_out_of_pocket_fen": 224000, "schooling_cost_fen": 0, "other_rigid_expenditure_fen": 0, "hardship_cost_fen": 0, "event": false, "cause_documented": true, "assets_excluded": false, "dibao_line_fen": null, "previous_year_dibao_line_fen": null, "single_parent": true, "head_sex": "女", "class_": null, "union_aid_received_fen": 0, "warmth_received_fen": 0, "archived": true, "itemised": true, "members": [{"relation": "child", "stage": "kindergarten", "age": 4, "income_month_fen": 0, "disabled": false}]}','{"household": "20250005", "class": "deep", "missing": [], "net_income_per_capita_month_fen": 50200, "dibao_line_fen": 100000, "living_aid_fen": 600000, "medical_aid_fen": 201600, "tuition_aid_fen": 100000, "temporary_aid_fen": 0, "warmth_visit_fen": 100000, "living_instalment_fen": 300000, "approval_level": "county", "reasons": {"living": "amount", "medical": "amount", "tuition": "amount", "temporary": "none_for_class", "warmth": "amount"}}',12);
INSERT INTO "decision" VALUES(8,'20250004','2026-02-27','示例审核人','fda5430f829175eed3ef8c26a33d7ce0667b3dc9bc21f29844345a0618e3f652','{"size": 4, "annual_income_fen": 6724800, "annual_rigid_expenditure_fen": null, "medical_out_of_pocket_fen": 2352000, "schooling_cost_fen": 0, "other_rigid_expenditure_fen": 0, "hardship_cost_fen": 2352000, "event": true, "cause_documented": true, "assets_excluded": false, "dibao_line_fen": null, "previous_year_dibao_line_fen": null, "single_parent": true, "head_sex": "男", "class_": null, "union_aid_received_fen": 0, "warmth_received_fen": 0, "archived": true, "itemised": true, "members": [{"relation": "child", "stage": "primary", "age": 7, "income_month_fen": 0, "disabled": false}, {"relation": "child", "stage": "primary", "age": 11, "income_month_fen": 0, "disabled": false}, {"relation": "child", "stage": "kindergarten", "age": 4, "income_month_fen": 0, "disabled": false}]}','{"household": "20250004", "class": "deep", "missing": [], "net_income_per_capita_month_fen": 91100, "dibao_line_fen": 100000, "living_aid_fen": 600000, "medical_aid_fen": 1846400, "tuition_aid_fen": 300000, "temporary_aid_fen": 0, "warmth_visit_fen": 100000, "living_instalment_fen": 300000, "approval_level": "county", "reasons": {"living": "amount", "medical": "amount", "tuition": "amount", "temporary": "none_for_class", "warmth": "amount"}}',16);
INSERT INTO "decision" VALUES(9,'20250002','2026-04-17','示例审核人','fda5430f829175eed3ef8c26a33d7ce0667b3dc9bc21f29844345a0618e3f652','{"size": 4, "annual_income_fen": 14854900, "annual_rigid_expenditure_fen": null, "medical_out_of_pocket_fen": 1588000, "schooling_cost_fen": 0, "other_rigid_expenditure_fen": 1214100, "hardship_cost_fen": 2802100, "event": true, "cause_documented": true, "assets_excluded": false, "dibao_line_fen": null, "previous_year_dibao_line_fen": null, "single_parent": false, "head_sex": "女", "class_": null, "union_aid_received_fen": 200000, "warmth_received_fen": 0, "archived": true, "itemised": true, "members": [{"relation": "spouse", "stage": "none", "age": 48, "income_month_fen": 166400, "disabled": false}, {"relation": "child", "stage": "middle_school", "age": 12, "income_month_fen": 0, "disabled": false}, {"relation": "child", "stage": "none", "age": 2, "income_month_fen": 0, "disabled": false}]}','{"household": "20250002", "class": "accident", "missing": [], "net_income_per_capita_month_fen": 251100, "dibao_line_fen": 100000, "living_aid_fen": 0, "medical_aid_fen": 476400, "tuition_aid_fen": 0, "temporary_aid_fen": 420315, "warmth_visit_fen": 50000, "living_instalment_fen": 0, "approval_level": "county", "reasons": {"living": "none_for_class", "medical": "amount", "tuition": "none_for_class", "temporary": "amount", "warmth": "amount"}}',16);
INSERT INTO "decision" VALUES(10,'20250001','2026-06-19','示例审核人','fda5430f829175eed3ef8c26a33d7ce0667b3dc9bc21f29844345a0618e3f652','{"size": 2, "annual_income_fen": 5432400, "annual_rigid_expenditure_fen": null, "medical_out_of_pocket_fen": 546000, "schooling_cost_fen": 0, "other_rigid_expenditure_fen": 0, "hardship_cost_fen": 546000, "event": true, "cause_documented": true, "assets_excluded": false, "dibao_line_fen": null, "previous_year_dibao_line_fen": null, "single_parent": false, "head_sex": "男", "class_": null, "union_aid_received_fen": 0, "warmth_received_fen": 0, "archived": true, "itemised": true, "members": [{"relation": "spouse", "stage": "none", "age": 47, "income_month_fen": 0, "disabled": false}]}','{"household": "20250001", "class": "accident", "missing": [], "net_income_per_capita_month_fen": 203600, "dibao_line_fen": 100000, "living_aid_fen": 0, "medical_aid_fen": 163800, "tuition_aid_fen": 0, "temporary_aid_fen": 81900, "warmth_visit_fen": 50000, "living_instalment_fen": 0, "approval_level": "county", "reasons": {"living": "none_for_class", "medical": "amount", "tuition": "none_for_class", "temporary": "amount", "warmth": "amount"}}',16);
INSERT INTO "decision" VALUES(11,'20250005','2026-06-26','示例审核人','fda5430f829175eed3ef8c26a33d7ce0667b3dc9bc21f29844345a0618e3f652','{"size": 2, "annual_income_fen": 1428800, "annual_rigid_expenditure_fen": null, "medical_out_of_pocket_fen": 224000, "schooling_cost_fen": 0, "other_rigid_expenditure_fen": 0, "hardship_cost_fen": 0, "event": false, "cause_documented": true, "assets_excluded": false, "dibao_line_fen": null, "previous_year_dibao_line_fen": null, "single_parent": true, "head_sex": "女", "class_": null, "union_aid_received_fen": 800000, "warmth_received_fen": 0, "archived": true, "itemised": true, "members": [{"relation": "child", "stage": "kindergarten", "age": 5, "income_month_fen": 0, "disabled": false}]}','{"household": "20250005", "class": "deep", "missing": [], "net_income_per_capita_month_fen": 50200, "dibao_line_fen": 100000, "living_aid_fen": 600000, "medical_aid_fen": 201600, "tuition_aid_fen": 100000, "temporary_aid_fen": 0, "warmth_visit_fen": 100000, "living_instalment_fen": 300000, "approval_level": "county", "reasons": {"living": "amount", "medical": "amount", "tuition": "amount", "temporary": "none_for_class", "warmth": "amount"}}',16);
INSERT INTO "decision" VALUES(12,'20250001','2026-09-30','示例经办人','fda5430f829175eed3ef8c26a33d7ce0667b3dc9bc21f29844345a0618e3f652','{"size": 2, "annual_income_fen": 5432400, "annual_rigid_expenditure_fen": null, "medical_out_of_pocket_fen": 546000, "schooling_cost_fen": 0, "other_rigid_expenditure_fen": 0, "hardship_cost_fen": 546000, "event": true, "cause_documented": true, "assets_excluded": false, "dibao_line_fen": null, "previous_year_dibao_line_fen": null, "single_parent": false, "head_sex": "男", "class_": null, "union_aid_received_fen": 0, "warmth_received_fen": 0, "archived": true, "itemised": true, "members": [{"relation": "spouse", "stage": "none", "age": 47, "income_month_fen": 0, "disabled": false}]}','{"household": "20250001", "class": "accident", "missing": [], "net_income_per_capita_month_fen": 203600, "dibao_line_fen": 100000, "living_aid_fen": 0, "medical_aid_fen": 163800, "tuition_aid_fen": 0, "temporary_aid_fen": 81900, "warmth_visit_fen": 50000, "living_instalment_fen": 0, "approval_level": "county", "reasons": {"living": "none_for_class", "medical": "amount", "tuition": "none_for_class", "temporary": "amount", "warmth": "amount"}}',18);
INSERT INTO "decision" VALUES(13,'20250002','2026-09-30','示例经办人','fda5430f829175eed3ef8c26a33d7ce0667b3dc9bc21f29844345a0618e3f652','{"size": 4, "annual_income_fen": 14854900, "annual_rigid_expenditure_fen": null, "medical_out_of_pocket_fen": 1588000, "schooling_cost_fen": 0, "other_rigid_expenditure_fen": 1214100, "hardship_cost_fen": 2802100, "event": true, "cause_documented": true, "assets_excluded": false, "dibao_line_fen": null, "previous_year_dibao_line_fen": null, "single_parent": false, "head_sex": "女", "class_": null, "union_aid_received_fen": 0, "warmth_received_fen": 0, "archived": true, "itemised": true, "members": [{"relation": "spouse", "stage": "none", "age": 49, "income_month_fen": 166400, "disabled": false}, {"relation": "child", "stage": "middle_school", "age": 13, "income_month_fen": 0, "disabled": false}, {"relation": "child", "stage": "kindergarten", "age": 3, "income_month_fen": 0, "disabled": false}]}','{"household": "20250002", "class": "accident", "missing": [], "net_income_per_capita_month_fen": 251100, "dibao_line_fen": 100000, "living_aid_fen": 0, "medical_aid_fen": 476400, "tuition_aid_fen": 0, "temporary_aid_fen": 420315, "warmth_visit_fen": 50000, "living_instalment_fen": 0, "approval_level": "county", "reasons": {"living": "none_for_class", "medical": "amount", "tuition": "none_for_class", "temporary": "amount", "warmth": "amount"}}',18);
INSERT INTO "decision" VALUES(14,'20250003','2026-10-09','示例审核人','fda5430f829175eed3ef8c26a33d7ce0667b3dc9bc21f29844345a0618e3f652','{"size": 5, "annual_income_fen": 8349000, "annual_rigid_expenditure_fen": null, "medical_out_of_pocket_fen": 255000, "schooling_cost_fen": 900000, "other_rigid_expenditure_fen": 0, "hardship_cost_fen": 0, "event": false, "cause_documented": true, "assets_excluded": false, "dibao_line_fen": null, "previous_year_dibao_line_fen": null, "single_parent": false, "head_sex": "女", "class_": null, "union_aid_received_fen": 0, "warmth_received_fen": 0, "archived": true, "itemised": true, "members": [{"relation": "spouse", "stage": "none", "age": 48, "income_month_fen": 154600, "disabled": false}, {"relation": "child", "stage": "university", "age": 20, "income_month_fen": 0, "disabled": false}, {"relation": "child", "stage": "primary", "age": 6, "income_month_fen": 0, "disabled": false}, {"relation": "child", "stage": "kindergarten", "age": 3, "income_month_fen": 0, "disabled": false}]}','{"household": "20250003", "class": "relative", "missing": [], "net_income_per_capita_month_fen": 119900, "dibao_line_fen": 100000, "living_aid_fen": 300000, "medical_aid_fen": 127500, "tuition_aid_fen": 250000, "temporary_aid_fen": 0, "warmth_visit_fen": 80000, "living_instalment_fen": 150000, "approval_level": "county", "reasons": {"living": "amount", "medical": "amount", "tuition": "amount", "temporary": "none_for_class", "warmth": "amount"}}',22);
INSERT INTO "decision" VALUES(15,'20250003','2026-10-21','示例经办人','fda5430f829175eed3ef8c26a33d7ce0667b3dc9bc21f29844345a0618e3f652','{"size": 5, "annual_income_fen": 8349000, "annual_rigid_expenditure_fen": null, "medical_out_of_pocket_fen": 255000, "schooling_cost_fen": 900000, "other_rigid_expenditure_fen": 0, "hardship_cost_fen": 0, "event": false, "cause_documented": true, "assets_excluded": false, "dibao_line_fen": null, "previous_year_dibao_line_fen": null, "single_parent": false, "head_sex": "女", "class_": null, "union_aid_received_fen": 0, "warmth_received_fen": 0, "archived": true, "itemised": true, "members": [{"relation": "spouse", "stage": "none", "age": 48, "income_month_fen": 154600, "disabled": false}, {"relation": "child", "stage": "university", "age": 20, "income_month_fen": 0, "disabled": false}, {"relation": "child", "stage": "primary", "age": 6, "income_month_fen": 0, "disabled": false}, {"relation": "child", "stage": "kindergarten", "age": 3, "income_month_fen": 0, "disabled": false}]}','{"household": "20250003", "class": "relative", "missing": [], "net_income_per_capita_month_fen": 119900, "dibao_line_fen": 100000, "living_aid_fen": 300000, "medical_aid_fen": 127500, "tuition_aid_fen": 250000, "temporary_aid_fen": 0, "warmth_visit_fen": 80000, "living_instalment_fen": 150000, "approval_level": "county", "reasons": {"living": "amount", "medical": "amount", "tuition": "amount", "temporary": "none_for_class", "warmth": "amount"}}',32);
CREATE TABLE elsewhere (
  seq INTEGER PRIMARY KEY, file_number TEXT NOT NULL REFERENCES household, place INTEGER NOT NULL, scheme TEXT NOT NULL,
  unit TEXT NOT NULL, aid TEXT, period TEXT, amount_fen INTEGER CHECK (amount_fen IS NULL OR amount_fen >= 0),
  list_sha256 TEXT NOT NULL, row INTEGER NOT NULL, learnt_on TEXT NOT NULL CHECK (date(learnt_on, '+0 days') IS learnt_on),
  UNIQUE (list_sha256, row)
) STRICT;
CREATE TABLE evidence (
  seq INTEGER PRIMARY KEY, file_number TEXT NOT NULL REFERENCES household, place INTEGER NOT NULL, kind TEXT NOT NULL,
  title TEXT, issued_on TEXT CHECK (issued_on IS NULL OR date(issued_on, '+0 days') IS issued_on),
  expires_on TEXT CHECK (expires_on IS NULL OR date(expires_on, '+0 days') IS expires_on), path TEXT, sha256 TEXT,
  learnt_on TEXT NOT NULL CHECK (date(learnt_on, '+0 days') IS learnt_on), made_by TEXT NOT NULL,
  CHECK ((path IS NULL) = (sha256 IS NULL))
) STRICT;
INSERT INTO "evidence" VALUES(1,'20250004',0,'application',NULL,'2025-02-11',NULL,NULL,NULL,'2025-02-11','示例建档人');
INSERT INTO "evidence" VALUES(2,'20250004',0,'form',NULL,'2025-02-11',NULL,NULL,NULL,'2025-02-11','示例建档人');
INSERT INTO "evidence" VALUES(3,'20250004',0,'identity',NULL,'2025-02-11',NULL,NULL,NULL,'2025-02-11','示例建档人');
INSERT INTO "evidence" VALUES(4,'20250004',0,'income',NULL,'2025-02-11',NULL,NULL,NULL,'2025-02-11','示例建档人');
INSERT INTO "evidence" VALUES(5,'20250004',0,'card',NULL,'2025-02-11',NULL,NULL,NULL,'2025-02-11','示例建档人');
INSERT INTO "evidence" VALUES(6,'20250004',0,'membership',NULL,'2025-02-11',NULL,NULL,NULL,'2025-02-11','示例建档人');
INSERT INTO "evidence" VALUES(7,'20250004',0,'consent',NULL,'2025-02-11',NULL,NULL,NULL,'2025-02-11','示例建档人');
INSERT INTO "evidence" VALUES(8,'20250002',0,'application',NULL,'2025-04-01',NULL,NULL,NULL,'2025-04-01','示例建档人');
INSERT INTO "evidence" VALUES(9,'20250002',0,'form',NULL,'2025-04-01',NULL,NULL,NULL,'2025-04-01','示例建档人');
INSERT INTO "evidence" VALUES(10,'20250002',0,'identity',NULL,'2025-04-01',NULL,NULL,NULL,'2025-04-01','示例建档人');
INSERT INTO "evidence" VALUES(11,'20250002',0,'income',NULL,'2025-04-01',NULL,NULL,NULL,'2025-04-01','示例建档人');
INSERT INTO "evidence" VALUES(12,'20250002',0,'card',NULL,'2025-04-01',NULL,NULL,NULL,'2025-04-01','示例建档人');
INSERT INTO "evidence" VALUES(13,'20250002',0,'membership',NULL,'2025-04-01',NULL,NULL,NULL,'2025-04-01','示例建档人');
INSERT INTO "evidence" VALUES(14,'20250002',0,'consent',NULL,'2025-04-01',NULL,NULL,NULL,'2025-04-01','示例建档人');
INSERT INTO "evidence" VALUES(15,'20250005',0,'application',NULL,'2025-06-10',NULL,NULL,NULL,'2025-06-10','示例建档人');
INSERT INTO "evidence" VALUES(16,'20250005',0,'form',NULL,'2025-06-10',NULL,NULL,NULL,'2025-06-10','示例建档人');
INSERT INTO "evidence" VALUES(17,'20250005',0,'identity',NULL,'2025-06-10',NULL,NULL,NULL,'2025-06-10','示例建档人');
INSERT INTO "evidence" VALUES(18,'20250005',0,'income',NULL,'2025-06-10',NULL,NULL,NULL,'2025-06-10','示例建档人');
INSERT INTO "evidence" VALUES(19,'20250005',0,'card',NULL,'2025-06-10',NULL,NULL,NULL,'2025-06-10','示例建档人');
INSERT INTO "evidence" VALUES(20,'20250005',0,'membership',NULL,'2025-06-10',NULL,NULL,NULL,'2025-06-10','示例建档人');
INSERT INTO "evidence" VALUES(21,'20250005',0,'consent',NULL,'2025-06-10',NULL,NULL,NULL,'2025-06-10','示例建档人');
INSERT INTO "evidence" VALUES(22,'20250001',0,'application',NULL,'2025-06-17',NULL,NULL,NULL,'2025-06-17','示例建档人');
INSERT INTO "evidence" VALUES(23,'20250001',0,'form',NULL,'2025-06-17',NULL,NULL,NULL,'2025-06-17','示例建档人');
INSERT INTO "evidence" VALUES(24,'20250001',0,'identity',NULL,'2025-06-17',NULL,NULL,NULL,'2025-06-17','示例建档人');
INSERT INTO "evidence" VALUES(25,'20250001',0,'income',NULL,'2025-06-17',NULL,NULL,NULL,'2025-06-17','示例建档人');
INSERT INTO "evidence" VALUES(26,'20250001',0,'card',NULL,'2025-06-17',NULL,NULL,NULL,'2025-06-17','示例建档人');
INSERT INTO "evidence" VALUES(27,'20250001',0,'membership',NULL,'2025-06-17',NULL,NULL,NULL,'2025-06-17','示例建档人');
INSERT INTO "evidence" VALUES(28,'20250001',0,'consent',NULL,'2025-06-17',NULL,NULL,NULL,'2025-06-17','示例建档人');
CREATE TABLE fact (
  seq INTEGER PRIMARY KEY, file_number TEXT NOT NULL REFERENCES household, place INTEGER NOT NULL, field TEXT NOT NULL,
  was TEXT NOT NULL, value TEXT NOT NULL, true_from TEXT NOT NULL CHECK (date(true_from, '+0 days') IS true_from),
  learnt_on TEXT NOT NULL CHECK (date(learnt_on, '+0 days') IS learnt_on), source TEXT NOT NULL, reference TEXT,
  made_by TEXT NOT NULL CHECK (made_by <> ''), CHECK (true_from <= learnt_on)
) STRICT;
INSERT INTO "fact" VALUES(1,'20250004',0,'filed_on','null','"2025-03-07"','2025-03-07','2025-03-07','form','审批建档','示例审批人');
INSERT INTO "fact" VALUES(2,'20250002',0,'filed_on','null','"2025-04-25"','2025-04-25','2025-04-25','form','审批建档','示例审批人');
INSERT INTO "fact" VALUES(3,'20250005',0,'filed_on','null','"2025-07-04"','2025-07-04','2025-07-04','form','审批建档','示例审批人');
INSERT INTO "fact" VALUES(4,'20250001',0,'filed_on','null','"2025-07-11"','2025-07-11','2025-07-11','form','审批建档','示例审批人');
CREATE TABLE fund (
    id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, source TEXT NOT NULL, reference TEXT, aids TEXT NOT NULL,
    classes TEXT NOT NULL, archived_only INTEGER NOT NULL, usable_until TEXT, received_fen INTEGER NOT NULL DEFAULT 0,
    reserved_fen INTEGER NOT NULL DEFAULT 0, paid_fen INTEGER NOT NULL DEFAULT 0, last_move INTEGER NOT NULL DEFAULT 0,
    CONSTRAINT fund_plain CHECK (date(usable_until, '+0 days') IS usable_until AND id > 0 AND name <> '' AND archived_only IN (0, 1) AND aids GLOB '[[]"*"]' AND classes GLOB '[[]"*"]'),
    CONSTRAINT fund_overspent CHECK (min(reserved_fen, paid_fen) >= 0 AND reserved_fen + paid_fen <= received_fen)
) STRICT;
INSERT INTO "fund" VALUES(1,'中央专项帮扶资金','central','示例数据（虚构）','["living", "medical", "tuition"]','["deep", "relative"]',1,NULL,2801300,0,800000,34);
INSERT INTO "fund" VALUES(2,'省级财政帮扶资金','provincial','示例数据（虚构）','["living", "medical"]','["deep"]',1,'2026-12-31',400500,0,0,35);
INSERT INTO "fund" VALUES(3,'县工会帮扶资金','union','示例数据（虚构）','["living", "medical", "tuition", "temporary", "warmth"]','["deep", "relative", "accident"]',0,NULL,1200900,0,400000,36);
INSERT INTO "fund" VALUES(4,'爱心助学捐赠','donation','示例数据（虚构）','["tuition"]','["deep", "relative"]',0,NULL,267000,202400,0,37);
CREATE TABLE fund_reserve (
    fund_id INTEGER NOT NULL REFERENCES fund, amount_fen INTEGER NOT NULL, aids TEXT NOT NULL,
    CONSTRAINT fund_reserve_plain CHECK (amount_fen BETWEEN 0 AND 1000000000000000 AND aids GLOB '[[]"*"]')
) STRICT;
INSERT INTO "fund_reserve" VALUES(3,500000,'["temporary"]');
CREATE TABLE fund_terms (
    fund_id INTEGER PRIMARY KEY REFERENCES fund, usable_from TEXT, household_cap_fen INTEGER, terms TEXT NOT NULL,
    CONSTRAINT fund_terms_plain CHECK (date(usable_from, '+0 days') IS usable_from
        AND (household_cap_fen IS NULL OR household_cap_fen BETWEEN 1 AND 1000000000000000) AND terms GLOB '{*}')
) STRICT;
INSERT INTO "fund_terms" VALUES(1,NULL,NULL,'{"ceilings": [{"aids": ["medical"], "classes": ["deep", "relative"], "of": {"aids": ["medical"]}, "share": "2/5"}]}');
INSERT INTO "fund_terms" VALUES(2,NULL,NULL,'{}');
INSERT INTO "fund_terms" VALUES(3,NULL,1200000,'{}');
INSERT INTO "fund_terms" VALUES(4,NULL,NULL,'{"people": {"work_status": ["农民工", "下(待)岗", "失(无)业"]}}');
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
INSERT INTO "grant" VALUES(1,'2024-001','20250003','living','relative',1,1,'2024',1,300000,0,0,26,'示例经办人','2024-11-20','示例审批人','2024-11-25');
INSERT INTO "grant" VALUES(2,'2024-001','20250003','medical','relative',1,1,'2024',1,100000,0,0,28,'示例经办人','2024-11-20','示例审批人','2024-11-25');
INSERT INTO "grant" VALUES(3,'2025-002','20250002','temporary','accident',1,3,'2025',4,200000,0,200000,10,'示例经办人','2025-06-30','示例审批人','2025-07-05');
INSERT INTO "grant" VALUES(4,'2025-003','20250005','living','deep',1,1,'2025',7,600000,0,600000,15,'示例经办人','2025-12-20','示例审批人','2025-12-25');
INSERT INTO "grant" VALUES(5,'2025-003','20250005','medical','deep',1,1,'2025',7,200000,0,200000,16,'示例经办人','2025-12-20','示例审批人','2025-12-25');
INSERT INTO "grant" VALUES(6,'2026-004','20250001','temporary','accident',1,3,'2026',12,81900,0,81900,21,'示例经办人','2026-09-30','示例审批人','2026-10-05');
INSERT INTO "grant" VALUES(7,'2026-004','20250002','temporary','accident',1,3,'2026',13,118100,0,118100,22,'示例经办人','2026-09-30','示例审批人','2026-10-05');
INSERT INTO "grant" VALUES(8,'2026-005','20250003','tuition','relative',1,4,'2026',15,202400,202400,0,33,'示例经办人','2026-10-21','示例审批人','2026-10-25');
CREATE TABLE household (
  file_number TEXT NOT NULL,
  name TEXT NOT NULL,
  sex TEXT NOT NULL,
  ethnic_group TEXT,
  political_affiliation TEXT,
  id_number TEXT NOT NULL,
  birth_date TEXT NOT NULL CHECK (birth_date IS date(birth_date, '+0 days')),
  phone TEXT,
  other_contact TEXT,
  postcode TEXT,
  marital_status TEXT,
  hukou_type TEXT,
  hukou_division TEXT,
  health_status TEXT,
  disability TEXT,
  work_status TEXT,
  work_started_on TEXT CHECK (work_started_on IS date(work_started_on, '+0 days')),
  model_worker TEXT,
  employer TEXT,
  employer_ownership TEXT,
  employer_condition TEXT,
  industry TEXT,
  housing_type TEXT,
  floor_area TEXT,
  address TEXT,
  single_parent INTEGER CHECK (single_parent IN (0, 1)),
  self_help INTEGER CHECK (self_help IN (0, 1)),
  zero_employment INTEGER CHECK (zero_employment IN (0, 1)),
  medical_insurance TEXT,
  application_kind TEXT,
  archive_level TEXT,
  claimed_class TEXT,
  main_cause TEXT,
  secondary_causes TEXT,
  key_group TEXT,
  relief_measure TEXT,
  relief_target INTEGER CHECK (relief_target IN (0, 1)),
  relief_target_on TEXT CHECK (relief_target_on IS date(relief_target_on, '+0 days')),
  own_income_month_fen INTEGER CHECK (own_income_month_fen >= 0),
  other_income_fen INTEGER CHECK (other_income_fen >= 0),
  annual_income_fen INTEGER CHECK (annual_income_fen >= 0),
  size INTEGER CHECK (size >= 0),
  medical_out_of_pocket_fen INTEGER CHECK (medical_out_of_pocket_fen >= 0),
  schooling_cost_fen INTEGER CHECK (schooling_cost_fen >= 0),
  other_rigid_expenditure_fen INTEGER CHECK (other_rigid_expenditure_fen >= 0),
  bank TEXT,
  bank_branch TEXT,
  bank_card TEXT,
  filed_on TEXT CHECK (filed_on IS date(filed_on, '+0 days')),
  exited_on TEXT CHECK (exited_on IS date(exited_on, '+0 days')),
  died_on TEXT CHECK (died_on IS date(died_on, '+0 days')),
  filed_by TEXT,
  reviewed_by TEXT,
  entered_by TEXT,
  remark TEXT,
  id_number_index TEXT,
  phone_index TEXT,
  bank_card_index TEXT,
  learnt_on TEXT NOT NULL CHECK (date(learnt_on, '+0 days') IS learnt_on), source TEXT NOT NULL, reference TEXT,
  state TEXT, rev INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (file_number)
) STRICT;
INSERT INTO "household" VALUES('20250003','李桂静','女','汉族','群众','420106197701139966','1977-01-13','19932477484',NULL,NULL,'已婚','非农业',NULL,'一般疾病',NULL,'下(待)岗',NULL,'其他','示例公交集团','国有企业','半停产','社会服务业','政府廉租房','88','示例市示例县幸福路165号',0,NULL,0,'城镇职工医保',NULL,NULL,'相对困难','无劳动能力',NULL,NULL,NULL,NULL,NULL,141000,4801800,8349000,5,255000,900000,0,'示例银行',NULL,'62644013958221065','2024-10-24',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'2024-11-01','form','纸质档案转录（示例）','active',2);
INSERT INTO "household" VALUES('20250004','陈伟','男','汉族','中共党员','42010619901014997X','1990-10-14','19927500801',NULL,NULL,'离异','非农业',NULL,'癌症',NULL,'在岗',NULL,'其他','示例环卫所','国有企业','正常','社会服务业','政府廉租房','51','示例市示例县幸福路261号',1,NULL,0,'城镇职工医保',NULL,NULL,'深度困难','患重特大疾病',NULL,NULL,NULL,NULL,NULL,64800,5947200,6724800,4,2352000,0,0,'示例银行',NULL,'62389570948203359','2025-03-07',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'2025-02-11','form','申请表（示例）','active',10);
INSERT INTO "household" VALUES('20250002','何桂','女','汉族','群众','370203197602069984','1976-02-06','19951410118',NULL,NULL,'已婚','农业',NULL,'高血压病',NULL,'农民工',NULL,'其他','示例机械公司','国有企业','正常','社会服务业','自购房','31','示例市示例县幸福路103号',0,NULL,0,'城镇职工医保',NULL,NULL,'意外致困','遭受意外事故',NULL,NULL,NULL,NULL,NULL,12100,12712900,14854900,4,1588000,0,1214100,'示例银行',NULL,'62669221987627598','2025-04-25',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'2025-04-01','form','申请表（示例）','active',9);
INSERT INTO "household" VALUES('20250005','王兰兰','女','汉族','中共党员','110105198709169989','1987-09-16','19981473680',NULL,NULL,'离异','非农业',NULL,'良好',NULL,'在岗',NULL,'其他','示例纺织厂','国有企业','正常','纺织','自购房','57','示例市示例县幸福路138号',1,NULL,0,'城镇职工医保',NULL,NULL,'深度困难','子女上学',NULL,NULL,NULL,NULL,NULL,119000,800,1428800,2,224000,0,0,'示例银行',NULL,'62459310140663045','2025-07-04',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'2025-06-10','form','申请表（示例）','active',11);
INSERT INTO "household" VALUES('20250001','马超','男','汉族','群众','321302198208219978','1982-08-21','19961164366',NULL,NULL,'已婚','农业',NULL,'癌症',NULL,'下(待)岗',NULL,'其他','示例物流公司','国有企业','半停产','纺织','租房','58','示例市示例县幸福路225号',0,NULL,0,'城镇职工医保',NULL,NULL,'意外致困','患重特大疾病',NULL,NULL,NULL,NULL,NULL,266000,2240400,5432400,2,546000,0,0,'示例银行',NULL,'62424929123662083','2025-07-11',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'2025-06-17','form','申请表（示例）','active',9);
CREATE TABLE import_file (
  sha256 TEXT NOT NULL, name TEXT NOT NULL, imported_on TEXT NOT NULL, counts TEXT NOT NULL
) STRICT;
CREATE TABLE member (
  file_number TEXT NOT NULL REFERENCES household, place INTEGER NOT NULL CHECK (place > 0),
  name TEXT NOT NULL,
  relation TEXT NOT NULL,
  sex TEXT NOT NULL,
  ethnic_group TEXT,
  political_affiliation TEXT,
  id_number TEXT NOT NULL,
  birth_date TEXT NOT NULL CHECK (birth_date IS date(birth_date, '+0 days')),
  marital_status TEXT,
  hukou_type TEXT,
  phone TEXT,
  other_contact TEXT,
  health_status TEXT,
  ailment TEXT,
  medical_insurance TEXT,
  person_status TEXT,
  income_month_fen INTEGER CHECK (income_month_fen >= 0),
  model_worker TEXT,
  employer_or_school TEXT,
  employer_ownership TEXT,
  employer_condition TEXT,
  industry TEXT,
  work_status TEXT,
  contract_on TEXT CHECK (contract_on IS date(contract_on, '+0 days')),
  contract_term TEXT,
  study_level TEXT,
  entry_year INTEGER CHECK (entry_year >= 0),
  programme_years INTEGER CHECK (programme_years >= 0),
  joined_on TEXT CHECK (joined_on IS date(joined_on, '+0 days')),
  left_on TEXT CHECK (left_on IS date(left_on, '+0 days')),
  died_on TEXT CHECK (died_on IS date(died_on, '+0 days')),
  remark TEXT,
  id_number_index TEXT,
  phone_index TEXT,
  learnt_on TEXT NOT NULL CHECK (date(learnt_on, '+0 days') IS learnt_on), source TEXT NOT NULL, reference TEXT,
  PRIMARY KEY (file_number, place)
) STRICT;
INSERT INTO "member" VALUES('20250003',1,'林涛','配偶','男',NULL,NULL,'321302197809149990','1978-09-14',NULL,NULL,NULL,NULL,'良好',NULL,'城乡居民医保','其他',154600,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'2024-11-01','form','纸质档案转录（示例）');
INSERT INTO "member" VALUES('20250003',2,'李艳','女','女',NULL,NULL,'340104200606159960','2006-06-15',NULL,NULL,NULL,NULL,'良好',NULL,'城乡居民医保','学生',0,NULL,'示例学校',NULL,NULL,NULL,NULL,NULL,NULL,'university',2024,4,NULL,NULL,NULL,NULL,NULL,NULL,'2024-11-01','form','纸质档案转录（示例）');
INSERT INTO "member" VALUES('20250003',3,'李英','女','女',NULL,NULL,'340104202002269981','2020-02-26',NULL,NULL,NULL,NULL,'良好',NULL,'城乡居民医保','学生',0,NULL,'示例学校',NULL,NULL,NULL,NULL,NULL,NULL,'primary',2026,6,NULL,NULL,NULL,NULL,NULL,NULL,'2024-11-01','form','纸质档案转录（示例）');
INSERT INTO "member" VALUES('20250003',4,'李丽','女','女',NULL,NULL,'110105202301159989','2023-01-15',NULL,NULL,NULL,NULL,'良好',NULL,'城乡居民医保','学生',0,NULL,'示例学校',NULL,NULL,NULL,NULL,NULL,NULL,'kindergarten',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'2024-11-01','form','纸质档案转录（示例）');
INSERT INTO "member" VALUES('20250004',1,'陈桂霞','女','女',NULL,NULL,'321302201809229965','2018-09-22',NULL,NULL,NULL,NULL,'良好',NULL,'城乡居民医保','学生',0,NULL,'示例学校',NULL,NULL,NULL,NULL,NULL,NULL,'primary',2024,6,NULL,NULL,NULL,NULL,NULL,NULL,'2025-02-11','form','申请表（示例）');
INSERT INTO "member" VALUES('20250004',2,'陈刚伟','子','男',NULL,NULL,'370203201501139997','2015-01-13',NULL,NULL,NULL,NULL,'良好',NULL,'城乡居民医保','学生',0,NULL,'示例学校',NULL,NULL,NULL,NULL,NULL,NULL,'primary',2021,6,NULL,NULL,NULL,NULL,NULL,NULL,'2025-02-11','form','申请表（示例）');
INSERT INTO "member" VALUES('20250004',3,'陈文','子','男',NULL,NULL,'110105202201109976','2022-01-10',NULL,NULL,NULL,NULL,'良好',NULL,'城乡居民医保','学生',0,NULL,'示例学校',NULL,NULL,NULL,NULL,NULL,NULL,'kindergarten',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'2025-02-11','form','申请表（示例）');
INSERT INTO "member" VALUES('20250002',1,'郭涛志','配偶','男',NULL,NULL,'340104197705109999','1977-05-10',NULL,NULL,NULL,NULL,'良好',NULL,'城乡居民医保','其他',166400,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'2025-04-01','form','申请表（示例）');
INSERT INTO "member" VALUES('20250002',2,'何文国','子','男',NULL,NULL,'310117201307229990','2013-07-22',NULL,NULL,NULL,NULL,'良好',NULL,'城乡居民医保','学生',0,NULL,'示例学校',NULL,NULL,NULL,NULL,NULL,NULL,'middle_school',2025,3,NULL,NULL,NULL,NULL,NULL,NULL,'2025-04-01','form','申请表（示例）');
INSERT INTO "member" VALUES('20250002',3,'何霞','女','女',NULL,NULL,'340104202308229966','2023-08-22',NULL,NULL,NULL,NULL,'良好',NULL,'城乡居民医保','学生',0,NULL,'示例学校',NULL,NULL,NULL,NULL,NULL,NULL,'kindergarten',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'2025-04-01','form','申请表（示例）');
INSERT INTO "member" VALUES('20250005',1,'王娜娟','女','女',NULL,NULL,'310117202106149980','2021-06-14',NULL,NULL,NULL,NULL,'良好',NULL,'城乡居民医保','学生',0,NULL,'示例学校',NULL,NULL,NULL,NULL,NULL,NULL,'kindergarten',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'2025-06-10','form','申请表（示例）');
INSERT INTO "member" VALUES('20250001',1,'王洁兰','配偶','女',NULL,NULL,'420106197905249964','1979-05-24',NULL,NULL,NULL,NULL,'良好',NULL,'城乡居民医保','其他',0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'2025-06-17','form','申请表（示例）');
CREATE TABLE move (
    seq INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, kind TEXT NOT NULL,
    grant_id INTEGER REFERENCES grant, fund_id INTEGER NOT NULL REFERENCES fund, amount_fen INTEGER NOT NULL,
    made_on TEXT NOT NULL, made_by TEXT NOT NULL, reference TEXT,
    CONSTRAINT move_plain CHECK (seq > 0 AND kind IN ('receipt', 'reserve', 'pay', 'release', 'return', 'reversal') AND amount_fen BETWEEN 1 AND 1000000000000000
        AND '' NOT IN (key, made_by) AND date(made_on, '+0 days') IS made_on),
    CONSTRAINT move_misplaced CHECK ((kind = 'receipt') = (grant_id IS NULL))
) STRICT;
INSERT INTO "move" VALUES(1,'receipt:1:2024-11-20:示例财〔2024〕11号','receipt',NULL,1,400000,'2024-11-20','示例会计','示例财〔2024〕11号');
INSERT INTO "move" VALUES(2,'receipt:3:2024-11-20:示例财〔2024〕11号','receipt',NULL,3,100000,'2024-11-20','示例会计','示例财〔2024〕11号');
INSERT INTO "move" VALUES(3,'reserve:1','reserve',1,1,300000,'2024-11-20','示例经办人',NULL);
INSERT INTO "move" VALUES(4,'reserve:2','reserve',2,1,100000,'2024-11-20','示例经办人',NULL);
INSERT INTO "move" VALUES(5,'pay:1:3','pay',1,1,300000,'2024-11-29','示例出纳','2024-001-1');
INSERT INTO "move" VALUES(6,'pay:2:4','pay',2,1,100000,'2024-11-29','示例出纳','2024-001-1');
INSERT INTO "move" VALUES(7,'receipt:1:2025-06-30:示例财〔2025〕6号','receipt',NULL,1,400000,'2025-06-30','示例会计','示例财〔2025〕6号');
INSERT INTO "move" VALUES(8,'receipt:3:2025-06-30:示例财〔2025〕6号','receipt',NULL,3,100000,'2025-06-30','示例会计','示例财〔2025〕6号');
INSERT INTO "move" VALUES(9,'reserve:3','reserve',3,3,200000,'2025-06-30','示例经办人',NULL);
INSERT INTO "move" VALUES(10,'pay:3:9','pay',3,3,200000,'2025-07-09','示例出纳','2025-002-1');
INSERT INTO "move" VALUES(11,'receipt:1:2025-12-20:示例财〔2025〕12号','receipt',NULL,1,400000,'2025-12-20','示例会计','示例财〔2025〕12号');
INSERT INTO "move" VALUES(12,'receipt:3:2025-12-20:示例财〔2025〕12号','receipt',NULL,3,100000,'2025-12-20','示例会计','示例财〔2025〕12号');
INSERT INTO "move" VALUES(13,'reserve:4','reserve',4,1,600000,'2025-12-20','示例经办人',NULL);
INSERT INTO "move" VALUES(14,'reserve:5','reserve',5,1,200000,'2025-12-20','示例经办人',NULL);
INSERT INTO "move" VALUES(15,'pay:4:13','pay',4,1,600000,'2025-12-29','示例出纳','2025-003-1');
INSERT INTO "move" VALUES(16,'pay:5:14','pay',5,1,200000,'2025-12-29','示例出纳','2025-003-1');
INSERT INTO "move" VALUES(17,'receipt:1:2026-09-30:示例财〔2026〕9号','receipt',NULL,1,400000,'2026-09-30','示例会计','示例财〔2026〕9号');
INSERT INTO "move" VALUES(18,'receipt:3:2026-09-30:示例财〔2026〕9号','receipt',NULL,3,100000,'2026-09-30','示例会计','示例财〔2026〕9号');
INSERT INTO "move" VALUES(19,'reserve:6','reserve',6,3,81900,'2026-09-30','示例经办人',NULL);
INSERT INTO "move" VALUES(20,'reserve:7','reserve',7,3,118100,'2026-09-30','示例经办人',NULL);
INSERT INTO "move" VALUES(21,'pay:6:19','pay',6,3,81900,'2026-10-09','示例出纳','2026-004-1');
INSERT INTO "move" VALUES(22,'pay:7:20','pay',7,3,118100,'2026-10-09','示例出纳','2026-004-1');
INSERT INTO "move" VALUES(23,'return:2024-001-1:1','return',1,1,300000,'2026-10-12','示例会计','2024-001-1/1 账户已销户（示例）');
INSERT INTO "move" VALUES(24,'correction:2:12','reversal',2,1,100000,'2026-10-12','示例会计','示例更正');
INSERT INTO "move" VALUES(25,'correction:1:13','reserve',1,1,300000,'2026-10-13','示例会计','示例更正');
INSERT INTO "move" VALUES(26,'correction:1:14','release',1,1,300000,'2026-10-14','示例会计','示例更正');
INSERT INTO "move" VALUES(27,'correction:2:13','reserve',2,1,100000,'2026-10-13','示例会计','示例更正');
INSERT INTO "move" VALUES(28,'correction:2:14','release',2,1,100000,'2026-10-14','示例会计','示例更正');
INSERT INTO "move" VALUES(29,'receipt:1:2026-10-15:示例财〔2026〕10号','receipt',NULL,1,910700,'2026-10-15','示例会计','示例财〔2026〕10号');
INSERT INTO "move" VALUES(30,'receipt:2:2026-10-15:示例财〔2026〕10号','receipt',NULL,2,303600,'2026-10-15','示例会计','示例财〔2026〕10号');
INSERT INTO "move" VALUES(31,'receipt:3:2026-10-15:示例财〔2026〕10号','receipt',NULL,3,607200,'2026-10-15','示例会计','示例财〔2026〕10号');
INSERT INTO "move" VALUES(32,'receipt:4:2026-10-15:示例财〔2026〕10号','receipt',NULL,4,202400,'2026-10-15','示例会计','示例财〔2026〕10号');
INSERT INTO "move" VALUES(33,'reserve:8','reserve',8,4,202400,'2026-10-21','示例经办人',NULL);
INSERT INTO "move" VALUES(34,'receipt:1:2026-10-30:示例财〔2026〕10号','receipt',NULL,1,290600,'2026-10-30','示例会计','示例财〔2026〕10号');
INSERT INTO "move" VALUES(35,'receipt:2:2026-10-30:示例财〔2026〕10号','receipt',NULL,2,96900,'2026-10-30','示例会计','示例财〔2026〕10号');
INSERT INTO "move" VALUES(36,'receipt:3:2026-10-30:示例财〔2026〕10号','receipt',NULL,3,193700,'2026-10-30','示例会计','示例财〔2026〕10号');
INSERT INTO "move" VALUES(37,'receipt:4:2026-10-30:示例财〔2026〕10号','receipt',NULL,4,64600,'2026-10-30','示例会计','示例财〔2026〕10号');
CREATE TABLE person (
  seq INTEGER PRIMARY KEY, who TEXT NOT NULL CHECK (who <> ''), roles TEXT NOT NULL, level TEXT,
  starts TEXT NOT NULL CHECK (date(starts, '+0 days') IS starts), ends TEXT CHECK (ends IS NULL OR date(ends, '+0 days') IS ends)
) STRICT;
INSERT INTO "person" VALUES(1,'示例建档人','["handler"]','county','2024-11-01',NULL);
INSERT INTO "person" VALUES(2,'示例经办人','["handler"]','county','2024-11-01',NULL);
INSERT INTO "person" VALUES(3,'示例入户人','["visitor"]','county','2024-11-01',NULL);
INSERT INTO "person" VALUES(4,'示例审核人','["reviewer"]','county','2024-11-01',NULL);
INSERT INTO "person" VALUES(5,'示例复核人','["reviewer"]','county','2024-11-01',NULL);
INSERT INTO "person" VALUES(6,'示例会计','["bookkeeper"]','county','2024-11-01',NULL);
INSERT INTO "person" VALUES(7,'示例审批人','["approver"]','county','2024-11-01',NULL);
INSERT INTO "person" VALUES(8,'示例出纳','["payer"]','county','2024-11-01',NULL);
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
CREATE TABLE scenario (
  seq INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE CHECK (name <> ''),
  made_on TEXT NOT NULL CHECK (date(made_on, '+0 days') IS made_on), made_by TEXT NOT NULL CHECK (made_by <> ''),
  policy TEXT NOT NULL, digest TEXT NOT NULL REFERENCES rules, on_day TEXT NOT NULL CHECK (date(on_day, '+0 days') IS on_day),
  last_fact INTEGER NOT NULL, last_move INTEGER NOT NULL, facts_sha256 TEXT NOT NULL, terms TEXT NOT NULL, plan TEXT NOT NULL
) STRICT;
INSERT INTO "scenario" VALUES(1,'示例方案','2026-10-31','示例经办人','deepest-first','fda5430f829175eed3ef8c26a33d7ce0667b3dc9bc21f29844345a0618e3f652','2026-10-31',4,37,'2f61f913274fc1b83308fc2d4b423c84eb427da4e27545ee60e699d9db7815a2','{"limits": {"whole_yuan": false, "household_cap_fen": null, "minimum_fen": 0, "most_fen": null, "whole": [], "one_of": [], "at_least": []}, "available": {"中央专项帮扶资金": 2001300, "省级财政帮扶资金": 400500, "县工会帮扶资金": 800900, "爱心助学捐赠": 64600}, "reserve": {"中央专项帮扶资金": 0, "省级财政帮扶资金": 0, "县工会帮扶资金": 500000, "爱心助学捐赠": 0}}','{"policy": "deepest-first", "funds": [{"name": "中央专项帮扶资金", "before": 2001300, "granted": 2001300, "after": 0, "held": 0, "shadow_price": 1.0}, {"name": "省级财政帮扶资金", "before": 400500, "granted": 400500, "after": 0, "held": 0, "shadow_price": 1.0}, {"name": "县工会帮扶资金", "before": 800900, "granted": 300900, "after": 500000, "held": 500000, "shadow_price": 1.0}, {"name": "爱心助学捐赠", "before": 64600, "granted": 0, "after": 64600, "held": 0, "shadow_price": 0.0}], "needs": [{"household": "20250001", "aid": "medical", "class": "accident", "amount": 163800, "funds": ["县工会帮扶资金"]}, {"household": "20250001", "aid": "warmth", "class": "accident", "amount": 50000, "funds": ["县工会帮扶资金"]}, {"household": "20250002", "aid": "medical", "class": "accident", "amount": 476400, "funds": ["县工会帮扶资金"]}, {"household": "20250002", "aid": "temporary", "class": "accident", "amount": 302215, "funds": []}, {"household": "20250002", "aid": "warmth", "class": "accident", "amount": 50000, "funds": ["县工会帮扶资金"]}, {"household": "20250003", "aid": "living", "class": "relative", "amount": 300000, "funds": ["中央专项帮扶资金", "县工会帮扶资金"]}, {"household": "20250003", "aid": "medical", "class": "relative", "amount": 127500, "funds": ["中央专项帮扶资金", "县工会帮扶资金"]}, {"household": "20250003", "aid": "tuition", "class": "relative", "amount": 47600, "funds": ["中央专项帮扶资金", "县工会帮扶资金"]}, {"household": "20250003", "aid": "warmth", "class": "relative", "amount": 80000, "funds": ["县工会帮扶资金"]}, {"household": "20250004", "aid": "living", "class": "deep", "amount": 600000, "funds": ["中央专项帮扶资金", "省级财政帮扶资金", "县工会帮扶资金"]}, {"household": "20250004", "aid": "medical", "class": "deep", "amount": 1846400, "funds": ["中央专项帮扶资金", "省级财政帮扶资金", "县工会帮扶资金"]}, {"household": "20250004", "aid": "tuition", "class": "deep", "amount": 300000, "funds": ["中央专项帮扶资金", "县工会帮扶资金"]}, {"household": "20250004", "aid": "warmth", "class": "deep", "amount": 100000, "funds": ["县工会帮扶资金"]}, {"household": "20250005", "aid": "living", "class": "deep", "amount": 600000, "funds": ["中央专项帮扶资金", "省级财政帮扶资金", "县工会帮扶资金"]}, {"household": "20250005", "aid": "medical", "class": "deep", "amount": 201600, "funds": ["中央专项帮扶资金", "省级财政帮扶资金", "县工会帮扶资金"]}, {"household": "20250005", "aid": "tuition", "class": "deep", "amount": 100000, "funds": ["中央专项帮扶资金", "县工会帮扶资金"]}, {"household": "20250005", "aid": "warmth", "class": "deep", "amount": 100000, "funds": ["县工会帮扶资金"]}], "grants": [{"household": "20250004", "aid": "living", "fund": "中央专项帮扶资金", "amount": 600000}, {"household": "20250004", "aid": "medical", "fund": "中央专项帮扶资金", "amount": 920520}, {"household": "20250004", "aid": "medical", "fund": "省级财政帮扶资金", "amount": 180580}, {"household": "20250005", "aid": "living", "fund": "中央专项帮扶资金", "amount": 380780}, {"household": "20250005", "aid": "living", "fund": "县工会帮扶资金", "amount": 200900}, {"household": "20250005", "aid": "living", "fund": "省级财政帮扶资金", "amount": 18320}, {"household": "20250005", "aid": "medical", "fund": "省级财政帮扶资金", "amount": 201600}, {"household": "20250005", "aid": "tuition", "fund": "中央专项帮扶资金", "amount": 100000}, {"household": "20250005", "aid": "warmth", "fund": "县工会帮扶资金", "amount": 100000}], "unmet": [{"household": "20250001", "aid": "medical", "amount": 163800, "reason": {"code": "reserved", "zh": "县工会帮扶资金余下的钱专门留存", "en": "县工会帮扶资金: the rest is kept in reserve"}}, {"household": "20250001", "aid": "warmth", "amount": 50000, "reason": {"code": "reserved", "zh": "县工会帮扶资金余下的钱专门留存", "en": "县工会帮扶资金: the rest is kept in reserve"}}, {"household": "20250002", "aid": "medical", "amount": 476400, "reason": {"code": "reserved", "zh": "县工会帮扶资金余下的钱专门留存", "en": "县工会帮扶资金: the rest is kept in reserve"}}, {"household": "20250002", "aid": "temporary", "amount": 302215, "reason": {"code": "no_fund", "zh": "没有可用于此项的资金；中央专项帮扶资金：不付此项帮扶；省级财政帮扶资金：不付此项帮扶；县工会帮扶资金：本年已付过该户此项；爱心助学捐赠：不付此项帮扶", "en": "no fund may pay it; 中央专项帮扶资金: it does not pay this aid; 省级财政帮扶资金: it does not pay this aid; 县工会帮扶资金: it has granted this household this aid this year; 爱心助学捐赠: it does not pay this aid"}}, {"household": "20250002", "aid": "warmth", "amount": 50000, "reason": {"code": "reserved", "zh": "县工会帮扶资金余下的钱专门留存", "en": "县工会帮扶资金: the rest is kept in reserve"}}, {"household": "20250003", "aid": "living", "amount": 300000, "reason": {"code": "reserved", "zh": "中央专项帮扶资金已用完；县工会帮扶资金余下的钱专门留存", "en": "中央专项帮扶资金: spent; 县工会帮扶资金: the rest is kept in reserve"}}, {"household": "20250003", "aid": "medical", "amount": 127500, "reason": {"code": "reserved", "zh": "中央专项帮扶资金已用完；县工会帮扶资金余下的钱专门留存", "en": "中央专项帮扶资金: spent; 县工会帮扶资金: the rest is kept in reserve"}}, {"household": "20250003", "aid": "tuition", "amount": 47600, "reason": {"code": "reserved", "zh": "中央专项帮扶资金已用完；县工会帮扶资金余下的钱专门留存；爱心助学捐赠：本年已付过该户此项", "en": "中央专项帮扶资金: spent; 县工会帮扶资金: the rest is kept in reserve; 爱心助学捐赠: it has granted this household this aid this year"}}, {"household": "20250003", "aid": "warmth", "amount": 80000, "reason": {"code": "reserved", "zh": "县工会帮扶资金余下的钱专门留存", "en": "县工会帮扶资金: the rest is kept in reserve"}}, {"household": "20250004", "aid": "medical", "amount": 745300, "reason": {"code": "reserved", "zh": "中央专项帮扶资金、省级财政帮扶资金已用完；县工会帮扶资金余下的钱专门留存", "en": "中央专项帮扶资金, 省级财政帮扶资金: spent; 县工会帮扶资金: the rest is kept in reserve"}}, {"household": "20250004", "aid": "tuition", "amount": 300000, "reason": {"code": "reserved", "zh": "中央专项帮扶资金已用完；县工会帮扶资金余下的钱专门留存；爱心助学捐赠：不在资金指定的人群之内，或情况不详", "en": "中央专项帮扶资金: spent; 县工会帮扶资金: the rest is kept in reserve; 爱心助学捐赠: the household is not of those it is for, or that is not known"}}, {"household": "20250004", "aid": "warmth", "amount": 100000, "reason": {"code": "reserved", "zh": "县工会帮扶资金余下的钱专门留存", "en": "县工会帮扶资金: the rest is kept in reserve"}}], "measures": {"households_in_need": 5, "households_fully_served": 1, "households_granted": 2, "need_fen": 5445515, "granted_fen": 2702700, "unmet_fen": 2742815, "least_after_fen": 2206400, "fgt0": 0.8, "fgt1": 0.680474, "fgt2": 0.63238, "gini_after": 0.272515}, "pack": "demo-2026", "digest": "fda5430f829175eed3ef8c26a33d7ce0667b3dc9bc21f29844345a0618e3f652", "on": "2026-10-31", "undecided": [], "one_more": [{"fund": "中央专项帮扶资金", "households": ["20250004"], "helped": 1, "zh": "1 户多 1 元：20250004", "en": "1 household would get one yuan more: 20250004"}, {"fund": "省级财政帮扶资金", "households": ["20250004"], "helped": 1, "zh": "1 户多 1 元：20250004", "en": "1 household would get one yuan more: 20250004"}, {"fund": "县工会帮扶资金", "households": ["20250004"], "helped": 1, "zh": "1 户多 1 元：20250004", "en": "1 household would get one yuan more: 20250004"}, {"fund": "爱心助学捐赠", "households": [], "helped": 0, "zh": "用不上：可由它支付的都已满足，或另有限制", "en": "nobody: what it may pay is met, or limited otherwise"}], "notices": [{"zh": "资金 爱心助学捐赠 按其使用范围没有可支付的需求，本方案不动用。", "en": "the fund 爱心助学捐赠 may pay no need of today by its terms: this plan leaves it."}]}');
CREATE TABLE step (
  seq INTEGER PRIMARY KEY, file_number TEXT REFERENCES household, batch TEXT, act TEXT NOT NULL,
  made_on TEXT NOT NULL CHECK (date(made_on, '+0 days') IS made_on), made_by TEXT NOT NULL CHECK (made_by <> ''),
  note TEXT, until TEXT CHECK (until IS NULL OR date(until, '+0 days') IS until), state TEXT, decision_id INTEGER REFERENCES decision,
  CHECK ((file_number IS NULL) <> (batch IS NULL))
) STRICT;
INSERT INTO "step" VALUES(1,NULL,'2024-001','approve','2024-11-25','示例审批人','2',NULL,NULL,NULL);
INSERT INTO "step" VALUES(2,'20250004',NULL,'apply','2025-02-11','示例建档人',NULL,NULL,'applied',NULL);
INSERT INTO "step" VALUES(3,'20250004',NULL,'visit','2025-02-14','示例入户人',NULL,NULL,'visited',NULL);
INSERT INTO "step" VALUES(4,'20250004',NULL,'review','2025-02-17','示例审核人',NULL,NULL,'reviewed',NULL);
INSERT INTO "step" VALUES(5,'20250004',NULL,'notice','2025-02-18','示例建档人',NULL,'2025-02-25','noticed',NULL);
INSERT INTO "step" VALUES(6,'20250004',NULL,'recheck','2025-02-27','示例复核人',NULL,NULL,'rechecked',NULL);
INSERT INTO "step" VALUES(7,'20250004',NULL,'match','2025-03-03','示例建档人',NULL,NULL,'matched',NULL);
INSERT INTO "step" VALUES(8,'20250004',NULL,'approve','2025-03-07','示例审批人',NULL,NULL,'active',2);
INSERT INTO "step" VALUES(9,'20250002',NULL,'apply','2025-04-01','示例建档人',NULL,NULL,'applied',NULL);
INSERT INTO "step" VALUES(10,'20250002',NULL,'visit','2025-04-04','示例入户人',NULL,NULL,'visited',NULL);
INSERT INTO "step" VALUES(11,'20250002',NULL,'review','2025-04-07','示例审核人',NULL,NULL,'reviewed',NULL);
INSERT INTO "step" VALUES(12,'20250002',NULL,'notice','2025-04-08','示例建档人',NULL,'2025-04-15','noticed',NULL);
INSERT INTO "step" VALUES(13,'20250002',NULL,'recheck','2025-04-17','示例复核人',NULL,NULL,'rechecked',NULL);
INSERT INTO "step" VALUES(14,'20250002',NULL,'match','2025-04-21','示例建档人',NULL,NULL,'matched',NULL);
INSERT INTO "step" VALUES(15,'20250002',NULL,'approve','2025-04-25','示例审批人',NULL,NULL,'active',3);
INSERT INTO "step" VALUES(16,'20250005',NULL,'apply','2025-06-10','示例建档人',NULL,NULL,'applied',NULL);
INSERT INTO "step" VALUES(17,'20250005',NULL,'visit','2025-06-13','示例入户人',NULL,NULL,'visited',NULL);
INSERT INTO "step" VALUES(18,'20250005',NULL,'review','2025-06-16','示例审核人',NULL,NULL,'reviewed',NULL);
INSERT INTO "step" VALUES(19,'20250001',NULL,'apply','2025-06-17','示例建档人',NULL,NULL,'applied',NULL);
INSERT INTO "step" VALUES(20,'20250005',NULL,'notice','2025-06-17','示例建档人',NULL,'2025-06-24','noticed',NULL);
INSERT INTO "step" VALUES(21,'20250005',NULL,'object','2025-06-19','示例建档人','邻居反映有车（示例）',NULL,'noticed',NULL);
INSERT INTO "step" VALUES(22,'20250001',NULL,'visit','2025-06-20','示例入户人',NULL,NULL,'visited',NULL);
INSERT INTO "step" VALUES(23,'20250005',NULL,'settle','2025-06-21','示例复核人','查无此车（示例）',NULL,'noticed',NULL);
INSERT INTO "step" VALUES(24,'20250001',NULL,'review','2025-06-23','示例审核人',NULL,NULL,'reviewed',NULL);
INSERT INTO "step" VALUES(25,'20250001',NULL,'notice','2025-06-24','示例建档人',NULL,'2025-07-01','noticed',NULL);
INSERT INTO "step" VALUES(26,'20250005',NULL,'recheck','2025-06-26','示例复核人',NULL,NULL,'rechecked',NULL);
INSERT INTO "step" VALUES(27,'20250005',NULL,'match','2025-06-30','示例建档人',NULL,NULL,'matched',NULL);
INSERT INTO "step" VALUES(28,NULL,'2025-002','approve','2025-07-05','示例审批人','1',NULL,NULL,NULL);
INSERT INTO "step" VALUES(29,'20250001',NULL,'recheck','2025-07-03','示例复核人',NULL,NULL,'rechecked',NULL);
INSERT INTO "step" VALUES(30,'20250005',NULL,'approve','2025-07-04','示例审批人',NULL,NULL,'active',5);
INSERT INTO "step" VALUES(31,'20250001',NULL,'match','2025-07-07','示例建档人',NULL,NULL,'matched',NULL);
INSERT INTO "step" VALUES(32,'20250001',NULL,'approve','2025-07-11','示例审批人',NULL,NULL,'active',6);
INSERT INTO "step" VALUES(33,NULL,'2025-003','approve','2025-12-25','示例审批人','2',NULL,NULL,NULL);
INSERT INTO "step" VALUES(34,'20250004',NULL,'recertify','2026-02-27','示例审核人',NULL,NULL,'active',8);
INSERT INTO "step" VALUES(35,'20250004',NULL,'spotcheck','2026-03-13','示例审核人',NULL,NULL,'active',NULL);
INSERT INTO "step" VALUES(36,'20250002',NULL,'recertify','2026-04-17','示例审核人',NULL,NULL,'active',9);
INSERT INTO "step" VALUES(37,'20250003',NULL,'spotcheck','2026-05-22','示例审核人',NULL,NULL,'active',NULL);
INSERT INTO "step" VALUES(38,'20250001',NULL,'recertify','2026-06-19','示例审核人',NULL,NULL,'active',10);
INSERT INTO "step" VALUES(39,'20250005',NULL,'recertify','2026-06-26','示例审核人',NULL,NULL,'active',11);
INSERT INTO "step" VALUES(40,NULL,'2026-004','approve','2026-10-05','示例审批人','2',NULL,NULL,NULL);
INSERT INTO "step" VALUES(41,'20250003',NULL,'recertify','2026-10-09','示例审核人',NULL,NULL,'active',14);
INSERT INTO "step" VALUES(42,NULL,'2026-005','approve','2026-10-25','示例审批人','1',NULL,NULL,NULL);
CREATE UNIQUE INDEX "idx__sqlite_migrations_migration_set_name"
    ON "_sqlite_migrations" ("migration_set", "name");
CREATE UNIQUE INDEX household_person ON household (coalesce(id_number_index, id_number));
CREATE INDEX household_card ON household (coalesce(bank_card_index, bank_card));
CREATE INDEX member_person ON member (coalesce(id_number_index, id_number));
CREATE INDEX fact_file ON fact (file_number, place, field);
CREATE INDEX step_file ON step (file_number);
CREATE INDEX step_batch ON step (batch) WHERE batch IS NOT NULL;
CREATE INDEX evidence_file ON evidence (file_number);
CREATE INDEX decision_file ON decision (file_number);
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
CREATE TRIGGER fund_terms BEFORE UPDATE ON fund WHEN (NEW.id, NEW.name, NEW.source, NEW.aids, NEW.classes, NEW.archived_only, NEW.usable_until) IS NOT (OLD.id, OLD.name, OLD.source, OLD.aids, OLD.classes, OLD.archived_only, OLD.usable_until) BEGIN SELECT RAISE(ABORT, 'casework: fund_terms'); END;
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
CREATE TRIGGER move_by_approver BEFORE INSERT ON move WHEN NEW.kind = 'pay' AND EXISTS (SELECT 1 FROM grant
        WHERE id = NEW.grant_id AND approved_by = NEW.made_by) BEGIN SELECT RAISE(ABORT, 'casework: move_by_approver'); END;
CREATE TRIGGER move_lapsed BEFORE INSERT ON move WHEN NEW.kind IN ('reserve', 'pay') AND EXISTS (SELECT 1 FROM fund
        WHERE id = NEW.fund_id AND usable_until < NEW.made_on) BEGIN SELECT RAISE(ABORT, 'casework: move_lapsed'); END;
CREATE TRIGGER move_early BEFORE INSERT ON move WHEN NEW.kind IN ('reserve', 'pay') AND EXISTS (SELECT 1 FROM fund_terms
        WHERE fund_id = NEW.fund_id AND usable_from > NEW.made_on) BEGIN SELECT RAISE(ABORT, 'casework: move_early'); END;
CREATE TRIGGER move_capped BEFORE INSERT ON move WHEN NEW.kind = 'reserve' AND EXISTS (SELECT 1 FROM fund_terms t
        JOIN grant mine ON mine.id = NEW.grant_id WHERE t.fund_id = NEW.fund_id AND t.household_cap_fen < NEW.amount_fen
        + (SELECT sum(reserved_fen + paid_fen) FROM grant WHERE (file_number, fund_id, period) = (mine.file_number, mine.fund_id, mine.period))) BEGIN SELECT RAISE(ABORT, 'casework: move_capped'); END;
CREATE TRIGGER move_gap AFTER INSERT ON move WHEN NEW.seq <> 1 + coalesce((SELECT max(seq) FROM move WHERE seq < NEW.seq), 0) BEGIN SELECT RAISE(ABORT, 'casework: move_gap'); END;
CREATE TRIGGER move_booked AFTER INSERT ON move BEGIN
    UPDATE grant SET reserved_fen = reserved_fen + NEW.amount_fen * CASE NEW.kind WHEN 'receipt' THEN 0 WHEN 'reserve' THEN 1 WHEN 'pay' THEN -1 WHEN 'release' THEN -1 WHEN 'return' THEN 0 WHEN 'reversal' THEN 0 END, paid_fen = paid_fen + NEW.amount_fen * CASE NEW.kind WHEN 'receipt' THEN 0 WHEN 'reserve' THEN 0 WHEN 'pay' THEN 1 WHEN 'release' THEN 0 WHEN 'return' THEN -1 WHEN 'reversal' THEN -1 END, last_move = NEW.seq WHERE id = NEW.grant_id;
    UPDATE fund SET received_fen = received_fen + NEW.amount_fen * CASE NEW.kind WHEN 'receipt' THEN 1 WHEN 'reserve' THEN 0 WHEN 'pay' THEN 0 WHEN 'release' THEN 0 WHEN 'return' THEN 0 WHEN 'reversal' THEN 0 END, reserved_fen = reserved_fen + NEW.amount_fen * CASE NEW.kind WHEN 'receipt' THEN 0 WHEN 'reserve' THEN 1 WHEN 'pay' THEN -1 WHEN 'release' THEN -1 WHEN 'return' THEN 0 WHEN 'reversal' THEN 0 END, paid_fen = paid_fen + NEW.amount_fen * CASE NEW.kind WHEN 'receipt' THEN 0 WHEN 'reserve' THEN 0 WHEN 'pay' THEN 1 WHEN 'release' THEN 0 WHEN 'return' THEN -1 WHEN 'reversal' THEN -1 END, last_move = NEW.seq WHERE id = NEW.fund_id;
    SELECT RAISE(ABORT, 'casework: move_unbooked')
        WHERE NOT EXISTS (SELECT 1 FROM fund WHERE id = NEW.fund_id AND last_move = NEW.seq) OR NEW.kind <> 'receipt'
        AND NOT EXISTS (SELECT 1 FROM grant WHERE id = NEW.grant_id AND last_move = NEW.seq);
END;
CREATE TRIGGER book_kept BEFORE DELETE ON book WHEN 1 BEGIN SELECT RAISE(ABORT, 'casework: book_kept'); END;
CREATE TRIGGER book_settled BEFORE UPDATE ON book WHEN (NEW.id, NEW.unit, NEW.pack, NEW.origin, NEW.steps) IS NOT (OLD.id, OLD.unit, OLD.pack, OLD.origin, OLD.steps) OR NEW.last_day < OLD.last_day BEGIN SELECT RAISE(ABORT, 'casework: book_settled'); END;
CREATE TRIGGER book_exists BEFORE INSERT ON book WHEN EXISTS (SELECT 1 FROM book) BEGIN SELECT RAISE(ABORT, 'casework: book_exists'); END;
CREATE TRIGGER household_kept BEFORE DELETE ON household WHEN 1 BEGIN SELECT RAISE(ABORT, 'casework: household_kept'); END;
CREATE TRIGGER household_exists BEFORE INSERT ON household WHEN EXISTS (SELECT 1 FROM household WHERE rowid = NEW.rowid OR file_number = NEW.file_number OR coalesce(id_number_index, id_number) = coalesce(NEW.id_number_index, NEW.id_number)) BEGIN SELECT RAISE(ABORT, 'casework: household_exists'); END;
CREATE TRIGGER household_taken BEFORE UPDATE ON household WHEN EXISTS (SELECT 1 FROM household WHERE rowid <> OLD.rowid AND coalesce(id_number_index, id_number) = coalesce(NEW.id_number_index, NEW.id_number)) BEGIN SELECT RAISE(ABORT, 'casework: household_taken'); END;
CREATE TRIGGER household_unexplained BEFORE UPDATE ON household WHEN (NEW.rowid, NEW.file_number) <> (OLD.rowid, OLD.file_number) OR NEW.rev <= OLD.rev OR NEW.rev <> ((SELECT count(*) FROM fact WHERE file_number = NEW.file_number) + (SELECT count(*) FROM step WHERE file_number = NEW.file_number)) BEGIN SELECT RAISE(ABORT, 'casework: household_unexplained'); END;
CREATE TRIGGER household_causes_insert BEFORE INSERT ON household WHEN length(NEW.secondary_causes) - length(replace(NEW.secondary_causes, '、', '')) > 2 BEGIN SELECT RAISE(ABORT, 'casework: household_causes_insert'); END;
CREATE TRIGGER household_causes_update BEFORE UPDATE ON household WHEN length(NEW.secondary_causes) - length(replace(NEW.secondary_causes, '、', '')) > 2 AND NEW.secondary_causes IS NOT OLD.secondary_causes BEGIN SELECT RAISE(ABORT, 'casework: household_causes_update'); END;
CREATE TRIGGER member_kept BEFORE DELETE ON member WHEN 1 BEGIN SELECT RAISE(ABORT, 'casework: member_kept'); END;
CREATE TRIGGER member_exists BEFORE INSERT ON member WHEN EXISTS (SELECT 1 FROM member WHERE rowid = NEW.rowid OR (file_number, place) = (NEW.file_number, NEW.place)) BEGIN SELECT RAISE(ABORT, 'casework: member_exists'); END;
CREATE TRIGGER member_unexplained BEFORE UPDATE ON member WHEN (NEW.rowid, NEW.file_number, NEW.place) <> (OLD.rowid, OLD.file_number, OLD.place) OR (SELECT rev FROM household WHERE file_number = NEW.file_number) >= ((SELECT count(*) FROM fact WHERE file_number = NEW.file_number) + (SELECT count(*) FROM step WHERE file_number = NEW.file_number)) BEGIN SELECT RAISE(ABORT, 'casework: member_unexplained'); END;
CREATE TRIGGER move_after_exit BEFORE INSERT ON move WHEN NEW.kind = 'pay' AND EXISTS (SELECT 1 FROM grant g JOIN household h ON h.file_number = g.file_number WHERE g.id = NEW.grant_id AND (NEW.made_on > h.exited_on OR NEW.made_on > h.died_on)) BEGIN SELECT RAISE(ABORT, 'casework: move_after_exit'); END;
CREATE TRIGGER audit_gap BEFORE INSERT ON audit WHEN NEW.seq <> 1 + coalesce((SELECT max(seq) FROM audit), 0) BEGIN SELECT RAISE(ABORT, 'casework: audit_gap'); END;
CREATE TRIGGER fact_update_refused BEFORE UPDATE ON fact WHEN 1 BEGIN SELECT RAISE(ABORT, 'casework: fact_written'); END;
CREATE TRIGGER fact_delete_refused BEFORE DELETE ON fact WHEN 1 BEGIN SELECT RAISE(ABORT, 'casework: fact_written'); END;
CREATE TRIGGER fact_exists BEFORE INSERT ON fact WHEN EXISTS (SELECT 1 FROM fact WHERE rowid = NEW.rowid) BEGIN SELECT RAISE(ABORT, 'casework: fact_written'); END;
CREATE TRIGGER step_update_refused BEFORE UPDATE ON step WHEN 1 BEGIN SELECT RAISE(ABORT, 'casework: step_written'); END;
CREATE TRIGGER step_delete_refused BEFORE DELETE ON step WHEN 1 BEGIN SELECT RAISE(ABORT, 'casework: step_written'); END;
CREATE TRIGGER step_exists BEFORE INSERT ON step WHEN EXISTS (SELECT 1 FROM step WHERE rowid = NEW.rowid) BEGIN SELECT RAISE(ABORT, 'casework: step_written'); END;
CREATE TRIGGER evidence_update_refused BEFORE UPDATE ON evidence WHEN 1 BEGIN SELECT RAISE(ABORT, 'casework: evidence_written'); END;
CREATE TRIGGER evidence_delete_refused BEFORE DELETE ON evidence WHEN 1 BEGIN SELECT RAISE(ABORT, 'casework: evidence_written'); END;
CREATE TRIGGER evidence_exists BEFORE INSERT ON evidence WHEN EXISTS (SELECT 1 FROM evidence WHERE rowid = NEW.rowid) BEGIN SELECT RAISE(ABORT, 'casework: evidence_written'); END;
CREATE TRIGGER person_update_refused BEFORE UPDATE ON person WHEN 1 BEGIN SELECT RAISE(ABORT, 'casework: person_written'); END;
CREATE TRIGGER person_delete_refused BEFORE DELETE ON person WHEN 1 BEGIN SELECT RAISE(ABORT, 'casework: person_written'); END;
CREATE TRIGGER person_exists BEFORE INSERT ON person WHEN EXISTS (SELECT 1 FROM person WHERE rowid = NEW.rowid) BEGIN SELECT RAISE(ABORT, 'casework: person_written'); END;
CREATE TRIGGER decision_update_refused BEFORE UPDATE ON decision WHEN 1 BEGIN SELECT RAISE(ABORT, 'casework: decision_written'); END;
CREATE TRIGGER decision_delete_refused BEFORE DELETE ON decision WHEN 1 BEGIN SELECT RAISE(ABORT, 'casework: decision_written'); END;
CREATE TRIGGER decision_exists BEFORE INSERT ON decision WHEN EXISTS (SELECT 1 FROM decision WHERE rowid = NEW.rowid) BEGIN SELECT RAISE(ABORT, 'casework: decision_written'); END;
CREATE TRIGGER import_file_update_refused BEFORE UPDATE ON import_file WHEN 1 BEGIN SELECT RAISE(ABORT, 'casework: import_file_written'); END;
CREATE TRIGGER import_file_delete_refused BEFORE DELETE ON import_file WHEN 1 BEGIN SELECT RAISE(ABORT, 'casework: import_file_written'); END;
CREATE TRIGGER import_file_exists BEFORE INSERT ON import_file WHEN EXISTS (SELECT 1 FROM import_file WHERE rowid = NEW.rowid) BEGIN SELECT RAISE(ABORT, 'casework: import_file_written'); END;
CREATE TRIGGER quarantine_update_refused BEFORE UPDATE ON quarantine WHEN 1 BEGIN SELECT RAISE(ABORT, 'casework: quarantine_written'); END;
CREATE TRIGGER quarantine_delete_refused BEFORE DELETE ON quarantine WHEN 1 BEGIN SELECT RAISE(ABORT, 'casework: quarantine_written'); END;
CREATE TRIGGER quarantine_exists BEFORE INSERT ON quarantine WHEN EXISTS (SELECT 1 FROM quarantine WHERE rowid = NEW.rowid) BEGIN SELECT RAISE(ABORT, 'casework: quarantine_written'); END;
CREATE TRIGGER audit_update_refused BEFORE UPDATE ON audit WHEN 1 BEGIN SELECT RAISE(ABORT, 'casework: audit_written'); END;
CREATE TRIGGER audit_delete_refused BEFORE DELETE ON audit WHEN 1 BEGIN SELECT RAISE(ABORT, 'casework: audit_written'); END;
CREATE TRIGGER audit_exists BEFORE INSERT ON audit WHEN EXISTS (SELECT 1 FROM audit WHERE rowid = NEW.rowid) BEGIN SELECT RAISE(ABORT, 'casework: audit_written'); END;
CREATE TRIGGER rules_update_refused BEFORE UPDATE ON rules WHEN 1 BEGIN SELECT RAISE(ABORT, 'casework: rules_written'); END;
CREATE TRIGGER rules_delete_refused BEFORE DELETE ON rules WHEN 1 BEGIN SELECT RAISE(ABORT, 'casework: rules_written'); END;
CREATE TRIGGER rules_exists BEFORE INSERT ON rules WHEN EXISTS (SELECT 1 FROM rules WHERE rowid = NEW.rowid) BEGIN SELECT RAISE(ABORT, 'casework: rules_written'); END;
CREATE TRIGGER elsewhere_update_refused BEFORE UPDATE ON elsewhere WHEN 1 BEGIN SELECT RAISE(ABORT, 'casework: elsewhere_written'); END;
CREATE TRIGGER elsewhere_delete_refused BEFORE DELETE ON elsewhere WHEN 1 BEGIN SELECT RAISE(ABORT, 'casework: elsewhere_written'); END;
CREATE TRIGGER elsewhere_exists BEFORE INSERT ON elsewhere WHEN EXISTS (SELECT 1 FROM elsewhere WHERE rowid = NEW.rowid OR (list_sha256, row) = (NEW.list_sha256, NEW.row)) BEGIN SELECT RAISE(ABORT, 'casework: elsewhere_written'); END;
CREATE TRIGGER bank_file_update_refused BEFORE UPDATE ON bank_file WHEN 1 BEGIN SELECT RAISE(ABORT, 'casework: bank_file_written'); END;
CREATE TRIGGER bank_file_delete_refused BEFORE DELETE ON bank_file WHEN 1 BEGIN SELECT RAISE(ABORT, 'casework: bank_file_written'); END;
CREATE TRIGGER bank_file_exists BEFORE INSERT ON bank_file WHEN EXISTS (SELECT 1 FROM bank_file WHERE rowid = NEW.rowid OR number = NEW.number) BEGIN SELECT RAISE(ABORT, 'casework: bank_file_written'); END;
CREATE TRIGGER fund_terms_update_refused BEFORE UPDATE ON fund_terms WHEN 1 BEGIN SELECT RAISE(ABORT, 'casework: fund_terms_written'); END;
CREATE TRIGGER fund_terms_delete_refused BEFORE DELETE ON fund_terms WHEN 1 BEGIN SELECT RAISE(ABORT, 'casework: fund_terms_written'); END;
CREATE TRIGGER fund_terms_exists BEFORE INSERT ON fund_terms WHEN EXISTS (SELECT 1 FROM fund_terms WHERE rowid = NEW.rowid) BEGIN SELECT RAISE(ABORT, 'casework: fund_terms_written'); END;
CREATE TRIGGER scenario_update_refused BEFORE UPDATE ON scenario WHEN 1 BEGIN SELECT RAISE(ABORT, 'casework: scenario_written'); END;
CREATE TRIGGER scenario_delete_refused BEFORE DELETE ON scenario WHEN 1 BEGIN SELECT RAISE(ABORT, 'casework: scenario_written'); END;
CREATE TRIGGER scenario_exists BEFORE INSERT ON scenario WHEN EXISTS (SELECT 1 FROM scenario WHERE rowid = NEW.rowid OR name = NEW.name) BEGIN SELECT RAISE(ABORT, 'casework: scenario_written'); END;
CREATE TRIGGER rules_once BEFORE INSERT ON rules WHEN EXISTS (SELECT 1 FROM rules WHERE digest = NEW.digest) BEGIN SELECT RAISE(IGNORE); END;
CREATE TRIGGER quarantine_once BEFORE INSERT ON quarantine WHEN EXISTS (SELECT 1 FROM quarantine WHERE (sha256, sheet, row) = (NEW.sha256, NEW.sheet, NEW.row)) BEGIN SELECT RAISE(IGNORE); END;
CREATE TRIGGER fact_numbered AFTER INSERT ON fact WHEN NEW.rowid < 1 BEGIN SELECT RAISE(ABORT, 'casework: fact_written'); END;
CREATE TRIGGER step_numbered AFTER INSERT ON step WHEN NEW.rowid < 1 BEGIN SELECT RAISE(ABORT, 'casework: step_written'); END;
CREATE TRIGGER evidence_numbered AFTER INSERT ON evidence WHEN NEW.rowid < 1 BEGIN SELECT RAISE(ABORT, 'casework: evidence_written'); END;
CREATE TRIGGER person_numbered AFTER INSERT ON person WHEN NEW.rowid < 1 BEGIN SELECT RAISE(ABORT, 'casework: person_written'); END;
CREATE TRIGGER decision_numbered AFTER INSERT ON decision WHEN NEW.rowid < 1 BEGIN SELECT RAISE(ABORT, 'casework: decision_written'); END;
CREATE TRIGGER import_file_numbered AFTER INSERT ON import_file WHEN NEW.rowid < 1 BEGIN SELECT RAISE(ABORT, 'casework: import_file_written'); END;
CREATE TRIGGER quarantine_numbered AFTER INSERT ON quarantine WHEN NEW.rowid < 1 BEGIN SELECT RAISE(ABORT, 'casework: quarantine_written'); END;
CREATE TRIGGER audit_numbered AFTER INSERT ON audit WHEN NEW.rowid < 1 BEGIN SELECT RAISE(ABORT, 'casework: audit_written'); END;
CREATE TRIGGER rules_numbered AFTER INSERT ON rules WHEN NEW.rowid < 1 BEGIN SELECT RAISE(ABORT, 'casework: rules_written'); END;
CREATE TRIGGER elsewhere_numbered AFTER INSERT ON elsewhere WHEN NEW.rowid < 1 BEGIN SELECT RAISE(ABORT, 'casework: elsewhere_written'); END;
CREATE TRIGGER bank_file_numbered AFTER INSERT ON bank_file WHEN NEW.rowid < 1 BEGIN SELECT RAISE(ABORT, 'casework: bank_file_written'); END;
CREATE TRIGGER fund_terms_numbered AFTER INSERT ON fund_terms WHEN NEW.rowid < 1 BEGIN SELECT RAISE(ABORT, 'casework: fund_terms_written'); END;
CREATE TRIGGER scenario_numbered AFTER INSERT ON scenario WHEN NEW.rowid < 1 BEGIN SELECT RAISE(ABORT, 'casework: scenario_written'); END;
CREATE TRIGGER household_numbered AFTER INSERT ON household WHEN NEW.rowid < 1 BEGIN SELECT RAISE(ABORT, 'casework: household_written'); END;
CREATE TRIGGER member_numbered AFTER INSERT ON member WHEN NEW.rowid < 1 BEGIN SELECT RAISE(ABORT, 'casework: member_written'); END;
COMMIT;
