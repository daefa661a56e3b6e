"""The words for reporters and correspondents in bylines, as parts of regular expressions."""

REPORTER = r"(?:(?:首席|特派|特约|特約|见习|見習|实习|實習|本报|本報|驻站|全媒体?|全媒體|融媒体?)?(?:记者|記者)|实习生|實習生|编译|編譯|(?:特约|特約)撰稿人?|撰稿人|特派[员員])"
CORRESPONDENT = r"(?:(?:特约|特約|本报|本報)?(?:通讯员|通訊員))"
ROLE = rf"(?:{REPORTER}|{CORRESPONDENT})"
