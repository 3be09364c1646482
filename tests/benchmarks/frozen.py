"""Hashes of the cases that figures are compared on: those of another case would not compare with those kept.

Where a case changes, all of its runs are done again, and its new hash is written here.
"""

FROZEN: dict[str, str] = {
    "world": "7767bcc6352e850fd9c1518f6655e41c50979a73fc38e7ea9eb7b908549d22df",
    "world_tight": "913a8fb6407fcd3c1897a75e82cc920c7fd06b4c45cd28b867db6b4dbccc1e1a",
    "unseen 1": "2e1988edc1403979563a6272299fd63a562daad468a22ee1b44d32b9feb5bce0",
    "unseen 2": "124976982e21dc5a4901d524ccdfaea0d495eea84324c5a234410b7d919b3f89",
    "unseen 3": "2be80a44b01d9e92690dec6f56e2ada57c1483a5318145ba3fee3c48c17917e2",
    "unseen 4": "a4b26cb65dec6b6eb3f666e11186ebfc117ad729aad3b57959a07d24ba5da0af",
    "unseen 5": "89287bb38e606f5473151c5d0083b359aa1eb6e4f2ba9e27b42ffa0ea42bf9e7",
    "unseen 6": "3381dde8b80a6dc4ef62c0d2f5399f4ecfc649ad50cee50340c45372e20ea3dd",
    "unseen 7": "d8b081fb01bc74d2f0be43e3f9301553a50c1293188738307300d729fe013cdb",
    "unseen 8": "9c2b5e62ce485261777187816f54fc3e5cb796d0645d7ea1b355b165075ee574",
    "unseen 9": "aa565ec2e0ac29e66aa7220d015c7a7c049ab91b8a2ad670850d4f38cdf519dd",
    "unseen 10": "4b91fcdcf59a86bbf4fec41a6a36db6a449659470edf3bdf76c6f995ab8a18c6",
    "unseen 11": "f02e153c4c2dc4ffbd7e2f42d7d266afd0a03e2957c1f1fdff4f955c4648843b",
    "unseen 12": "1cb2eb4139c1c5b85c419be1b6ed139b1cb4f4a0bd0422266bf74052b4241516",
    "unseen 13": "fcdb154e1711e6aa2862a2a2b2a100fa72541f04a92b0c162f762c523de64f68",
    "unseen 14": "2430e8f3020c9a7527fbc974ef10102bcf9ce2ffe81fd0eedb4bd289e3bfc3dc",
    "unseen 15": "236e17d07afa0c5f401d69ebab89b79fc498ae6cfa11fa363e4b3da8bd7982fa",
    "unseen 16": "6ed6124b825e93fa8191aeccaeff369f02f7196551161c8fea2d2c1fe8193227",
    "unseen 17": "1d5064454627e1dd71e596d11ed55eb766d5215f5266bd8fbc67ce35cdfa951f",
    "unseen 18": "b4779f9652d8e6bc0982584c3560123ac6a3d877100938d9df6632a985df8bae",
    "unseen 19": "df9853adaf2a3f4c73b421f5b9038be567c78d6d46538e4eb1fbd6fec8c96921",
    "unseen 20": "08ccd1e3f4bfca4b16a6ba08787fedcd9c38beebb4910c096c86e65f573b0538",
    "unseen 21": "bd71c5810e7faebf66b7d9adb2934ea175204d1a5f24f4cfb184ccdbc87b2086",
}
