"""Hashes of the cases that figures are compared on: those of another case would not compare with those kept.

Where a case changes, all of its runs are done again, and its new hash is written here.
"""

FROZEN: dict[str, str] = {
    "world": "371763594a8d5a55a7c649151b80c82ac5c91dd734881db385c05ef9b002f9c2",
    "world_tight": "11077025019f374524197f01c83604a0320752339834173540ed3c153b022888",
    "unseen 1": "5a655b8f036e462b201e9d398fb624bd25df4f508ccb8657fbbdaa98d1a80b4c",
    "unseen 2": "5fffaef12031327c77d85f571930a161f6f5bea25ae7c1dd533e2a7251198897",
    "unseen 3": "62825fd22317c76b18747b08b99fe194fadc4d59226a8a8318352e42d59ba383",
    "unseen 4": "dc322a451aa94d6ffd0dec82c741c113cbc629a8b2455cd32de4b4384d06c3d0",
    "unseen 5": "813b6c85248c1597409831126e62181aae3e1ab795476d357542c2bad625e0fc",
    "unseen 6": "0f1c7878924014074efbb09d6f1a078f6cb31e6b65665aec2459de34ad016262",
    "unseen 7": "1ca13779e48197aba3d508b0bad6906f704d7975d6c392a8976bf3fb522bec4d",
    "unseen 8": "d86f5d16111143fc3f893d0efe9bdef3d763dbe98dae92b22fdba197a6b60c5f",
    "unseen 9": "f327b55ff1c14c01fd02c5d9e60b5f7af2fe5b9470dac4f71d0cfb3b2875a434",
    "unseen 10": "d6237c254068e4ea8f448a8194edef7ce1645692dc8c027ade3052be82272d43",
    "unseen 11": "674a7b7cd3c35c2aeddd6caf5c45a0669141810b5feae09cd67172a7ae82c7b8",
    "unseen 12": "86477c7989bb7c06770559c1719864be3b9b1d5b6e188be68a2577ea22498239",
    "unseen 13": "f38de0da61d3e362051914e748184f1c5cccc7da843a967875bd5f75dbba7286",
    "unseen 14": "f6d9cbef15744e2828e5f99483df172e5fd7c3e70acaced5a7f096b9cded8039",
    "unseen 15": "8fd2de0f126bcdf1c2c44135336786a3fc9d021d69a8dc9800629da514068595",
    "unseen 16": "345d2a64aae6f9eb6999eb711c6241eed1eedc821133f55f9fcb05f119f676f0",
    "unseen 17": "47b3149320f674a5eb4575382c38e489b0009bfc19b99c2525bed3151de1e833",
    "unseen 18": "b0feb5512b1873602643a4d015a21209bb6f9f0ce20d051dc134a3655a4a3a49",
    "unseen 19": "f12d21bd67fe0097be02ffb92993ef2dd8aabcddf0b455cd0e4f4136f5562b93",
    "unseen 20": "5ba4354bbd5658934b8d9e056c4204b618d3d904f1e8e71f1741c8198fbbc2aa",
    "unseen 21": "92f5ee73dcaf8dbdcbbdda7fc5dd185a995c2fd671fd9abfb85ef639faecd0cd",
}
