"""Words that say little of what is looked for, folded as queries are."""

# Who writes one of these asks a question. Surnames are not among them.
QUESTION_WORDS = frozenset(
    "谁 哪 几 吗 什么 甚么 怎么 怎样 怎么样 什么样 如何 为什么 为何 多少 多久 多大 是否 请问 哪些 哪里 哪儿 哪边 哪个 哪一 "
    "哪一个 哪种 哪位 哪一位 哪年 哪一年 几年 几个 何时 何年 何处 何地 何人 何种".split()
)
# Particles and prepositions tell nothing, as little as question words; both count only where nothing else is there.
FUNCTION_WORDS = QUESTION_WORDS | frozenset(
    "的 了 呢 吧 啊 么 是 在 和 与 及 或 有 被 把 对 从 到 也 都 就 而 之 所 为 由 以 其 并 将 会 且 但 却 还 又 才 让 使 因 至 "
    "该 此 这 那 它 他 她 们 已".split()
)
# What questions and headlines are put together with tells a little: half as much as other words.
LIGHT_WORDS = frozenset(
    "分别 有关 关于 由于 因为 是因为 以及 其中 之后 之前 可以 认为 称为 成为 属于 位于 进行 开始 主要 一个 一种 以下 文中 提及 "
    "时间 时候 时 年 中 上 下 后 问 指 于 曾 何".split()
)
