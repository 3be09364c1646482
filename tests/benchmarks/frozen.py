"""Hashes of the cases that figures are compared on: those of another case would not compare with those kept.

Where a case changes, all of its runs are done again, and its new hash is written here.
"""

FROZEN: dict[str, str] = {
    "world": "1987e9cc54375b555c50d77e6f28382f24d2129a3eacc0448346db099117d040",
    "world_tight": "657f1ac36f7c8b9f18aa021263eab9dd1e8df56367e8de91b5276898b2a5348d",
    "unseen 1": "0925be588e80102fa858e0da0e9311f1785456bb2e96d96befb20870105a5d75",
    "unseen 2": "a2664f3c2d5d57c026085f5739bf9a1dc24b6bd2809607edf9dee9f959fbf642",
    "unseen 3": "f9746f4bb7150f60045b30f229380d55007faa603ff92309e107db9cb3d666fd",
    "unseen 4": "8d9ff58d4ae81bb33432e2bd45ca47bc0f126dd8061d0271f66a346183c2dc6d",
    "unseen 5": "f8cf47dad2766db59c5a827d127453bda67957a6d83efadbc71bcefe30884a29",
    "unseen 6": "e0964f155ed7d2f137dee027663a3211b1929eac2c35a2c775b5ded5802a888c",
    "unseen 7": "2434aa41d326d04e7a6145b9ef439abc0104f833b0d072d22245f9eb73f16462",
    "unseen 8": "2a3bb230d2cef74840d71df08cdbfdaed85ee02f68a2ac049fc5838c23f799a2",
    "unseen 9": "905e71474c34441549aecd0cdc59a9c75c1ba580b37513b7d9274748f18e79f2",
    "unseen 10": "59fe28ea0e5c4fd510ee8c400fe6f63b6720b2e92324c3aef575c71206457c25",
    "unseen 11": "b90010ab42c416b48ac4a5c74e51b8d07b0be48e4281943bfc03ff07c844ad0a",
    "unseen 12": "0c6a1bf73456972b584a56a6a3d2adbfd09f7e8bd87cb710f199bd0253edfa3e",
    "unseen 13": "293f69b5f4df653e9d550d8b81e80e1dbb3b784aaf921a77f485524beae78003",
    "unseen 14": "3a87f7224c2fd86836023f863b046cc43cde84d422d9995335153aaf41d4d974",
    "unseen 15": "f055c2c16ac71cb3f2c91305434d2fa5493c597887a07bf1ba7bb8be19ab5f5f",
    "unseen 16": "02637f95093d450efd33880d7d4348647b3ad42d97ef7120d81232a832fba6bd",
    "unseen 17": "4f378668953e5db9aaaed637b637058935e804bd2ad78d3f6db361bf892ec13f",
    "unseen 18": "6fc8d55e544788937a8b81425034eb3eec819798ab99b69f229f5e23d04a719f",
    "unseen 19": "cb3c9d9ece008a3d0532e9f1d88b290e962a4417311afce0a593fd5905e985c7",
    "unseen 20": "362f0b042c9bcc2d8273141aaca11d13fb9293d9a976608ed96022f915b28bd6",
    "unseen 21": "bd4b6bee0f627edd601976d501eeae7a2f198c88ddefc376537804c39c61a692",
}
