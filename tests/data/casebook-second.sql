-- A casebook of the second version, as casework made it before funds had terms; the county and every person in it are invented.
BEGIN TRANSACTION;
CREATE TABLE "_sqlite_migrations" (
   "id" INTEGER PRIMARY KEY,
   "migration_set" TEXT,
   "name" TEXT,
   "applied_at" TEXT
);
INSERT INTO "_sqlite_migrations" VALUES(1,'casework','first','2024-11-01T09:00:00+00:00');
INSERT INTO "_sqlite_migrations" VALUES(2,'casework','second','2024-11-01T09:00:00+00:00');
CREATE TABLE audit (
  seq INTEGER PRIMARY KEY, at TEXT NOT NULL, by TEXT NOT NULL, act TEXT NOT NULL, covers TEXT NOT NULL DEFAULT '{}',
  mac TEXT NOT NULL DEFAULT ''
) STRICT;
INSERT INTO "audit" VALUES(1,'2024-11-01T09:00:00+00:00','示例县','new casebook (demo)','{"rules": 1}','1e783216890e4063ed86171225adbbba138b5b8100c1856a8cdd107922718311');
INSERT INTO "audit" VALUES(2,'2024-11-01T09:00:00+00:00','示例会计','people: 示例建档人, 示例经办人, 示例入户人, 示例审核人, 示例复核人, 示例会计, 示例审批人, 示例出纳','{"audit": 1, "person": 8, "rules": 1}','38df1619fb2fb332ba9bd6f86e6d036e5307c4bc2249a7abdd21b8cff2fd86e1');
INSERT INTO "audit" VALUES(3,'2024-11-03T09:00:00+00:00','示例建档人','case work of 2024-11-03','{"audit": 2, "household": 1, "member": 2, "person": 8, "rules": 1}','9677a5ed877bf11b171f5747d7d809421fe6256942f110bd52a3d957a30f2afc');
INSERT INTO "audit" VALUES(4,'2024-11-18T09:00:00+00:00','示例建档人','case work of 2024-11-18','{"audit": 3, "household": 2, "member": 4, "person": 8, "rules": 1}','9a677dfd3235f6029674c337fd0e3db5863bf7d125805db603176e1cd611ae79');
INSERT INTO "audit" VALUES(5,'2024-11-20T09:00:00+00:00','示例会计','funds: 中央专项帮扶资金, 省级财政帮扶资金, 县工会帮扶资金, 爱心助学捐赠','{"audit": 4, "household": 2, "member": 4, "person": 8, "rules": 1, "fund": 4, "move": 2}','ba2f6e8e3e89acd6b48256e4e741d19c9ad9e315be24bf75b30a42d94e679f1f');
INSERT INTO "audit" VALUES(6,'2024-11-20T09:00:00+00:00','示例经办人','adopt a plan','{"audit": 5, "household": 2, "member": 4, "person": 8, "rules": 1, "decision": 1, "fund": 4, "grant": 1, "move": 3}','4328285fc275a051db61a257cbc1dca95290f66db420d3f14251b808bc6d1889');
INSERT INTO "audit" VALUES(7,'2024-11-25T09:00:00+00:00','示例审批人','approve 2024-001','{"audit": 6, "household": 2, "member": 4, "step": 1, "person": 8, "rules": 1, "decision": 1, "fund": 4, "grant": 1, "move": 3}','fdf4d8554dd47dfaaca0f8da273c5cfb326c2a1d4f664a186ddbc80ccda27132');
INSERT INTO "audit" VALUES(8,'2024-11-29T09:00:00+00:00','示例出纳','pay 2024-001','{"audit": 7, "household": 2, "member": 4, "step": 1, "person": 8, "bank_file": 1, "rules": 1, "decision": 1, "fund": 4, "grant": 1, "move": 4}','6a0015ada86c27b9f9b69aefaab30e8917040a924723cbe62fd71d17522c6c59');
INSERT INTO "audit" VALUES(9,'2024-12-31T09:00:00+00:00','示例建档人','case work of 2024-12-31','{"audit": 8, "household": 3, "member": 7, "step": 2, "evidence": 6, "person": 8, "bank_file": 1, "rules": 1, "decision": 1, "fund": 4, "grant": 1, "move": 4}','54fabbbbc2d972e1ec5e1520969064c7545f5d744511559825640faad127e498');
INSERT INTO "audit" VALUES(10,'2025-01-03T09:00:00+00:00','示例建档人','case work of 2025-01-03','{"audit": 9, "household": 3, "member": 7, "step": 3, "evidence": 6, "person": 8, "bank_file": 1, "rules": 1, "decision": 1, "fund": 4, "grant": 1, "move": 4}','27ebb5d3af98b7980ba8a17f307f87627fba57b92aefadd9e2fd2aeb477aef19');
INSERT INTO "audit" VALUES(11,'2025-01-06T09:00:00+00:00','示例建档人','case work of 2025-01-06','{"audit": 10, "household": 3, "member": 7, "step": 4, "evidence": 6, "person": 8, "bank_file": 1, "rules": 1, "decision": 1, "fund": 4, "grant": 1, "move": 4}','bedc0be11c75b427196d56792e168fb7790a432d212bac19bdc6d987414a9011');
INSERT INTO "audit" VALUES(12,'2025-01-07T09:00:00+00:00','示例建档人','case work of 2025-01-07','{"audit": 11, "household": 3, "member": 7, "step": 5, "evidence": 6, "person": 8, "bank_file": 1, "rules": 1, "decision": 1, "fund": 4, "grant": 1, "move": 4}','6e7102ef58221f432e3bc97c949b56e496dcbdabd2936516772d4605d4be270f');
INSERT INTO "audit" VALUES(13,'2025-01-16T09:00:00+00:00','示例建档人','case work of 2025-01-16','{"audit": 12, "household": 3, "member": 7, "step": 6, "evidence": 6, "person": 8, "bank_file": 1, "rules": 1, "decision": 1, "fund": 4, "grant": 1, "move": 4}','8988efc99bab82751f6107d18c9e3ab6a0decc69de79fd098a32f94f489a4389');
INSERT INTO "audit" VALUES(14,'2025-01-20T09:00:00+00:00','示例建档人','case work of 2025-01-20','{"audit": 13, "household": 3, "member": 7, "step": 7, "evidence": 6, "person": 8, "bank_file": 1, "rules": 1, "decision": 1, "fund": 4, "grant": 1, "move": 4}','e2d7df1a933ba2a8944aac81cb89b6aead3fc1921f38cdf4868eb92210feea06');
INSERT INTO "audit" VALUES(15,'2025-01-24T09:00:00+00:00','示例建档人','case work of 2025-01-24','{"audit": 14, "household": 3, "member": 7, "fact": 1, "step": 8, "evidence": 6, "person": 8, "bank_file": 1, "rules": 1, "decision": 2, "fund": 4, "grant": 1, "move": 4}','b70b31b0818d494b8235466eb526ca1b67adebb50760ab0506fa216fd68aa263');
INSERT INTO "audit" VALUES(16,'2025-04-06T09:00:00+00:00','示例建档人','case work of 2025-04-06','{"audit": 15, "household": 3, "member": 7, "fact": 2, "step": 8, "evidence": 6, "person": 8, "bank_file": 1, "rules": 1, "decision": 2, "fund": 4, "grant": 1, "move": 4}','a1a4e63dcd191e87db2c19662cd91ca3e3000860d593d2728b1895aef7b48b12');
INSERT INTO "audit" VALUES(17,'2025-06-30T09:00:00+00:00','示例会计','funds: 中央专项帮扶资金, 省级财政帮扶资金, 县工会帮扶资金, 爱心助学捐赠','{"audit": 16, "household": 3, "member": 7, "fact": 2, "step": 8, "evidence": 6, "person": 8, "bank_file": 1, "rules": 1, "decision": 2, "fund": 4, "grant": 1, "move": 6}','b0ac6a5cf0cd5ebc13f310974ba1736e2290b5d1d46d550b3c1c72f97aaca34e');
INSERT INTO "audit" VALUES(18,'2025-06-30T09:00:00+00:00','示例经办人','adopt a plan','{"audit": 17, "household": 3, "member": 7, "fact": 2, "step": 8, "evidence": 6, "person": 8, "bank_file": 1, "rules": 1, "decision": 3, "fund": 4, "grant": 2, "move": 7}','884579cacc52a101d7cd4405ebc394c387506e26512c65223fddfad36c0d5d77');
INSERT INTO "audit" VALUES(19,'2025-07-05T09:00:00+00:00','示例审批人','approve 2025-002','{"audit": 18, "household": 3, "member": 7, "fact": 2, "step": 9, "evidence": 6, "person": 8, "bank_file": 1, "rules": 1, "decision": 3, "fund": 4, "grant": 2, "move": 7}','914dc0e51c2121a085ccdcdd18aa864518a1e546aa5054c275dfaf427750f53d');
INSERT INTO "audit" VALUES(20,'2025-07-09T09:00:00+00:00','示例出纳','pay 2025-002','{"audit": 19, "household": 3, "member": 7, "fact": 2, "step": 9, "evidence": 6, "person": 8, "bank_file": 2, "rules": 1, "decision": 3, "fund": 4, "grant": 2, "move": 8}','2a5e9dfe41840997aab53af5c78c815f58cd957a4a3eab698eece84956084a58');
INSERT INTO "audit" VALUES(21,'2025-10-17T09:00:00+00:00','示例建档人','case work of 2025-10-17','{"audit": 20, "household": 3, "member": 7, "fact": 2, "step": 10, "evidence": 6, "person": 8, "bank_file": 2, "rules": 1, "decision": 4, "fund": 4, "grant": 2, "move": 8}','f4c6123ae8fac5e32691cc930b0cf919bd7e392787bc8d8dcc277f2e4bc88eb1');
INSERT INTO "audit" VALUES(22,'2025-10-25T09:00:00+00:00','示例建档人','case work of 2025-10-25','{"audit": 21, "household": 3, "member": 7, "fact": 3, "step": 10, "evidence": 6, "person": 8, "bank_file": 2, "rules": 1, "decision": 4, "fund": 4, "grant": 2, "move": 8}','bd16475c9fb4c3ccdd90ceccbafbdf7de38f173a861375d9de4eafea147abf19');
INSERT INTO "audit" VALUES(23,'2025-11-04T09:00:00+00:00','示例建档人','case work of 2025-11-04','{"audit": 22, "household": 4, "member": 9, "fact": 3, "step": 11, "evidence": 12, "person": 8, "bank_file": 2, "rules": 1, "decision": 4, "fund": 4, "grant": 2, "move": 8}','665b4ab6d4ae8408cf682b0503b4d93af9f659ad6ab87c81dbe022785c20be28');
INSERT INTO "audit" VALUES(24,'2025-11-07T09:00:00+00:00','示例建档人','case work of 2025-11-07','{"audit": 23, "household": 4, "member": 9, "fact": 3, "step": 13, "evidence": 12, "person": 8, "bank_file": 2, "rules": 1, "decision": 5, "fund": 4, "grant": 2, "move": 8}','e99fd5cad3b529b6365df6bbb9624cea3beb7def28ff2db95310fa9a2fa22ff6');
INSERT INTO "audit" VALUES(25,'2025-11-10T09:00:00+00:00','示例建档人','case work of 2025-11-10','{"audit": 24, "household": 4, "member": 9, "fact": 3, "step": 14, "evidence": 12, "person": 8, "bank_file": 2, "rules": 1, "decision": 5, "fund": 4, "grant": 2, "move": 8}','38d77392dd037c4e7a0e7c0afebe94383cb77427d1b3438b633c43d50818a796');
INSERT INTO "audit" VALUES(26,'2025-11-11T09:00:00+00:00','示例建档人','case work of 2025-11-11','{"audit": 25, "household": 4, "member": 9, "fact": 3, "step": 15, "evidence": 12, "person": 8, "bank_file": 2, "rules": 1, "decision": 5, "fund": 4, "grant": 2, "move": 8}','1f0d504648d30bf18e21d938f3f186c8cc8636e95e6ed42c52b778a52779998a');
INSERT INTO "audit" VALUES(27,'2025-11-20T09:00:00+00:00','示例建档人','case work of 2025-11-20','{"audit": 26, "household": 4, "member": 9, "fact": 3, "step": 16, "evidence": 12, "person": 8, "bank_file": 2, "rules": 1, "decision": 5, "fund": 4, "grant": 2, "move": 8}','f91efabbdb132d3292c70b4a55ab1160f829c32efe0b6f26ef6eb3e99682d6bd');
INSERT INTO "audit" VALUES(28,'2025-11-24T09:00:00+00:00','示例建档人','case work of 2025-11-24','{"audit": 27, "household": 4, "member": 9, "fact": 3, "step": 17, "evidence": 12, "person": 8, "bank_file": 2, "rules": 1, "decision": 5, "fund": 4, "grant": 2, "move": 8}','d14fa21769be1fa798555d8d24b451e4fdfadbf745e6a8cfa4bbc5aec728327c');
INSERT INTO "audit" VALUES(29,'2025-11-28T09:00:00+00:00','示例建档人','case work of 2025-11-28','{"audit": 28, "household": 4, "member": 9, "fact": 4, "step": 18, "evidence": 12, "person": 8, "bank_file": 2, "rules": 1, "decision": 6, "fund": 4, "grant": 2, "move": 8}','db8779dd8786b08f6f468569ff53162640d4496c1589d3a2f9bd4b1bee89a97c');
INSERT INTO "audit" VALUES(30,'2025-12-20T09:00:00+00:00','示例会计','funds: 中央专项帮扶资金, 省级财政帮扶资金, 县工会帮扶资金, 爱心助学捐赠','{"audit": 29, "household": 4, "member": 9, "fact": 4, "step": 18, "evidence": 12, "person": 8, "bank_file": 2, "rules": 1, "decision": 6, "fund": 4, "grant": 2, "move": 10}','8cd25e231352b7f34717e067d123d4cab9d46d5ef3f296134aedc63f440cc80b');
INSERT INTO "audit" VALUES(31,'2025-12-20T09:00:00+00:00','示例经办人','adopt a plan','{"audit": 30, "household": 4, "member": 9, "fact": 4, "step": 18, "evidence": 12, "person": 8, "bank_file": 2, "rules": 1, "decision": 7, "fund": 4, "grant": 4, "move": 12}','8c0b103e132b1dce7969a0dc23387cbd002466b99aacdea90fb04b3ace0e1b8e');
INSERT INTO "audit" VALUES(32,'2025-12-25T09:00:00+00:00','示例审批人','approve 2025-003','{"audit": 31, "household": 4, "member": 9, "fact": 4, "step": 19, "evidence": 12, "person": 8, "bank_file": 2, "rules": 1, "decision": 7, "fund": 4, "grant": 4, "move": 12}','55f58c603c2c2d5badeb81898dd85921a9d5c34ecf93c3aae3a00c8a5a5ea8dc');
INSERT INTO "audit" VALUES(33,'2025-12-29T09:00:00+00:00','示例出纳','pay 2025-003','{"audit": 32, "household": 4, "member": 9, "fact": 4, "step": 19, "evidence": 12, "person": 8, "bank_file": 3, "rules": 1, "decision": 7, "fund": 4, "grant": 4, "move": 14}','64aa6806625376ed7b4871771ec90cf2a2626a5f235ebbff5d0a20bec15ea9ee');
INSERT INTO "audit" VALUES(34,'2026-01-27T09:00:00+00:00','示例建档人','case work of 2026-01-27','{"audit": 33, "household": 4, "member": 9, "fact": 6, "step": 19, "evidence": 12, "person": 8, "bank_file": 3, "rules": 1, "decision": 7, "fund": 4, "grant": 4, "move": 14}','7c830ae6c59aca587b45006421575228c12781f6741ce8594ff4eaf389c9e7da');
INSERT INTO "audit" VALUES(35,'2026-02-17T09:00:00+00:00','示例建档人','case work of 2026-02-17','{"audit": 34, "household": 5, "member": 11, "fact": 6, "step": 21, "evidence": 18, "person": 8, "bank_file": 3, "rules": 1, "decision": 7, "fund": 4, "grant": 4, "move": 14}','ae777fa2a54b8e98267f0522c1cb46cb28d6b0196088fc068b1af015991db2d5');
INSERT INTO "audit" VALUES(36,'2026-02-20T09:00:00+00:00','示例建档人','case work of 2026-02-20','{"audit": 35, "household": 5, "member": 11, "fact": 6, "step": 22, "evidence": 18, "person": 8, "bank_file": 3, "rules": 1, "decision": 7, "fund": 4, "grant": 4, "move": 14}','bfb0792ce6d1e6a4f5ca1cdf9f9622cb58cdcdf31e98d73e327450e13d32a5ad');
INSERT INTO "audit" VALUES(37,'2026-02-23T09:00:00+00:00','示例建档人','case work of 2026-02-23','{"audit": 36, "household": 5, "member": 11, "fact": 6, "step": 23, "evidence": 18, "person": 8, "bank_file": 3, "rules": 1, "decision": 7, "fund": 4, "grant": 4, "move": 14}','27fcd4040311c6147cfbc325fa8910864fb6b8c00d88920f474b081faa7ec972');
INSERT INTO "audit" VALUES(38,'2026-02-24T09:00:00+00:00','示例建档人','case work of 2026-02-24','{"audit": 37, "household": 5, "member": 11, "fact": 6, "step": 24, "evidence": 18, "person": 8, "bank_file": 3, "rules": 1, "decision": 7, "fund": 4, "grant": 4, "move": 14}','c5a04da2b22ae04212540b17d74ae253c1234506ca7073b1a55735d94e3a6d4a');
INSERT INTO "audit" VALUES(39,'2026-03-05T09:00:00+00:00','示例建档人','case work of 2026-03-05','{"audit": 38, "household": 5, "member": 11, "fact": 6, "step": 25, "evidence": 18, "person": 8, "bank_file": 3, "rules": 1, "decision": 7, "fund": 4, "grant": 4, "move": 14}','19a1746ae581bb0ed4df89685ef6c8cec135909f09dd16ba4be1c0db7867b5b5');
INSERT INTO "audit" VALUES(40,'2026-03-09T09:00:00+00:00','示例建档人','case work of 2026-03-09','{"audit": 39, "household": 5, "member": 11, "fact": 6, "step": 26, "evidence": 18, "person": 8, "bank_file": 3, "rules": 1, "decision": 7, "fund": 4, "grant": 4, "move": 14}','30a133ac2341aaaa072b1422db24e3e72ed6af6929539e5bb52b39d6e1e2b66f');
INSERT INTO "audit" VALUES(41,'2026-03-13T09:00:00+00:00','示例建档人','case work of 2026-03-13','{"audit": 40, "household": 5, "member": 11, "fact": 7, "step": 27, "evidence": 18, "person": 8, "bank_file": 3, "rules": 1, "decision": 8, "fund": 4, "grant": 4, "move": 14}','6aa9891238191b3913d96bf4cf3e7d9f2f3df7dc4204e14f83fa7de280b4c427');
INSERT INTO "audit" VALUES(42,'2026-07-24T09:00:00+00:00','示例建档人','case work of 2026-07-24','{"audit": 41, "household": 5, "member": 11, "fact": 7, "step": 28, "evidence": 18, "person": 8, "bank_file": 3, "rules": 1, "decision": 8, "fund": 4, "grant": 4, "move": 14}','8b69927084ae962b8da7d14d6856d785d599a65e9cd367f7470b41dbb103e10f');
INSERT INTO "audit" VALUES(43,'2026-09-04T09:00:00+00:00','示例建档人','case work of 2026-09-04','{"audit": 42, "household": 5, "member": 11, "fact": 7, "step": 29, "evidence": 18, "person": 8, "bank_file": 3, "rules": 1, "decision": 8, "fund": 4, "grant": 4, "move": 14}','8da0148966c091a767ff398800dc39b8c4f3a301285940f126f5859d97371801');
INSERT INTO "audit" VALUES(44,'2026-09-30T09:00:00+00:00','示例会计','funds: 中央专项帮扶资金, 省级财政帮扶资金, 县工会帮扶资金, 爱心助学捐赠','{"audit": 43, "household": 5, "member": 11, "fact": 7, "step": 29, "evidence": 18, "person": 8, "bank_file": 3, "rules": 1, "decision": 8, "fund": 4, "grant": 4, "move": 16}','de81a5625adfc19ba330625df0953a1d04cc07d9875e8263b03ccf83afdc9cd5');
INSERT INTO "audit" VALUES(45,'2026-10-11T09:00:00+00:00','示例建档人','case work of 2026-10-11','{"audit": 44, "household": 5, "member": 11, "fact": 8, "step": 30, "evidence": 18, "person": 8, "bank_file": 3, "rules": 1, "decision": 8, "fund": 4, "grant": 4, "move": 16}','14cfaec01314aef75a93d3233f0d2e924afacfae00e0bd8cba09f91f50c08b86');
INSERT INTO "audit" VALUES(46,'2026-10-12T09:00:00+00:00','示例会计','returns of 2024-001','{"audit": 45, "household": 5, "member": 11, "fact": 8, "step": 30, "evidence": 18, "person": 8, "bank_file": 3, "rules": 1, "decision": 8, "fund": 4, "grant": 4, "move": 17}','2b630be3ae8a88caa0bea66d4b95a60a8817071f204e731e194a3188564013e1');
INSERT INTO "audit" VALUES(47,'2026-10-14T09:00:00+00:00','示例会计','returned and reversed payments','{"audit": 46, "household": 5, "member": 11, "fact": 8, "step": 30, "evidence": 18, "person": 8, "bank_file": 3, "rules": 1, "decision": 8, "fund": 4, "grant": 4, "move": 22}','474c95176694a7ee30e50864a41c751fb3a9042d8f0afd3bb9a184624b36d61a');
INSERT INTO "audit" VALUES(48,'2026-10-15T09:00:00+00:00','示例会计','funds: 中央专项帮扶资金, 省级财政帮扶资金, 县工会帮扶资金, 爱心助学捐赠','{"audit": 47, "household": 5, "member": 11, "fact": 8, "step": 30, "evidence": 18, "person": 8, "bank_file": 3, "rules": 1, "decision": 8, "fund": 4, "grant": 4, "move": 26}','82e50cf2bb15cab51a327c920dac429348b9c81fb44a69d9685bb093e9ec9ced');
INSERT INTO "audit" VALUES(49,'2026-10-21T09:00:00+00:00','示例经办人','adopt a plan','{"audit": 48, "household": 5, "member": 11, "fact": 8, "step": 30, "evidence": 18, "person": 8, "bank_file": 3, "rules": 1, "decision": 9, "fund": 4, "grant": 7, "move": 29}','13cdfa50b86f5e490f02a72907da383e20d44762b669ffdd7a134c6f5328360e');
INSERT INTO "audit" VALUES(50,'2026-10-25T09:00:00+00:00','示例审批人','approve 2026-004','{"audit": 49, "household": 5, "member": 11, "fact": 8, "step": 31, "evidence": 18, "person": 8, "bank_file": 3, "rules": 1, "decision": 9, "fund": 4, "grant": 7, "move": 29}','01216b365457a9e83aaea1ddd203692617e3a2fb828c746759d3d3e48292d0cf');
INSERT INTO "audit" VALUES(51,'2026-10-28T09:00:00+00:00','示例经办人','adopt a plan','{"audit": 50, "household": 5, "member": 11, "fact": 8, "step": 31, "evidence": 18, "person": 8, "bank_file": 3, "rules": 1, "decision": 10, "fund": 4, "grant": 8, "move": 30}','398a4a0ef7a3c3a74dc6c254d980ba3f64c84529fb335eab6f6a20fce3991211');
INSERT INTO "audit" VALUES(52,'2026-10-30T09:00:00+00:00','示例建档人','case work of 2026-10-30','{"audit": 51, "household": 5, "member": 11, "fact": 8, "step": 32, "evidence": 18, "person": 8, "bank_file": 3, "rules": 1, "decision": 11, "fund": 4, "grant": 8, "move": 30}','ee15c14284f26abcf372b522f87241fef629ea49a3fccedbbb84e674974598ec');
INSERT INTO "audit" VALUES(53,'2026-10-30T09:00:00+00:00','示例会计','funds: 中央专项帮扶资金, 省级财政帮扶资金, 县工会帮扶资金, 爱心助学捐赠','{"audit": 52, "household": 5, "member": 11, "fact": 8, "step": 32, "evidence": 18, "person": 8, "bank_file": 3, "rules": 1, "decision": 11, "fund": 4, "grant": 8, "move": 34}','f5fe84fc681060e079d0ad930c82798b05c2d0ccbf99ca8f3a8889036cc2fa8f');
CREATE TABLE bank_file (
  number TEXT PRIMARY KEY, batch TEXT NOT NULL, made_on TEXT NOT NULL, made_by TEXT NOT NULL, lines INTEGER NOT NULL,
  total_fen INTEGER NOT NULL, cash_fen INTEGER NOT NULL, sha256 TEXT NOT NULL, content TEXT NOT NULL
) STRICT;
INSERT INTO "bank_file" VALUES('2024-001-1','2024-001','2024-11-29','示例出纳',1,100000,0,'f99be35b0c6611137c14d30bdd43befa91eaeb04400553f87fc71b922092bbfd',replace('﻿序号,户名,账号,开户行,金额,附言
1,周超,62587455798029366,示例银行,1000.00,临时救助 2024-001-1 1
', char(10), char(13, 10)));
INSERT INTO "bank_file" VALUES('2025-002-1','2025-002','2025-07-09','示例出纳',1,173540,0,'864336b5dec5048f40ce17369d493aeac5365e1140bc8b4867db40f56829bf42',replace('﻿序号,户名,账号,开户行,金额,附言
1,王勇涛,62510401645856419,示例银行,1735.40,生活救助 2025-002-1 2
', char(10), char(13, 10)));
INSERT INTO "bank_file" VALUES('2025-003-1','2025-003','2025-12-29','示例出纳',2,368000,0,'bf0e7afb952d45675316df40f5f9818c6a7567bab5ae365817128d20e3aecd76',replace('﻿序号,户名,账号,开户行,金额,附言
1,刘文建,62946477609758875,示例银行,3000.00,生活救助 2025-003-1 3
2,刘文建,62946477609758875,示例银行,680.00,医疗救助 2025-003-1 4
', char(10), char(13, 10)));
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
INSERT INTO "decision" VALUES(1,'20250004','2024-11-20','示例经办人','fda5430f829175eed3ef8c26a33d7ce0667b3dc9bc21f29844345a0618e3f652','{"size": 3, "annual_income_fen": 9994300, "annual_rigid_expenditure_fen": null, "medical_out_of_pocket_fen": 696000, "schooling_cost_fen": 0, "other_rigid_expenditure_fen": 111100, "hardship_cost_fen": 807100, "event": true, "cause_documented": true, "assets_excluded": false, "dibao_line_fen": null, "previous_year_dibao_line_fen": null, "single_parent": false, "head_sex": "男", "class_": null, "union_aid_received_fen": 0, "warmth_received_fen": 0, "archived": true, "itemised": true, "members": [{"relation": "spouse", "stage": "none", "age": 54, "income_month_fen": 118300, "disabled": false}, {"relation": "child", "stage": "none", "age": 4, "income_month_fen": 0, "disabled": false}]}','{"household": "20250004", "class": "accident", "missing": [], "net_income_per_capita_month_fen": 255200, "dibao_line_fen": 100000, "living_aid_fen": 0, "medical_aid_fen": 208800, "tuition_aid_fen": 0, "temporary_aid_fen": 121065, "warmth_visit_fen": 50000, "living_instalment_fen": 0, "approval_level": "county", "reasons": {"living": "none_for_class", "medical": "amount", "tuition": "none_for_class", "temporary": "amount", "warmth": "amount"}}',2);
INSERT INTO "decision" VALUES(2,'20250002','2025-01-24','示例审批人','fda5430f829175eed3ef8c26a33d7ce0667b3dc9bc21f29844345a0618e3f652','{"size": 4, "annual_income_fen": 8838200, "annual_rigid_expenditure_fen": null, "medical_out_of_pocket_fen": 251000, "schooling_cost_fen": 0, "other_rigid_expenditure_fen": 0, "hardship_cost_fen": 0, "event": false, "cause_documented": true, "assets_excluded": false, "dibao_line_fen": null, "previous_year_dibao_line_fen": null, "single_parent": false, "head_sex": "男", "class_": null, "union_aid_received_fen": 0, "warmth_received_fen": 0, "archived": true, "itemised": true, "members": [{"relation": "spouse", "stage": "none", "age": 52, "income_month_fen": 204000, "disabled": false}, {"relation": "child", "stage": "none", "age": 2, "income_month_fen": 0, "disabled": false}, {"relation": "child", "stage": "kindergarten", "age": 4, "income_month_fen": 0, "disabled": false}]}','{"household": "20250002", "class": "relative", "missing": [], "net_income_per_capita_month_fen": 178900, "dibao_line_fen": 100000, "living_aid_fen": 300000, "medical_aid_fen": 125500, "tuition_aid_fen": 0, "temporary_aid_fen": 0, "warmth_visit_fen": 80000, "living_instalment_fen": 150000, "approval_level": "county", "reasons": {"living": "amount", "medical": "amount", "tuition": "no_child", "temporary": "none_for_class", "warmth": "amount"}}',4);
INSERT INTO "decision" VALUES(3,'20250002','2025-06-30','示例经办人','fda5430f829175eed3ef8c26a33d7ce0667b3dc9bc21f29844345a0618e3f652','{"size": 4, "annual_income_fen": 8838200, "annual_rigid_expenditure_fen": null, "medical_out_of_pocket_fen": 251000, "schooling_cost_fen": 0, "other_rigid_expenditure_fen": 0, "hardship_cost_fen": 0, "event": false, "cause_documented": true, "assets_excluded": false, "dibao_line_fen": null, "previous_year_dibao_line_fen": null, "single_parent": false, "head_sex": "男", "class_": null, "union_aid_received_fen": 0, "warmth_received_fen": 0, "archived": true, "itemised": true, "members": [{"relation": "spouse", "stage": "none", "age": 53, "income_month_fen": 204000, "disabled": false}, {"relation": "child", "stage": "kindergarten", "age": 3, "income_month_fen": 0, "disabled": false}, {"relation": "child", "stage": "kindergarten", "age": 4, "income_month_fen": 0, "disabled": false}]}','{"household": "20250002", "class": "relative", "missing": [], "net_income_per_capita_month_fen": 178900, "dibao_line_fen": 100000, "living_aid_fen": 300000, "medical_aid_fen": 125500, "tuition_aid_fen": 0, "temporary_aid_fen": 0, "warmth_visit_fen": 80000, "living_instalment_fen": 150000, "approval_level": "county", "reasons": {"living": "amount", "medical": "amount", "tuition": "no_child", "temporary": "none_for_class", "warmth": "amount"}}',6);
INSERT INTO "decision" VALUES(4,'20250005','2025-10-17','示例审核人','fda5430f829175eed3ef8c26a33d7ce0667b3dc9bc21f29844345a0618e3f652','{"size": 3, "annual_income_fen": 1219000, "annual_rigid_expenditure_fen": null, "medical_out_of_pocket_fen": 29400, "schooling_cost_fen": 0, "other_rigid_expenditure_fen": 0, "hardship_cost_fen": 0, "event": false, "cause_documented": true, "assets_excluded": false, "dibao_line_fen": null, "previous_year_dibao_line_fen": null, "single_parent": false, "head_sex": "男", "class_": null, "union_aid_received_fen": 0, "warmth_received_fen": 0, "archived": true, "itemised": true, "members": [{"relation": "spouse", "stage": "none", "age": 43, "income_month_fen": 0, "disabled": false}, {"relation": "child", "stage": "none", "age": 22, "income_month_fen": 0, "disabled": false}]}','{"household": "20250005", "class": "deep", "missing": [], "net_income_per_capita_month_fen": 33044, "dibao_line_fen": 100000, "living_aid_fen": 600000, "medical_aid_fen": 26460, "tuition_aid_fen": 0, "temporary_aid_fen": 0, "warmth_visit_fen": 100000, "living_instalment_fen": 300000, "approval_level": "county", "reasons": {"living": "amount", "medical": "amount", "tuition": "no_child", "temporary": "none_for_class", "warmth": "amount"}}',8);
INSERT INTO "decision" VALUES(5,'20250004','2025-11-07','示例审核人','fda5430f829175eed3ef8c26a33d7ce0667b3dc9bc21f29844345a0618e3f652','{"size": 3, "annual_income_fen": 9994300, "annual_rigid_expenditure_fen": null, "medical_out_of_pocket_fen": 696000, "schooling_cost_fen": 0, "other_rigid_expenditure_fen": 111100, "hardship_cost_fen": 807100, "event": true, "cause_documented": true, "assets_excluded": false, "dibao_line_fen": null, "previous_year_dibao_line_fen": null, "single_parent": false, "head_sex": "男", "class_": null, "union_aid_received_fen": 100000, "warmth_received_fen": 0, "archived": true, "itemised": true, "members": [{"relation": "spouse", "stage": "none", "age": 55, "income_month_fen": 118300, "disabled": false}, {"relation": "child", "stage": "none", "age": 5, "income_month_fen": 0, "disabled": false}]}','{"household": "20250004", "class": "accident", "missing": [], "net_income_per_capita_month_fen": 255200, "dibao_line_fen": 100000, "living_aid_fen": 0, "medical_aid_fen": 208800, "tuition_aid_fen": 0, "temporary_aid_fen": 121065, "warmth_visit_fen": 50000, "living_instalment_fen": 0, "approval_level": "county", "reasons": {"living": "none_for_class", "medical": "amount", "tuition": "none_for_class", "temporary": "amount", "warmth": "amount"}}',8);
INSERT INTO "decision" VALUES(6,'20250003','2025-11-28','示例审批人','fda5430f829175eed3ef8c26a33d7ce0667b3dc9bc21f29844345a0618e3f652','{"size": 3, "annual_income_fen": 5536000, "annual_rigid_expenditure_fen": null, "medical_out_of_pocket_fen": 136000, "schooling_cost_fen": 0, "other_rigid_expenditure_fen": 0, "hardship_cost_fen": 0, "event": false, "cause_documented": true, "assets_excluded": false, "dibao_line_fen": null, "previous_year_dibao_line_fen": null, "single_parent": false, "head_sex": "男", "class_": null, "union_aid_received_fen": 0, "warmth_received_fen": 0, "archived": true, "itemised": true, "members": [{"relation": "spouse", "stage": "none", "age": 35, "income_month_fen": 0, "disabled": false}, {"relation": "child", "stage": "none", "age": 5, "income_month_fen": 0, "disabled": false}]}','{"household": "20250003", "class": "relative", "missing": [], "net_income_per_capita_month_fen": 150000, "dibao_line_fen": 100000, "living_aid_fen": 300000, "medical_aid_fen": 68000, "tuition_aid_fen": 0, "temporary_aid_fen": 0, "warmth_visit_fen": 80000, "living_instalment_fen": 150000, "approval_level": "county", "reasons": {"living": "amount", "medical": "amount", "tuition": "no_child", "temporary": "none_for_class", "warmth": "amount"}}',8);
INSERT INTO "decision" VALUES(7,'20250003','2025-12-20','示例经办人','fda5430f829175eed3ef8c26a33d7ce0667b3dc9bc21f29844345a0618e3f652','{"size": 3, "annual_income_fen": 5536000, "annual_rigid_expenditure_fen": null, "medical_out_of_pocket_fen": 136000, "schooling_cost_fen": 0, "other_rigid_expenditure_fen": 0, "hardship_cost_fen": 0, "event": false, "cause_documented": true, "assets_excluded": false, "dibao_line_fen": null, "previous_year_dibao_line_fen": null, "single_parent": false, "head_sex": "男", "class_": null, "union_aid_received_fen": 0, "warmth_received_fen": 0, "archived": true, "itemised": true, "members": [{"relation": "spouse", "stage": "none", "age": 35, "income_month_fen": 0, "disabled": false}, {"relation": "child", "stage": "none", "age": 5, "income_month_fen": 0, "disabled": false}]}','{"household": "20250003", "class": "relative", "missing": [], "net_income_per_capita_month_fen": 150000, "dibao_line_fen": 100000, "living_aid_fen": 300000, "medical_aid_fen": 68000, "tuition_aid_fen": 0, "temporary_aid_fen": 0, "warmth_visit_fen": 80000, "living_instalment_fen": 150000, "approval_level": "county", "reasons": {"living": "amount", "medical": "amount", "tuition": "no_child", "temporary": "none_for_class", "warmth": "amount"}}',10);
INSERT INTO "decision" VALUES(8,'20250001','2026-03-13','示例审批人','fda5430f829175eed3ef8c26a33d7ce0667b3dc9bc21f29844345a0618e3f652','{"size": 3, "annual_income_fen": 9383800, "annual_rigid_expenditure_fen": null, "medical_out_of_pocket_fen": 4273000, "schooling_cost_fen": 1320000, "other_rigid_expenditure_fen": 0, "hardship_cost_fen": 4273000, "event": true, "cause_documented": true, "assets_excluded": false, "dibao_line_fen": null, "previous_year_dibao_line_fen": null, "single_parent": true, "head_sex": "女", "class_": null, "union_aid_received_fen": 0, "warmth_received_fen": 0, "archived": true, "itemised": true, "members": [{"relation": "child", "stage": "university", "age": 17, "income_month_fen": 0, "disabled": false}, {"relation": "child", "stage": "high_school", "age": 16, "income_month_fen": 0, "disabled": false}]}','{"household": "20250001", "class": "relative", "missing": [], "net_income_per_capita_month_fen": 105300, "dibao_line_fen": 100000, "living_aid_fen": 300000, "medical_aid_fen": 1000000, "tuition_aid_fen": 400000, "temporary_aid_fen": 0, "warmth_visit_fen": 80000, "living_instalment_fen": 150000, "approval_level": "county", "reasons": {"living": "amount", "medical": "capped", "tuition": "amount", "temporary": "none_for_class", "warmth": "amount"}}',14);
INSERT INTO "decision" VALUES(9,'20250001','2026-10-21','示例经办人','fda5430f829175eed3ef8c26a33d7ce0667b3dc9bc21f29844345a0618e3f652','{"size": 3, "annual_income_fen": 9383800, "annual_rigid_expenditure_fen": null, "medical_out_of_pocket_fen": 4273000, "schooling_cost_fen": 1320000, "other_rigid_expenditure_fen": 0, "hardship_cost_fen": 4273000, "event": true, "cause_documented": true, "assets_excluded": false, "dibao_line_fen": null, "previous_year_dibao_line_fen": null, "single_parent": true, "head_sex": "女", "class_": null, "union_aid_received_fen": 0, "warmth_received_fen": 0, "archived": true, "itemised": true, "members": [{"relation": "child", "stage": "university", "age": 18, "income_month_fen": 0, "disabled": false}, {"relation": "child", "stage": "high_school", "age": 17, "income_month_fen": 0, "disabled": false}]}','{"household": "20250001", "class": "relative", "missing": [], "net_income_per_capita_month_fen": 105300, "dibao_line_fen": 100000, "living_aid_fen": 300000, "medical_aid_fen": 1000000, "tuition_aid_fen": 400000, "temporary_aid_fen": 0, "warmth_visit_fen": 80000, "living_instalment_fen": 150000, "approval_level": "county", "reasons": {"living": "amount", "medical": "capped", "tuition": "amount", "temporary": "none_for_class", "warmth": "amount"}}',26);
INSERT INTO "decision" VALUES(10,'20250004','2026-10-28','示例经办人','fda5430f829175eed3ef8c26a33d7ce0667b3dc9bc21f29844345a0618e3f652','{"size": 3, "annual_income_fen": 9994300, "annual_rigid_expenditure_fen": null, "medical_out_of_pocket_fen": 696000, "schooling_cost_fen": 0, "other_rigid_expenditure_fen": 111100, "hardship_cost_fen": 807100, "event": true, "cause_documented": true, "assets_excluded": false, "dibao_line_fen": null, "previous_year_dibao_line_fen": null, "single_parent": false, "head_sex": "男", "class_": null, "union_aid_received_fen": 0, "warmth_received_fen": 0, "archived": true, "itemised": true, "members": [{"relation": "spouse", "stage": "none", "age": 56, "income_month_fen": 118300, "disabled": false}, {"relation": "child", "stage": "primary", "age": 6, "income_month_fen": 0, "disabled": false}]}','{"household": "20250004", "class": "accident", "missing": [], "net_income_per_capita_month_fen": 255200, "dibao_line_fen": 100000, "living_aid_fen": 0, "medical_aid_fen": 208800, "tuition_aid_fen": 0, "temporary_aid_fen": 121065, "warmth_visit_fen": 50000, "living_instalment_fen": 0, "approval_level": "county", "reasons": {"living": "none_for_class", "medical": "amount", "tuition": "none_for_class", "temporary": "amount", "warmth": "amount"}}',29);
INSERT INTO "decision" VALUES(11,'20250005','2026-10-30','示例审核人','fda5430f829175eed3ef8c26a33d7ce0667b3dc9bc21f29844345a0618e3f652','{"size": 3, "annual_income_fen": 1219000, "annual_rigid_expenditure_fen": null, "medical_out_of_pocket_fen": 49000, "schooling_cost_fen": 0, "other_rigid_expenditure_fen": 0, "hardship_cost_fen": 0, "event": false, "cause_documented": true, "assets_excluded": false, "dibao_line_fen": null, "previous_year_dibao_line_fen": null, "single_parent": false, "head_sex": "男", "class_": null, "union_aid_received_fen": 0, "warmth_received_fen": 0, "archived": true, "itemised": true, "members": [{"relation": "spouse", "stage": "none", "age": 44, "income_month_fen": 0, "disabled": false}, {"relation": "child", "stage": "none", "age": 23, "income_month_fen": 0, "disabled": false}]}','{"household": "20250005", "class": "deep", "missing": [], "net_income_per_capita_month_fen": 32500, "dibao_line_fen": 100000, "living_aid_fen": 600000, "medical_aid_fen": 44100, "tuition_aid_fen": 0, "temporary_aid_fen": 0, "warmth_visit_fen": 100000, "living_instalment_fen": 300000, "approval_level": "county", "reasons": {"living": "amount", "medical": "amount", "tuition": "no_child", "temporary": "none_for_class", "warmth": "amount"}}',30);
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
INSERT INTO "evidence" VALUES(1,'20250002',0,'form',NULL,'2024-12-31',NULL,NULL,NULL,'2024-12-31','示例建档人');
INSERT INTO "evidence" VALUES(2,'20250002',0,'identity',NULL,'2024-12-31',NULL,NULL,NULL,'2024-12-31','示例建档人');
INSERT INTO "evidence" VALUES(3,'20250002',0,'income',NULL,'2024-12-31',NULL,NULL,NULL,'2024-12-31','示例建档人');
INSERT INTO "evidence" VALUES(4,'20250002',0,'card',NULL,'2024-12-31',NULL,NULL,NULL,'2024-12-31','示例建档人');
INSERT INTO "evidence" VALUES(5,'20250002',0,'membership',NULL,'2024-12-31',NULL,NULL,NULL,'2024-12-31','示例建档人');
INSERT INTO "evidence" VALUES(6,'20250002',0,'consent',NULL,'2024-12-31',NULL,NULL,NULL,'2024-12-31','示例建档人');
INSERT INTO "evidence" VALUES(7,'20250003',0,'form',NULL,'2025-11-04',NULL,NULL,NULL,'2025-11-04','示例建档人');
INSERT INTO "evidence" VALUES(8,'20250003',0,'identity',NULL,'2025-11-04',NULL,NULL,NULL,'2025-11-04','示例建档人');
INSERT INTO "evidence" VALUES(9,'20250003',0,'income',NULL,'2025-11-04',NULL,NULL,NULL,'2025-11-04','示例建档人');
INSERT INTO "evidence" VALUES(10,'20250003',0,'card',NULL,'2025-11-04',NULL,NULL,NULL,'2025-11-04','示例建档人');
INSERT INTO "evidence" VALUES(11,'20250003',0,'membership',NULL,'2025-11-04',NULL,NULL,NULL,'2025-11-04','示例建档人');
INSERT INTO "evidence" VALUES(12,'20250003',0,'consent',NULL,'2025-11-04',NULL,NULL,NULL,'2025-11-04','示例建档人');
INSERT INTO "evidence" VALUES(13,'20250001',0,'application',NULL,'2026-02-17',NULL,NULL,NULL,'2026-02-17','示例建档人');
INSERT INTO "evidence" VALUES(14,'20250001',0,'form',NULL,'2026-02-17',NULL,NULL,NULL,'2026-02-17','示例建档人');
INSERT INTO "evidence" VALUES(15,'20250001',0,'identity',NULL,'2026-02-17',NULL,NULL,NULL,'2026-02-17','示例建档人');
INSERT INTO "evidence" VALUES(16,'20250001',0,'income',NULL,'2026-02-17',NULL,NULL,NULL,'2026-02-17','示例建档人');
INSERT INTO "evidence" VALUES(17,'20250001',0,'card',NULL,'2026-02-17',NULL,NULL,NULL,'2026-02-17','示例建档人');
INSERT INTO "evidence" VALUES(18,'20250001',0,'consent',NULL,'2026-02-17',NULL,NULL,NULL,'2026-02-17','示例建档人');
CREATE TABLE fact (
  seq INTEGER PRIMARY KEY, file_number TEXT NOT NULL REFERENCES household, place INTEGER NOT NULL, field TEXT NOT NULL,
  was TEXT NOT NULL, value TEXT NOT NULL, true_from TEXT NOT NULL CHECK (date(true_from, '+0 days') IS true_from),
  learnt_on TEXT NOT NULL CHECK (date(learnt_on, '+0 days') IS learnt_on), source TEXT NOT NULL, reference TEXT,
  made_by TEXT NOT NULL CHECK (made_by <> ''), CHECK (true_from <= learnt_on)
) STRICT;
INSERT INTO "fact" VALUES(1,'20250002',0,'filed_on','null','"2025-01-24"','2025-01-24','2025-01-24','form','审批建档','示例审批人');
INSERT INTO "fact" VALUES(2,'20250002',0,'phone','"19976324277"','"19983934028"','2025-01-24','2025-04-06','visit','示例回访单','示例建档人');
INSERT INTO "fact" VALUES(3,'20250005',0,'medical_out_of_pocket_fen','29400','49000','2025-09-18','2025-10-25','visit','示例回访单','示例建档人');
INSERT INTO "fact" VALUES(4,'20250003',0,'filed_on','null','"2025-11-28"','2025-11-28','2025-11-28','form','审批建档','示例审批人');
INSERT INTO "fact" VALUES(5,'20250003',0,'annual_income_fen','5536000','14406400','2026-01-07','2026-01-27','match','示例比对报告','示例建档人');
INSERT INTO "fact" VALUES(6,'20250003',0,'other_income_fen','3802000','12672400','2026-01-07','2026-01-27','match','示例比对报告','示例建档人');
INSERT INTO "fact" VALUES(7,'20250001',0,'filed_on','null','"2026-03-13"','2026-03-13','2026-03-13','form','审批建档','示例审批人');
INSERT INTO "fact" VALUES(8,'20250003',0,'exited_on','null','"2026-10-11"','2026-10-11','2026-10-11','form','脱困','示例审批人');
CREATE TABLE fund (
    id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, source TEXT NOT NULL, reference TEXT, aids TEXT NOT NULL,
    classes TEXT NOT NULL, archived_only INTEGER NOT NULL, usable_until TEXT, received_fen INTEGER NOT NULL DEFAULT 0,
    reserved_fen INTEGER NOT NULL DEFAULT 0, paid_fen INTEGER NOT NULL DEFAULT 0, last_move INTEGER NOT NULL DEFAULT 0,
    CONSTRAINT fund_plain CHECK (date(usable_until, '+0 days') IS usable_until AND id > 0 AND name <> '' AND archived_only IN (0, 1) AND aids GLOB '[[]"*"]' AND classes GLOB '[[]"*"]'),
    CONSTRAINT fund_overspent CHECK (min(reserved_fen, paid_fen) >= 0 AND reserved_fen + paid_fen <= received_fen)
) STRICT;
INSERT INTO "fund" VALUES(1,'中央专项帮扶资金','central','示例数据（虚构）','["living", "medical", "tuition"]','["deep", "relative"]',1,NULL,1922900,631500,368000,31);
INSERT INTO "fund" VALUES(2,'省级财政帮扶资金','provincial','示例数据（虚构）','["living", "medical"]','["deep"]',1,'2026-12-31',107600,0,0,32);
INSERT INTO "fund" VALUES(3,'县工会帮扶资金','union','示例数据（虚构）','["living", "medical", "tuition", "temporary", "warmth"]','["deep", "relative", "accident"]',0,NULL,615300,121065,0,33);
INSERT INTO "fund" VALUES(4,'爱心助学捐赠','donation','示例数据（虚构）','["tuition"]','["deep", "relative"]',0,NULL,71800,7300,0,34);
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
INSERT INTO "grant" VALUES(1,'2024-001','20250004','temporary','accident',1,3,'2024',1,100000,0,0,20,'示例经办人','2024-11-20','示例审批人','2024-11-25');
INSERT INTO "grant" VALUES(2,'2025-002','20250002','living','relative',1,1,'2025',3,173540,0,0,22,'示例经办人','2025-06-30','示例审批人','2025-07-05');
INSERT INTO "grant" VALUES(3,'2025-003','20250003','living','relative',1,1,'2025',7,300000,0,300000,13,'示例经办人','2025-12-20','示例审批人','2025-12-25');
INSERT INTO "grant" VALUES(4,'2025-003','20250003','medical','relative',1,1,'2025',7,68000,0,68000,14,'示例经办人','2025-12-20','示例审批人','2025-12-25');
INSERT INTO "grant" VALUES(5,'2026-004','20250001','living','relative',1,1,'2026',9,300000,300000,0,27,'示例经办人','2026-10-21','示例审批人','2026-10-25');
INSERT INTO "grant" VALUES(6,'2026-004','20250001','medical','relative',1,1,'2026',9,331500,331500,0,28,'示例经办人','2026-10-21','示例审批人','2026-10-25');
INSERT INTO "grant" VALUES(7,'2026-004','20250001','tuition','relative',1,4,'2026',9,7300,7300,0,29,'示例经办人','2026-10-21','示例审批人','2026-10-25');
INSERT INTO "grant" VALUES(8,'2026-005','20250004','temporary','accident',1,3,'2026',10,121065,121065,0,30,'示例经办人','2026-10-28',NULL,NULL);
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
INSERT INTO "household" VALUES('20250005','何国','男','汉族','群众','321302198110179971','1981-10-17','19998972409',NULL,NULL,'已婚','非农业',NULL,'高血压病',NULL,'农民工',NULL,'其他','示例纺织厂','国有企业','半停产','纺织','政府廉租房','46','示例市示例县幸福路130号',0,NULL,0,'城镇职工医保',NULL,NULL,'深度困难','子女上学',NULL,NULL,NULL,NULL,NULL,101500,1000,1219000,3,49000,0,0,'示例银行',NULL,'62595169415296643','2024-11-03',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'2024-11-03','form','纸质档案转录（示例）','active',3);
INSERT INTO "household" VALUES('20250004','周超','男','汉族','群众','370203197201199972','1972-01-19','19947392004',NULL,NULL,'已婚','非农业',NULL,'高血压病',NULL,'在岗',NULL,'其他','示例环卫所','国有企业','停产','社会服务业','自购房','83','示例市示例县幸福路150号',0,NULL,0,'城镇职工医保',NULL,NULL,'意外致困','遭受意外事故',NULL,NULL,NULL,NULL,NULL,78100,7637500,9994300,3,696000,0,111100,'示例银行',NULL,'62587455798029366','2024-11-18',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'2024-11-18','form','纸质档案转录（示例）','active',2);
INSERT INTO "household" VALUES('20250002','王勇涛','男','汉族','中共党员','320583197007199994','1970-07-19','19983934028',NULL,NULL,'已婚','非农业',NULL,'高血压病',NULL,'下(待)岗',NULL,'其他','示例纺织厂','国有企业','停产','纺织','自购房','43','示例市示例县幸福路275号',0,NULL,0,'城镇职工医保',NULL,NULL,'相对困难','下岗失业',NULL,NULL,NULL,NULL,NULL,18400,6169400,8838200,4,251000,0,0,'示例银行',NULL,'62510401645856419','2025-01-24',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'2024-12-31','form','申请表（示例）','active',10);
INSERT INTO "household" VALUES('20250003','刘文建','男','汉族','中共党员','321302199207139997','1992-07-13','19991720331',NULL,NULL,'已婚','农业',NULL,'一般疾病',NULL,'农民工',NULL,'其他','示例纺织厂','国有企业','半停产','纺织','租房','32','示例市示例县幸福路190号',0,NULL,0,'城镇职工医保',NULL,NULL,'意外致困','下岗失业',NULL,NULL,NULL,NULL,NULL,144500,12672400,14406400,3,136000,0,0,'示例银行',NULL,'62946477609758875','2025-11-28','2026-10-11',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'2025-11-04','form','申请表（示例）','exited',12);
INSERT INTO "household" VALUES('20250001','赵静','女','汉族','群众','340104197610039967','1976-10-03','19946162506',NULL,NULL,'离异','非农业',NULL,'癌症',NULL,'农民工',NULL,'其他','示例物流公司','国有企业','停产','社会服务业','租房','86','示例市示例县幸福路69号',1,NULL,0,'城镇职工医保',NULL,NULL,'相对困难','患重特大疾病',NULL,NULL,NULL,NULL,NULL,123300,7904200,9383800,3,4273000,1320000,0,'示例银行',NULL,'62796477736537553','2026-03-13',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'2026-02-17','form','申请表（示例）','active',9);
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
INSERT INTO "member" VALUES('20250005',1,'李英','配偶','女',NULL,NULL,'340104198202289988','1982-02-28',NULL,NULL,NULL,NULL,'良好',NULL,'城乡居民医保','其他',0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'2024-11-03','form','纸质档案转录（示例）');
INSERT INTO "member" VALUES('20250005',2,'何超','子','男',NULL,NULL,'321302200309079978','2003-09-07',NULL,NULL,NULL,NULL,'良好',NULL,'城乡居民医保','其他',0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'2024-11-03','form','纸质档案转录（示例）');
INSERT INTO "member" VALUES('20250004',1,'赵玲','配偶','女',NULL,NULL,'340104197002049985','1970-02-04',NULL,NULL,NULL,NULL,'良好',NULL,'城乡居民医保','其他',118300,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'2024-11-18','form','纸质档案转录（示例）');
INSERT INTO "member" VALUES('20250004',2,'周明勇','子','男',NULL,NULL,'37020320200211997X','2020-02-11',NULL,NULL,NULL,NULL,'良好',NULL,'城乡居民医保','学生',0,NULL,'示例学校',NULL,NULL,NULL,NULL,NULL,NULL,'primary',2026,6,NULL,NULL,NULL,NULL,NULL,NULL,'2024-11-18','form','纸质档案转录（示例）');
INSERT INTO "member" VALUES('20250002',1,'高艳艳','配偶','女',NULL,NULL,'340104197206189963','1972-06-18',NULL,NULL,NULL,NULL,'良好',NULL,'城乡居民医保','其他',204000,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'2024-12-31','form','申请表（示例）');
INSERT INTO "member" VALUES('20250002',2,'王涛','子','男',NULL,NULL,'420106202202169996','2022-02-16',NULL,NULL,NULL,NULL,'良好',NULL,'城乡居民医保','学生',0,NULL,'示例学校',NULL,NULL,NULL,NULL,NULL,NULL,'kindergarten',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'2024-12-31','form','申请表（示例）');
INSERT INTO "member" VALUES('20250002',3,'王伟','子','男',NULL,NULL,'321302202101109997','2021-01-10',NULL,NULL,NULL,NULL,'良好',NULL,'城乡居民医保','学生',0,NULL,'示例学校',NULL,NULL,NULL,NULL,NULL,NULL,'kindergarten',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'2024-12-31','form','申请表（示例）');
INSERT INTO "member" VALUES('20250003',1,'朱丽娟','配偶','女',NULL,NULL,'321302199004109982','1990-04-10',NULL,NULL,NULL,NULL,'良好',NULL,'城乡居民医保','其他',0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'2025-11-04','form','申请表（示例）');
INSERT INTO "member" VALUES('20250003',2,'刘艳','女','女',NULL,NULL,'340104202001139966','2020-01-13',NULL,NULL,NULL,NULL,'良好',NULL,'城乡居民医保','学生',0,NULL,'示例学校',NULL,NULL,NULL,NULL,NULL,NULL,'primary',2026,6,NULL,NULL,NULL,NULL,NULL,NULL,'2025-11-04','form','申请表（示例）');
INSERT INTO "member" VALUES('20250001',1,'赵艳','女','女',NULL,NULL,'321302200809169961','2008-09-16',NULL,NULL,NULL,NULL,'良好',NULL,'城乡居民医保','学生',0,NULL,'示例学校',NULL,NULL,NULL,NULL,NULL,NULL,'university',2026,4,NULL,NULL,NULL,NULL,NULL,NULL,'2026-02-17','form','申请表（示例）');
INSERT INTO "member" VALUES('20250001',2,'赵桂','女','女',NULL,NULL,'110105200907249963','2009-07-24',NULL,NULL,NULL,NULL,'良好',NULL,'城乡居民医保','学生',0,NULL,'示例学校',NULL,NULL,NULL,NULL,NULL,NULL,'high_school',2024,3,NULL,NULL,NULL,NULL,NULL,NULL,'2026-02-17','form','申请表（示例）');
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
INSERT INTO "move" VALUES(3,'reserve:1','reserve',1,3,100000,'2024-11-20','示例经办人',NULL);
INSERT INTO "move" VALUES(4,'pay:1:3','pay',1,3,100000,'2024-11-29','示例出纳','2024-001-1');
INSERT INTO "move" VALUES(5,'receipt:1:2025-06-30:示例财〔2025〕6号','receipt',NULL,1,400000,'2025-06-30','示例会计','示例财〔2025〕6号');
INSERT INTO "move" VALUES(6,'receipt:3:2025-06-30:示例财〔2025〕6号','receipt',NULL,3,100000,'2025-06-30','示例会计','示例财〔2025〕6号');
INSERT INTO "move" VALUES(7,'reserve:2','reserve',2,1,173540,'2025-06-30','示例经办人',NULL);
INSERT INTO "move" VALUES(8,'pay:2:7','pay',2,1,173540,'2025-07-09','示例出纳','2025-002-1');
INSERT INTO "move" VALUES(9,'receipt:1:2025-12-20:示例财〔2025〕12号','receipt',NULL,1,400000,'2025-12-20','示例会计','示例财〔2025〕12号');
INSERT INTO "move" VALUES(10,'receipt:3:2025-12-20:示例财〔2025〕12号','receipt',NULL,3,100000,'2025-12-20','示例会计','示例财〔2025〕12号');
INSERT INTO "move" VALUES(11,'reserve:3','reserve',3,1,300000,'2025-12-20','示例经办人',NULL);
INSERT INTO "move" VALUES(12,'reserve:4','reserve',4,1,68000,'2025-12-20','示例经办人',NULL);
INSERT INTO "move" VALUES(13,'pay:3:11','pay',3,1,300000,'2025-12-29','示例出纳','2025-003-1');
INSERT INTO "move" VALUES(14,'pay:4:12','pay',4,1,68000,'2025-12-29','示例出纳','2025-003-1');
INSERT INTO "move" VALUES(15,'receipt:1:2026-09-30:示例财〔2026〕9号','receipt',NULL,1,400000,'2026-09-30','示例会计','示例财〔2026〕9号');
INSERT INTO "move" VALUES(16,'receipt:3:2026-09-30:示例财〔2026〕9号','receipt',NULL,3,100000,'2026-09-30','示例会计','示例财〔2026〕9号');
INSERT INTO "move" VALUES(17,'return:2024-001-1:1','return',1,3,100000,'2026-10-12','示例会计','2024-001-1/1 账户已销户（示例）');
INSERT INTO "move" VALUES(18,'correction:2:12','reversal',2,1,173540,'2026-10-12','示例会计','示例更正');
INSERT INTO "move" VALUES(19,'correction:1:13','reserve',1,3,100000,'2026-10-13','示例会计','示例更正');
INSERT INTO "move" VALUES(20,'correction:1:14','release',1,3,100000,'2026-10-14','示例会计','示例更正');
INSERT INTO "move" VALUES(21,'correction:2:13','reserve',2,1,173540,'2026-10-13','示例会计','示例更正');
INSERT INTO "move" VALUES(22,'correction:2:14','release',2,1,173540,'2026-10-14','示例会计','示例更正');
INSERT INTO "move" VALUES(23,'receipt:1:2026-10-15:示例财〔2026〕10号','receipt',NULL,1,32700,'2026-10-15','示例会计','示例财〔2026〕10号');
INSERT INTO "move" VALUES(24,'receipt:2:2026-10-15:示例财〔2026〕10号','receipt',NULL,2,10900,'2026-10-15','示例会计','示例财〔2026〕10号');
INSERT INTO "move" VALUES(25,'receipt:3:2026-10-15:示例财〔2026〕10号','receipt',NULL,3,21800,'2026-10-15','示例会计','示例财〔2026〕10号');
INSERT INTO "move" VALUES(26,'receipt:4:2026-10-15:示例财〔2026〕10号','receipt',NULL,4,7300,'2026-10-15','示例会计','示例财〔2026〕10号');
INSERT INTO "move" VALUES(27,'reserve:5','reserve',5,1,300000,'2026-10-21','示例经办人',NULL);
INSERT INTO "move" VALUES(28,'reserve:6','reserve',6,1,331500,'2026-10-21','示例经办人',NULL);
INSERT INTO "move" VALUES(29,'reserve:7','reserve',7,4,7300,'2026-10-21','示例经办人',NULL);
INSERT INTO "move" VALUES(30,'reserve:8','reserve',8,3,121065,'2026-10-28','示例经办人',NULL);
INSERT INTO "move" VALUES(31,'receipt:1:2026-10-30:示例财〔2026〕10号','receipt',NULL,1,290200,'2026-10-30','示例会计','示例财〔2026〕10号');
INSERT INTO "move" VALUES(32,'receipt:2:2026-10-30:示例财〔2026〕10号','receipt',NULL,2,96700,'2026-10-30','示例会计','示例财〔2026〕10号');
INSERT INTO "move" VALUES(33,'receipt:3:2026-10-30:示例财〔2026〕10号','receipt',NULL,3,193500,'2026-10-30','示例会计','示例财〔2026〕10号');
INSERT INTO "move" VALUES(34,'receipt:4:2026-10-30:示例财〔2026〕10号','receipt',NULL,4,64500,'2026-10-30','示例会计','示例财〔2026〕10号');
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
CREATE TABLE step (
  seq INTEGER PRIMARY KEY, file_number TEXT REFERENCES household, batch TEXT, act TEXT NOT NULL,
  made_on TEXT NOT NULL CHECK (date(made_on, '+0 days') IS made_on), made_by TEXT NOT NULL CHECK (made_by <> ''),
  note TEXT, until TEXT CHECK (until IS NULL OR date(until, '+0 days') IS until), state TEXT, decision_id INTEGER REFERENCES decision,
  CHECK ((file_number IS NULL) <> (batch IS NULL))
) STRICT;
INSERT INTO "step" VALUES(1,NULL,'2024-001','approve','2024-11-25','示例审批人','1',NULL,NULL,NULL);
INSERT INTO "step" VALUES(2,'20250002',NULL,'apply','2024-12-31','示例建档人',NULL,NULL,'applied',NULL);
INSERT INTO "step" VALUES(3,'20250002',NULL,'visit','2025-01-03','示例入户人',NULL,NULL,'visited',NULL);
INSERT INTO "step" VALUES(4,'20250002',NULL,'review','2025-01-06','示例审核人',NULL,NULL,'reviewed',NULL);
INSERT INTO "step" VALUES(5,'20250002',NULL,'notice','2025-01-07','示例建档人',NULL,'2025-01-14','noticed',NULL);
INSERT INTO "step" VALUES(6,'20250002',NULL,'recheck','2025-01-16','示例复核人',NULL,NULL,'rechecked',NULL);
INSERT INTO "step" VALUES(7,'20250002',NULL,'match','2025-01-20','示例建档人',NULL,NULL,'matched',NULL);
INSERT INTO "step" VALUES(8,'20250002',NULL,'approve','2025-01-24','示例审批人',NULL,NULL,'active',2);
INSERT INTO "step" VALUES(9,NULL,'2025-002','approve','2025-07-05','示例审批人','1',NULL,NULL,NULL);
INSERT INTO "step" VALUES(10,'20250005',NULL,'recertify','2025-10-17','示例审核人',NULL,NULL,'active',4);
INSERT INTO "step" VALUES(11,'20250003',NULL,'apply','2025-11-04','示例建档人',NULL,NULL,'applied',NULL);
INSERT INTO "step" VALUES(12,'20250003',NULL,'visit','2025-11-07','示例入户人',NULL,NULL,'visited',NULL);
INSERT INTO "step" VALUES(13,'20250004',NULL,'recertify','2025-11-07','示例审核人',NULL,NULL,'active',5);
INSERT INTO "step" VALUES(14,'20250003',NULL,'review','2025-11-10','示例审核人',NULL,NULL,'reviewed',NULL);
INSERT INTO "step" VALUES(15,'20250003',NULL,'notice','2025-11-11','示例建档人',NULL,'2025-11-18','noticed',NULL);
INSERT INTO "step" VALUES(16,'20250003',NULL,'recheck','2025-11-20','示例复核人',NULL,NULL,'rechecked',NULL);
INSERT INTO "step" VALUES(17,'20250003',NULL,'match','2025-11-24','示例建档人',NULL,NULL,'matched',NULL);
INSERT INTO "step" VALUES(18,'20250003',NULL,'approve','2025-11-28','示例审批人',NULL,NULL,'active',6);
INSERT INTO "step" VALUES(19,NULL,'2025-003','approve','2025-12-25','示例审批人','2',NULL,NULL,NULL);
INSERT INTO "step" VALUES(20,'20250001',NULL,'report','2026-02-17','示例工会小组长','小组走访发现（示例）',NULL,NULL,NULL);
INSERT INTO "step" VALUES(21,'20250001',NULL,'apply','2026-02-17','示例建档人',NULL,NULL,'applied',NULL);
INSERT INTO "step" VALUES(22,'20250001',NULL,'visit','2026-02-20','示例入户人',NULL,NULL,'visited',NULL);
INSERT INTO "step" VALUES(23,'20250001',NULL,'review','2026-02-23','示例审核人',NULL,NULL,'reviewed',NULL);
INSERT INTO "step" VALUES(24,'20250001',NULL,'notice','2026-02-24','示例建档人',NULL,'2026-03-03','noticed',NULL);
INSERT INTO "step" VALUES(25,'20250001',NULL,'recheck','2026-03-05','示例复核人',NULL,NULL,'rechecked',NULL);
INSERT INTO "step" VALUES(26,'20250001',NULL,'match','2026-03-09','示例建档人',NULL,NULL,'matched',NULL);
INSERT INTO "step" VALUES(27,'20250001',NULL,'approve','2026-03-13','示例审批人',NULL,NULL,'active',8);
INSERT INTO "step" VALUES(28,'20250002',NULL,'spotcheck','2026-07-24','示例审核人',NULL,NULL,'active',NULL);
INSERT INTO "step" VALUES(29,'20250004',NULL,'spotcheck','2026-09-04','示例审核人',NULL,NULL,'active',NULL);
INSERT INTO "step" VALUES(30,'20250003',NULL,'exit','2026-10-11','示例审批人','above_line',NULL,'exited',NULL);
INSERT INTO "step" VALUES(31,NULL,'2026-004','approve','2026-10-25','示例审批人','3',NULL,NULL,NULL);
INSERT INTO "step" VALUES(32,'20250005',NULL,'recertify','2026-10-30','示例审核人',NULL,NULL,'active',11);
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
CREATE TRIGGER household_numbered AFTER INSERT ON household WHEN NEW.rowid < 1 BEGIN SELECT RAISE(ABORT, 'casework: household_written'); END;
CREATE TRIGGER member_numbered AFTER INSERT ON member WHEN NEW.rowid < 1 BEGIN SELECT RAISE(ABORT, 'casework: member_written'); END;
COMMIT;
