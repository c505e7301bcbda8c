"""What an import has come to, in a sentence or two."""


def outcome_in_words(plan, counts):
    words = "新增 {add} 项，修改 {change} 项，不变 {unchanged} 项，取消 {retire} 项，跳过 {bad} 行。".format(
        **counts
    )
    if plan.draft:
        return f"{words}已发布的目录没有改动，改动写进了一份目录调整，共 {plan.draft.lines.count()} 项，批准后生效。"
    if any(domain.published_on for domain in plan.domains):
        return f"{words}已发布的目录没有要起草的调整，或者同样的调整已经在办理。"
    return words
